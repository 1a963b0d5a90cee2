"""Languages are folders: a translator adds one without code, and it is offered once its danger is translated."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from recovery.clinical import wording
from recovery.clinical.danger import to_translate
from recovery.clinical.questionnaires.definition import Wording
from recovery.clinical.questionnaires.roland_morris import ROLAND_MORRIS
from recovery.people import details
from recovery.people.models import User
from tracker import languages

SHIPPED = Path(settings.LOCALE_PATHS[0])


def write(folder: Path, name: str, sentences: list[str], **headers: str) -> None:
    """A catalogue in which every sentence is a made-up one."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", **headers}
    catalogue.extend(polib.POEntry(msgid=text, msgstr=f"⟦{text}⟧") for text in sentences)
    place = folder / name / "LC_MESSAGES"
    place.mkdir(parents=True)
    catalogue.save_as_mofile(str(place / "django.mo"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nl").symlink_to(SHIPPED / "nl")
    return tmp_path


def test_what_ships_is_dutch_first_and_english() -> None:
    assert languages.offered(SHIPPED) == [("nl", "Nederlands"), ("en", "English")] == list(settings.LANGUAGES)


def test_a_new_folder_is_offered_by_its_own_name(folder: Path) -> None:
    write(folder, "fy", list(to_translate()))
    write(folder, "pt_BR", list(to_translate()))
    assert languages.offered(folder)[2:] == [("fy", "Frysk"), ("pt-br", "Português Brasileiro")]


def test_a_language_that_django_does_not_know_names_itself(folder: Path) -> None:
    write(folder, "qq", list(to_translate()), **{"X-Language-Name": "qvenya"})
    assert languages.offered(folder)[2:] == [("qq", "Qvenya")]


@pytest.mark.parametrize("left_out", [wording.RULE_OF_THUMB, to_translate()[-1]])
def test_a_language_that_lacks_one_sentence_about_danger_is_not_offered(folder: Path, left_out: str) -> None:
    write(folder, "fy", [text for text in to_translate() if text != left_out])
    assert [code for code, _name in languages.offered(folder)] == ["nl", "en"]
    assert languages.missing(folder, "fy") == [left_out]


def test_dutch_lacks_no_sentence_about_danger() -> None:
    assert not languages.missing(SHIPPED, "nl")


def test_a_folder_without_a_compiled_catalogue_is_no_language(folder: Path) -> None:
    (folder / "fy" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "fy" / "LC_MESSAGES" / "django.po").write_text("")
    assert languages.codes(folder) == ["nl"]


def test_the_translator_is_told_what_is_missing(
    folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "fy", [text for text in to_translate() if text != wording.NOBODY_READS])
    settings.LOCALE_PATHS = [folder]
    call_command("translations")
    told = capsys.readouterr().out
    assert "nl (Nederlands): offered" in told
    assert "fy (Frysk): not offered, 1 sentences about danger to go:" in told
    assert wording.NOBODY_READS in told


@pytest.mark.django_db
def test_a_page_is_read_in_a_language_that_was_only_dropped_in(folder: Path, settings: Settings) -> None:
    write(folder, "fy", [*to_translate(), "Whom to phone"])
    settings.LOCALE_PATHS = [folder]
    settings.LANGUAGES = languages.offered(folder)
    visitor = Client()
    assert ">Frysk</button>" in visitor.get(reverse("phone")).content.decode()
    visitor.post(reverse("language"), {"language": "fy", "next": reverse("phone")})
    page = visitor.get(reverse("phone")).content.decode()
    assert '<html lang="fy"' in page
    assert "<h1>⟦Whom to phone⟧</h1>" in page
    assert f"⟦{wording.RULE_OF_THUMB}⟧" in page


@pytest.mark.django_db
def test_whoever_chose_it_keeps_it_for_mails(folder: Path, settings: Settings) -> None:
    write(folder, "fy", list(to_translate()))
    settings.LANGUAGES = languages.offered(folder)
    user = User.objects.create_user("fokje@example.nl", "een-lang-wachtwoord-8")
    details.choose_language(user, "fy")
    user.refresh_from_db()
    assert user.language == "fy"


def test_a_questionnaire_in_another_language_is_a_working_translation() -> None:
    assert ROLAND_MORRIS.wording("fy") is Wording.WORKING
