"""What is tried so that something gets lost, with real processes: `make bench-faults`.

`__main__` starts one `child` a database, which sets Django up and plays every scenario; `result` and `table` are
what comes back. `smtp_sink` and `receiver` are the outside world, `patients` the browsers, `processes` the server
and the workers, `people` the data, `account` the books. May use everything of `recovery` and `tracker`.
"""
