"""Life after the hernia: load built up in small steps, exercises, and the weekly question that watches for its return.

May use: `clinical`, `people`, `episodes`, `journal`.
"""
