"""Measurements that somebody runs by hand; nothing of the site uses them. `make bench-load`."""
