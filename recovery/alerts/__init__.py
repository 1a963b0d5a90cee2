"""Urgent contact, from raised to closed: the ladder it climbs and the deliveries it owes. Does not know `trends`.

May use: `clinical`, `people`; `episodes` and `journal` too, and needs neither.
"""
