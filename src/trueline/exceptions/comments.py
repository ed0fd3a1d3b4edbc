"""The comments of a file, by its language, and the line that each of them is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.model.document import Comment
from trueline.model.location import Region
from trueline.parsers.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Tree

    from trueline.model.document import Source

LANGUAGES: Final[dict[str, str]] = {
    ".gql": "graphql",
    ".graphql": "graphql",
    ".graphqls": "graphql",
    ".hcl": "hcl",
    ".proto": "protobuf",
    ".sql": "sql",
    ".template": "yaml",
    ".tf": "hcl",
    ".tfvars": "hcl",
    ".tofu": "hcl",
    ".tpl": "template",
    ".yaml": "yaml",
    ".yml": "yaml",
}
"""The end of a file's name → how its comments are found; JSON has none."""

_BY_STATEMENT: Final = ("dockerfile", "sql")
_NO_CODE: Final = re.compile(r"[\s-]*|\s*\{\{.*\}\}\s*|%YAML.*")
_BLOCK_SCALAR: Final = re.compile(r"(?:^|[:\-\s])[|>][-+0-9]*\s*(?:#.*)?$")
_OPENS: Final = re.compile(r"\{\{-?\s*/\*")
_LONGEST_LINE: Final = 20_000  # a file with a longer one was made by a program, and placing comments in it takes long
_LINE_END: Final = re.compile(r"\r\n?|\n")


class Remark(NamedTuple):
    """A comment, the line of code it is about (its own, else the next one), and that where the block around it begins.

    ``last`` is the last line of the instruction of a Dockerfile, or the statement of SQL, that it is about. Each is 0
    where there is none.
    """

    comment: Comment
    line: int
    block: int
    last: int = 0


def remarks(source: Source) -> list[Remark]:
    """Return the comments of a file in order; none where its language has no comments or is not known."""
    language = _language(source.path)
    if not language:
        return []
    text = decode(source.data).text
    lines = text.split("\n") if language == "hcl" else _LINE_END.split(text)  # as its parser counts them
    if max(map(len, lines)) > _LONGEST_LINE:
        return []
    if language in _BY_STATEMENT:
        return list(_about_statements(source, language))
    comments, tree = _comments(source, language, lines)
    following = _following(_code(lines, [*comments, *_descriptions(source, language)]))
    blocks = _blocks(tree) if tree is not None else []
    return [
        Remark(comment, _about(comment.region, following), _spanning(blocks, comment.region.start_line)[0])
        for comment in comments
    ]


def _language(path: str) -> str:
    name = path.lower()
    found = next((language for end, language in LANGUAGES.items() if name.endswith(end)), "")
    if found:
        return found
    from trueline.dialects.dockerfile import is_dockerfile

    return "dockerfile" if is_dockerfile(path) else ""


def _about_statements(source: Source, language: str) -> Iterator[Remark]:
    """Yield the comments of a Dockerfile or of SQL, each about the whole statement that it stands above or in."""
    from trueline.parsers.registry import parser

    for document in parser(language).parse(source).documents:
        found: Any = document  # both kinds of documents have spans
        spans = found.spans()
        ends = [last for _, last in spans]
        for comment in document.comments:
            number = bisect_left(ends, comment.region.start_line)
            first, last = spans[number] if number < len(spans) else (0, 0)
            yield Remark(comment, first, 0, last)


def _descriptions(source: Source, language: str) -> list[Comment]:
    """Return what GraphQL's descriptions take of a file: a mark above one is about what is described."""
    if language != "graphql":
        return []
    from trueline.parsers import graphql

    return [Comment("", region) for region in graphql.descriptions(source)]


def _comments(source: Source, language: str, lines: Sequence[str]) -> tuple[Sequence[Comment], Tree | None]:
    if language != "template":
        from trueline.parsers.registry import parser

        parsed = parser(language).parse(source)
        if language != "yaml" or not parsed.problems:
            first: Any = parsed.documents[0] if parsed.documents else None
            if language == "yaml" and first is not None:  # each of many documents would look through those of all
                return first.comments_of_file, None
            comments = [comment for document in parsed.documents for comment in document.comments]
            return comments, getattr(first, "tree", None) if language == "hcl" else None
    return list(_in_template(lines)), None


