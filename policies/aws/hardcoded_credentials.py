"""No credentials in what a machine is started with, also where that is Base64: an expression cannot look inside."""

# the first sentence of a rule says what is wrong

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from trueline import Hit, Resource, Unknown, UnknownValueError, rule
from trueline.values.partial_text import PartialText

if TYPE_CHECKING:
    from collections.abc import Iterator

# Access keys of AWS begin with four letters that say what they are; those of its manuals end in EXAMPLE.
KEY = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b(?<!EXAMPLE)")
PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")


@rule(
    id="credentials-in-user-data",
    severity="critical",
    kinds=["terraform/aws_instance", "terraform/aws_launch_template", "terraform/aws_launch_configuration"],
    title="A machine is started with credentials in its user data",
    fix="Give the machine a role, and read secrets from Secrets Manager when it starts. Revoke what stands here now.",
    aliases=["CKV_AWS_46", "AWS-0029", "AVD-AWS-0029", "AWS-0129", "AVD-AWS-0129", "443488f5", "d7b9d850"],
    references=["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html"],
    tags=["aws", "compute", "secrets"],
)
def credentials_in_user_data(machine: Resource) -> Iterator[Hit]:
    """User data holds an access key or a private key.

    Every process on the machine can read its user data, and so can everyone who may describe the machine.
    """
    for attribute in ("user_data", "user_data_base64"):
        script = machine.get(attribute, "")
        text = _known(script)
        if KEY.search(text) or PRIVATE_KEY.search(text):
            what = "an access key" if KEY.search(text) else "a private key"
            yield Hit(f"the user data of {machine.address} holds {what}", at=attribute)
        elif isinstance(script, Unknown):
            raise UnknownValueError(script)


def _known(script: object) -> str:
    """Return what is known of a script; a hole reads as a letter, so that nothing ends or begins beside it."""
    if isinstance(script, PartialText):
        return "".join(piece if isinstance(piece, str) else "_" for piece in script.pieces)
    return "" if isinstance(script, Unknown) else _decoded(str(script))


def _decoded(text: str) -> str:
    """Return Base64 decoded, and any other text as it is."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text
