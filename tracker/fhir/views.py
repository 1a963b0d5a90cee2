"""Reading one resource, and searching for some."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from recovery.exchange import fhir_reads as reads
from recovery.exchange.fhir_reads import Found
from recovery.people import access, searching
from recovery.people.models import Clinic, Patient
from tracker.fhir import outcomes, search
from tracker.fhir.api import Answer, open_to_all, with_token
from tracker.fhir.capability import capability
from tracker.fhir.search import Search, cursor

PATIENT = frozenset({"_id", "identifier", "birthdate", "name"})
OBSERVATION = frozenset({"patient", "subject", "date"})
RESPONSE = frozenset({"patient", "subject", "date", "authored"})
FLAG = frozenset({"patient", "subject", "date"})


@open_to_all
def metadata(request: HttpRequest) -> Answer:
    """What this API can do."""
    return Answer(capability(_base(request)))


@with_token
def nothing(request: HttpRequest, *, clinic: Clinic, rest: str = "") -> Answer:
    """Every other address."""
    raise outcomes.not_found()


# --- one


@with_token
def patient(request: HttpRequest, *, clinic: Clinic, key: str) -> Answer:
    return _one(reads.the_patient(access.patients_of(clinic), key))


@with_token
def flag(request: HttpRequest, *, clinic: Clinic, key: str) -> Answer:
    return _one(reads.the_flag(access.patients_of(clinic), key))


@with_token
def response(request: HttpRequest, *, clinic: Clinic, key: str) -> Answer:
    return _day(clinic, key, whole=True)


@with_token
def observation(request: HttpRequest, *, clinic: Clinic, key: str) -> Answer:
    return _day(clinic, key, whole=False)


def _one(found: Found | None) -> Answer:
    if found is None:
        raise outcomes.not_found()
    return Answer(found.resource, (found.patient,), _what(found.resource["resourceType"]))


def _day(clinic: Clinic, key: str, *, whole: bool) -> Answer:
    """A day or an answer of it. That a day was taken back is told, and logged, as well."""
    asked, those = reads.day_key(key), access.patients_of(clinic)
    if asked is None or asked.is_whole != whole:
        raise outcomes.not_found()
    if found := reads.the_day(those, asked):
        return _one(found)
    if owner := reads.who_removed_the_day(those, asked):
        return Answer({}, (owner,), _what("QuestionnaireResponse"), outcomes.gone())
    raise outcomes.not_found()


# --- some


@with_token
def patients(request: HttpRequest, *, clinic: Clinic) -> Answer:
    """By identifier, birth date or a part of the name."""
    asked = Search(request.GET, PATIENT)
    those = access.patients_of(clinic)
    if "birthdate" in request.GET:
        those = those.filter(searching.born(those, asked.span("birthdate").holds))
    if key := asked.one("_id"):
        those = those.filter(ref__in=[ref for ref in [search.uuid_or_none(key)] if ref])
    if asked.one("identifier"):
        those = those.filter(ref__in=[ref for ref in [asked.identifier()] if ref])
    if name := asked.one("name"):
        those = those.filter(searching.named(those, name))
    after = asked.after(search.key_of_a_patient)
    return _page(request, asked, "Patient", reads.patients(those, after=after, count=asked.count()))


@with_token
def observations(request: HttpRequest, *, clinic: Clinic) -> Answer:
    """Of the patients named, by day."""
    asked = Search(request.GET, OBSERVATION)
    found = reads.observations(
        _named(asked, clinic),
        days=asked.span("date"),
        after=asked.after(search.key_of_an_observation),
        count=asked.count(),
    )
    return _page(request, asked, "Observation", found)


@with_token
def responses(request: HttpRequest, *, clinic: Clinic) -> Answer:
    """Days and questionnaires of the patients named, by day (`date`) or by when it was written (`authored`)."""
    asked = Search(request.GET, RESPONSE)
    found = reads.responses(
        _named(asked, clinic),
        days=asked.span("date"),
        authored=asked.span("authored"),
        after=asked.after(search.key_of_a_response),
        count=asked.count(),
    )
    return _page(request, asked, "QuestionnaireResponse", found)


@with_token
def flags(request: HttpRequest, *, clinic: Clinic) -> Answer:
    """Of the patients named, or of every patient, by the day on which it was raised."""
    asked = Search(request.GET, FLAG)
    refs, those = asked.patients(), access.patients_of(clinic)
    found = reads.flags_raised(
        those if refs is None else those.filter(ref__in=refs),
        raised=asked.span("date"),
        after=asked.after(search.key_of_a_flag),
        count=asked.count(),
    )
    return _page(request, asked, "Flag", found)


def _named(asked: Search, clinic: Clinic) -> QuerySet[Patient]:
    """Those that were named. A whole clinic's diary is asked for patient by patient, or as an export."""
    refs = asked.patients()
    if refs is None:
        raise outcomes.bad_request("Name the patients: patient=..., several with commas between.")
    return access.patients_of(clinic).filter(ref__in=refs)


def _page(request: HttpRequest, asked: Search, kind: str, found: list[Found]) -> Answer:
    """A searchset, with a link to the next page if there is more."""
    count = asked.count()
    shown, base = found[:count], _base(request)
    links = [{"relation": "self", "url": request.build_absolute_uri()}]
    if len(found) > count:
        links.append({"relation": "next", "url": _next(request, shown[-1])})
    entries = [
        {
            "fullUrl": f"{base}/{kind}/{one.resource['id']}",
            "resource": one.resource,
            "search": {"mode": "match"},
        }
        for one in shown
    ]
    document = {"resourceType": "Bundle", "type": "searchset", "link": links}
    found_in = tuple(one.patient for one in shown)
    return Answer(document | ({"entry": entries} if entries else {}), found_in, _what(kind))


def _next(request: HttpRequest, last: Found) -> str:
    given = {name: values for name, values in request.GET.lists() if name != "_cursor"}
    query = urlencode([*((name, one) for name, values in given.items() for one in values)])
    mark = urlencode({"_cursor": cursor(last.key)})
    return request.build_absolute_uri(f"{request.path}?{query}&{mark}" if query else f"{request.path}?{mark}")


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("fhir:base")).rstrip("/")


def _what(kind: str) -> str:
    return f"fhir {kind}"
