"""What a team says of drift: what is wholly declared, which environments are alike, what is accepted for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from trueline.model.location import Location


class Expected(NamedTuple):
    """Drift that is accepted until an instant, by patterns of address and path; an empty path means the whole.

    ``unit`` is a pattern of the unit's root, ``kind`` one of the kinds of drift; empty they mean any.
    """

    address: str
    path: str
    reason: str
    expires: datetime
    location: Location
    unit: str = ""
    kind: str = ""
    owner: str = ""


class Alike(NamedTuple):
    """Two environments that should be alike: each a name, and where it is declared (a folder, root or file).

    ``expected`` are patterns of paths that may differ, each with why; ``ignore`` of addresses that only one has.
    """

    name: str
    left: tuple[str, str]
    right: tuple[str, str]
    location: Location
    differ: tuple[tuple[str, str], ...] = ()
    ignore: tuple[tuple[str, str], ...] = ()


class DriftSettings(NamedTuple):
    """Settings of ``.trueline/drift.yaml``.

    ``managed`` are patterns of namespaces (``shop``, ``shop-*``) and of types (``terraform/aws_iam_*``) of which all
    that is there is declared, so that anything else is drift. ``managers`` are names of field managers that bring out
    what is declared, ``controllers`` of those that may change it. ``central`` is the folder of the organisation's
    admission policies.
    """

    managed: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    controllers: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    expected: tuple[Expected, ...] = ()
    central: str = ""
