"""The one place where commands write files of exceptions: never over one that is there, and behind no link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.files import write_all_below

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_files(top: str, files: Mapping[str, bytes]) -> None:
    """Write new files below the top of the repository, all of them or none; the last one makes the others count."""
    write_all_below(top, files, fresh=True)
