"""``trueline doctor``: whether the gate is set up so that it holds, and has what it needs here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from trueline import config
from trueline.cli.options import cache_path, find_top, open_gate
from trueline.repo.working import WorkingTree
from trueline.reporters.page import Options, Page
from trueline.reporters.text import json_text

if TYPE_CHECKING:
    import argparse

    from trueline.run.doctor import Advice

_STYLES = {"ok": "passed", "mend": "failed", "unseen": "unknown"}


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--config", metavar="FILE", help=f"read settings from FILE instead of {config.CONFIG_PATH}")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run, profile=None, policy=[])


def run(arguments: argparse.Namespace) -> int:
    """Examine this repository; 0 when there is nothing to mend, else 1."""
    from trueline.run.doctor import Patient, examine

    top, git = find_top([])
    tree = WorkingTree(top, git)
    gate = open_gate(tree, arguments)
    found = list(examine(Patient(top, git, tree, gate.settings, len(gate.bench.rules), cache_path())))
    sys.stdout.write(json_text([_as_json(advice) for advice in found]) if arguments.json else _page(found))
    return 1 if any(advice.state == "mend" for advice in found) else 0


def _page(found: list[Advice]) -> str:
    page = Page(Options(100, color=sys.stdout.isatty()))
    for advice in found:
        page.head(_STYLES[advice.state], advice.state, advice.topic, advice.message)
        if advice.location is not None:
            page.place(str(advice.location))
        if advice.fix:
            page.paragraph(advice.fix, label="fix " if advice.state == "mend" else "see ")
    page.blank()
    counts = {state: sum(1 for advice in found if advice.state == state) for state in _STYLES}
    page.paragraph(
        f"{counts['ok']} right · {counts['mend']} to mend · {counts['unseen']} not to be seen from here", indent=1
    )
    return page.text()


def _as_json(advice: Advice) -> dict[str, object]:
    place = advice.location
    region = None if place is None or place.region is None else place.region._asdict()
    location = None if place is None else {"path": place.path, "revision": place.revision, "region": region}
    return {**advice._asdict(), "location": location}
