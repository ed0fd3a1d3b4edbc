"""The words that name an environment inside of names: ``web-staging``, ``stg``, ``acmeProd``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.drift_settings import Alike

SYNONYMS: Final = (
    "production prod prd live",
    "staging stage stag stg stge stagging",
    "development dev develop devel",
    "test tst testing",
    "qa quality",
    "uat acceptance acc accept",
    "integration int integ",
    "preproduction preprod preprd ppd pprd preview",
    "nonproduction nonprod nprd np",
    "sandbox sbx sandpit",
    "demo",
    "training",
    "canary",
    "performance perf load",
)
_GROUPS: Final = tuple(tuple(words.split()) for words in SYNONYMS)
_COMMON: Final = (
    "app apps base chart charts cluster clusters conf config configs deploy env envs environment environments helm",
    "hcl infra infrastructure json k8s kubernetes kustomize live manifests overlay overlays properties root roots",
    "snapshot snapshots stack stacks state terraform tf tfstate tfvars toml values variables vars yaml yml",
)
_NO_WORDS: Final = frozenset(word for line in _COMMON for word in line.split())
"""Parts of paths that name no environment, whichever side has them."""
_TOKEN: Final = re.compile(r"[A-Za-z]+|\d+")
_PARTS: Final = ("non", "pre")
_HOLE: Final = "\0"
_BETWEEN: Final = re.compile(rf" ?[(\[]{_HOLE}[)\]]|[-_. :/]{_HOLE}(?!\d)|{_HOLE}[-_. :/]|{_HOLE}")


class Neutral:
    """Takes the words of one environment out of texts."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(
            sorted({word.lower() for word in words if len(word) > 1}, key=lambda word: (-len(word), word))
        )
        spelled = [r"[-_ ]?".join(map(re.escape, _parts(word))) for word in self.words]
        humps = [re.escape(word.capitalize()) for word in self.words]
        # a number may follow, and stays: `prod1` and `stg1` are the first of their kind
        plain = rf"(?i:(?<![a-z0-9])(?:{'|'.join(spelled)})(?![a-z]))"
        hump = rf"(?<=[a-z0-9])(?:{'|'.join(humps)})(?![a-z])"
        self._pattern = re.compile(f"{plain}|{hump}" if self.words else r"(?!)")
        glued = "|".join(re.escape(word) for word in self.words if len(word) > 2)
        self._glued = re.compile(
            rf"(?i)(?<=[a-z]{{2}})(?:{glued})(?![a-z])|(?<![a-z])(?:{glued})(?=[a-z]{{2}})" if glued else r"(?!)"
        )
        self._known: dict[str, str] = {}

    def text(self, text: str) -> str:
        """Return a text without the words of the environment, and without what set them apart."""
        if len(text) > 200:
            return self._neutral(text)
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._neutral(text)
        return found

    def _neutral(self, text: str) -> str:
        marked = self._pattern.sub(_HOLE, text)
        return _BETWEEN.sub("", marked) if marked is not text and _HOLE in marked else text

    def is_code(self, text: str) -> bool:
        """Tell whether a text is a word of the environment, or the one or two letters that some of these begin with."""
        small = text.lower()
        return small in self.words or (0 < len(small) < 3 and any(word.startswith(small) for word in self.words))

    def name(self, text: str) -> str:
        """Return a name without these words, in lower case."""
        return self.text(text).lower()

    def glued(self, text: str) -> str:
        """Return the same without those that nothing sets apart either: ``acmeprod``; it may take too much."""
        return self._glued.sub("", self.text(text)).lower()


def neutrals(alike: Alike) -> tuple[Neutral, Neutral]:
    """Return what takes the words of the left and of the right environment out of texts."""
    left = _own(alike.left[0]) | set(alike.words[0])
    right = _own(alike.right[0]) | set(alike.words[1])
    here, there = _tokens(alike.left[1]), _tokens(alike.right[1])
    left |= here - there
    right |= there - here
    both = left & right
    return Neutral(left - both), Neutral(right - both)


@lru_cache(maxsize=64)
def _own(name: str) -> frozenset[str]:
    """Return the name of an environment with its parts and the usual other spellings of each."""
    found = {name, re.sub(r"[-_ .]", "", name), *_TOKEN.findall(name)} - {""}
    for word in {one.lower() for one in found}:
        found.update(*(group for group in _GROUPS if word in group))
    prefixed = any(name.lower().startswith(part) for part in _PARTS)
    bare = {"production", "prod", "prd", "live", "non", "pre"}
    return frozenset(word.lower() for word in found if not word.isdigit() and not (prefixed and word.lower() in bare))


def _tokens(path: str) -> set[str]:
    words = {word.lower() for part in path.split("/") for word in _TOKEN.findall(part)}
    return {word for word in words if len(word) > 1 and word.isalpha() and word not in _NO_WORDS}


def _parts(word: str) -> list[str]:
    """Return the parts between which a name may have a hyphen: ``non-prod``, ``nonprod``."""
    for part in _PARTS:
        if word.startswith(part) and len(word) > len(part) + 2:
            return [part, word[len(part) :].lstrip("-_ ")]
    return re.split(r"[-_ .]", word)
