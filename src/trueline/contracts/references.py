"""Which files a contract's references may lead to, told by the text: a file too many rather than one too few.

A contract whose files are all the same is not read any further, so whatever its comparison may open has to be found
here, however it is spelt: quoted or not, escaped, folded over lines, with an anchor or a tag, by an alias.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin

from trueline.errors import ReadError
from trueline.parsers.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.model.document import Reader

_MOST: Final = 20_000  # as many as a comparison opens
_ESCAPED: Final = re.compile(r"\\(?:(?:u00|x|U000000)([2-7][0-9A-Fa-f])|(/)|\r?\n[ \t]*)")
_ANY_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_HARMLESS: Final = re.compile(r"[\w$./#~%:-]")
_WORD: Final = r"\$(?:ref|dynamicRef|recursiveRef)\b"
_KEY: Final = re.compile(_WORD + r"""["']?\s*:""")
_NAMED_KEY: Final = re.compile(r"""&([^\s,{}\[\]:]+)\s+["']?""" + _WORD)
_ALIAS_KEY: Final = re.compile(r"\*([^\s,{}\[\]:]+)\s*:")
_ALIAS: Final = re.compile(r"\*([^\s,{}\[\]]+)")
_ANCHOR: Final = re.compile(r"&([^\s,{}\[\]]+)\s")
_IDENTIFIER: Final = re.compile(r"""\$id["']?\s*:""")
_MAPPED: Final = re.compile(r""":\s*(?:[&!]\S*\s+)*(?:[>|][-+0-9]*\s+)?["']?([^\s"'#,{}\[\]]*/[^\s"'#,{}\[\]]*)""")
_BEFORE: Final = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*[\r\n]|[&!]\S*\s)*")
_DOUBLE: Final = re.compile(r'"((?:[^"\\]|\\.){0,4000})"', re.DOTALL)
_SINGLE: Final = re.compile(r"'((?:[^']|''){0,4000})'")
_BLOCK: Final = re.compile(
    r"[>|][-+0-9]*[ \t]*(?:#[^\r\n]*)?[\r\n]+([ \t]*)([^\r\n]{0,4000}(?:[\r\n]+\1[^\r\n]{0,1000}){0,3})"
)
_PLAIN: Final = re.compile(r"[^\r\n]{0,1000}")
_MORE: Final = re.compile(r"[\r\n]+[ \t]+([^\s#:,&*!|>'\"%@`{}\[\]-][^\r\n]{0,1000})")
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://[^/]*)?/*|/+")


class Members:
    """Finds the files of contracts in one revision; each file is looked through once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, tuple[str, ...] | None] = {}

    def of(self, path: str) -> tuple[str, ...]:
        """Return a contract's own path and those of the files that its references may lead to."""
        seen = {path}
        found = [path]
        waiting = [path]
        while waiting and len(found) < _MOST:
            for target in self._targets(waiting.pop()) or ():
                if target not in seen:
                    seen.add(target)
                    if self._targets(target) is not None:
                        found.append(target)
                        waiting.append(target)
        return tuple(found)

    def _targets(self, path: str) -> tuple[str, ...] | None:
        """Return where the references of a file may lead, None where it cannot be read."""
        if path not in self._known:
            try:
                self._known[path] = tuple(sorted(targets(path, self._reader.read(path).data)))
            except ReadError:
                self._known[path] = None
        return self._known[path]


def targets(path: str, data: bytes) -> set[str]:
    """Return the paths that the references in the file at ``path`` may mean, whether there is such a file or not."""
    text = decode(data).text
    if "\\" in text:
        text = _ESCAPED.sub(_plain_character, text)
    found = set(_references(text))
    identifiers = set(_values(text, (match.end() for match in _IDENTIFIER.finditer(text))))
    folders = {one.rpartition("/")[0] + "/" for one in identifiers if "/" in one} if len(identifiers) > 1 else set()
    found |= {_joined(folder, one) for folder in folders for one in found}
    return {place for one in found for place in _places(path, one)} - {path}


