"""The one place where commands write files of exceptions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline.cli.output import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_files(top: str, files: Mapping[str, bytes]) -> None:
    """Write files below the top of the repository, in the order given."""
    for path, data in files.items():
        write_file(os.path.join(top, path), data)
