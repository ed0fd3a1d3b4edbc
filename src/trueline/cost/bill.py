"""What estimates of every dialect are made of: the lines of a bill, what may be shown of tags, and a digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from trueline.cost.subject import LARGEST
from trueline.model.cost import Gap
from trueline.values.canonical import spell
from trueline.values.unknown import UnknownValueError, is_sensitive, leaves

if TYPE_CHECKING:
    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Estimate
    from trueline.model.resource import Resource


def billed(record: Estimate, estimator: Estimator, subject: Subject) -> Estimate:
    """Return an estimate with its lines; where the estimator crashes that is an error of this resource alone."""
    try:
        lines = list(estimator(subject))
    except UnknownValueError as error:
        return record._replace(gaps=(Gap("value", str(error)),))
    except Exception as error:  # noqa: BLE001  # one crash leaves the others alone, and is counted
        return record._replace(gaps=(Gap("error", f"{type(error).__name__}: {error}"),))
    return record._replace(components=tuple(lines), is_free=not lines)


def may_be_shown(value: object) -> bool:
    """Tell whether the value of a tag is a plain one: no secret, and no number with thousands of digits."""
    if isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        return False
    return isinstance(value, str | int | float) and not is_sensitive(value)


def digest_of(resource: Resource) -> str:
    """Return what is the same where a resource is declared the same, whatever is not known of it."""
    secrets = [str(leaf) for leaf in leaves(resource.value) if is_sensitive(leaf)]  # spelled they would be all the same
    text = "\0".join((spell(resource.value), *secrets))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
