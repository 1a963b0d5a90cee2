"""What this installation holds of one person: all of it out in one archive, gone when they ask, or kept apart.

`holdings` is the one table of it: `archive` writes what it names, `erase` empties it, and a test fails for a model that
it does not know. `kept` is what a clinic must keep by law, sealed, on no page of a caseload.
May use whatever lies below: `people` up to `exchange`.
"""
