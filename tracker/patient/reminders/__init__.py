"""Reminders of a patient: when, how, paused; how often the diary is kept; and what “today” offers about both."""
