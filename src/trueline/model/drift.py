"""One difference between what is declared and what is there, or between two environments; and what tells what is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from trueline.model.document import Document
    from trueline.model.location import Location
    from trueline.model.report import Input, Notification

Role: TypeAlias = Literal["human", "controller", "pipeline", "unknown"]
"""Who changes something: a person, a controller of the platform, or whatever brings out what is declared."""

SnapshotKind: TypeAlias = Literal["terraform-plan", "terraform-state", "kubernetes", "aws", "cloudformation", "iam"]

DRIFT_KINDS: Final[Mapping[str, str]] = {
    "terraform/changed": "an attribute is not what the state says it is",
    "terraform/deleted": "what the state has is not there any more",
    "terraform/missing": "what is declared is not in the state",
    "terraform/undeclared": "what the state has is declared nowhere",
    "terraform/differs": "the state has another value than the code",
    "terraform/reverted": "the plan would undo what was changed outside",
    "terraform/destroyed": "the plan would destroy or replace it",
    "terraform/mismatch": "the state is not the one that it is taken for",
    "aws/changed": "an attribute is not what is declared",
    "aws/added": "it holds something that is declared nowhere",
    "aws/missing": "what is declared is not there",
    "aws/undeclared": "what is there is declared nowhere",
    "kubernetes/changed": "a field is not what is declared",
    "kubernetes/added": "an object holds something that is declared nowhere",
    "kubernetes/missing": "what is declared is not there",
    "kubernetes/undeclared": "what is there is declared nowhere",
    "cloudformation/changed": "a property is not what the template says",
    "cloudformation/deleted": "what the template declares is not there any more",
    "access/widened": "somebody may do more than is declared",
    "access/narrowed": "somebody may do less than is declared",
    "environment/missing": "one environment has it, the other has not",
    "environment/changed": "two environments differ in it",
    "policies/missing": "a rule that is declared is not enforced there",
    "policies/changed": "a rule that is enforced there is not the one that is declared",
    "policies/weaker": "a rule is enforced less strictly there than it is declared",
    "policies/undeclared": "a rule is enforced there that is declared nowhere",
    "snapshot/read": "what tells what is there was read",
    "snapshot/unchecked": "it could not be told whether this drifted",
    "expected/distant": "drift is accepted for longer than is allowed",
    "expected/expired": "drift was accepted until a day that is over",
    "expected/unused": "drift is accepted that is not there",
}
"""Every kind of drift, and what it says."""


class Actor(NamedTuple):
    """Who changed something, as whatever recorded it spells the name (``kubectl-edit``), and when (RFC 3339)."""

    name: str
    role: Role = "unknown"
    at: str = ""


class Drift(NamedTuple):
    """One difference. ``kind`` is one of `DRIFT_KINDS`, ``type`` that of the resource (``terraform/aws_s3_bucket``).

    ``address`` is that of the declared resource, or what an undeclared one is called where it is; ``path`` the dotted
    path of the attribute, with elements of keyed lists by their key (``spec.containers[name=web].image``), empty for
    the whole. ``declared`` and ``actual`` are plain data, None where there is nothing; what must not be shown is marked
    (``values.unknown``). ``location`` is where it is declared, else where it stands in the snapshot. ``unit`` and
    ``environment`` are those of the unit that declares it. ``is_standing`` says that it was so before a change, too.
    ``snapshot`` is the path of the file that tells; ``expected`` why it is accepted, empty where it is not.

    ``details`` are further fields that rules may read, absent where they do not apply: ``relevant`` (what this plan
    does depends on it), ``reverted`` (the next apply undoes it), ``stateful`` (data would be lost), ``touches`` (a list
    of ``network``, ``access``, ``encryption``, ``exposure``, ``logging``, ``admission``), ``reason``; and
    ``by_change``, which says that the change that is judged makes it differ.
    """

    kind: str
    address: str
    location: Location
    type: str = ""
    path: str = ""
    message: str = ""
    declared: object = None
    actual: object = None
    by: Actor | None = None
    related: tuple[Location, ...] = ()
    unit: str = ""
    environment: str = ""
    snapshot: str = ""
    is_standing: bool = False
    details: Mapping[str, object] = {}
    expected: str = ""


class Snapshot(NamedTuple):
    """A file that tells what is there. ``root`` is the Terraform root that a plan or state is of.

    ``taken`` is when it was taken, None where the file does not say; ``origin`` what of (a cluster, an account), as far
    as it says. ``environment`` is the one that whoever gave it said that it is of.
    """

    kind: SnapshotKind
    document: Document[object]
    root: str = ""
    taken: datetime | None = None
    origin: str = ""
    environment: str = ""

    @property
    def place(self) -> str:
        """What tells which environment it is of: what somebody said, else where it was taken."""
        return self.environment or self.origin

    @property
    def path(self) -> str:
        """The file it was read from."""
        return self.document.source.path


class Compared(NamedTuple):
    """How many things that a unit declares were held against a snapshot, by the roots and paths of both."""

    snapshot: str
    unit: str
    number: int


class Detected(NamedTuple):
    """What came of comparing: differences, what became of the inputs, what is wrong with them, and how much it was."""

    drifts: tuple[Drift, ...] = ()
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()
    compared: tuple[Compared, ...] = ()
