"""The review as a PDF: one sheet with what a doctor needs, and the days on the next. In the language of the page.

A file travels further than a page: private notes of the clinic are left out of it, and it says so. `sheets` puts them
together; `drawings` are drawn by a `pen`, `words` are the two columns, `days` the table.
"""
