"""What ``uses:`` names: an action or workflow of a repository at a ref, one of this repository, or an image."""

from __future__ import annotations

import posixpath
import re
from typing import Final

_COMMIT: Final = re.compile(r"[0-9a-fA-F]{40}(?:[0-9a-fA-F]{24})?")
_DOCKER: Final = "docker://"


def parse(text: str) -> dict[str, object]:
    """Return the parts of a ``uses`` text under neutral names.

    ``source`` is ``repository`` (with ``name``, ``owner``, ``repository``, ``path``, ``ref``), ``local`` (with ``path``
    from the root of the repository), ``image`` (with ``name``, ``ref``) or ``none`` where it is not one of them.
    ``fixed`` says that it cannot become another one behind the same text: a full commit id, a digest, the same commit.
    """
    if text.startswith(_DOCKER):
        return _image(text.removeprefix(_DOCKER))
    if text.startswith(("./", ".\\", "$/")):  # the last is this repository at the commit of the workflow
        return {
            "source": "local",
            "path": posixpath.normpath(text.removeprefix("$/").replace("\\", "/")),
            "fixed": True,
        }
    name, at, ref = text.partition("@")
    owner, _, rest = name.partition("/")
    repository, _, path = rest.partition("/")
    if not (owner and repository):
        return {"source": "none", "fixed": False}
    return {
        "source": "repository",
        "name": name.lower(),  # GitHub finds them in either case
        "owner": owner.lower(),
        "repository": repository.lower(),
        "path": path,
        "ref": ref if at else "",
        "fixed": bool(_COMMIT.fullmatch(ref)),
    }


def _image(text: str) -> dict[str, object]:
    name, at, digest = text.partition("@")
    if at:
        return {"source": "image", "name": name, "ref": digest, "fixed": digest.startswith("sha256:")}
    head, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:  # a colon before a / belongs to a port
        head, tag = name, ""
    return {"source": "image", "name": head, "ref": tag, "fixed": False}
