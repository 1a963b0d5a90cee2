"""What was found and done about a hernia, in words: lines for the pages of patient and clinic, marks for the charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from recovery import checkin
from recovery.clinical.care import (
    CARES,
    ENDS_THE_COURSE,
    IMAGING,
    LASTING,
    PAINKILLERS,
    Care,
    ImagingKind,
    Painkiller,
)
from recovery.episodes import imaging, ladder, telling, visits
from recovery.episodes.models import Episode, Imaging, Treatment, Visit
from recovery.people.models import User
from tracker.care_forms import AddForm, ImagingForm, VisitForm
from tracker.charts import Event
from tracker.words import compact_date, long_date, moment
from tracker.writers import Writers

TREATMENT, PICTURE = "treatment", "picture"

Told = Treatment | Imaging


@dataclass(frozen=True, slots=True)
class CareLine:
    """A treatment or picture: what, when, who told it, and what whoever reads this may do about it."""

    what: str
    id: int
    name: str
    when: str
    finding: str
    told: str
    ended: str
    confirmed: str
    withdrawn: str
    waits: bool
    may_withdraw: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads the lines, whose words they may take back (`None`: everybody's), and who wrote for the patient."""

    user: User
    side: frozenset[int] | None
    writers: Writers


def reader_of(episode: Episode, user: User) -> Reader:
    """A reader of what was told of an episode: two queries, three for who is neither patient nor clinic."""
    return Reader(user, telling.side_of(episode, user), Writers(episode.patient))


def lines(told: Iterable[Told], *, reader: Reader, is_read: bool = True) -> list[CareLine]:
    """A line for each. `is_read` is false where no clinic reads along: then nobody is waited for."""
    return [_line(one, reader, is_read=is_read) for one in told]


def _line(one: Told, reader: Reader, *, is_read: bool) -> CareLine:
    is_treatment = isinstance(one, Treatment)
    return CareLine(
        what=TREATMENT if is_treatment else PICTURE,
        id=one.pk,
        name=name_of(one),
        when=when_of(one),
        finding="" if isinstance(one, Treatment) else one.finding,
        told=_signed(_("Written down by"), one.recorded_by, one.recorded_at, reader),
        ended=_ended(one, reader),
        confirmed=_confirmed(one, reader, is_read=is_read),
        withdrawn=_signed(_("Withdrawn by"), one.withdrawn_by, one.withdrawn_at, reader),
        waits=one.waits,
        may_withdraw=telling.is_withdrawable(one, reader.side),
        may_end=goes_on(one),
    )


def goes_on(one: Told) -> bool:
    """Whether it is of the kind that ends some day, and has not."""
    return isinstance(one, Treatment) and one.kind in LASTING and one.until is None and not one.is_withdrawn


def name_of(one: Told) -> str:
    """“Painkillers: paracetamol”, “MRI”; of a class its name without the examples."""
    if isinstance(one, Imaging):
        return _(IMAGING[ImagingKind(one.kind)])
    name = _(CARES[Care(one.kind)])
    if not one.painkiller:
        return name
    short, _bracket, _examples = _(PAINKILLERS[Painkiller(one.painkiller)]).partition(" (")
    return f"{name}: {short}"


def when_of(one: Told) -> str:
    """“since 3 November 2026”, or from one day to another, or the day."""
    if isinstance(one, Imaging) or one.kind not in LASTING:
        return long_date(one.date)
    if one.until is None:
        return _("since %(day)s") % {"day": long_date(one.date)}
    return _("%(first)s to %(last)s") % {"first": long_date(one.date), "last": long_date(one.until)}


def _signed(done: str, by: User | None, at: datetime | None, reader: Reader) -> str:
    """“Written down by you, 18 November 2026, 10:00”; empty where nobody did."""
    if by is None or at is None:
        return ""
    who = _("you") if by == reader.user else reader.writers.name(by)
    return f"{done} {who}, {moment(at)}"


def _ended(one: Told, reader: Reader) -> str:
    if not isinstance(one, Treatment):
        return ""
    return _signed(_("End written down by"), one.ended_by, one.ended_at, reader)


def _confirmed(one: Told, reader: Reader, *, is_read: bool) -> str:
    """Nothing where who told it confirmed it by that, and where there is nobody who could."""
    if one.confirmed_by is None:
        return _("Not confirmed by the clinic yet") if is_read and one.waits else ""
    if one.confirmed_by == one.recorded_by:
        return ""
    return _signed(_("Confirmed by"), one.confirmed_by, one.confirmed_at, reader)


def find(episode: Episode, what: str, pk: int) -> Told | None:
    """The treatment or picture of this episode that an address names."""
    if what == TREATMENT:
        return ladder.find(episode, pk)
    return imaging.find(episode, pk) if what == PICTURE else None


def record(form: AddForm, episode: Episode, *, by: User, now: datetime) -> None:
    """Hand what a valid form says to the service it is for."""
    cleaned = form.cleaned_data
    if isinstance(form, ImagingForm):
        imaging.record(episode, **cleaned, by=by, now=now)
    elif isinstance(form, VisitForm):
        visits.plan(episode, day=cleaned["day"], clinic=episode.patient.clinic, by=by, now=now)
    else:
        checkin.record_treatment(episode, kind=form.kind, **cleaned, by=by, now=now)


def events_of(episode: Episode) -> list[Event]:
    """What the charts mark besides injections and operations: three queries, however long the episode."""
    return events(ladder.all_of(episode), imaging.all_of(episode), visits.visits_of(episode))


def events(
    treatments: Sequence[Treatment], pictures: Sequence[Imaging], planned: Sequence[Visit]
) -> list[Event]:
    """Marks for what stands and the course itself does not know: it has its own injections and operations."""
    marked: list[Told] = [
        *(treatment for treatment in treatments if treatment.kind not in ENDS_THE_COURSE),
        *pictures,
    ]
    return [
        *(_event(one) for one in marked if not one.is_withdrawn),
        *(Event(visit.day, _("Visit"), is_flag=False) for visit in planned if visit.held_at),
    ]


def _event(one: Told) -> Event:
    until: date | None = one.until if isinstance(one, Treatment) else None
    label = name_of(one)
    if until:
        label = _("%(name)s, until %(day)s") % {"name": label, "day": compact_date(until)}
    return Event(one.date, label, is_flag=False)
