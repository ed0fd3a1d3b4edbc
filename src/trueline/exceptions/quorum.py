"""How many people of which roles have to approve an exception, and whether that many have."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trueline.exceptions.files import APPROVERS
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.exceptions.standing import Case
    from trueline.model.level import Severity
    from trueline.model.policy_exception import Approvers, Decision, Quorum
    from trueline.model.rule import Rule


def quorum_of(case: Case, severity: Severity) -> Quorum | None:
    """Return the first quorum that is about the rule at a severity, None where nobody may decide on it."""
    for quorum in case.approvers.quorums:
        if (
            (not quorum.severities or severity in quorum.severities)
            and (not quorum.rules or _is_any((case.request.scope.rule, *case.aliases), quorum.rules))
            and (not quorum.policies or _is_any((case.policy,), quorum.policies))
        ):
            return quorum
    return None


def unmet(known: Approvers) -> list[str]:
    """Return which quorums cannot be met, whoever agrees, since too few people have the roles they take."""
    said = []
    for number, quorum in enumerate(known.quorums, 1):
        able = [one.name for one in known.people if {*quorum.roles} & {*one.roles}]
        if len(able) < quorum.need:
            who = ", ".join(able) or "nobody"
            said.append(f"quorum {number} takes {quorum.need} of {' or '.join(quorum.roles)}, and those are {who}")
    if known.break_glass and not any({*known.break_glass} & {*one.roles} for one in known.people):
        said.append(f"an emergency takes {' or '.join(known.break_glass)}, and nobody has such a role")
    return said


def unknown_names(quorums: Iterable[Quorum], rules: Iterable[Rule]) -> list[str]:
    """Return what quorums say of rules and policies that are not there: such a quorum is never asked."""
    ids: set[str] = set()
    policies: set[str] = set()
    for rule in rules:
        ids.update((rule.id, *rule.aliases))
        policies.add(rule.policy)
    said = []
    for quorum in quorums:
        said += [f"no rule is called {one}" for one in quorum.rules if not _is_any([*ids], (one,))]
        said += [f"no policy is called {one}" for one in quorum.policies if not _is_any([*policies], (one,))]
    return list(dict.fromkeys(said))


def _is_any(names: Sequence[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def asked(case: Case, severity: Severity) -> tuple[int, tuple[str, ...]]:
    """Return how many people it takes, and of which roles; none of no role where nobody may decide."""
    if case.request.break_glass:
        return 1, case.approvers.break_glass
    quorum = quorum_of(case, severity)
    return (quorum.need, quorum.roles) if quorum is not None else (0, ())


def needed(case: Case, severity: Severity) -> str:
    """Return how many people of which roles it takes, in words."""
    need, roles = asked(case, severity)
    return f"{need} of {' or '.join(roles) or 'nobody'}"


def nobody(case: Case, severity: Severity) -> str:
    """Return why nobody may decide: there is no list, or nothing in it is about this."""
    if not case.approvers.people:
        return f"the target branch has no {APPROVERS} that names people, so nobody can decide"
    if case.request.break_glass:
        return "`break-glass` of the target branch's approvers names no roles, so nobody can decide on an emergency"
    return f"no quorum of the target branch is about {severity} findings of {case.request.scope.rule}"


def is_enough(case: Case, approvals: Sequence[Decision], severity: Severity) -> Check:
    """Return whether enough people approved it for findings of a severity."""
    need, roles = asked(case, severity)
    if not need or not roles:
        return Check("votes", holds=False, said=nobody(case, severity))
    names = [one.by for one in approvals if _is_of(case, one.by, roles)]
    by = ", ".join(names) or "nobody"
    which = "an emergency" if case.request.break_glass else severity
    return Check("votes", len(names) >= need, f"{which} takes {needed(case, severity)}; approved by {by}")


def has_role(case: Case, name: str) -> bool:
    """Tell whether somebody's approval counts for any severity that the exception is about."""
    return any(_is_of(case, name, asked(case, one)[1]) for one in SEVERITIES)


def _is_of(case: Case, name: str, roles: Sequence[str]) -> bool:
    return any(person.name == name and {*roles} & {*person.roles} for person in case.approvers.people)
