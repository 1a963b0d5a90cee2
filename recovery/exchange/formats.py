"""The formats of a whole record, under the two names that the site uses."""

from recovery.exchange.fhir import NotADossier, bundle, read_bundle

__all__ = ["NotADossier", "bundle", "read_bundle"]
