"""The errors a user can mend: each says what is wrong, where, and what to do next."""

from __future__ import annotations


class TruelineError(Exception):
    """Something the user can mend; caught once, in ``cli``.

    ``message`` says what is wrong, ``place`` where (``path`` or ``path:line:column``), ``hint`` what to do next.
    """

    exit_code = 2

    def __init__(self, message: str, *, place: str = "", hint: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.place = place
        self.hint = hint


class UsageError(TruelineError):
    """The arguments of the command line are off."""


class ConfigError(TruelineError):
    """A settings file under ``.trueline/`` is not valid."""


class PolicyError(TruelineError):
    """A policy file is not valid."""


class RepoError(TruelineError):
    """The repository cannot give what was asked: no such revision, no Git, a path that does not exist."""

    exit_code = 3


class ReadError(TruelineError):
    """One path cannot be read: missing, no regular file, too large, outside the tree."""

    exit_code = 3


class WriteError(TruelineError):
    """A file below a repository cannot be written, or must not be: a link stands in its way."""

    exit_code = 3


class PointerError(ReadError):
    """One path has a pointer to Git LFS in the place of its content."""


class ForgeError(TruelineError):
    """The forge did not answer, or not as it should."""

    exit_code = 3


class PricesError(TruelineError):
    """A cloud's price list did not answer, or says what cannot be taken over."""

    exit_code = 3
