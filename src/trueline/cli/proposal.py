"""Trust's gate beside what head proposes for it: head's is held to the same rules, and judges nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline import config
from trueline.cli.options import make_gate, open_policies, refuse_idle, with_arguments
from trueline.errors import ConfigError, PolicyError
from trueline.exceptions import baseline
from trueline.exceptions.files import APPROVERS
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.policies import packs
from trueline.repo.change import changed
from trueline.repo.merged import Merged
from trueline.repo.patterns import matches
from trueline.repo.tree import ABSENT
from trueline.run.plan import exclusions
from trueline.run.policy_diff.proposal import Proposal, touched

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from trueline.errors import TruelineError
    from trueline.model.policy_exception import Approvers
    from trueline.model.settings import Settings
    from trueline.policies.packs import Loaded
    from trueline.repo.tree import Tree
    from trueline.run.gate import Gate, Sides

_WAY_OUT = (
    "until that is mended every change stops here, but for one that mends it and touches nothing but the config and "
    "the policies; or pin the version of Trueline that reads it"
)


def open_both(
    sides: Sides, base: Tree, arguments: argparse.Namespace
) -> tuple[Gate, Proposal | None, list[Notification]]:
    """Return the gate as trust has it, what head proposes instead, and what has to be said about both.

    Raises ``ConfigError`` or ``PolicyError`` for either: a proposal that is not valid would stop the gate once merged.
    """
    merged = Merged(sides.trust, base, sides.head)
    known = _known(merged) if merged.touches(APPROVERS) else None
    try:
        settings, loaded = open_policies(sides.trust, arguments)
        gate = make_gate(settings, loaded)
        refuse_idle(gate, arguments)
    except (ConfigError, PolicyError) as error:
        return _mend(error, merged, arguments)
    proposal = open_proposal(merged, settings, loaded, arguments)
    named = _known(merged) if known is None and proposal is not None else known
    if named is not None:
        from trueline.exceptions.approvers import refuse_unknown

        refuse_unknown(named, loaded.rules if proposal is None else proposal.loaded.rules)
    return gate, proposal, _unmet(known)


def _unmet(known: Approvers | None) -> list[Notification]:
    """Return a warning for each quorum that nobody could meet by the list that a change brings."""
    if known is None:
        return []
    from trueline.exceptions.quorum import unmet

    place = Location(APPROVERS)
    return [Notification("warning", "approvers-unmet", f"once this is merged, {one}", place) for one in unmet(known)]


def _known(merged: Merged) -> Approvers | None:
    """Return who might decide once a change is merged; None where its list is as invalid as trust has it."""
    if not merged.exists(APPROVERS):
        return None
    from trueline.exceptions import approvers

    try:
        return approvers.load(merged)
    except ConfigError:
        if merged.touches(APPROVERS):
            raise
        return None


def open_proposal(
    merged: Merged, settings: Settings, trusted: Loaded, arguments: argparse.Namespace
) -> Proposal | None:
    """Return what head proposes, or None where it leaves all of the gate's files as trust has them."""
    path = arguments.config or config.CONFIG_PATH
    proposed = settings
    if merged.touches(path):
        proposed = with_arguments(config.load(merged, path, required=bool(arguments.config)), arguments)
    paths = touched(merged, path, settings.policies, proposed.policies)
    return _open(merged, paths, trusted, arguments) if paths else None


def _open(merged: Merged, paths: tuple[str, ...], trusted: Loaded, arguments: argparse.Namespace) -> Proposal:
    settings, loaded = open_policies(merged, arguments, trusted.files)
    refuse_idle(make_gate(settings, loaded), arguments)
    return Proposal(merged, paths, settings, loaded, trusted)


def _mend(
    error: TruelineError, merged: Merged, arguments: argparse.Namespace
) -> tuple[Gate, Proposal | None, list[Notification]]:
    """Let a change be judged that does nothing but mend what trust has; raise ``error`` for every other one.

    The built-in policies judge it, as strictly as what can be read of trust's settings says. Nothing that they could
    judge is changed by it, and what it proposes is valid.
    """
    path = arguments.config or config.CONFIG_PATH
    of_trust = with_arguments(config.salvage(merged.trust, path), arguments)
    settings = of_trust._replace(policies=(packs.BUILTIN,), overrides=(), block="new")
    if settings.profile == "prototype":
        settings = settings._replace(profile="recommended")
    if path == config.CONFIG_PATH:  # the baseline of another one lies beside it
        settings = settings._replace(source="")
    trusted = packs.load((packs.BUILTIN,), merged.trust)
    paths = touched(merged, path, of_trust.policies, ())
    try:
        proposal = _open(merged, paths, trusted, arguments)
    except (ConfigError, PolicyError) as other:
        raise _told(error, merged, str(other) if merged.touches(path) or paths else "") from error
    paths = touched(merged, path, of_trust.policies, proposal.settings.policies)
    if not paths or not _is_mending(merged, paths, proposal, of_trust, path):
        raise _told(error, merged)
    message = (
        f"what trust has for the gate is not valid: {error}\n"
        "The built-in policies judged this change, which mends it and touches nothing else."
    )
    note = Notification("warning", "trust-not-valid", message, Location(path, merged.trust.revision))
    return make_gate(settings, trusted), proposal._replace(paths=paths), [note]


def _is_mending(merged: Merged, paths: Iterable[str], proposal: Proposal, of_trust: Settings, path: str) -> bool:
    """Tell whether a change touches nothing that anybody judges.

    That is the config and its baseline, policies that are valid as such, and the tests of those that trust names.
    """
    own = {path, baseline.beside(path), *(name for name in paths if merged.blob(name) == ABSENT)}
    own.update(name for name in proposal.loaded.files if not name.startswith(packs.PACKAGE))
    own.update(_tests(merged, of_trust))
    base, head = merged.base, merged.head
    differ = {name for one in changed(base, head) for name in (one.old_path, one.new_path) if name}
    differ |= set(base.paths()) ^ set(head.paths())  # also links to folders
    return differ | (base.skipped().keys() ^ head.skipped().keys()) <= own


def _told(error: TruelineError, merged: Merged, other: str = "") -> TruelineError:
    """Return the error with whose files it is about, what is wrong with the change's own, and the way out."""
    said = f"{error}\n  this is what {merged.trust.revision or 'trust'} has; nothing was judged"
    said += f"\n  what the change proposes instead is not valid either: {other}" if other else ""
    hint = f"{error.hint}; {_WAY_OUT}" if error.hint else _WAY_OUT
    return type(error)(said, hint=hint)


def _tests(merged: Merged, settings: Settings) -> list[str]:
    """Return the files of both sides that are tests of the policies that trust names."""
    patterns = exclusions(settings._replace(exclude=()))
    names = {*merged.head.paths(), *merged.base.paths()}
    return [name for name in names if patterns and matches(name, patterns)]
