"""What the check of an expression finds out."""

from __future__ import annotations

from typing import NamedTuple


class Facts(NamedTuple):
    """What is known of an expression before it is evaluated.

    ``calls`` are the functions it calls, each with those of its arguments that are literal texts; ``reads`` the paths
    of ``it`` that it reads; ``kind`` what it gives, ``dyn`` where that depends on values.
    """

    variables: tuple[str, ...]
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    reads: tuple[str, ...]
    kind: str
