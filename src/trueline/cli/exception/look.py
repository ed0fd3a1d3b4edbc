"""``trueline exception show | verify``: one exception in full, and how it is known who decided on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.exception.base import INCOMPLETE, find, open_room, say_problems
from trueline.cli.exception.sheet import lines
from trueline.reporters.text import harmless, visible

if TYPE_CHECKING:
    import argparse

    from trueline.model.policy_exception import Decision


def run_show(arguments: argparse.Namespace) -> int:
    """Print one exception in full."""
    for line in lines(find(open_room(arguments).granted, arguments.id)):
        print(harmless(visible(line)))
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """Say of every decision, or of those on some exceptions, whether it is known who made it."""
    granted = open_room(arguments).granted
    wrong = 0
    chosen = {name: find(granted, name) for name in arguments.ids} or granted.standings
    if not any(one.decisions for one in chosen.values()):
        print("nobody has decided on anything" if not arguments.ids else "nobody has decided on it")
    for name, standing in sorted(chosen.items()):
        for decision in standing.decisions:
            holds = bool(decision.proofs) and not decision.problem
            wrong += not holds
            print(visible(f"{name}  {decision.verb} by {decision.by}  {_proof(decision, holds=holds)}"))
    return say_problems(granted) or (INCOMPLETE if wrong else 0)


def _proof(decision: Decision, *, holds: bool) -> str:
    if holds:
        return " and ".join(decision.proofs)
    return f"not verified: {decision.problem or 'nothing shows who made it'}"
