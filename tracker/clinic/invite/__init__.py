"""Inviting patients: one by mail or on a printed sheet, a whole list, the code of the clinic."""
