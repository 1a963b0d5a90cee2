"""There and back: nothing is lost, in whatever order the file stands."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery.exchange.dossier import Dossier
from recovery.exchange.fhir import bundle, read_bundle
from tests.recovery.exchange.dossiers import dossiers

arbitrary = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@arbitrary
@given(dossiers())
def test_nothing_is_lost_there_and_back(dossier: Dossier) -> None:
    document = json.loads(json.dumps(bundle(dossier), allow_nan=False))
    assert read_bundle(document) == dossier


@arbitrary
@given(dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_the_entries_is_free(dossier: Dossier, random: object) -> None:
    document = bundle(dossier)
    random.shuffle(document["entry"])  # type: ignore[attr-defined]
    assert read_bundle(document) == dossier
