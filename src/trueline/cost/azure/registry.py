"""Which module estimates a type: imported when the first resource of it is met."""

from __future__ import annotations

from typing import Final

MODULES: Final[dict[str, str]] = {}
