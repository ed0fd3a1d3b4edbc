"""Whether those who may decide on exceptions can: their list is valid, enough of them are there, and it has owners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.errors import ConfigError
from trueline.exceptions.files import APPROVERS
from trueline.model.location import Location
from trueline.run.doctor.advice import Advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.run.doctor.advice import Patient

_TOPIC: Final = "approvers"


def examine(patient: Patient) -> Iterator[Advice]:
    """Say what is wrong with the list of approvers; nothing where there is none."""
    if not patient.tree.exists(APPROVERS):
        return
    from trueline.exceptions import approvers
    from trueline.exceptions.quorum import unmet
    from trueline.run.exceptions.opening import is_owned

    place = Location(APPROVERS)
    try:
        known = approvers.load(patient.tree)
    except ConfigError as error:
        yield Advice("mend", _TOPIC, f"nobody may decide on exceptions: {error.message}", error.hint, place)
        return
    gaps = unmet(known)
    for gap in gaps:
        yield Advice("mend", _TOPIC, gap, "give the role to somebody, or ask for fewer", place)
    if not is_owned(patient.tree, known, patient.git):
        message = f"nobody owns {APPROVERS} in a line of its own, so no change of it passes, and no unsigned decision"
        yield Advice("mend", _TOPIC, message, "`/.trueline/ @your-release-managers` in CODEOWNERS", place)
    elif not gaps:
        yield Advice("ok", _TOPIC, f"{len(known.people)} may decide on exceptions, and each quorum can be met")
