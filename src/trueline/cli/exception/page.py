"""``trueline exception page``: all exceptions on a page of their own, as a whole run sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.exception.base import open_room
from trueline.cli.output import Target, say, write
from trueline.reporters.page import counted

if TYPE_CHECKING:
    import argparse

INCOMPLETE = 3


def run(arguments: argparse.Namespace) -> int:
    """Judge, so that it is known what each exception lets go, and write the page; 3 when something was not judged."""
    from trueline.reporters.html.exceptions import page
    from trueline.run.check import check

    opened = open_room(arguments).opened
    report = check(opened.sides, opened.gate, opened.request._replace(excerpts=False), cache=opened.cache)
    if opened.cache is not None:
        opened.cache.close()
    if not write(page.render(report), Target("html", arguments.out)):
        return INCOMPLETE
    if arguments.out:
        say(f"trueline: {counted(len(report.exceptions), 'exception')}; see {arguments.out}")
    for note in report.notifications:
        if note.level == "error":
            say(
                f"trueline: {note.location}: {note.message}"
                if note.location is not None
                else f"trueline: {note.message}"
            )
    return 0 if report.complete else INCOMPLETE
