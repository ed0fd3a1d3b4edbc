"""The members of a policy file: what each may hold, and what is said where it holds something else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from trueline.model.location import Region
from trueline.policies import elements, template
from trueline.policies.problem import PolicyProblem

if TYPE_CHECKING:
    from trueline.model.location import Location, Path

_NOUNS: Final = (
    (bool, "a boolean"), (dict, "a map"), (list, "a list"), (int, "a number"), (float, "a number"), (str, "a text"),
)  # fmt: skip


class Form:
    """One policy while it is read; ``problems`` gathers everything that is wrong with it."""

    def __init__(self, locate: Callable[[Path], Location], text: str = "") -> None:
        self.locate = locate
        self._text = text
        self.problems: list[PolicyProblem] = []

    def report(self, path: Path, message: str, hint: str = "") -> None:
        """Say that the value at ``path`` is wrong."""
        self.problems.append(PolicyProblem(message, self.locate(path), hint))

    def report_in(  # what, and where inside an expression
        self, path: Path, text: str, start: int, end: int, message: str, hint: str = ""
    ) -> None:
        """Say that the characters from ``start`` to ``end`` of ``text``, which stands in ``path``, are wrong."""
        place = self.locate(path)
        first = text.rfind("\n", 0, start) + 1
        line = text[first:].split("\n", 1)[0]
        if place.region is not None and line.strip():
            lines = self._text.splitlines()
            for number in range(place.region.start_line, min(len(lines), place.region.start_line + len(text)) + 1):
                least = place.region.start_column - 1 if number == place.region.start_line else 0
                column = lines[number - 1].find(line.strip(), least)
                if column >= 0:
                    column += start - first - (len(line) - len(line.lstrip())) + 1
                    place = place._replace(region=Region(number, column, number, column + max(1, end - start)))
                    break
        self.problems.append(PolicyProblem(message, place, hint))

    def members(self, value: object, path: Path, checkers: Mapping[str, Checker]) -> dict[str, object]:
        """Return the checked members of a map; unknown keys and members that are not valid are said and left out."""
        read: dict[str, object] = {}
        if not isinstance(value, dict):
            self.refuse(path, "a map", value)
            return read
        for key, member in value.items():
            checker = checkers.get(key) if isinstance(key, str) else None
            if checker is None:
                self.report((*path, key), f"unknown key `{key}`", nearest(str(key), checkers))
            elif (checked := checker(self, member, (*path, key))) is not None:
                read[key] = checked
        return read

    def refuse(self, path: Path, wanted: str, value: object) -> None:
        """Say that ``path`` holds something else than ``wanted``."""
        name = next((step for step in reversed(path) if isinstance(step, str)), "the policy")
        self.report(path, f"`{name}` is {noun(value)}, not {wanted}")


Checker: TypeAlias = Callable[[Form, object, "Path"], object | None]


def noun(value: object) -> str:
    """Return the word for the type of ``value``."""
    return "empty" if value is None else next((word for type_, word in _NOUNS if isinstance(value, type_)), "a tag")


def nearest(word: str, known: Collection[str]) -> str:
    """Return ``did you mean …?`` for a misspelt word, or what is known where nothing comes near."""
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else "known: " + ", ".join(sorted(known))


def text(form: Form, value: object, path: Path) -> str | None:
    """Read a text that is not empty."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    form.refuse(path, "a text", value) if value != "" else form.report(path, f"`{path[-1]}` is empty")
    return None


def name(form: Form, value: object, path: Path) -> str | None:
    """Read a kebab-case name."""
    read = text(form, value, path)
    if read is not None and not is_kebab(read):
        form.report(path, f"`{read}` is not kebab-case", "write small letters and digits, joined by hyphens")
        return None
    return read


def is_kebab(word: str) -> bool:
    """Tell whether a word is small letters and digits, joined by hyphens, and begins with a letter."""
    plain = word.isascii() and word == word.lower() and word[:1].isalpha()
    return plain and all(part.isalnum() for part in word.split("-"))


def texts(form: Form, value: object, path: Path) -> list[str] | None:
    """Read a text or a list of texts, without any repetition."""
    if not isinstance(value, list):
        one = text(form, value, path)
        return None if one is None else [one]
    read = [text(form, member, (*path, number)) for number, member in enumerate(value)]
    if not read:
        form.report(path, f"`{path[-1]}` is empty")
    return list(dict.fromkeys(one for one in read if one is not None)) or None


