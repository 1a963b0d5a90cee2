"""How far a long command is, in one line of a terminal that is wiped afterwards."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.core.management.base import OutputWrapper

T = TypeVar("T")

WIPE = "\r\x1b[K"


class Progress:
    """Says nothing where nobody looks: in a file or a pipe."""

    def __init__(self, terminal: OutputWrapper) -> None:
        self._terminal = terminal if terminal.isatty() else None

    def through(
        self, parts: Iterable[T], what: str, size: Callable[[T], int], total: int, worth_it: int
    ) -> Iterator[T]:
        """The same parts, saying how much of `total` has come; quiet below `worth_it`."""
        done, told = 0, -1
        for part in parts:
            percent = 100 * done // total if total >= worth_it else told
            if percent != told:
                told = percent
                self._write(f"{WIPE}{what}: {percent}%")
            yield part
            done += size(part)
        self.wipe()

    def wipe(self) -> None:
        """Make room for something else."""
        self._write(WIPE)

    def _write(self, text: str) -> None:
        if self._terminal:
            self._terminal.write(text, style_func=str, ending="")
            self._terminal.flush()
