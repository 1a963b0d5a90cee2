"""Reminders that do not nag: at a time the patient chose, not on a day that is written down already, easy to pause.

May use: `clinical`, `people`, `episodes`, `journal`.
"""
