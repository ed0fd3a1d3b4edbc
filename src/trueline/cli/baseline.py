"""``trueline baseline``: what is wrong today in a file that only shrinks, so that only new mistakes block."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from trueline import config
from trueline.cli.files import write_below
from trueline.cli.options import PLAIN_RUN, find_top, open_run
from trueline.errors import UsageError
from trueline.exceptions import baseline
from trueline.exceptions.baseline import Entry
from trueline.reporters.text import short, visible
from trueline.run.release import load_baselines

if TYPE_CHECKING:
    import argparse

    from trueline.exceptions.baseline import Baseline
    from trueline.model.report import Finding

INCOMPLETE = 3
_COMMANDS = {
    "create": "write every finding that blocks today into a first baseline",
    "prune": "take out what is not found any more; nothing is ever added",
    "show": "list what is in the baseline",
}


def register(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands and their arguments."""
    commands = parser.add_subparsers(dest="baseline_command", metavar="COMMAND", required=True)
    for (name, line), run in zip(_COMMANDS.items(), (_create, _prune, _show), strict=True):
        command = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        command.add_argument(
            "--config", metavar="FILE", help=f"read settings from FILE instead of {config.CONFIG_PATH}"
        )
        # always the whole working tree, by its own config: what a change or a path leaves out would be missing
        command.set_defaults(**{name: value for name, value in PLAIN_RUN.items() if name != "config"}, run=run)


def _create(arguments: argparse.Namespace) -> int:
    from trueline.run.check import check

    opened = open_run(arguments)
    path = load_baselines(opened.sides, opened.gate.settings).head.path
    place = os.path.join(find_top([])[0], path)
    if os.path.lexists(place):
        raise UsageError("there is a baseline already, and it only shrinks", place=path, hint="trueline baseline prune")
    report = check(opened.sides, opened.gate, opened.request, cache=opened.cache)
    blocking = [finding for finding in report.findings if finding.blocks]
    entries = [_entry(finding) for finding in blocking if finding.enforcement != "hard"]
    write_below(find_top([])[0], path, baseline.text(entries).encode("ascii"), fresh=True)
    print(f"wrote {path}: {_counted(len(entries), 'finding')} of {_counted(len({e.rule_id for e in entries}), 'rule')}")
    left = len(blocking) - len(entries) + sum(answer.blocks for answer in report.unknowns)
    if left:
        print(f"{left:,} block all the same: hard findings and unknown answers are in no baseline")
    if not report.complete:
        print("trueline: something could not be judged, what is wrong there is not in it", file=sys.stderr)
        return INCOMPLETE
    print("next: look at it, commit it, and mend what it holds one by one")
    return 0


def _prune(arguments: argparse.Namespace) -> int:
    from trueline.run.check import judge_sides
    from trueline.run.own import has_unrendered, is_whole, stale_entries

    opened = open_run(arguments)
    baselines = load_baselines(opened.sides, opened.gate.settings)
    known = baselines.head
    if not known.entries:
        print(f"{known.path}: there is no baseline, or nothing in it")
        return 0
    run = judge_sides(opened.sides, opened.gate, opened.request, cache=opened.cache)
    if not is_whole(run):
        print(
            "trueline: something could not be judged, so nothing can be said to be gone; "
            "`trueline check` says what it is",
            file=sys.stderr,
        )
        return INCOMPLETE
    stale = stale_entries(run, baselines)
    kept = [entry for fingerprint, entry in known.entries.items() if fingerprint not in stale]
    if stale:
        write_below(find_top([])[0], known.path, baseline.text(kept).encode("ascii"))
    print(f"{known.path}: {_counted(len(stale), 'entry', 'entries')} taken out, {len(kept):,} left")
    if has_unrendered(run):
        print("some charts or kustomizations were not rendered: entries that may be about them were left")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from trueline.repo.working import WorkingTree

    top, git = find_top([])
    tree = WorkingTree(top, git)
    settings = config.load(tree, arguments.config or config.CONFIG_PATH, required=bool(arguments.config))
    known = baseline.load(tree, baseline.beside(settings.source))
    for line in _lines(known):
        print(visible(line))
    return 0


def _lines(known: Baseline) -> list[str]:
    rules: dict[str, list[Entry]] = {}
    for entry in sorted(known.entries.values()):
        rules.setdefault(entry.rule_id, []).append(entry)
    lines = [f"{known.path}: {_counted(len(known.entries), 'finding')} of {_counted(len(rules), 'rule')}"]
    for rule, entries in sorted(rules.items(), key=lambda item: (-len(item[1]), item[0])):
        lines += ["", f"{rule} ({len(entries):,})"]
        lines += [f"  {short(entry.fingerprint)}  {entry.path}  {entry.subject}" for entry in entries]
    return lines


def _entry(finding: Finding) -> Entry:
    path = finding.location.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Entry(path, finding.rule_id, finding.subject, finding.fingerprint)


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
