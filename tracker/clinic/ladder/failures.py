"""What went wrong with a message, in words for a manager."""

from django.utils.translation import gettext_lazy as _

_REFUSED = _("The other side refused the connection. Is it switched on?")
_NO_ANSWER = _("The other side did not answer in time.")
_HUNG_UP = _("The other side broke off the connection.")
_NOT_SECURE = _("The secure connection failed: its certificate is not in order.")
_NO_SUCH_SERVER = _("There is no server with this name, or the network is down.")
_MAIL_SERVER = _("The mail server did not take the mail. Tell your administrator.")
_UNKNOWN = _("It could not be sent. Tell your administrator what stands below.")

# By the name of the error, which comes first in what is kept of a failure.
FAILURES = {
    "ConnectionRefusedError": _REFUSED,
    "TimeoutError": _NO_ANSWER,
    "ConnectionResetError": _HUNG_UP,
    "ConnectionAbortedError": _HUNG_UP,
    "BrokenPipeError": _HUNG_UP,
    "RemoteDisconnected": _HUNG_UP,
    "BadStatusLine": _HUNG_UP,
    "SMTPServerDisconnected": _HUNG_UP,
    "SSLError": _NOT_SECURE,
    "SSLCertVerificationError": _NOT_SECURE,
    "SSLEOFError": _HUNG_UP,
    "gaierror": _NO_SUCH_SERVER,
    "OSError": _("The other side could not be reached."),
    "RefusedError": _(
        "The other side answered, but did not take the message. Check the URL with whoever runs it."
    ),
    "SMTPRecipientsRefused": _("The mail server refused this address. Check it."),
    "SMTPAuthenticationError": _("The mail server does not let us in. Tell your administrator."),
    "NotSentError": _MAIL_SERVER,
    "SMTPConnectError": _MAIL_SERVER,
    "SMTPHeloError": _MAIL_SERVER,
    "SMTPSenderRefused": _MAIL_SERVER,
    "SMTPDataError": _MAIL_SERVER,
    "SMTPNotSupportedError": _MAIL_SERVER,
    "SMTPResponseException": _MAIL_SERVER,
    "SMTPException": _MAIL_SERVER,
}


def in_words(failure: str) -> str:
    """A sentence about `ClassName: text`; empty when nothing failed."""
    name, _colon, _text = failure.partition(":")
    return str(FAILURES.get(name, _UNKNOWN)) if failure else ""
