"""The days written down, one entry a day, and every earlier version of each.

May use: `clinical`, `people`, `episodes`.
"""
