"""A document of which a part is written by a bench, between two marks."""


def written(document: str, results: str, *, begin: str, end: str) -> str:
    """The document with the part between the marks replaced; what is written by hand stays.

    `ValueError` when a mark is missing.
    """
    before, _, rest = document.partition(begin)
    _, mark, after = rest.partition(end)
    if not mark:
        raise ValueError(f"The document needs the lines {begin} and {end}.")
    return f"{before}{begin}\n\n{results}\n\n{end}{after}"
