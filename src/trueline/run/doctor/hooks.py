"""Whether the hooks that the repository wants are installed, and pinned."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final

from trueline.run.doctor.advice import Advice, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.repo.git import Git
    from trueline.run.doctor.advice import Patient

CONFIGS: Final = (".pre-commit-config.yaml", ".pre-commit-config.yml")
_TOPIC: Final = "hooks"
_STAGES: Final = {"trueline": "pre-commit", "trueline-push": "pre-push"}
_PINNED: Final = re.compile(r"[0-9a-f]{40}|v?\d+\.\d+.*")


def examine(patient: Patient) -> Iterator[Advice]:
    """Say of each of Trueline's hooks that the configuration names whether it is installed here."""
    path = next((name for name in CONFIGS if patient.tree.exists(name)), "")
    document = read_yaml(patient, path) if path else None
    root: Any = document.root if document is not None else None
    repos = root.get("repos") if isinstance(root, dict) else None
    for index, repo in enumerate(repos if isinstance(repos, list) else ()):
        hooks = repo.get("hooks") if isinstance(repo, dict) else None
        ids = [str(hook.get("id")) for hook in hooks or () if isinstance(hook, dict)]
        if document is None or not set(ids) & set(_STAGES):
            continue
        rev = str(repo.get("rev") or "")
        if rev and not _PINNED.fullmatch(rev):
            place = document.locate(("repos", index, "rev"))
            yield Advice("mend", _TOPIC, f"`rev: {rev}` is a name that moves", "name a version or a commit", place)
        for stage in dict.fromkeys(_STAGES[name] for name in ids if name in _STAGES):
            yield _installed(patient, stage)


def _installed(patient: Patient, stage: str) -> Advice:
    if patient.git is None:
        return Advice("unseen", _TOPIC, f"{stage}: there is no Git repository to install it in")
    if os.path.isfile(os.path.join(patient.top, _folder(patient.git), stage)):
        return Advice("ok", _TOPIC, f"{stage} is installed")
    return Advice(
        "mend", _TOPIC, f"{stage} is configured and not installed here", f"pre-commit install --hook-type {stage}"
    )


def _folder(git: Git) -> str:
    """Return where Git looks for hooks. It is asked with none, so the last value is Trueline's own."""
    values = git.attempt("config", "--null", "--type=path", "--get-all", "core.hooksPath").out.split(b"\0")[:-2]
    if values:
        return values[-1].decode("utf-8", "surrogateescape")
    common = git.attempt("rev-parse", "--git-common-dir").out.decode("utf-8", "surrogateescape").removesuffix("\n")
    return os.path.join(common, "hooks")
