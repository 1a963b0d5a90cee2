"""My data: taking a diary out, and bringing days in."""
