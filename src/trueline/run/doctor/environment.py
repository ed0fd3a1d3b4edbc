"""What the gate needs where it runs: a base to compare with, policies, the tools that render, a cache."""

from __future__ import annotations

import os
import shutil
from posixpath import basename
from typing import TYPE_CHECKING, Final

from trueline.errors import RepoError
from trueline.repo.parting import parting
from trueline.run.doctor.advice import Advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.repo.git import Git
    from trueline.run.doctor.advice import Patient

_BASES: Final = ("origin/HEAD", "origin/main", "origin/master")
_RENDERERS: Final = {  # what is rendered → by which program, which file of a repository says so
    "kustomize": ("kubectl", ("kustomization.yaml", "kustomization.yml", "Kustomization")),
    "helm": ("helm", ("Chart.yaml",)),
}


def base(patient: Patient) -> Iterator[Advice]:
    """Tell whether a change can be compared with where it goes to."""
    if patient.git is None:
        yield Advice("mend", "base", "this is no Git repository, so no change can be judged", "run it inside one")
        return
    known = next((name for name in _BASES if _has(patient.git, name)), "")
    if not known:
        message = "no branch of `origin` is known here, so there is nothing to compare with by default"
        yield Advice("mend", "base", message, "`git fetch origin`, or name another: `--base REV`")
        return
    try:
        here = patient.git.resolve("HEAD")
        parted = parting(patient.git, patient.git.resolve(known), here, (known, "HEAD"))
    except RepoError as error:
        yield Advice("mend", "base", error.message, error.hint)
        return
    yield Advice("ok", "base", f"`--base {known}` works here: this branch left it at {parted.commits[0][:9]}")


def _has(git: Git, name: str) -> bool:
    return git.attempt("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").code == 0


def policies(patient: Patient) -> Iterator[Advice]:
    """Tell by what is judged."""
    settings = patient.settings
    where = settings.source or "no config, so the recommended profile"
    yield Advice("ok", "policies", f"{patient.rules} rules, profile {settings.profile}, {where}")
    if settings.profile == "prototype":
        fix = "`profile: recommended` in .trueline/config.yaml"
        yield Advice("mend", "policies", "the profile `prototype` lets everything pass", fix)


def renderers(patient: Patient) -> Iterator[Advice]:
    """Tell whether what has to be rendered can be."""
    names = [basename(path) for path in patient.tree.paths()]
    for kind, (program, marks) in _RENDERERS.items():
        count = sum(1 for name in names if name in marks)
        if kind in patient.settings.render:
            found = shutil.which(program)
            if found is None:
                message = f"`render: [{kind}]` needs `{program}`, which is not on the PATH"
                yield Advice("mend", "rendering", message, f"install {program} where the gate runs")
            else:
                yield Advice("ok", "rendering", f"{kind} is rendered by {found}")
        elif count:
            message = f"{count} {marks[0]} here, and what they give is not judged"
            yield Advice("mend", "rendering", message, f"`render: [{kind}]` in .trueline/config.yaml")


def released(patient: Patient) -> Iterator[Advice]:
    """Tell which releases contracts must stay compatible with."""
    against = patient.settings.contracts.against
    if against is None or patient.git is None:
        return
    from trueline.run.contracts.tags import releases

    found, said = releases(patient.git, against)
    for note in said:
        fix = "" if note.level == "warning" else "fetch the tags, or mend `contracts.against` in .trueline/config.yaml"
        yield Advice("mend" if note.level == "error" else "ok", "releases", note.message, fix)
    if found and not said:
        ends = found[0].tag if len(found) == 1 else f"{found[0].tag} to {found[-1].tag}"
        yield Advice("ok", "releases", f"contracts stay compatible with {len(found)} releases: {ends}")


def cache(patient: Patient) -> Iterator[Advice]:
    """Tell whether results can be kept between runs."""
    if not patient.cache:
        message = "there is no cache folder (HOME and XDG_CACHE_HOME are not set): every run judges all anew"
        yield Advice("mend", "cache", message, "set XDG_CACHE_HOME")
        return
    folder = _nearest(os.path.dirname(patient.cache))
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Advice("mend", "cache", f"{folder} cannot be written: every run judges all anew", "set XDG_CACHE_HOME")
    elif not os.path.exists(patient.cache):
        yield Advice("ok", "cache", f"{patient.cache} will be written by the first run")
    else:
        size = os.path.getsize(patient.cache) / 1_000_000
        yield Advice("ok", "cache", f"{patient.cache}, {size:.1f} MB; a CI (where `CI` is set) does not use it")


def _nearest(folder: str) -> str:
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder
