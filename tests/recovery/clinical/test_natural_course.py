import re

import pytest

from recovery.clinical.natural_course import DEFINITION, OUT_OF, STARTING_SHARE, STUDIES, Study


def test_the_leaflet_says_eighty_of_a_hundred() -> None:
    assert STARTING_SHARE * OUT_OF == 80
    assert OUT_OF == 100


def test_the_definition_names_both_medians_and_the_window() -> None:
    assert DEFINITION == {"leg_pain": 1, "limitation": 2, "entries": 7, "weeks": 26}


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.source)
def test_every_study_names_its_people_and_its_source(study: Study) -> None:
    assert study.people
    assert re.search(r"\b(19|20)\d\d\b", study.source)


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.source)
def test_every_figure_has_the_same_denominator_and_is_never_one_in_so_many(study: Study) -> None:
    assert re.match(r"\d+( to \d+)? of 100 ", study.figure)
    assert not re.search(r"\b(1|one) in\b|%(?! )", re.sub(r"at least 30%", "", study.figure))
