"""The mails that a worker sends for the clinic: invitations of a list, a discharge, an offer to hand over;
and of a patient to somebody who is to read or write for them.

No health data beyond what the person must know to phone the right number.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from recovery.clinical import wording
from recovery.episodes import ladder
from recovery.people import invitations, proxies, sharing
from recovery.people.letters import REMINDERS
from recovery.people.models import Invitation, Letter, Patient, Proxy
from tracker import reminding
from tracker.channels.email import NotSentError
from tracker.clinic.glass.mail import glass_mail
from tracker.clinic.invite.views import link_of
from tracker.clinic.mail import invitation_mail
from tracker.words import long_date


def send(letter: Letter) -> bool:
    """Send a letter; false when there is no need for it any more. Raises when no server took it."""
    if letter.kind in REMINDERS:
        return reminding.send(letter, now=timezone.now())
    mail = _mail(letter)
    if mail is None:
        return False
    if mail.send() != 1:
        raise NotSentError
    return True


def _mail(letter: Letter) -> EmailMessage | None:
    if letter.invitation:
        return _invitation(letter.invitation)
    if letter.proxy:
        return _proxy(letter.proxy)
    if letter.patient is None:
        return None
    if letter.glass:
        return glass_mail(letter.kind, letter.glass)
    patient = letter.patient
    return _discharged(patient) if letter.kind == Letter.Kind.DISCHARGED else _transfer(patient)


def _invitation(invitation: Invitation) -> EmailMessage | None:
    """The link is made here: only its hash is kept."""
    token = invitations.new_link(invitation, now=timezone.now())
    return invitation_mail(invitation, link_of(token)) if token else None


def _proxy(proxy: Proxy) -> EmailMessage | None:
    """To who is asked to read or write along; the link is made here. Unless it was answered or withdrawn meanwhile."""
    token = proxies.new_link(proxy, now=timezone.now())
    if token is None:
        return None
    with translation.override(reminding.language_of(proxy.patient)):
        context: dict[str, object] = {
            "proxy": proxy,
            "link": settings.BASE_URL + reverse("proxy_invitation", args=[token]),
            "until": long_date(timezone.localdate(proxy.expires_at)),
        }
        return EmailMessage(
            subject=" ".join(render_to_string("email/proxy_subject.txt", context).split()),
            body=render_to_string("email/proxy.txt", context),
            to=[proxy.email],
        )


def _discharged(patient: Patient) -> EmailMessage | None:
    """Unless the discharge was undone meanwhile."""
    discharged_on = ladder.current(patient).discharged_on
    if discharged_on is None:
        return None
    with translation.override(reminding.language_of(patient)):
        until = patient.reads_until if patient.reading_clinic else None
        context: dict[str, object] = {
            "clinic": patient.clinic,
            "on": long_date(discharged_on),
            "until": long_date(until) if until else "",
            "phone_your_gp": translation.gettext(wording.PHONE_YOUR_GP_NOW),
            "link": settings.BASE_URL + reverse("phone"),
        }
        return _to(patient, "discharged", context)


def _transfer(patient: Patient) -> EmailMessage | None:
    """Unless the offer was answered or taken back meanwhile."""
    offer = sharing.open_transfer(patient)
    if offer is None:
        return None
    with translation.override(reminding.language_of(patient)):
        return _to(
            patient, "transfer", {"offer": offer, "link": settings.BASE_URL + reverse("patient:sharing")}
        )


def _to(patient: Patient, name: str, context: dict[str, object]) -> EmailMessage:
    context = {"name": patient.user.name, **context}
    return EmailMessage(
        subject=" ".join(render_to_string(f"email/{name}_subject.txt", context).split()),
        body=render_to_string(f"email/{name}.txt", context),
        to=[patient.user.email],
    )
