"""Urgent contact, from raised to closed, and the deliveries it owes. Does not know `trends`.

May use: `clinical`, `people`; `episodes` and `journal` too, and needs neither.
"""