def _blocks(tree: Tree) -> list[tuple[int, int]]:
    """Return the first and last line of each outermost block of an HCL file, in order."""
    bodies = [node for node in tree.root_node.children if node.type == "body"]
    found = (node for body in (tree.root_node, *bodies) for node in body.children if node.type == "block")
    return [(node.start_point[0] + 1, node.end_point[0] + 1) for node in found]


def _spanning(spans: Sequence[tuple[int, int]], line: int) -> tuple[int, int]:
    """Return the one of ``spans`` that holds a line; zeros where none does."""
    number = bisect_left(spans, line, key=lambda span: span[1])
    return spans[number] if number < len(spans) and spans[number][0] <= line else (0, 0)


def _in_template(lines: Sequence[str]) -> Iterator[Comment]:
    """Yield the comments of YAML that is not whole: of a template. What a block scalar holds is none."""
    scalar = -1  # how far the line is indented that a block scalar belongs to
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip())
        if scalar >= 0 and (not line.strip() or indent > scalar):
            continue
        scalar = -1
        yield from _between_stars(line, number)
        hash_sign = _outside_quotes(line)
        if hash_sign is not None:
            yield _comment(line[hash_sign + 1 :], number, (hash_sign, len(line)))
        if _BLOCK_SCALAR.search(line if hash_sign is None else line[:hash_sign]):
            scalar = indent


def _between_stars(line: str, number: int) -> Iterator[Comment]:
    """Yield the comments of the template language that begin and end on a line."""
    match = _OPENS.search(line)
    while match is not None and (end := line.find("*/", match.end())) >= 0:
        closing = line.find("}}", end)
        yield _comment(line[match.end() : end], number, (match.start(), closing + 2 if closing >= 0 else len(line)))
        match = _OPENS.search(line, end)


def _outside_quotes(line: str) -> int | None:
    """Return where the comment of a line begins, if it has one."""
    quote = ""
    for position, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and (not position or line[position - 1] in " \t[{,:("):
            quote = character
        elif character == "#" and (not position or line[position - 1].isspace()):
            return position
    return None


def _comment(text: str, line: int, span: tuple[int, int]) -> Comment:
    return Comment(text.strip(), Region(line, span[0] + 1, line, span[1] + 1))


def _code(lines: Sequence[str], comments: Sequence[Comment]) -> list[bool]:
    """Tell of each line, from 1, whether anything but blanks, comments and signs between documents stands on it."""
    spans: list[list[tuple[int, int]]] = [[] for _ in range(len(lines) + 1)]
    for region in (comment.region for comment in comments):
        for number in range(region.start_line, min(region.end_line, len(lines)) + 1):
            start = region.start_column - 1 if number == region.start_line else 0
            end = region.end_column - 1 if number == region.end_line else len(lines[number - 1])
            spans[number].append((start, end))
    return [False, *(_has_code(line, spans[number]) for number, line in enumerate(lines, 1))]


def _has_code(line: str, comments: Sequence[tuple[int, int]]) -> bool:
    left, position = [], 0
    for start, end in sorted(comments):
        left.append(line[position:start])
        position = max(position, end)
    return _NO_CODE.fullmatch("".join((*left, line[position:]))) is None


def _following(code: Sequence[bool]) -> list[int]:
    """Return of each line, from 1, the first one of code that is not above it; 0 where none is."""
    found, last = [0] * len(code), 0
    for line in range(len(code) - 1, 0, -1):
        found[line] = last = line if code[line] else last
    return found


def _about(region: Region, following: Sequence[int]) -> int:
    first, last = region.start_line, min(region.end_line, len(following) - 1)
    return first if following[first] == first else following[last]
