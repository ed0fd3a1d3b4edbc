"""No credentials in the code, also where they are Base64: an expression cannot look inside, nor tell what is secret."""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING

from trueline import Hit, Resource, Unknown, UnknownValueError, rule
from trueline.values.partial_text import PartialText
from trueline.values.unknown import is_sensitive

if TYPE_CHECKING:
    from collections.abc import Iterator

# Access keys of AWS begin with four letters that say what they are; those of its manuals end in EXAMPLE.
KEY = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b(?<!EXAMPLE)")
PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
SECRET_NAME = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|API_?KEY|PRIVATE_KEY|AUTH_TOKEN|"
    r"ACCESS_TOKEN|CREDENTIALS)$",
    re.IGNORECASE,
)
# Nothing, a switch, a reference that something fills in, or where the secret is kept
NO_SECRET = re.compile(r"|[$<{/].*|arn:.*|.*://.*|true|false|yes|no|none|null", re.IGNORECASE | re.DOTALL)


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
        what = _credentials(text)
        if what:
            yield Hit(f"the user data of {machine.address} holds {what}", at=attribute)
        elif isinstance(script, Unknown):
            raise UnknownValueError(script)


def _known(script: object) -> str:
    """Return what is known of a script; a hole reads as a letter, so that nothing ends or begins beside it."""
    if isinstance(script, PartialText):
        return "".join(piece if isinstance(piece, str) else "_" for piece in script.pieces)
    return "" if isinstance(script, Unknown) else _decoded(str(script))


def _credentials(text: str) -> str:
    """Return what sort of credentials a text holds, or nothing."""
    if KEY.search(text):
        return "an access key"
    return "a private key" if PRIVATE_KEY.search(text) else ""


def _decoded(text: str) -> str:
    """Return Base64 decoded, and any other text as it is."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text


@rule(
    id="credentials-in-function-environment",
    severity="high",
    kinds=[
        "terraform/aws_lambda_function", "cloudformation/AWS::Lambda::Function",
        "cloudformation/AWS::Serverless::Function",
    ],
    title="A function is given a secret in its environment",
    fix=(
        "Keep the value in Secrets Manager or Parameter Store, give the function its name, and let its role read it. "
        "Change the value: it is no secret any more."
    ),
    aliases=["CKV_AWS_45"],
    references=["https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"],
    tags=["aws", "compute", "secrets"],
)  # fmt: skip
def credentials_in_function_environment(function: Resource) -> Iterator[Hit]:
    """The environment of a function holds a secret that stands in the code.

    Everyone who reads the repository has it, and so has everyone who may look at the function in the console.
    """
    holder = "Environment.Variables" if function.kind.startswith("cloudformation/") else "environment[0].variables"
    variables = function.get(holder, {})
    if isinstance(variables, Unknown):
        raise UnknownValueError(variables)
    for name, value in variables.items() if isinstance(variables, dict) else ():
        # What is unknown or sensitive was not written here.
        if not isinstance(value, str) or is_sensitive(value):
            continue
        what = _credentials(value)
        if what or (SECRET_NAME.search(name) and not NO_SECRET.fullmatch(value)):
            place = f"{holder}[{json.dumps(name)}]"
            said = f"holds {what} in {name}" if what else f"holds the value of {name}, which the code shows to everyone"
            yield Hit(f"the environment of {function.address} {said}", at=place)


@rule(
    id="database-password-in-code",
    severity="high",
    kinds=[
        "terraform/aws_db_instance", "terraform/aws_rds_cluster", "terraform/aws_redshift_cluster",
        "cloudformation/AWS::RDS::DBInstance", "cloudformation/AWS::RDS::DBCluster",
        "cloudformation/AWS::Redshift::Cluster",
    ],
    title="The password of a database stands in the code",
    fix=(
        "Write `manage_master_user_password = true` (Redshift, `manage_master_password`; CloudFormation, "
        "`ManageMasterUserPassword: true`): AWS makes and keeps the "
        "password. Change the one that stands here now."
    ),
    references=["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"],
    tags=["aws", "database", "secrets"],
)  # fmt: skip
def database_password_in_code(database: Resource) -> Iterator[Hit]:
    """The main password of a database is written in the code, or is the default of a variable there.

    Everyone who reads the repository, now or in its history, can log in as the owner of all data.
    """
    for attribute in ("password", "master_password", "MasterUserPassword"):
        value = database.get(attribute)
        # What is unknown comes from elsewhere; what is sensitive may come from a plan, which knows such values as well.
        if isinstance(value, str) and value and not is_sensitive(value):
            yield Hit(f"everyone who reads this code can log in to {database.address}", at=attribute)
