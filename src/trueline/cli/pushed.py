"""What a push sends, as pre-commit and prek tell their hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Pushed(NamedTuple):
    """The revision that is pushed, and what the remote has of it; empty where it has nothing at all."""

    head: str
    base: str = ""


def pushed(environment: Mapping[str, str]) -> Pushed:
    """Return what is pushed; raise ``UsageError`` outside of a pre-push hook.

    A branch that is new to the remote is compared with where it parted from what the remote has. There is no base when
    the whole history is pushed: the runner then says which branch, and no range.
    """
    base, head = environment.get("PRE_COMMIT_FROM_REF", ""), environment.get("PRE_COMMIT_TO_REF", "")
    if base and head:
        return Pushed(head, base)
    if "PRE_COMMIT_REMOTE_NAME" in environment:
        return Pushed(head or environment.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD")
    raise UsageError(
        "--pushed is for the pre-push hooks of pre-commit and prek, and this is none",
        hint="elsewhere name the revisions: --base origin/main --head HEAD",
    )
