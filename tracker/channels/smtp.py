"""Django's mail backend for SMTP, with an end to how long one mail may take."""

from smtplib import SMTP, SMTP_SSL
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from tracker.deadline import DEADLINE_SECONDS, Deadline


class _Bounded:
    """Mixed into a client: a deadline from the moment it connects until it is closed."""

    _deadline: Deadline | None = None

    def _get_socket(self, *args: Any) -> Any:
        sock = super()._get_socket(*args)  # type: ignore[misc]
        self._deadline = Deadline(sock, DEADLINE_SECONDS)
        return sock

    def close(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        super().close()  # type: ignore[misc]


class _BoundedSMTP(_Bounded, SMTP):
    pass


class _BoundedSMTPS(_Bounded, SMTP_SSL):
    pass


class Backend(EmailBackend):
    """As Django's, but cut off when the server takes too long in all.

    Django's default context asks for a certificate that this machine trusts, of the host that was asked for.
    """

    _partial_connection: SMTP | None

    @property
    def connection_class(self) -> Any:
        return _BoundedSMTPS if self.use_ssl else _BoundedSMTP

    def open(self) -> bool | None:
        """A connection that came to nothing is closed at once, where Django leaves it until the next."""
        try:
            opened: bool | None = super().open()
        finally:
            if self._partial_connection is not None:
                self._partial_connection.close()
                self._partial_connection = None
        return opened
