"""Functions whose result only a run of Terraform makes."""

from __future__ import annotations

from trueline.values.unknown import Unknown


def bcrypt(*_: object) -> Unknown:
    """Return an unknown: the salt is random."""
    return Unknown(["bcrypt() is salted at random"])


def plan_timestamp() -> Unknown:
    """Return an unknown: the time of the plan."""
    return Unknown(["plantimestamp() is the time of the plan"])


def rsa_decrypt(*_: object) -> Unknown:
    """Return an unknown: what is decrypted is a secret, not for a gate to see."""
    return Unknown(["rsadecrypt() is not evaluated"])


def timestamp() -> Unknown:
    """Return an unknown: the time of the run."""
    return Unknown(["timestamp() is the time of the run"])


def uuid() -> Unknown:
    """Return an unknown: it is random."""
    return Unknown(["uuid() is random"])