def _plain_character(match: re.Match[str]) -> str:
    """Return what an escape stands for, if that cannot be taken for the end of a text."""
    if match[1] is None:
        return match[2] or ""
    character = chr(int(match[1], 16))
    return character if _HARMLESS.match(character) else match[0]


def _references(text: str) -> Iterator[str]:
    yield from _values(text, (match.end() for match in _KEY.finditer(text)))
    names = {match[1] for match in _NAMED_KEY.finditer(text)}
    if names:
        yield from _values(text, (match.end() for match in _ALIAS_KEY.finditer(text) if match[1] in names))
    mapping = text.find("mapping")  # of a discriminator: its values are references, too
    if mapping >= 0:
        yield from (_unescaped(match[1]) for match in _MAPPED.finditer(text, mapping))


def _values(text: str, starts: Iterable[int]) -> Iterator[str]:
    """Yield what the texts that begin at ``starts`` may say, or what their aliases stand for."""
    names = set()
    for place in starts:
        start = _after_properties(text, place)
        alias = _ALIAS.match(text, start)
        if alias is None:
            yield from _scalars(text, start)
        else:
            names.add(alias[1])
    if names:
        for match in _ANCHOR.finditer(text):
            if match[1] in names:
                yield from _scalars(text, _after_properties(text, match.end()))


def _after_properties(text: str, start: int) -> int:
    before = _BEFORE.match(text, start)
    return start if before is None else before.end()


def _scalars(text: str, start: int) -> Iterator[str]:
    """Yield what the text that begins at ``start`` may say."""
    first = text[start : start + 1]
    if first == '"' and (found := _DOUBLE.match(text, start)) is not None:
        yield from _folded(_unescaped(found[1]))
    elif first == "'" and (found := _SINGLE.match(text, start)) is not None:
        yield from _folded(found[1].replace("''", "'"))
    elif first in ("|", ">") and (found := _BLOCK.match(text, start)) is not None:
        yield from _folded(found[2])
        yield found[2].splitlines()[0] if found[2] else ""
    else:
        yield from _unquoted(text, start)


def _unquoted(text: str, start: int) -> Iterator[str]:
    """Yield a text without quotes as it is outside and inside of brackets, on one line or on several."""
    found = _PLAIN.match(text, start)
    line = found[0] if found is not None else ""
    end = start + len(line)
    for _ in range(3):
        yield re.split(r"[ \t]#", line, maxsplit=1)[0]
        yield re.split(r"[,{}\[\]]", line, maxsplit=1)[0]
        more = _MORE.match(text, end)
        if more is None or re.search(r":(?:\s|\Z)", more[1]) is not None:
            return
        line, end = f"{line.strip()} {more[1]}", more.end()


def _folded(text: str) -> Iterator[str]:
    """Yield a text as it is, and with its lines joined as YAML and as an address has them joined."""
    yield text
    if "\n" in text or "\r" in text or "\t" in text:
        yield re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", text)
        yield re.sub(r"[\t\r\n]", "", text)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ANY_ESCAPE.sub(_character, text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits is None:
        return {"n": "\n", "t": "\t", "r": "\r"}.get(match[4], match[4])
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else ""


def _joined(folder: str, reference: str) -> str:
    try:
        return urljoin(folder, reference)
    except ValueError:  # no address at all
        return ""


def _places(owner: str, reference: str) -> Iterator[str]:
    """Yield the paths that a reference may mean as seen from a file."""
    for text in {reference, reference.strip()}:
        file = text.partition("#")[0]
        address = _ADDRESS.match(file)
        if address is None:
            yield from _place(owner, file)
            yield from _place(owner, file.rstrip("?"))
        else:  # files that lie beside each other where they are published may lie so here
            steps = file[address.end() :].split("/")
            for first in range(min(len(steps), 20)):
                yield from _place(owner, "/".join(steps[first:]))


def _place(owner: str, file: str) -> Iterator[str]:
    file = unquote(file)
    if file and "\\" not in file and "\0" not in file and len(file) < 4000:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), file))
        if not path.startswith(("../", "/")) and path not in ("..", "."):
            yield path
