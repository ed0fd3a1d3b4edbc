"""Changed signatures, verified both ways: ``python tests/fuzz/signatures.py [NUMBER]`` says where the two disagree."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.adapters.test_signing import KINDS, MESSAGE, holds, mutated, public

from trueline.adapters.signing import in_process, ssh_keygen


def main(number: int) -> int:
    """Verify ``number`` changed signatures, and return how many were judged differently."""
    folder, chance, wrong, held = Path(tempfile.mkdtemp()), random.Random(1), 0, 0
    names = [name for name in KINDS if name != "rsa-2048"]
    signed = {}
    for name in names:
        command = ["ssh-keygen", "-q", "-t", name.partition("-")[0], *KINDS[name], "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
        signed[name] = ssh_keygen.sign(MESSAGE, str(folder / name))
    for _ in range(number):
        name = chance.choice(names)
        changed, keys = mutated(signed[name], chance), (public(folder, name),)
        ours, theirs = (holds(verify, MESSAGE, changed, keys) for verify in (in_process.verify, ssh_keygen.verify))
        wrong += ours != theirs
        held += ours
        if ours != theirs:
            print(name, ours, theirs, changed)
    print(f"{number:,} changed signatures: {wrong} judged differently, {held} held (unchanged by chance)")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
