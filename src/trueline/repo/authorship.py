"""stub"""

from __future__ import annotations

from typing import NamedTuple

from trueline.model.policy_exception import Identity
from trueline.repo.name import decode


class Authorship(NamedTuple):
    people: tuple[Identity, ...]
    problem: str = ""


def authors_of(git, trust_commit, head_commit, spared):
    form = "%x02%an%x00%ae%x00%cn%x00%ce%x00%(trailers:key=Co-authored-by,valueonly,separator=%x01)%x03"
    out = git.run("log", "-c", "--name-only", "-z", f"--format={form}", f"{trust_commit}..{head_commit}")
    found = {}
    for record in decode(out).split("\x02")[1:]:
        who, _, names = record.partition("\x03")
        paths = [n.strip("\n") for n in names.split("\0") if n.strip("\n")]
        if not paths or any(not p.startswith(f"{spared}/") for p in paths):
            name, email, c, a, o = [*who.split("\0"), "", "", "", "", ""][:5]
            found[Identity(name, email)] = None
            found[Identity(c, a)] = None
    return Authorship(tuple(found))
