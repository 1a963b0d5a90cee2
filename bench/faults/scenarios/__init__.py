"""What is tried, a module a subject. A scenario is handed a `Place` and yields a `Result` for each row of the table."""
