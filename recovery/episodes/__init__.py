"""A hernia from its onset to its end: side and treatments.

May use: `clinical`, `people`.
"""
