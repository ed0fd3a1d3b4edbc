"""AWS as it is, beside the Terraform code and states that declare it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from trueline.drift.aws.attributes import blind, changes
from trueline.drift.aws.belonging import Belongings
from trueline.drift.aws.facts import Facts
from trueline.drift.aws.families import FAMILIES, PARTS
from trueline.drift.aws.identity import PARENTS, PREFIX
from trueline.drift.aws.live import Account
from trueline.drift.aws.matching import Match, match
from trueline.drift.aws.parts import Claim, claims_of_part, compare_parts, family_of
from trueline.drift.aws.subject import subjects_of
from trueline.model.drift import Detected
from trueline.model.report import Input, Notification
from trueline.repo.patterns import Patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.drift.aws.elements import Element
    from trueline.drift.aws.live import Live
    from trueline.drift.aws.subject import Subject
    from trueline.drift.declared import Declared
    from trueline.model.drift import Drift, Snapshot

_MOST_FAULTS: Final = 20


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return where an account differs from what is declared of it."""
    account = Account(snapshot)
    comparison = _Comparison(snapshot, account, list(subjects_of(declared)))
    drifts = [*comparison.run(), *comparison.undeclared(declared.drift.managed)]
    notes = tuple(
        Notification("error", "unreadable-input", message, snapshot.document.locate(path))
        for path, message in account.faults[:_MOST_FAULTS]
    )
    return Detected(tuple(drifts), (Input(snapshot.path, "aws", "partly-read" if notes else "read"),), notes)
