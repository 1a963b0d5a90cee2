"""The same cases put to the server and to the scripts of a phone, and where their answers differ."""

import json
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

    def unnoticed(
        self,
        call: str,
        tables: Any,
        changes: Sequence[tuple[str, Any]],
        *,
        cases: Sequence[Any],
        server: Sequence[Any],
        shared: Any = None,
    ) -> list[str]:
        """The names of those changes of the tables with which no case is answered otherwise than by the server.

        A case that shows it is enough: the phone looks no further, and nothing but that comes back.
        """
        compare = """(engine, tables, change, {cases, server, shared}) => {
          const answer = %s;
          const made = {...tables, ...change};
          return cases.every((one, number) => JSON.stringify(answer(engine, made, one, shared)) === server[number]);
        }"""
        texts = [json.dumps(each, separators=(",", ":"), ensure_ascii=False) for each in server]
        given = {"cases": cases, "server": texts, "shared": shared}
        same = self.answers(compare % call, tables, [change for _name, change in changes], given)
        return [name for (name, _change), is_same in zip(changes, same, strict=True) if is_same is True]


def differences(server: Iterable[Any], phone: Iterable[Any], cases: Sequence[Any]) -> list[str]:
    """Every case that the two answer differently, in words; empty when they agree on all."""
    told = zip(cases, server, phone, strict=True)
    return [f"{case}: server {one}, phone {other}" for case, one, other in told if one != other]
