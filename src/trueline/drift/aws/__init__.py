"""AWS as it is, beside the Terraform code and states that declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.accounts import account_of, elsewhere, refused, unchecked
from trueline.drift.aws.comparison import Comparison
from trueline.drift.aws.environments import of_account
from trueline.drift.aws.facts import Facts
from trueline.drift.aws.live import Account
from trueline.drift.aws.subject import subjects_of
from trueline.drift.foreign import compared_with, nothing_compared
from trueline.model.drift import Detected
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot

_MOST_FAULTS: Final = 20


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return where an account differs from what is declared of it."""
    others = elsewhere(snapshot, declared)
    if others.is_all:
        return refused(snapshot, account_of(snapshot), others.untold.values(), "the state", ("origin",))
    account = Account(snapshot)
    known = [one for one in subjects_of(declared) if one.holder is None or one.holder.path not in others.states]
    subjects, apart = of_account(known, account, snapshot)
    facts, comparison = Facts(snapshot), Comparison(snapshot, account, subjects, declared.drift.managed)
    drifts = (
        *comparison.run(),
        *(facts.unchecked(one, f"{one.environment} was not compared: {reason}") for one, reason in apart),
        *(
            unchecked(snapshot, f"the state {path} is of account {number}, of which no snapshot was given", ("origin",))
            for path, number in others.untold.items()
        ),
    )
    notes = tuple(
        Notification("error", "unreadable-input", message, snapshot.document.locate(path))
        for path, message in account.faults[:_MOST_FAULTS]
    )
    notes += tuple(nothing_compared(snapshot, "resources", held=len(account.things), compared=len(subjects)))
    state = Input(snapshot.path, "aws", "partly-read" if notes else "read")
    return Detected(drifts, (state,), notes, compared_with(snapshot, comparison.compared()))
