"""People a neurologist would recognise, dated relative to today. All of them are invented.

May use everything in `recovery`; nothing uses this but the command that loads it.
"""
