"""Fuzz the differs for as long as you like: ``python tests/fuzz/contracts.py [SECONDS [SEED]]`` (60 and 1 without).

Mutates the examples of all formats and compares revisions. Nothing may be raised or take longer than ``LIMIT``, a
contract does not differ from itself, and every place lies inside a file of its side. Says how many pairs it made,
and shows those that break this; the same seed makes the same pairs.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from pathlib import Path

from contract_seeds import SEEDS

from trueline.contracts.registry import FORMATS, load
from trueline.errors import ReadError
from trueline.model.document import Source

EXAMPLES = Path(__file__).parents[2] / "policies/contracts/tests"
LIMIT = 5.0
MOST_SHOWN = 10
WORDS = (
    b"$ref", b'"#/components/schemas/A"', b"allOf", b"oneOf", b"[", b"]", b"{", b"}", b"null", b"~", b"true", b"-1",
    b"1e400", b"99999999999999999999", b"type", b"string", b"object", b"enum", b"required", b"default", b"&a", b"*a",
    b"<<: *a", b"!!binary", b"---", b"'", b'"', b"\\u0000", b"\xff\xfe", b"\xf0\x9f\x98\x80", b"\xc2\x85", b"\t", b"\r",
    b"message M {", b"oneof o {", b"reserved 1 to max;", b"extend M {", b"map<string, M> m = 1;",
    b"import \"a.proto\";",
    b"type Query", b"extend type", b"interface I implements I", b"union U = U", b"input A { a: A! }",
    b"@deprecated",
    b"ALTER TABLE", b"DROP", b"CREATE", b"$$", b"/*", b"--", b";", b"COMMIT", b"RENAME TO", b"(", b")",
    b"variable \"a\" {", b"<<EOF", b"${", b"optional(", b"for_each", b"record", b"fixed", b"aliases", b"namespace",
)  # fmt: skip


class Files:
    """Files of one revision that are in memory."""

    def __init__(self, files: dict[str, bytes], revision: str) -> None:
        self.files = files
        self.revision = revision

    def read(self, path: str) -> Source:
        if path not in self.files:
            raise ReadError("no such file", place=path)
        data = self.files[path]
        return Source(path, data, self.revision, f"{hash(data):x}")

    def exists(self, path: str) -> bool:
        return path in self.files

    def list(self, folder: str) -> list[str]:
        start = folder.rstrip("/") + "/" if folder else ""
        inside = [path[len(start) :] for path in self.files if path.startswith(start)]
        return sorted({name.partition("/")[0] + ("/" if "/" in name else "") for name in inside})


def seeds() -> list[dict[str, bytes]]:
    found = []
    for side in sorted([*EXAMPLES.rglob("base"), *EXAMPLES.rglob("head")]):
        files = {path.relative_to(side).as_posix(): path.read_bytes() for path in side.rglob("*") if path.is_file()}
        if files and "node_modules" not in side.parts:
            found.append(files)
    return [*found, *SEEDS, *SEEDS, *SEEDS]


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    what = chance.randrange(10)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, lines[chance.randrange(len(lines))])
    elif what == 2:
        lines[at : at + 1] = [lines[at]] * chance.choice((2, 3, 50))
    elif what == 3:
        other_lines = other.split(b"\n")
        start = chance.randrange(len(other_lines))
        lines[at:at] = other_lines[start : start + chance.randrange(1, 6)]
    elif what == 4:
        lines[at] = b" " * chance.choice((1, 2, 4)) + lines[at]
    elif what == 5:
        column = chance.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:column] + chance.choice(WORDS) + lines[at][column:]
    elif what == 6:
        words = lines[at].split(b" ")
        words[chance.randrange(len(words))] = chance.choice(WORDS)
        lines[at] = b" ".join(words)
    elif what == 7:
        words = data.split()
        if words:
            return data.replace(chance.choice(words), chance.choice([*words, *WORDS]), 1)
    elif what == 8:
        lines[at:] = [lines[at][: chance.randrange(len(lines[at]) + 1)]]
    else:
        first, second = sorted((at, chance.randrange(len(lines))))
        lines[first:second] = [b"  " + line for line in lines[first:second]]
    return b"\n".join(lines)


def changed(files: dict[str, bytes], every: list[bytes], chance: random.Random) -> dict[str, bytes]:
    new = dict(files)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        path = chance.choice(sorted(new))
        new[path] = mutated(new[path], chance.choice(every), chance)
    if chance.random() < 0.02 and len(new) > 1:
        del new[chance.choice(sorted(new))]
    return new


def check(base: dict[str, bytes], head: dict[str, bytes]) -> None:
    before, after = Files(base, "base"), Files(head, "")
    for name, entry in FORMATS.items():
        old, new = (
            load(name).plan(sorted(path for path in side.files if path.endswith(entry.suffixes)), side)
            for side in (before, after)
        )
        there = {unit.root: unit for unit in old}
        here = {unit.root: unit for unit in new}
        for root in sorted({*there, *here}):
            compare = load(name).compare
            compared = compare(there.get(root), before, here.get(root), after)
            for change in compared.changes:
                assert change.location or change.base_location, f"{change.kind}: no place"
                for location in (change.location, change.base_location):
                    if location is not None:
                        lies_inside(location, base if location.revision == "base" else head, change.kind)
            for notification in compared.notifications:
                if notification.location is not None:
                    side = base if notification.location.revision == "base" else {**base, **head}
                    lies_inside(notification.location, side, notification.message)
            if root in here:
                same = compare(here[root], Files(head, "base"), here[root], after)
                kinds = [change.kind for change in same.changes]
                assert not kinds, f"differs from itself: {kinds}"


def lies_inside(location, files: dict[str, bytes], what: str) -> None:
    assert location.path in files, f"{what}: there is no {location.path!r} in {location.revision!r}"
    region = location.region
    if region is None:
        return
    data = files[location.path]
    most = 2 + data.count(b"\n") + data.count(b"\r") + data.count(b"\xc2\x85")
    assert 1 <= region.start_line <= region.end_line <= most, f"{what}: {region} of {most} lines"
    assert (region.start_line, region.start_column) <= (region.end_line, region.end_column), f"{what}: {region}"


def main(seconds: float, seed: int) -> int:
    examples = seeds()
    every = [data for files in examples for data in files.values()]
    end = time.monotonic() + seconds
    number = 0
    slowest = 0.0
    wrong: dict[tuple[str, str], int] = {}
    while time.monotonic() < end:
        number += 1
        chance = random.Random(f"{seed}/{number}")
        base = chance.choice(examples)
        if chance.random() < 0.5:
            base = changed(base, every, chance)
        head = changed(base, every, chance)
        if len(base) > 1 and chance.random() < 0.1:
            base = {path: base[path] for path in sorted(base)[:-1]}
        start = time.process_time()
        try:
            check(base, head)
            spent = time.process_time() - start
            slowest = max(slowest, spent)
            assert spent < LIMIT, f"took {spent:.1f} s"
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
            told = f"{type(error).__name__}: {error}"
            if told.partition(":")[::2] not in wrong:
                wrong[told.partition(":")[::2]] = number
                print(f"pair {number} of seed {seed}: {told}", "".join(traceback.format_tb(error.__traceback__)[-3:]))
                for path in sorted({*base, *head}):
                    print(f"--- {path}", base.get(path), head.get(path), sep="\n")
            if len(wrong) >= MOST_SHOWN:
                break
    print(f"{number} pairs of {len(examples)} examples; {len(wrong)} wrong; the slowest took {slowest:.2f} s of CPU")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
