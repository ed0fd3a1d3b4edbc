"""The value of a parameter: its default in its type, marked where it must not be shown; unknown where it has none."""

from __future__ import annotations

import re
from typing import Final

from trueline.dialects.cloudformation.texts import read, to_text
from trueline.values.unknown import MarkedText, SecretFloat, SecretInt, Unknown

_STORED: Final = "AWS::SSM::Parameter::Value<"
_NUMBER: Final = re.compile(r"[+-]?\d{1,400}(\.\d*)?", re.ASCII)


def parameter_value(name: str, declared: object) -> object:
    """Return what ``Ref`` gives for a parameter that nobody sets, as for a Terraform variable: its default."""
    if not isinstance(declared, dict):
        return Unknown([f"parameter {name} ← is declared as no map"])
    kind, default = declared.get("Type"), declared.get("Default")
    if default is None:
        return Unknown([f"parameter {name} ← no default"])
    if not isinstance(default, str | int | float):
        return Unknown([f"parameter {name} ← its default is no text or number"])
    text = to_text(default)
    kind = kind if isinstance(kind, str) else "String"
    if kind.startswith(_STORED):
        return Unknown([f"parameter {name} ← {text} in Parameter Store ← read at deployment"])
    value = _typed(str(text), kind)
    if isinstance(value, Unknown):
        return value.because(f"parameter {name}")
    secret = declared.get("NoEcho")
    return _concealed(value) if secret is True or str(secret).lower() == "true" else value


def _typed(text: str, kind: str) -> object:
    if kind == "Number":
        return _number(text)
    if kind == "CommaDelimitedList" or kind.startswith("List<"):
        parts = [part.strip() for part in text.split(",")]
        return [_number(part) for part in parts] if kind == "List<Number>" else parts
    return read(text)


def _number(text: str) -> object:
    if not _NUMBER.fullmatch(text):
        return text  # CloudFormation refuses it; as text it equals no number either
    return float(text) if "." in text else int(text)


def _concealed(value: object) -> object:
    if isinstance(value, list):
        return [_concealed(element) for element in value]
    if isinstance(value, str):
        return MarkedText(value, sensitive=True)
    return SecretInt(value) if isinstance(value, int) else SecretFloat(value) if isinstance(value, float) else value
