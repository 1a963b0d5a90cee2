"""What is asked of the list, as it stands in the address of the page; keeping it; and assigning a doctor."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.caseload import Asked, Group, Order
from recovery.clinical.standing import STANDINGS, Standing
from recovery.people.models import User
from recovery.people.models.reading import FILTER_NAME_LENGTH
from tracker.clinic.caseload.words import ORDERS, WHOSE, Whose
from tracker.clinic.words import GROUPS

SEARCH_LENGTH = 80
QUERY_LENGTH = 500
BACKWARDS = "-"


class AskForm(forms.Form):
    """A search, filters and an order. What makes no sense is left out, and the page says so."""

    q = forms.CharField(
        label=_("Name or date of birth"),
        max_length=SEARCH_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "aria-keyshortcuts": "/"}),
    )
    group = forms.ChoiceField(label=_("Which"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False)
    doctor = forms.ChoiceField(label=_("Doctor"), required=False)
    sort = forms.ChoiceField(label=_("In order of"), required=False)

    def __init__(
        self, data: Mapping[str, Any], *, me: User, doctors: Iterable[User], shows_silence: bool = True
    ) -> None:
        super().__init__(data, auto_id="ask-%s")
        self.me = me
        others = [(str(doctor.pk), str(doctor)) for doctor in doctors if doctor != me]
        self._offer(
            "group",
            [
                (group.name.lower(), words)
                for group, words in GROUPS.items()
                if shows_silence or group is not Group.SILENT
            ],
        )
        self._offer("standing", [(code.value, gettext(text)) for code, text in STANDINGS.items()])
        self._offer("doctor", [*((who.value, words) for who, words in WHOSE.items()), *others])
        backwards = [(f"{BACKWARDS}{order.value}", "") for order in ORDERS]
        self.fields["sort"].choices = [  # type: ignore[attr-defined]
            *((order.value, words) for order, words in ORDERS.items()),
            *((code, words) for code, words in backwards if code == self.data.get("sort")),
        ]
        self.is_valid()

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What the list is asked."""
        told = self.cleaned_data
        doctor, sort = told.get("doctor", ""), told.get("sort", "")
        return Asked(
            search=told.get("q", ""),
            group=Group[told["group"].upper()] if told.get("group") else None,
            standing=Standing(told["standing"]) if told.get("standing") else None,
            doctor=self.me.pk if doctor == Whose.MINE else int(doctor) if doctor.isdigit() else None,
            no_doctor=doctor == Whose.NOBODYS,
            order=Order(sort.removeprefix(BACKWARDS)) if sort else Order.URGENCY,
            backwards=sort.startswith(BACKWARDS),
        )

    def query(self, **others: str) -> str:
        """What was asked as it stands in an address, with something else instead; only what makes sense."""
        told = {name: self.cleaned_data.get(name, "") for name in self.fields} | others
        if told["sort"] == Order.URGENCY:
            told["sort"] = ""
        return urlencode({name: value for name, value in told.items() if value})


class KeepForm(forms.Form):
    """A name for what was asked."""

    name = forms.CharField(
        max_length=FILTER_NAME_LENGTH,
        error_messages={
            "required": _("Give the selection a name. Nothing was kept."),
            "max_length": _("Choose a shorter name. Nothing was kept."),
        },
    )
    query = forms.CharField(max_length=4 * QUERY_LENGTH, required=False)

    def __init__(self, data: QueryDict, *, me: User, doctors: Iterable[User]) -> None:
        super().__init__(data)
        self.me, self.doctors = me, doctors

    def clean_query(self) -> str:
        query = AskForm(QueryDict(self.cleaned_data["query"]), me=self.me, doctors=self.doctors).query()
        if len(query) > QUERY_LENGTH:
            raise forms.ValidationError(gettext("This selection is too long to keep."))
        return query


class AssignForm(forms.Form):
    """Who looks after the patients that were ticked; nobody when it is left empty."""

    doctor = forms.ChoiceField(label=_("Doctor"), required=False)

    def __init__(self, data: QueryDict | None = None, *, doctors: Iterable[User], **kwargs: Any) -> None:
        super().__init__(data, auto_id="assign-%s", **kwargs)
        self.by_key = {str(doctor.pk): doctor for doctor in doctors}
        self.fields["doctor"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody")),
            *((key, str(doctor)) for key, doctor in self.by_key.items()),
        ]

    def clean_doctor(self) -> User | None:
        return self.by_key.get(self.cleaned_data["doctor"])


def refs_in(data: QueryDict) -> list[UUID]:
    """The records that were ticked; what is not the name of one is passed over."""
    return [ref for text in data.getlist("ref") if (ref := _ref(text))]


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
