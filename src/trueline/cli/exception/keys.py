"""The key that a decision is signed with: it is there, and it is that person's, before anybody is asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from trueline.model.policy_exception import Approvers, Person
    from trueline.repo.git import Git

_PUBLIC = ".pub"
_LONGEST = 20_000


def signing_key(arguments: argparse.Namespace, person: Person, known: Approvers, git: Git) -> str:
    """Return the file of the key to sign with; raise ``UsageError`` where it is not there, or not that person's."""
    if not person.keys:
        raise UsageError(
            f"the approvers' file has no key of {person.name}, so no signature of theirs counts",
            hint="--unsigned: it counts once it is merged",
        )
    key = os.path.abspath(arguments.key) if arguments.key else _configured(git)
    public = key if key.endswith(_PUBLIC) else key + _PUBLIC
    if not os.path.isfile(key) and not os.path.isfile(public):  # an agent may have the private half
        raise UsageError("there is no such key", place=key, hint="--key ~/.ssh/id_ed25519, or --unsigned")
    line = _line(public)
    if line and line not in person.keys:
        raise UsageError(not_theirs(person, line, known), place=key, hint="--key FILE, or --as NAME for who you are")
    return key


def not_theirs(person: Person, line: str, known: Approvers) -> str:
    """Return whose a key is that is not a person's."""
    owner = next((one.name for one in known.people if line in one.keys), "")
    whose = f"it is one of {owner}'s" if owner else "it is nobody's there"
    return f"this is none of the keys that the approvers' file has for {person.name}: {whose}"


def _line(path: str) -> str:
    """Return type and key of a public key's file; nothing where there is none that can be read."""
    try:
        with open(path, "rb") as file:
            words = file.read(_LONGEST).decode("ascii", "replace").split()
    except OSError:
        return ""
    return " ".join(words[:2])


def _configured(git: Git) -> str:
    said = git.attempt("config", "--type=path", "--get", "user.signingkey").out.decode("utf-8", "replace").strip()
    if not said or said.startswith(("key::", "ssh-")):
        raise UsageError("which key to sign with is not known", hint="--key ~/.ssh/id_ed25519, or --unsigned")
    return os.path.abspath(said)
