"""Whether a file says the same as a blob: a checkout may have ended its lines otherwise than Git has stored them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.repo.tree import ABSENT

if TYPE_CHECKING:
    from trueline.repo.tree import Tree


def is_as(tree: Tree, path: str, blob: str) -> bool:
    """Tell whether the file at ``path`` is ``blob``, or would be with lines that end as Git stores them."""
    found = tree.blob(path)
    if found == blob or not blob or not found or ABSENT in (blob, found):
        return found == blob
    from trueline.repo.blobs import blob_id

    try:
        data = tree.read(path).data
    except ReadError:
        return False
    algorithm = "sha256" if len(blob) > len(blob_id(b"")) else "sha1"
    return b"\r\n" in data and blob_id(data.replace(b"\r\n", b"\n"), algorithm) == blob
