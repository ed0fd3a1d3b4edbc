"""What one consumer uses of one contract: subjects, as changes have them."""

from __future__ import annotations

from typing import NamedTuple


class Use(NamedTuple):
    """Subjects that are used, each with all that is in it and all that it is in; ``is_all`` is everything.

    ``is_exact`` says that they were found by a program that looked at every reference: nothing else is used.
    """

    subjects: frozenset[str] = frozenset()
    is_all: bool = False
    is_exact: bool = False

    def joined(self, other: Use) -> Use:
        """Return what is used by either."""
        is_exact = self.is_exact and other.is_exact
        return Use(self.subjects | other.subjects, self.is_all or other.is_all, is_exact)

    def touches(self, subject: str) -> bool:
        """Tell whether something that is used is ``subject``, in it, or around it."""
        return any(related(subject, one) for one in self.subjects)

    def names(self, subject: str) -> bool:
        """Tell whether ``subject`` is used, or something in it, or a field around it; a type stands for no field."""
        return any(is_within(one, subject) or ("." in one and is_within(subject, one)) for one in self.subjects)

    def holds(self, subject: str) -> bool:
        """Tell whether ``subject`` itself, or something in it, is used."""
        return any(is_within(one, subject) for one in self.subjects)


def related(one: str, other: str) -> bool:
    """Tell whether two subjects are the same, or one lies in the other."""
    return is_within(one, other) or is_within(other, one)


def is_within(inner: str, outer: str) -> bool:
    """Tell whether a subject is another one, or in it: ``a.b`` is in ``a``, ``ab`` is not."""
    if not inner.startswith(outer):
        return False
    rest = inner[len(outer) :]
    return (
        not rest
        or not outer
        or not (rest[0].isalnum() or rest[0] in "_-")
        or not (outer[-1:].isalnum() or outer[-1:] in "_-")
    )
