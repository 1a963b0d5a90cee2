"""The same cases put to the server and to the scripts of a phone, and where their answers differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# One call for a block: the browser imports the script as a page of the site would. An error is an answer as well.
BLOCK = """
async ({script, call, tables, cases, shared}) => {
  const modules = await Promise.all(["rules", "router", "card"].map((name) => import(`/static/app/${name}.js`)));
  const engine = Object.assign({}, ...modules);
  const answer = CALLS[call];
  return cases.map((one) => {
    try { return answer(engine, tables, one, shared); } catch (error) {
      if (error instanceof RangeError) return "error";
      throw error;
    }
  });
}
"""


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser with a page of the site open."""

    page: Page

    def answers(self, call: str, tables: Any, cases: Sequence[Any], shared: Any = None) -> list[Any]:
        """What the scripts say of each case. `call` is a function of (engine, tables, case, shared)."""
        given = {"call": "it", "tables": tables, "cases": cases, "shared": shared}
        found: list[Any] = self.page.evaluate(
            f"(given) => {{ const CALLS = {{it: {call}}}; return ({BLOCK})(given); }}", given
        )
        return found


def differences(server: Iterable[Any], phone: Iterable[Any], cases: Sequence[Any]) -> list[str]:
    """Every case that the two answer differently, in words; empty when they agree on all."""
    told = zip(cases, server, phone, strict=True)
    return [f"{case}: server {one}, phone {other}" for case, one, other in told if one != other]
