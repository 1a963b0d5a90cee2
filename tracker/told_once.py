"""What is said once, on the next page: of a diary of somebody else only in that diary, of one's own only there."""

from collections.abc import Iterator
from typing import Any

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from tracker import cookies
from tracker.access import acting_for


class OwnCookie(CookieStorage):
    """Django's own, by a name that only this host can set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cookie_name = cookies.name_of("messages")


class DiaryStorage(FallbackStorage):
    """Django's own, but a message waits for a page of the diary that it is about."""

    storage_classes = (OwnCookie, SessionStorage)

    def add(self, level: int, message: Any, extra_tags: str | None = "") -> None:
        super().add(level, message, extra_tags or self._diary)

    def __iter__(self) -> Iterator[Message]:
        every, diary = list(super().__iter__()), self._diary
        self._loaded_data = [message for message in every if (message.extra_tags or "") == diary]
        self._queued_messages = [message for message in every if (message.extra_tags or "") != diary]
        return iter(self._loaded_data)

    @property
    def _diary(self) -> str:
        """The record that is written in for somebody; empty in one's own, and on pages without a record."""
        proxy = acting_for(self.request)
        return f"for-{proxy.patient.ref}" if proxy else ""
