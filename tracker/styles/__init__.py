"""The part of Bootstrap that the pages use, cut out of the whole: a phone on a slow line waits for every byte.

`python -m tracker.styles` (`make styles`) writes it; a test fails when it is stale or misses a class.
"""
