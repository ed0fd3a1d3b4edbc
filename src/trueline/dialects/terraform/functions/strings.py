"""String functions that know neither patterns nor formats."""

from __future__ import annotations

import posixpath

from trueline.dialects.terraform.functions.types import MOST_CHARACTERS, FunctionError, LimitError

SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def basename(path: str) -> str:
    """Return the last part of a path, ``.`` of none."""
    if not path:
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


def dirname(path: str) -> str:
    """Return all but the last part of a path, made plain."""
    cleaned = posixpath.normpath(path[: path.rfind("/") + 1])
    return "/" + cleaned.lstrip("/") if cleaned.startswith("/") else cleaned


def chomp(text: str) -> str:
    """Return the text without the line ends at its end."""
    return text.rstrip("\r\n")


def ends_with(text: str, suffix: str) -> bool:
    """Tell whether a text ends with another."""
    return text.endswith(str(suffix))


def has(text: str, part: str) -> bool:
    """Tell whether a text holds another."""
    return str(part) in text


def indent(spaces: int, text: str) -> str:
    """Return the text with every line but the first moved to the right."""
    if spaces < 0:
        raise FunctionError("argument 1: the number of spaces must not be negative")
    if spaces * text.count("\n") > MOST_CHARACTERS:
        raise LimitError("the text is too long")
    return text.replace("\n", "\n" + " " * spaces)


def join(separator: str, *lists: list[object]) -> str:
    """Return all texts of all lists with the separator between."""
    if not lists:
        raise FunctionError("at least one list is required")
    texts: list[str] = []
    for position, elements in enumerate(lists, 2):
        for element in elements:
            if not isinstance(element, str):
                raise FunctionError(f"argument {position}: a null cannot be joined")
            texts.append(element)
    if sum(map(len, texts)) + len(separator) * len(texts) > MOST_CHARACTERS:
        raise LimitError("the text is too long")
    return str(separator).join(texts)


def lower(text: str) -> str:
    """Return the text in small letters, character by character."""
    return "".join(small if len(small := letter.lower()) == 1 else small[0] for letter in text)


def upper(text: str) -> str:
    """Return the text in capital letters, character by character."""
    return "".join(capital if len(capital := letter.upper()) == 1 else letter for letter in text)


def split(separator: str, text: str) -> list[str]:
    """Return the parts between separators; an empty one parts all characters."""
    return text.split(str(separator)) if separator else list(text)


def starts_with(text: str, prefix: str) -> bool:
    """Tell whether a text starts with another."""
    return text.startswith(str(prefix))


def title(text: str) -> str:
    """Return the text with the first letter of each word in its title form."""
    parts = []
    before = " "
    for letter in text:
        parts.append(letter.title() if _separates(before) and len(letter.title()) == 1 else letter)
        before = letter
    return "".join(parts)


def _separates(letter: str) -> bool:
    if letter == "_" or letter.isalnum():
        return False
    return letter.isascii() or letter.isspace()


def trim(text: str, characters: str) -> str:
    """Return the text without any of the characters at both ends."""
    return text.strip(str(characters)) if characters else text


def trim_prefix(text: str, prefix: str) -> str:
    """Return the text without the prefix."""
    return text.removeprefix(str(prefix))


def trim_space(text: str) -> str:
    """Return the text without white space at both ends."""
    return text.strip(SPACES)


def trim_suffix(text: str, suffix: str) -> str:
    """Return the text without the suffix."""
    return text.removesuffix(str(suffix))
