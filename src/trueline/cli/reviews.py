"""The file of ``--reviews``: where it may lie, and what is in it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from trueline.errors import UsageError

if TYPE_CHECKING:
    from trueline.model.review import ReviewRecord


def read(path: str, top: str) -> ReviewRecord:
    """Return the record in a file outside of the tree at ``top``; raise ``UsageError`` or ``ConfigError``."""
    from trueline.exceptions.reviews import LARGEST, load

    see_that_it_lies_outside(path, top)
    try:
        # neither waits for a pipe nor reads a device that never ends
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UsageError("the record of reviews is no regular file", place=path)
            data = file.read(LARGEST + 1)
    except OSError as error:
        hint = "`trueline exception reviews --out FILE` writes it"
        raise UsageError(f"the record of reviews cannot be read: {error.strerror}", place=path, hint=hint) from error
    return load(data, path)


def see_that_it_lies_outside(path: str, top: str) -> None:
    """Raise ``UsageError`` for a file of the working tree, or one that a link there leads to: a change brings those."""
    if not path:
        raise UsageError("no file is named for the reviews")
    tree = os.path.realpath(top)
    if any(_is_inside(place, tree) for place in (os.path.realpath(path), _without_links_above(path))):
        raise UsageError(
            "a record of reviews lies outside of the repository: a change could bring its own",
            place=path,
            hint="in GitHub Actions, $RUNNER_TEMP/reviews.json",
        )


def _without_links_above(path: str) -> str:
    """Return where the file itself lies, though it be a link to elsewhere."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
