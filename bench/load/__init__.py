"""How fast the site answers and what that costs: `make bench-load`.

`__main__` starts one `child` a database, which sets Django up and goes through `run`: `site` fills it, `acts` are what
is asked, `inside` the process for queries and bytes, and `outside`, through a real server, for milliseconds and memory.
`storage` looks at PostgreSQL: bytes a row, plans, partitions. `result` and `table` are what comes back. May use
everything of `recovery` and `tracker`.
"""
