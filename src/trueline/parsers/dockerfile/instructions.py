"""The text of an instruction to an ``Instruction``: which form each keyword takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.parsers.dockerfile import words
from trueline.parsers.dockerfile.lines import Fault
from trueline.parsers.dockerfile.syntax import Instruction

if TYPE_CHECKING:
    from trueline.parsers.dockerfile.lines import Cursor
    from trueline.parsers.dockerfile.syntax import Spliced, Word

COMMANDS: Final = ("CMD", "ENTRYPOINT", "RUN", "SHELL")
_LISTS: Final = ("ADD", "COPY", "VOLUME")
_PAIRS: Final = ("ENV", "LABEL")
_WORDS: Final = ("EXPOSE", "FROM")
_TEXTS: Final = ("MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR")
_WITH_HEREDOC: Final = ("ADD", "COPY", "RUN")
_MAY_BE_EMPTY: Final = ("CMD", "ENTRYPOINT")  # an empty one takes away what the base image says
KEYWORDS: Final = frozenset((*COMMANDS, *_LISTS, *_PAIRS, *_WORDS, *_TEXTS, "ARG", "HEALTHCHECK", "ONBUILD"))


def read(line: Spliced, cursor: Cursor, *, onbuild: bool = False) -> Instruction | None:
    """Return the instruction of ``line``; what is wrong with it is told to ``cursor``, which reads its heredocs."""
    place, rest = words.keyword(line)
    name = place.text.upper()
    if name not in KEYWORDS:
        _complain(cursor, f"there is no instruction {_short(place.text)}", place)
        return None
    if name == "ONBUILD":
        return _onbuild(place, rest, cursor, nested=onbuild)
    flags, body = words.flags(rest)
    found = Instruction(name, place, body, line.at(max(len(line.text) - 1, 0)) + 1, flags=tuple(flags), onbuild=onbuild)
    found = _worded(found, cursor)
    if name in _WITH_HEREDOC and found.form != "exec":
        markers = words.markers(body)
        found = found._replace(heredocs=tuple(cursor.heredoc(marker) for marker in markers))
        if markers:
            found = found._replace(end=cursor.position)
    return found


def _onbuild(place: Word, rest: Spliced, cursor: Cursor, *, nested: bool) -> Instruction | None:
    if not rest.text:
        _complain(cursor, "ONBUILD needs an instruction", place)
        return None
    if nested:
        _complain(cursor, "ONBUILD cannot be chained", place)
        return None
    return read(rest, cursor, onbuild=True)


def _worded(found: Instruction, cursor: Cursor) -> Instruction:
    """Return ``found`` with its words, pairs and form."""
    name, body = found.keyword, found.body
    if not body.text and name not in _MAY_BE_EMPTY:
        _complain(cursor, f"{name} needs an argument", found.place)
        return found
    if name in COMMANDS or name in _LISTS:
        return _listed(found, cursor)
    if name in _PAIRS:
        pairs, wrong = words.pairs(body, cursor.escape)
        if wrong is not None:
            _complain(cursor, f"{_short(wrong.text)} has no value: {name} is written name=value", wrong)
        return found._replace(pairs=tuple(pairs))
    if name == "ARG":
        return found._replace(pairs=tuple(words.arguments(body, cursor.escape)))
    if name == "HEALTHCHECK":
        return _healthcheck(found, cursor)
    split = words.by_blanks(body) if name in _WORDS else words.whole(body)
    if name == "FROM" and not (len(split) == 1 or (len(split) == 3 and split[1].text.upper() == "AS")):
        _complain(cursor, "FROM is written `FROM image` or `FROM image AS name`", split[0])
    return found._replace(words=split)


def _listed(found: Instruction, cursor: Cursor) -> Instruction:
    try:
        members = words.array(found.body)
    except words.NoTextsError:
        _complain(cursor, "the members of a JSON array must be texts", found.body.word(0, len(found.body.text)))
        members = ()
    if members is not None:
        return found._replace(words=members, form="exec")
    if found.keyword in COMMANDS:
        return found._replace(words=words.whole(found.body), form="shell")
    return found._replace(words=words.by_blanks(found.body))


def _healthcheck(found: Instruction, cursor: Cursor) -> Instruction:
    """Return it with its type (NONE or CMD) as keyword of the words, and the command as body."""
    kind, rest = words.keyword(found.body)
    if kind.text.upper() not in ("CMD", "NONE"):
        _complain(cursor, "HEALTHCHECK is written with CMD or NONE", kind)
        return found
    if kind.text.upper() == "NONE":
        return found._replace(words=(kind,))
    command = _listed(found._replace(body=rest), cursor)
    form = command.form or "shell"
    split = command.words if form == "exec" else words.whole(rest)
    return found._replace(words=(kind, *split), form=form)


def _complain(cursor: Cursor, message: str, word: Word) -> None:
    cursor.faults.append(Fault(message, word.start, word.end))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
