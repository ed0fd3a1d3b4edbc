"""VPC: what is on the way of traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component


def nat_gateway(it: Subject) -> Iterator[Component]:
    """Yield the gateway by the hour, and what goes through it."""
    yield it.hourly("NAT gateway", "aws/nat-gateway", "hour")
    yield it.used("data processed", "aws/nat-gateway", "gigabyte", "monthly_data_processed_gb")


ESTIMATORS: Mapping[str, Estimator] = {"aws_nat_gateway": nat_gateway}
