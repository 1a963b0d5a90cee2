"""A small read API for a clinic's systems: FHIR R4, with a token, every read in the log; see `docs/exchange.md`."""
