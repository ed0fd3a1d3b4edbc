"""The head of a page. Its policy forbids all that is not the page's own style and script, named by their hashes."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trueline.reporters.html.element import element
from trueline.version import __version__

if TYPE_CHECKING:
    from trueline.reporters.html.element import Element


def head(title: str, *, has_script: bool) -> Element:
    """Return the head of a page called ``title``; a page without a script may run none."""
    meta = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "referrer": "no-referrer",
        "generator": f"Trueline {__version__}",
    }
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(has_script=has_script)),
        *(element("meta", name=name, content=content) for name, content in meta.items()),
        element("title", title),
        element("style", own("style.css")),
    )


def _policy(*, has_script: bool) -> str:
    script = f"'{_hash(own('script.js'))}'" if has_script else "'none'"
    style = _hash(own("style.css"))
    return f"default-src 'none'; style-src '{style}'; script-src {script}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def own(name: str) -> str:
    """Return a constant of this package that is easier to read in a file of its own."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
