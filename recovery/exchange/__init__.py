"""CSV and FHIR, in and out: of one patient, of a clinic's diaries, and scores for `manage.py assess`.

A format is a plain function of values: `dossier` is everything about one patient, `records` reads it from the database,
`arrivals` writes it there, all or nothing. May use whatever lies below: `clinical` up to `alerts` and `trends`.
"""
