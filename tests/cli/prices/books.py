"""Sections of a team's own book, for tests of what a refresh makes of them."""

from __future__ import annotations

import json

from price_lists import instance, offer

from trueline.cost.section import parse

BOOK = ".trueline/prices"
EC2_HERE = ("--section", "aws/ec2", "--region", "us-east-1")
NAT = [
    offer("NatGateway-Hours", "0.0500000000", **{"Product Family": "NAT Gateway"}),
    offer("NatGateway-Bytes", "0.0450000000", **{"Product Family": "NAT Gateway", "Unit": "GB"}),
]
COMPUTE = "6F81-5844-456A"
"""The service of Google's catalog that has its machines."""


def own(top, section):
    return parse((top / BOOK / f"{section}.json").read_bytes(), section)


def write(top, section, prices, **more):
    body = {"section": section, "title": "t", "asof": "2026-01-01", "confidence": "list", "unit": "hour", **more}
    file = top / BOOK / f"{section}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({**body, "prices": prices}))


def hundred(price="0.1"):
    return [instance(f"m5.n{number}", price) for number in range(100)]
