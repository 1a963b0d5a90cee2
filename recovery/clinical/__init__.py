"""The medicine: tables and functions of values, for a clinician to read and to sign.

Uses nothing but Python and numpy: no Django, no clock, no settings, no database. Whoever calls hands in `today`
or `now`. Every number has a name and, beside it, its source:

- [L]  the hospital's leaflet for patients on lumbar hernia, 24-10-2025
- [F]  found in the publication named
- [F2] found on a secondary page only
- [M]  from memory, not verified: a default that a clinic must confirm
- [P]  our own proposal: a clinic must sign it
"""
