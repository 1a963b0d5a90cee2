"""A patient leaves the clinic: discharged, or handed over to another one."""
