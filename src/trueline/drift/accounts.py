"""Which account of AWS a snapshot is of, and which a state is of: one of another says nothing of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.foreign import none_compared
from trueline.drift.terraform.instances import instances_of
from trueline.model.drift import Detected, Drift
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path

_NUMBER: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")
_ARN: Final = re.compile(r"arn:[^:]*:[^:]*:[^:]*:(\d{12}):")


class Elsewhere(NamedTuple):
    """States of other accounts than a snapshot: account by file. ``untold`` are those of which no snapshot tells."""

    states: Mapping[str, str]
    untold: Mapping[str, str]
    is_all: bool = False


def account_of(snapshot: Snapshot) -> str:
    """Return the number of the account that a snapshot says it is of, empty where it does not say."""
    found = _NUMBER.search(snapshot.origin)
    return found[0] if found is not None else ""


def account_in(arn: object) -> str:
    """Return the account of an ARN, empty where it has none."""
    found = _ARN.match(arn) if isinstance(arn, str) else None
    return found[1] if found is not None else ""


def elsewhere(snapshot: Snapshot, declared: Declared) -> Elsewhere:
    """Return which states are of another account than a snapshot; ``is_all`` where none is of the same."""
    mine = account_of(snapshot)
    if not mine:
        return Elsewhere({}, {})
    states = {one.path: _most(one) for one in declared.snapshots if one.kind == "terraform-state"}
    told = {account_of(one) for one in declared.snapshots if one.kind == "aws"}
    others = {path: account for path, account in states.items() if account and account != mine}
    untold = {path: account for path, account in others.items() if account not in told}
    is_here = mine in states.values() or len(untold) < len(others)
    return Elsewhere(others, untold, bool(untold) and not is_here)


def _most(state: Snapshot) -> str:
    """Return the account that most resources of a state are in."""
    found = (account_in(one.attributes.get("arn")) for one in instances_of(state) if not one.fault)
    counted = Counter(account for account in found if account).most_common(1)
    return counted[0][0] if counted else ""


def refused(snapshot: Snapshot, mine: str, others: Iterable[str], what: str, at: Path) -> Detected:
    """Return that nothing was compared: a snapshot is of one account, ``what`` (the state, the code) of others."""
    where = snapshot.document.locate(at)
    reason = f"the snapshot is of account {mine}, {what} of {', '.join(sorted(set(others))[:4])}"
    notes = (Notification("error", "snapshot-of-another-account", f"{reason}: nothing was compared", where),)
    state = Input(snapshot.path, snapshot.kind, "partly-read", reason)
    return Detected((unchecked(snapshot, reason, at),), (state,), notes, none_compared(snapshot))


def unchecked(snapshot: Snapshot, reason: str, at: Path) -> Drift:
    """Return that something could not be told by a snapshot as a whole."""
    return Drift(
        "snapshot/unchecked", snapshot.path, snapshot.document.locate(at), snapshot.kind,
        message=f"it could not be told whether anything drifted: {reason}", snapshot=snapshot.path,
        details={"reason": reason},
    )  # fmt: skip
