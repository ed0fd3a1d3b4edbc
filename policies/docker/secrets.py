"""No secrets in Dockerfiles and Compose files; what comes from elsewhere is not theirs, so that it is no unknown."""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from trueline import Hit, Resource, rule
from trueline.values.secret_name import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Access keys of AWS begin with four letters that say what they are; those of its manuals end in EXAMPLE.
CREDENTIALS = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b(?<!EXAMPLE)|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
# Nothing, a switch, a reference that something fills in, or where the secret is kept
NO_SECRET = re.compile(r"|[$<{/].*|arn:.*|.*://.*|true|false|yes|no|none|null", re.IGNORECASE | re.DOTALL)


@rule(
    id="secret-in-image",
    severity="high",
    kinds=["docker/stage"],
    title="A secret stands in a Dockerfile",
    fix=(
        "Give a secret that the build needs with `RUN --mount=type=secret`, and one that the program needs when it is "
        "started. Change the value, it is no secret any more."
    ),
    aliases=["DS-0031", "AVD-DS-0031", "SecretsUsedInArgOrEnv"],
    references=["https://docs.docker.com/build/building/secrets/"],
    tags=["docker", "secrets"],
)
def secret_in_image(stage: Resource) -> Iterator[Hit]:
    """ENV or ARG gives a secret its value.

    It is kept in the image and its history, where everyone who may pull the image can read it; and everyone who reads
    the repository has it already.
    """
    for kind in ("env", "args"):
        for number, variable in enumerate(members(stage, kind)):
            if is_written(str(variable["name"]), variable.get("value")):
                message = f"everyone who may pull the image can read the value of {variable['name']}"
                yield Hit(message, at=f"{kind}[{number}].value")


@rule(
    id="secret-as-build-argument",
    severity="medium",
    kinds=["docker/stage"],
    title="A build asks for a secret as an argument",
    fix="Give it with `RUN --mount=type=secret,id=…`, which leaves nothing behind.",
    aliases=["DS-0031", "AVD-DS-0031", "SecretsUsedInArgOrEnv"],
    references=["https://docs.docker.com/build/building/secrets/"],
    tags=["docker", "secrets"],
)
def secret_as_build_argument(stage: Resource) -> Iterator[Hit]:
    """A build argument is meant to hold a secret.

    Its value is written into the history of the image by every RUN that sees it, and `docker history` shows it.
    """
    for number, variable in enumerate(members(stage, "args")):
        if "value" not in variable and is_secret_name(str(variable["name"])):
            message = f"the value of {variable['name']} is written into the history of the image"
            yield Hit(message, at=f"args[{number}]")


@rule(
    id="service-secret-in-environment",
    severity="high",
    kinds=["compose/service"],
    title="A secret stands in a Compose file",
    fix=(
        "Keep the value out of the repository, in a file that `secrets` names or a variable of whoever runs Compose. "
        "Change it, it is no secret any more."
    ),
    references=["https://docs.docker.com/compose/how-tos/use-secrets/"],
    tags=["docker", "compose", "secrets"],
)
def service_secret_in_environment(service: Resource) -> Iterator[Hit]:
    """The environment of a service, or an argument of its build, gives a secret its value.

    Everyone who reads the repository can read it, and so can everyone who may inspect the container.
    """
    for place in ("environment", "build.args"):
        variables = service.get(place, {})
        for name, value in variables.items() if isinstance(variables, dict) else ():
            if is_written(name, value):
                message = f"the value of {name} in service {service.name} can be read by everyone who reads this file"
                yield Hit(message, at=f"{place}[{json.dumps(name)}]")


def members(stage: Resource, kind: str) -> list[Mapping[str, object]]:
    """Return the variables that a stage declares with ENV (``env``) or ARG (``args``)."""
    found = stage.get(kind, [])
    return found if isinstance(found, list) else []


def is_written(name: str, value: object) -> bool:
    """Tell whether a secret is written out: what is unknown, or partly so, comes from elsewhere."""
    if not isinstance(value, str):
        return False
    return CREDENTIALS.search(value) is not None or (is_secret_name(name) and not NO_SECRET.fullmatch(value))
