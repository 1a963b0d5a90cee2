"""Nonsense in every form, address and header of the site, as everybody who may look at a page.

`FUZZ=1000 make fuzz` tries a thousand of each; the suite a few, always the same.
"""
