"""Puts the source of this action on the path of the environment that runs it; nothing is built."""

from __future__ import annotations

import sysconfig
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"

Path(sysconfig.get_path("purelib"), "trueline.pth").write_text(f"{SOURCE}\n", "utf-8")
