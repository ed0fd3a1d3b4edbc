"""Config and rules as trust has them, the trees of a run, and what it is asked to do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from trueline.model.cost_settings import CostSettings
from trueline.model.drift_settings import DriftSettings
from trueline.model.settings import Suppressions
from trueline.policies.kinds import RuleIndex
from trueline.run.judge import Session
from trueline.run.plan import Scope
from trueline.run.settle import Bench
from trueline.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from trueline.cost.book import Book
    from trueline.model.report import Notification
    from trueline.model.review import ReviewRecord
    from trueline.model.rule import Rule
    from trueline.model.settings import Settings
    from trueline.repo.git import Git
    from trueline.repo.parting import Parting
    from trueline.repo.tree import Tree
    from trueline.run.former import Former, Unchanged

TrustKind: TypeAlias = Literal["revision", "index", "working-tree"]


class Sides(NamedTuple):
    """The trees of one run: what is judged, what it is compared with, and where config and policies come from.

    ``commit`` is head's, where head is a revision; the tree itself is called nothing, as locations at head are. ``git``
    is the repository that has the releases, ``trust_commit`` is that of trust where it is a revision, and ``parted``
    where head parted from it.
    """

    head: Tree
    trust: Tree
    base: Tree | None = None
    trust_kind: TrustKind = "working-tree"
    commit: str = ""
    git: Git | None = None
    trust_commit: str = ""
    parted: Parting | None = None


class Request(NamedTuple):
    """What one run is asked to do.

    ``excerpts`` says whether the report needs lines of findings that only advise; ``release`` names what is about to be
    released, for exceptions that hold for one release; ``reviews`` are those of the forge, for who approved there.
    ``costs`` asks what everything costs, also where no budget does; ``live`` are files that tell what is there,
    each with the environment that it is of where that was said, ``states`` those of Terraform by root. ``landed`` says
    that who made the change was judged where it was proposed: it waits in a merge queue, or is merged.
    """

    scope: Scope = Scope()
    plans: Mapping[str, str] = {}
    workers: int = 0
    notifications: tuple[Notification, ...] = ()
    excerpts: bool = True
    release: str = ""
    reviews: ReviewRecord | None = None
    landed: bool = False
    costs: bool = False
    live: Mapping[str, str] = {}
    states: Mapping[str, tuple[str, ...]] = {}


class Gate:
    """Config and rules as trust has them, ready to judge either side."""

    def __init__(self, settings: Settings, rules: Sequence[Rule], digest: str, now: datetime) -> None:
        self.settings = settings
        self.now = now
        self.bench = Bench(rules, settings, now.date())
        asked = [rule for rule in rules if self.bench.is_asked(rule.id)]
        self.asked = tuple(asked)
        self.near = RuleIndex([rule for rule in asked if rule.scope != "repository"])
        self.wide = RuleIndex([rule for rule in asked if rule.scope == "repository"])
        self.changes = RuleIndex(asked, "change")
        self.costs = RuleIndex(asked, "cost")
        self.drifts = RuleIndex(asked, "drift")
        self.book: Book | None = None
        self.wider = frozenset(
            kind for rule in rules if rule.scope == "repository" for kind in (*rule.kinds, *rule.needs)
        )
        # What changes no result, or has no order of its own, is left out or put in order.
        read = settings._replace(
            overrides=(),
            render=frozenset(),
            workers=0,
            deadline=0.0,
            suppressions=Suppressions(),
            cost=CostSettings(),
            drift=DriftSettings(),
        )
        self.digest = digest_of(digest, read, sorted(settings.render), resolved(self.bench), __version__)
        # Only what is said of resources is kept between runs.
        self.reads_clock = any(rule.reads_clock for rule in asked if rule.on == "resource")
        self.reads_before = any(rule.reads_before and self.bench.is_asked(rule.id) for rule in rules)

    def session(self, tree: Tree, former: Former | Unchanged | None = None) -> Session:
        """Return what the units of ``tree`` are judged with; ``former`` knows what they were."""
        return Session(tree, self.settings, self.near, self.wide, self.bench, self.now, self.wider, former, self.book)

    def price(self) -> None:
        """Ask what things cost, too, from now on."""
        if self.book is None:
            from trueline.cost.book import Book, digest_of_book

            self.book = Book(self.settings.cost.prices)
            asked = self.settings.cost._replace(budgets=(), prices={})
            self.digest = digest_of(self.digest, asked, digest_of_book(self.settings.cost.prices))


def resolved(bench: Bench) -> list[object]:
    """Return what of the rules' standing changes what is found: whether they are asked, and their parameters."""
    return [
        (rule.id, bench.is_asked(rule.id), sorted(bench.parameters(rule).items(), key=str))
        for rule in bench.rules.values()
    ]


def digest_of(*parts: object) -> str:
    """Return one digest of all parts, by their literal form."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
