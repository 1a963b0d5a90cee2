"""A prompt is set aside with a reason, for what it rested on then and no more."""

from recovery.clinical.prompts import Prompt, PromptCode
from recovery.clinical.text import Said
from recovery.episodes import dismissals, ladder
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS


def prompt(about: str, code: PromptCode = PromptCode.WEAKER) -> Prompt:
    return Prompt(code, Said("Consider it."), "[P]", about)


def test_a_dismissal_counts_for_what_the_prompt_rested_on(patient: Patient, neurologist: User) -> None:
    episode = ladder.current(patient)
    first, later = prompt("2026-11-01"), prompt("2026-11-18")
    other = prompt("2026-11-01", PromptCode.JUDGE_INJECTION)
    dismissals.dismiss(episode, first, reason="MRC 5", by=neurologist, now=OFFICE_HOURS)
    gone = dismissals.dismissals_of(episode)
    assert dismissals.still_open([first, later, other], gone) == [later, other]


def test_a_second_dismissal_is_as_the_first_said(patient: Patient, neurologist: User) -> None:
    episode = ladder.current(patient)
    for reason in ("eerste", "tweede"):
        dismissals.dismiss(episode, prompt(""), reason=reason, by=neurologist, now=OFFICE_HOURS)
    assert [one.reason for one in dismissals.dismissals_of(episode)] == ["eerste"]


def test_a_dismissal_is_of_one_episode(patient: Patient, stranger: Patient, neurologist: User) -> None:
    dismissals.dismiss(ladder.current(patient), prompt(""), reason="nee", by=neurologist, now=OFFICE_HOURS)
    assert dismissals.dismissals_of(ladder.current(stranger)) == []
