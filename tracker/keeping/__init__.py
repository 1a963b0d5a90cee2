"""Backups of everything that is kept, and putting them back: one file, read in one moment, checked row by row.

`rows` says what is kept and how a row is written down; `container` is the file; `backup` makes one; `places` are
databases beside the real one; `restore` fills such a place, and puts it where the real one is.
"""
