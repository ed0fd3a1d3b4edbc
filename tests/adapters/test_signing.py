"""Signatures of decisions: both ways of verifying agree, and no other text, key, purpose or bit holds."""

from __future__ import annotations

import base64
import random
import subprocess
from typing import TYPE_CHECKING

import pytest

from trueline.adapters.signing import in_process, ssh_keygen
from trueline.adapters.signing.blob import BEGIN, END, NAMESPACE, SignatureError, read

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = b'{"decision":"approve"}'
KINDS = {"ed25519": (), "ecdsa": (), "ecdsa-521": ("-b", "521"), "rsa": ("-b", "3072"), "rsa-2048": ("-b", "2048")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("signing")
    for name, more in KINDS.items():
        command = ["ssh-keygen", "-q", "-t", name.partition("-")[0], *more, "-N", "", "-C", "", "-f", str(found / name)]
        subprocess.run(command, check=True)
    return found


def public(folder: Path, name: str) -> str:
    return " ".join((folder / f"{name}.pub").read_text().split()[:2])


def holds(verify, message: bytes, signature: bytes, keys: tuple[str, ...]) -> bool:
    try:
        verify(message, signature, keys)
    except SignatureError:
        return False
    return True


@pytest.mark.parametrize("name", ["ed25519", "ecdsa", "ecdsa-521", "rsa"])
def test_both_agree_on_what_holds(folder: Path, name: str) -> None:
    signature, key = ssh_keygen.sign(MESSAGE, str(folder / name)), public(folder, name)
    other = public(folder, "ed25519" if name != "ed25519" else "ecdsa")

    for verify in (in_process.verify, ssh_keygen.verify):
        assert holds(verify, MESSAGE, signature, (key,))
        assert holds(verify, MESSAGE, signature, (other, key))
        assert not holds(verify, MESSAGE + b" ", signature, (key,))
        assert not holds(verify, MESSAGE, signature, (other,))
        assert not holds(verify, MESSAGE, signature, ())


def test_a_short_rsa_key_does_not_hold(folder: Path) -> None:
    signature = ssh_keygen.sign(MESSAGE, str(folder / "rsa-2048"))

    for verify in (in_process.verify, ssh_keygen.verify):
        assert not holds(verify, MESSAGE, signature, (public(folder, "rsa-2048"),))


def test_a_signature_for_another_purpose_does_not_hold(folder: Path) -> None:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(folder / "ed25519")]
    signature = subprocess.run(command, input=MESSAGE, capture_output=True, check=True).stdout

    for verify in (in_process.verify, ssh_keygen.verify):
        assert not holds(verify, MESSAGE, signature, (public(folder, "ed25519"),))


def test_no_flipped_bit_holds(folder: Path) -> None:
    """Every bit of an ed25519 signature's blob, in process."""
    signature, key = ssh_keygen.sign(MESSAGE, str(folder / "ed25519")), public(folder, "ed25519")
    blob = base64.b64decode("".join(signature.decode().splitlines()[1:-1]))
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8

        assert not holds(in_process.verify, MESSAGE, armored(bytes(changed)), (key,)), bit


@pytest.mark.parametrize("name", ["ed25519", "ecdsa", "rsa"])
def test_both_agree_on_what_was_changed(folder: Path, name: str) -> None:
    """Some hundred changes here; ``python tests/fuzz/signatures.py`` makes as many as one likes."""
    signature, key = ssh_keygen.sign(MESSAGE, str(folder / name)), public(folder, name)
    chance = random.Random(name)
    for _ in range(40):
        changed = mutated(signature, chance)
        ours, theirs = (holds(verify, MESSAGE, changed, (key,)) for verify in (in_process.verify, ssh_keygen.verify))

        assert ours == theirs, changed


def mutated(signature: bytes, chance: random.Random) -> bytes:
    """Return an armored signature whose blob is changed somewhere."""
    blob = bytearray(base64.b64decode("".join(signature.decode().splitlines()[1:-1])))
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        place = chance.randrange(len(blob))
        way = chance.randrange(4)
        if way == 0:
            blob[place] ^= 1 << chance.randrange(8)
        elif way == 1:
            blob[place] = chance.randrange(256)
        elif way == 2:
            del blob[place]
        else:
            blob.insert(place, chance.randrange(256))
    return armored(bytes(blob))


def armored(blob: bytes) -> bytes:
    body = base64.b64encode(blob).decode()
    lines = [body[at : at + 70] for at in range(0, len(body), 70)]
    return "\n".join([BEGIN, *lines, END, ""]).encode()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace(BEGIN, BEGIN.lower()), id="armor"),
        pytest.param(lambda text: text.replace(END + "\n", ""), id="no end"),
        pytest.param(lambda text: text + text, id="two"),
        pytest.param(lambda text: "x" + text, id="something before"),
        pytest.param(lambda text: text.replace("\n" + END, "\nAAAA\n" + END), id="something behind"),
        pytest.param(lambda text: text.replace("U1NI", "U1N\u0406"), id="no ASCII"),
    ],
)
def test_an_armor_has_one_spelling(folder: Path, change) -> None:
    signature = ssh_keygen.sign(MESSAGE, str(folder / "ed25519")).decode()

    with pytest.raises(SignatureError):
        read(change(signature).encode())
    assert read(signature.encode()).namespace == NAMESPACE
