"""Alerts at the clinic: the panel, taking and closing, the figures."""
