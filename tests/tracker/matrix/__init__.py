"""Who gets what: every address of the site, by every method, for every role and relation to one record.

`table.txt` says what should be, written by hand. `columns.py` says who the columns are, `arguments.py` gives what
addresses need, all of it Anna's. `test_matrix.py` walks the whole of it and compares; a page without a row fails.
`__main__.py` writes `docs/access.md` from the table: `make matrix`.
"""
