"""A `Dossier` as a FHIR R4 document bundle of plain dictionaries, and back. `docs/exchange.md` has the table.

Pure functions of values: no database, no clock, no network. One file a resource, with writing above reading; what FHIR
has no place for goes in extensions under the project's own address (`codes`).
"""

from recovery.exchange.fhir.document import bundle, read_bundle
from recovery.exchange.fhir.node import NotADossier

__all__ = ["NotADossier", "bundle", "read_bundle"]
