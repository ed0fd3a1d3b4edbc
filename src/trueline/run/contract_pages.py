"""The pages of ``docs/contracts``, made of the tables of kinds by ``python -m`` and this module's name."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from trueline.contracts.registry import FORMATS, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import ChangeKind, Compatibility

INDEX: Final = "README.md"
_OWN_PAGE: Final = ("openapi",)  # made with its examples, by its tests
_ORDER: Final[tuple[Compatibility, ...]] = ("breaking", "dangerous", "compatible")


def pages() -> Mapping[str, str]:
    """Return the text of each page by its name: the list, and one for each format without a page of its own."""
    found = {f"{name}.md": _page(name) for name in FORMATS if name not in _OWN_PAGE}
    return {INDEX: _index(), **found}


def write(folder: str) -> None:
    """Write the pages into ``folder``."""
    os.makedirs(folder, exist_ok=True)
    for name, text in pages().items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def _index() -> str:
    lines = [
        "# What a change of a contract can be",
        "",
        "Every kind of change that Trueline tells apart, by format, with what it breaks and what other tools call it.",
        "Rules are written over them (`on: change`). These pages are made of the tables in the code.",
        "",
        "| format | kinds | breaking | dangerous | compatible |",
        "|---|--:|--:|--:|--:|",
    ]
    for name in FORMATS:
        levels = [kind.compatibility for kind in load(name).KINDS.values()]
        counts = " | ".join(str(levels.count(level)) for level in _ORDER)
        lines.append(f"| [{name}]({name}.md) | {len(levels)} | {counts} |")
    return "\n".join(lines) + "\n"


def _page(name: str) -> str:
    module = load(name)
    lines = [
        f"# {name}",
        "",
        "| kind | what | direction | compatibility | breaks | other tools |",
        "|---|---|---|---|---|---|",
    ]
    kinds = sorted(module.KINDS.values(), key=lambda kind: (_ORDER.index(kind.compatibility), kind.id))
    lines += [_row(kind) for kind in kinds]
    return "\n".join(lines) + "\n"


def _row(kind: ChangeKind) -> str:
    aliases = ", ".join(f"`{alias}`" for alias in kind.aliases)
    what = f"{kind.title}. {kind.fix}" if kind.fix else f"{kind.title}."
    cells = [f"`{kind.id}`", what, kind.direction, kind.compatibility, ", ".join(kind.breaks), aliases]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    write(sys.argv[1])
