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
    """Two environments that should be alike: of each its name, and where it is declared.

    That is a folder, a file, the root of a kustomization, chart or Terraform root, or a snapshot given beside; empty,
    it is everything that the config evaluates for an environment of that name. ``differ`` are patterns of what may
    differ (``terraform/aws_db_instance/*``, ``Deployment/*/spec.template.*.env[name=LOG_LEVEL]``), ``ignore`` of
    addresses that only one has; both with why. ``compare`` names usual differences (``size``, ``hosts``) that are told
    all the same; ``words`` are further ones that name the left and the right environment inside of names.
    """

    name: str
    left: tuple[str, str]
    right: tuple[str, str]
    location: Location
    differ: tuple[tuple[str, str], ...] = ()
    ignore: tuple[tuple[str, str], ...] = ()
    compare: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class DriftSettings(NamedTuple):
    """Settings of ``.trueline/drift.yaml``.

    ``managed`` are patterns of namespaces (``shop``, ``shop-*``) and of types (``terraform/aws_iam_*``) of which all
    that is there is declared, so that anything else is drift. ``managers`` are names of field managers that bring out
    what is declared, ``controllers`` of those that may change it. ``central`` is the folder of the organisation's
    admission policies. ``longest`` are the days that what is expected may reach ahead.
    """

    managed: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    controllers: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    expected: tuple[Expected, ...] = ()
    central: str = ""
    longest: int = 365
