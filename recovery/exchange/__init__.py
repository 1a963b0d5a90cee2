"""CSV in, readings out, for people with data of their own; FHIR will join it here.

Plain functions of values: no database, no site. May use `clinical` and whatever else lies below it.
"""
