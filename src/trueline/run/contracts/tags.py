"""The releases that contracts must stay compatible with: tags of the repository, from the oldest to the newest."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from trueline.model.report import Notification
from trueline.repo.name import decode
from trueline.values.semver import parse_semver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.settings import Against
    from trueline.repo.git import Git
    from trueline.values.semver import Semver

_FORMAT = "%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(objecttype)%00%(*objecttype)%00%(creatordate:unix)"


_CANDIDATE = re.compile(
    r"(?:a|alpha|b|beta|c|canary|dev|ea|m|milestone|next|nightly|pre|preview|rc|snapshot|test)(?![a-z])", re.IGNORECASE
)


class Release(NamedTuple):
    """One release: its tag and the commit that it names."""

    tag: str
    commit: str


class _Tag(NamedTuple):
    release: Release
    made: int


def releases(git: Git, against: Against) -> tuple[list[Release], list[Notification]]:
    """Return the releases that ``against`` means, oldest first, and what is wrong with that.

    Versions are in their order, whatever branch they are on; tags that name none come before them, by their dates. A
    release candidate is a release only where a pattern names it.
    """
    there = _tags(git)
    meant = [tag for tag in there if _is_meant(tag.release.tag, against.tags)]
    wanted = ", ".join(against.tags)
    if not meant:
        return [], [_nothing(git, wanted, is_released=bool(there))]
    found = [tag.release for tag in sorted(meant, key=_order)]
    if git.is_shallow:
        message = (
            "this clone is shallow, so it may lack releases; fetch all of it (`git fetch --unshallow --tags`, or "
            "`fetch-depth: 0` for actions/checkout)"
        )
        return found, [Notification("error", "releases-missing", message)]
    if against.oldest:
        names = [release.tag for release in found]
        if against.oldest not in names:
            message = (
                f"the oldest supported release {against.oldest} is none of the {len(names)} tags that match {wanted}"
            )
            hint = "fetch the tags (`fetch-depth: 0` for actions/checkout), or mend `contracts.against.oldest`"
            return found, [Notification("error", "releases-missing", f"{message}; {hint}")]
        found = found[names.index(against.oldest) :]
    return found[-against.most :] if against.most else found, []


def _nothing(git: Git, wanted: str, *, is_released: bool) -> Notification:
    if is_released or git.is_shallow:
        message = (
            f"no tag of this clone matches {wanted}, so nothing was compared with what is released; fetch the tags "
            "(`git fetch --tags`, or `fetch-depth: 0` for actions/checkout)"
        )
        return Notification("error", "releases-missing", message)
    return Notification("warning", "releases-none", f"nothing is released yet: no tag matches {wanted}")


def _tags(git: Git) -> list[_Tag]:
    found = []
    for line in decode(git.run("for-each-ref", f"--format={_FORMAT}", "refs/tags")).split("\n")[:-1]:
        tag, object_id, peeled, kind, peeled_kind, made = line.split("\0")
        commit = (peeled or object_id) if "commit" in (kind, peeled_kind) else ""
        if peeled_kind == "tag":  # older versions of Git look behind one tag only
            ended = git.attempt("rev-parse", "--verify", "--quiet", f"{object_id}^{{commit}}")
            commit = ended.out.decode("ascii", "replace").strip() if ended.code == 0 else ""
        if commit:  # a tag may name a tree or a blob
            found.append(_Tag(Release(tag, commit), int(made or 0)))
    return found


def _is_meant(tag: str, patterns: Sequence[str]) -> bool:
    version = _version(tag)
    prerelease = version.prerelease if version is not None else ""
    candidate = f"-{prerelease}" if _CANDIDATE.match(prerelease) else ""  # not 2024-01-15, and not 1.0.0-RELEASE
    finished = tag.partition(candidate)[0] if candidate else ""
    return any(fnmatchcase(tag, one) and not (finished and fnmatchcase(finished, one)) for one in patterns)


def _order(tag: _Tag) -> tuple[bool, tuple[Semver, int] | int]:
    version = _version(tag.release.tag)
    return (False, tag.made) if version is None else (True, (version, tag.made))


def _version(tag: str) -> Semver | None:
    """Return the version that a tag names, also behind a prefix: ``v1.2.0``, ``api/v1.2``, ``shop-1.2.0``."""
    for text in (tag, tag.rpartition("/")[2], tag.rpartition("@")[2], tag.partition("-")[2]):
        try:
            return parse_semver(text, lenient=True)
        except ValueError:
            continue
    return None
