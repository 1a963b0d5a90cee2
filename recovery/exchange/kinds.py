"""What a file can be that comes in, and as what a cohort goes out."""

from enum import StrEnum


class Kind(StrEnum):
    """A file that was handed in: a diary of ours, a whole record, or the diary of another app."""

    DIARY = "diary"
    RECORD = "record"
    OTHER = "other"


class Form(StrEnum):
    """As what a clinic's diaries go out: a row a day, or a FHIR bundle a patient on each line."""

    CSV = "csv"
    NDJSON = "ndjson"
