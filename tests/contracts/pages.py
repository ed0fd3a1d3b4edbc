"""Makes the pages of the kinds and their pairs: ``python -m tests.contracts.pages docs/contracts``."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.contracts.aliases import render as aliases
from tests.contracts.examples import made
from tests.contracts.openapi.intro import INTRO

from trueline.contracts.registry import FORMATS, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.contracts.examples import Made

    from trueline.model.change import ChangeKind, Compatibility

INTROS: Final = {"openapi": INTRO}
_ORDER: Final[tuple[Compatibility, ...]] = ("breaking", "dangerous", "compatible")
_HOW: Final = """\
# What a change of a contract can be

Every kind of change that Trueline tells apart, by format, with what it breaks, what other tools call it, and
an example. Rules are written over them (`on: change`).

| format | kinds | breaking | dangerous | compatible |
|---|--:|--:|--:|--:|
{rows}

Coming from another tool? [Its names, and what they are here](aliases.md).

## How to read a page

* **breaking**: somebody who did nothing wrong fails for certain; **dangerous**: may fail or behave otherwise;
  **compatible**: notices nothing. A change may be milder or worse than its kind where more is known of it.
* **direction** is who writes the value: `request` (clients write it), `response` (clients read it), `both`, or nothing
  where it is about neither.
* **breaks**: `clients` are callers and readers, `servers` who implements the contract, `data` what is stored already,
  `code` what is compiled against it.
* The kind links to its example: lines of base with `-`, lines of head with `+`, and a little of what stands around
  them. Kinds that say the same of another direction share one. Each example is compared when the page is made.

These pages are made by `python -m tests.contracts.pages docs/contracts`; a test holds them against the code.
"""


def pages() -> Mapping[str, str]:
    """Return the text of each page by its name."""
    return {"README.md": _index(), "aliases.md": aliases(), **{f"{name}.md": _page(name) for name in FORMATS}}


def family(kind: str) -> str:
    """Return what kinds of several directions have in common: ``send-schema-x`` and ``receive-schema-x``."""
    name = kind.partition("/")[2]
    for prefix in ("webhook-", "send-schema-", "receive-schema-", "message-schema-"):
        name = name.removeprefix(prefix)
    if kind.startswith("openapi/"):
        role, _, rest = name.partition("-")
        if role in ("request", "response", "parameter") and f"openapi/parameter-{rest}" in _PARAMETERS:
            return rest
    return name


_PARAMETERS: Final = {
    kind
    for kind in load("openapi").KINDS
    if {kind.replace("/parameter-", f"/{role}-") for role in ("request", "response")} <= load("openapi").KINDS.keys()
}


def _index() -> str:
    rows = []
    for name in FORMATS:
        levels = [kind.compatibility for kind in load(name).KINDS.values()]
        counts = " | ".join(str(levels.count(level)) for level in _ORDER)
        rows.append(f"| [{name}]({name}.md) | {len(levels)} | {counts} |")
    return _HOW.format(rows="\n".join(rows))


def _page(name: str) -> str:
    kinds = sorted(load(name).KINDS.values(), key=lambda kind: (_ORDER.index(kind.compatibility), kind.id))
    shown = {}
    for kind in sorted(made(name)):
        shown.setdefault(family(kind), made(name)[kind])
    lines = [
        *INTROS.get(name, f"# {name}\n\n[How to read this page](README.md#how-to-read-a-page).\n").splitlines(),
        "",
        "## Kinds",
        "",
        "| kind | says | direction | compatibility | breaks | what to do | other tools |",
        "|---|---|---|---|---|---|---|",
        *(_row(kind, family(kind.id) in shown) for kind in kinds),
        "",
        "## Examples",
        *(line for title in sorted(shown) for line in _example(title, shown[title])),
    ]
    return "\n".join(lines) + "\n"


def _row(kind: ChangeKind, shown: bool) -> str:
    name = f"[`{kind.id}`](#{family(kind.id)})" if shown else f"`{kind.id}`"
    names = ", ".join(f"`{alias}`" for alias in kind.aliases)
    cells = [name, kind.title, kind.direction, kind.compatibility, ", ".join(kind.breaks), kind.fix, names]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _example(title: str, one: Made) -> Iterator[str]:
    yield from ("", f"### {title}", "", "```diff")
    base, head = one.example.base, one.example.head
    for path in sorted({*base, *head}):
        if base.get(path) != head.get(path):
            yield from _differs(path, base.get(path), head.get(path))
    yield "```"


def _differs(path: str, base: str | None, head: str | None) -> Iterator[str]:
    yield f"--- {path}" if base is not None else "--- (no file)"
    yield f"+++ {path}" if head is not None else "+++ (no file)"
    lines = difflib.unified_diff((base or "").splitlines(), (head or "").splitlines(), n=2, lineterm="")
    body = [line.rstrip() if not line.startswith("@@") else "@@" for line in list(lines)[2:]]
    yield from body[1:] if body[:1] == ["@@"] else body


if __name__ == "__main__":
    for page, text in pages().items():
        Path(sys.argv[1], page).write_text(text, "utf-8")
