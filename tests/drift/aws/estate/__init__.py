"""What an account may hold: each makes it, with the code that declares it and the state that Terraform would keep."""

from __future__ import annotations

from tests.drift.aws.estate import access, compute, containers, databases, edge, messages, network, storage

ESTATES = tuple(
    estate
    for part in (access, compute, containers, databases, edge, messages, network, storage)
    for estate in part.ESTATES
)