def kinds(form: Form, value: object, path: Path) -> list[str] | None:
    """Read the kinds a rule is for."""
    read = texts(form, value, path)
    for kind in read or ():
        if any(character.isspace() for character in kind):
            form.report(path, f"`{kind}` is no kind", "write several kinds as a list")
    return read


def choice(*options: str) -> Checker:
    """Return what reads one of ``options``."""

    def read(form: Form, value: object, path: Path) -> str | None:
        if isinstance(value, str) and value in options:
            return value
        shown = value if isinstance(value, str) else noun(value)
        form.report(path, f"`{path[-1]}` is `{shown}`, not one of {', '.join(options)}")
        return None

    return read


def day(form: Form, value: object, path: Path) -> str | None:
    """Read a date as ``2027-01-15``."""
    from datetime import date

    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        form.report(path, f"`{value}` is no date", "write it as 2027-01-15")
        return None


def expression(form: Form, value: object, path: Path) -> str | None:
    """Read the text of an expression; a bare ``true`` or ``false`` is one too."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.strip():
        return value
    form.refuse(path, "an expression", value)
    return None


def selectors(form: Form, value: object, path: Path) -> list[str] | None:
    """Read the paths of ``each``."""
    return _paths(form, value, path, elements.parse)


def places(form: Form, value: object, path: Path) -> list[str] | None:
    """Read the paths of ``at``, which mean one place each."""
    return _paths(form, value, path, elements.place)


def _paths(form: Form, value: object, path: Path, parse: Callable[[str], object]) -> list[str] | None:
    read = texts(form, value, path)
    for number, one in enumerate(read or ()):
        try:
            parse(one)
        except ValueError as error:
            where = (*path, number) if isinstance(value, list) else path
            form.report(where, f"`{one}` is no path: {error}")
            return None
    return read


def message(form: Form, value: object, path: Path) -> str | None:
    """Read a message with ``{expression}`` holes."""
    read = text(form, value, path)
    if read is None:
        return None
    read = " ".join(read.split())
    try:
        template.split(read)
    except ValueError as error:
        form.report(path, str(error))
        return None
    return read


def named(form: Form, value: object, path: Path) -> dict[str, str] | None:
    """Read ``let``: names with their expressions."""
    if not isinstance(value, dict):
        form.refuse(path, "a map", value)
        return None
    read: dict[str, str] = {}
    for key, member in value.items():
        if not (isinstance(key, str) and key.isidentifier() and key.isascii()):
            form.report((*path, key), f"`{key}` is no name")
        elif (one := expression(form, member, (*path, key))) is not None:
            read[key] = one
    return read


def schema(form: Form, value: object, path: Path) -> object | None:
    """Read a JSON Schema and check it against its own draft."""
    if not isinstance(value, dict | bool):
        form.refuse(path, "a JSON Schema", value)
        return None
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(value)
    except SchemaError as error:
        form.report((*path, *error.absolute_path), f"no valid JSON Schema: {error.message}")
        return None
    return value


def parameters(form: Form, value: object, path: Path) -> dict[str, object] | None:
    """Read ``parameters``: for each name a JSON Schema with a default that it allows."""
    if not isinstance(value, dict):
        form.refuse(path, "a map", value)
        return None
    read: dict[str, object] = {}
    for key, member in value.items():
        here = (*path, key)
        if not (isinstance(key, str) and key.isidentifier()):
            form.report(here, f"`{key}` is no name")
        elif isinstance(member, dict) and "default" in member and _is_plain(member):
            read[key] = member
        elif isinstance(one := schema(form, member, here), dict):
            read[key] = one
            _check_default(form, one, here)
    return read


_TYPES: Final[Mapping[object, tuple[type, ...]]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


def _is_plain(one: Mapping[str, object]) -> bool:
    """Tell whether a schema says a type and perhaps what it is for, and its default is of that type: most do."""
    types = _TYPES.get(one.get("type"), ()) if isinstance(one.get("type"), str) else ()
    return one.keys() <= {"type", "default", "description"} and type(one["default"]) in types


def _check_default(form: Form, one: dict[str, object], path: Path) -> None:
    if "default" not in one:
        form.report(path, f"parameter `{path[-1]}` has no default")
        return
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(one).iter_errors(one["default"]):
        form.report((*path, "default"), f"the default does not fit its own schema: {error.message}")
