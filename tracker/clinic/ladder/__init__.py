"""The manager's pages of the ladder: its steps, its addresses, and what was sent there. They show no patient."""
