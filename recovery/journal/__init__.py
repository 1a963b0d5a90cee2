"""The days written down, one entry a day, and questionnaires; with every earlier version of each.

May use: `clinical`, `people`, `episodes`.
"""
