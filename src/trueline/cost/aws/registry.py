"""Which module estimates a type: imported when the first resource of it is met."""

from __future__ import annotations

from typing import Final

MODULES: Final[dict[str, str]] = {
    "aws_ebs_volume": "trueline.cost.aws.compute",
    "aws_instance": "trueline.cost.aws.compute",
    "aws_nat_gateway": "trueline.cost.aws.network",
}
