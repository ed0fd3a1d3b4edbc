"""The attributes of one thing, beside those that are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.dialects.terraform.functions.marks import has_unknown
from trueline.drift.aws.families import INLINE
from trueline.drift.aws.types import AWS_TAGS, LEFT, LEFT_INSIDE, LOCAL, NEVER, SETTLED
from trueline.drift.aws.values import Difference, differences, is_nothing, name_in
from trueline.drift.provider_defaults import DEFAULTS
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.aws.live import Live
    from trueline.drift.aws.subject import Subject


def changes(subject: Subject, live: Live) -> Iterator[tuple[Difference, bool]]:
    """Yield where a thing is not as declared; with each, whether the state has it as it is there."""
    left = LEFT.get(subject.type, frozenset()) | INLINE.get(subject.type, frozenset())
    for name, actual in live.attributes.items():
        if actual is None or name in NEVER or name in left:
            continue
        yield from _change(subject, name, actual)
    if "environment_names" in live.attributes:
        yield from _variables(subject, live.attributes["environment_names"])
    if "tags" in live.attributes:
        yield from _tags(subject, live.attributes["tags"])


def _change(subject: Subject, name: str, actual: Any) -> Iterator[tuple[Difference, bool]]:
    is_set, declared = _declared(subject, name)
    if not is_set:
        return
    kept = subject.kept.get(name)
    has_state = name in subject.kept
    for found in differences(declared, actual, (name,)):
        if _is_left(subject, found):
            continue
        yield found, has_state and not any(differences(kept, actual, (name,)))


def _variables(subject: Subject, actual: Any) -> Iterator[tuple[Difference, bool]]:
    """Compare the names of a function's environment variables: a snapshot has no values of them."""
    declared = _names_in(subject.value("environment"))
    if declared is None or not isinstance(actual, list):
        return
    kept = _names_in(subject.kept.get("environment")) if "environment" in subject.kept else None
    for name in sorted(declared ^ {one for one in actual if isinstance(one, str)}):
        is_there = name in actual
        path = ("environment", 0, "variables", name)
        found = Difference(path, None if is_there else "(set)", "(set)" if is_there else None)
        yield found, kept is not None and (name in kept) == is_there


def _names_in(environment: Any) -> set[str] | None:
    block = environment[0] if isinstance(environment, list) and environment else environment
    if isinstance(block, Unknown):
        return None
    variables = block.get("variables") if isinstance(block, dict) else None
    if isinstance(variables, dict):
        return {name for name in variables if isinstance(name, str)}
    return None if isinstance(variables, Unknown) else set()


def _is_left(subject: Subject, found: Difference) -> bool:
    if name_in(found.path) in LEFT_INSIDE:
        return True
    is_upgrade = found.path[-1:] == ("engine_version",) and subject.value("auto_minor_version_upgrade") is not False
    return is_upgrade and _major(found.declared) == _major(found.actual)


def _major(version: Any) -> str:
    return str(version).partition(".")[0] if isinstance(version, str) else repr(version)


def _declared(subject: Subject, name: str) -> tuple[bool, Any]:
    """Return whether an attribute is declared, and what it is: by the code, the state, or as the provider has it."""
    code, kept = subject.code.get(name), subject.kept.get(name)
    if code is not None:
        if has_unknown(code) and name in subject.kept:
            return True, filled(code, kept)
        return True, code
    if name in SETTLED.get(subject.type, ()):
        return False, None
    if subject.state is not None:
        return name in subject.kept, kept
    defaults = DEFAULTS.get(subject.type, {})
    return name in defaults, defaults.get(name)


def filled(code: Any, kept: Any) -> Any:
    """Return a value of the code, with what is not known in it as the state has it."""
    if isinstance(code, Unknown):
        return kept
    if isinstance(code, dict) and isinstance(kept, dict):
        return {name: filled(value, kept.get(name)) for name, value in code.items()}
    if isinstance(code, list) and isinstance(kept, list):
        if len(code) == len(kept) == 1:
            return [filled(code[0], kept[0])]
        return kept if has_unknown(code) else code
    if isinstance(code, dict) and isinstance(kept, list) and len(kept) == 1:
        return filled(code, kept[0])
    return kept if has_unknown(code) else code


def _tags(subject: Subject, actual: Any) -> Iterator[tuple[Difference, bool]]:
    """Compare tags: those of the code with the provider's default ones, without those that AWS sets."""
    declared = _all_tags(subject)
    if declared is None or not isinstance(actual, dict):
        return
    kept = subject.kept.get("tags_all", subject.kept.get("tags"))
    ignored = subject.resource.provided("ignore_tags") if subject.resource is not None else None
    for name, value in declared.items():
        if isinstance(value, Unknown):
            continue
        if str(actual.get(name, "")) != str(value if value is not None else "") or name not in actual:
            found = Difference(("tags", name), value, actual.get(name))
            yield found, isinstance(kept, dict) and kept.get(name) == actual.get(name)
    for name in actual:
        if name in declared or name.startswith(AWS_TAGS) or _is_ignored(name, ignored):
            continue
        found = Difference(("tags", name), None, actual[name])
        yield found, isinstance(kept, dict) and kept.get(name) == actual[name]


def _all_tags(subject: Subject) -> Mapping[str, Any] | None:
    """Return the tags that are declared, None where they are not known."""
    kept = subject.kept.get("tags_all", subject.kept.get("tags"))
    code = subject.code.get("tags_all", subject.code.get("tags"))
    if isinstance(code, dict):
        if isinstance(kept, dict):
            return {
                name: kept.get(name, value) if isinstance(value, Unknown) else value for name, value in code.items()
            }
        return code
    if subject.state is not None:
        return kept if isinstance(kept, dict) else {} if is_nothing(kept) and not isinstance(code, Unknown) else None
    return None if isinstance(code, Unknown) else {}


def _is_ignored(name: str, ignored: Any) -> bool:
    block = ignored[0] if isinstance(ignored, list) and ignored else ignored
    if isinstance(block, Unknown):
        return True
    if not isinstance(block, dict):
        return False
    keys, prefixes = block.get("keys"), block.get("key_prefixes")
    if isinstance(keys, list) and any(isinstance(key, str) and key == name for key in keys):
        return True
    return isinstance(prefixes, list) and any(isinstance(one, str) and name.startswith(one) for one in prefixes)


def blind(subject: Subject, live: Live) -> Iterator[str]:
    """Yield the attributes that the code sets and the snapshot does not tell: null says that AWS had no word of it."""
    for name, value in subject.code.items():
        is_told = live.attributes.get(name) is not None or name in INLINE.get(subject.type, ())
        if name not in LOCAL and not is_told and not is_nothing(value):
            yield name
