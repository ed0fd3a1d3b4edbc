"""Costs for reports: bills of a few resources before and after a change, and the sums that a run makes of them."""

from __future__ import annotations

from trueline.model.cost import Component, Cost, Estimate, Gap, Price
from trueline.model.location import Location, Region
from trueline.values.bounds import NONE, OPEN, Bounds, Spread, always, total

HOURS = 730
UNPRICED = Gap("price", "the price book has no price of aws/ec2 m5.misspelt")
NO_TYPE = Gap("type", "nobody has priced aws_oddity yet")
UNDECLARED = Gap("usage", "how much is used is not declared: `monthly_data_processed_gb`", "monthly_data_processed_gb")
SIZE = Gap("value", "var.size ← not set | @team <b>\n::error::\u202e")


def price(each, unit="hour", *, section="aws/ec2"):
    return Price(((0.0, each),), unit, "USD", section, "2026-07-20", "list")


def machines(each, least, expected=None, most=None, *, name="Linux on demand"):
    """A line for so many machines that run all month."""
    numbers = (least, expected or least, most or expected or least)
    quantity = Spread(*(Bounds(HOURS * number, HOURS * number) for number in numbers))
    return Component(name, "hour", quantity, quantity.through(lambda hours: hours * each), price(each))


def without_price(quantity=1, gap=UNPRICED, *, name="Linux on demand"):
    return Component(name, "", always(HOURS * quantity), OPEN, None, (gap,))


def used(each=0.045):
    """A line for what nobody declared the usage of."""
    at = price(each, "GB", section="aws/nat-gateway")
    return Component("data processed", "GB", OPEN, OPEN, at, (UNDECLARED,), "monthly_data_processed_gb")


def between(low, high, each=0.1):
    """A line for a disk whose size has bounds."""
    quantity = Spread(*[Bounds(low, high)] * 3)
    at = Price(((0.0, each), (100.0, each / 2)), "GB-month", "USD", "aws/ebs", "2026-06-01", "derived")
    return Component("disk, gp2", "GB-month", quantity, quantity.through(at.of), at, (SIZE,))


def bill(address, *components, line=1, gaps=(), unit="infra", environment="", path="infra/main.tf", **members):
    return Estimate(
        address,
        f"terraform/{address.rpartition('.')[0].rpartition('.')[2].partition('[')[0]}",
        unit,
        Location(path, "", Region(line, 1, line + 2, 2)),
        components,
        gaps,
        environment=environment,
        **members,
    )


def summed(scope, address, pairs, *, compares=True, **members):
    """Return a sum as a run makes it of (former, now)."""
    now = [after for _, after in pairs if after is not None]
    was = [before for before, _ in pairs if before is not None]
    states = [one.state for one in now]
    priced, missing = states.count("priced"), states.count("partly") + states.count("unpriced")
    found = Cost(
        scope,
        address,
        (now or was)[0].location if pairs else Location("."),
        base=total(one.amount for one in was) if compares else None,
        head=total(one.amount for one in now),
        increase=total(increase(*pair) for pair in pairs) if compares else None,
        coverage=priced / (priced + missing) if priced + missing else 1.0,
        gaps=tuple((one.address, gap) for one in now for gap in one.every_gap),
        priced=priced,
        unpriced=missing,
        oldest="2026-06-01" if now else "",
    )
    return found._replace(**members)


def increase(before, after):
    """By how much one bill is higher than the other; what stayed the same adds nothing, known or not."""
    if before == after:
        return NONE
    was, now = (NONE if one is None else one.amount for one in (before, after))
    return now.minus(was)


def resource(before, after, *, compares=True):
    one = after or before
    return summed(
        "resource",
        one.address,
        [(before, after)],
        compares=compares,
        kind=one.kind,
        unit=one.unit,
        environment=one.environment,
        estimate=after,
        former=before,
    )


WEB = bill("module.site.aws_instance.web", machines(0.768, 1), line=4, tags={"team": "web"}, module="module.site")
SMALLER = WEB._replace(components=(machines(0.096, 1),))
GROUP = bill("aws_autoscaling_group.web", machines(0.096, 2, 2, 40), line=17)
GATEWAY = bill("aws_nat_gateway.n", machines(0.045, 1, name="NAT gateway"), used(), line=30)
MISSPELT = bill("aws_instance.misspelt", without_price(), line=40)
SPELT = MISSPELT._replace(components=(machines(0.192, 1),))
DISK = bill('aws_ebs_volume.data["##[error]\u202e|`@team`"]', between(10, 200), line=50, path="infra/<disk>.tf")
GONE = bill("aws_instance.old", machines(0.0425, 1))._replace(location=Location("infra/old.tf", "b" * 40))
ODD = bill("aws_oddity.x", gaps=(NO_TYPE,), line=60, unit="legacy/caf\udce9")
TWICE = [bill("aws_instance.api", machines(0.01, 1), line=70, environment=name) for name in ("production", "staging")]

PAIRS = [
    (SMALLER, WEB), (None, GROUP), (GATEWAY, GATEWAY), (SPELT, MISSPELT), (None, DISK), (GONE, None), (ODD, ODD),
    (None, TWICE[0]), (None, TWICE[1]),
]  # fmt: skip
LIMITS = {"limit": {"monthly": 1000.0, "worst_case": 3000.0, "increase": 500.0}, "owner": "platform", "resources": 8}


def costs(*, compares=True):
    """The costs of a run: the total first, then other sums, resources last."""
    pairs = PAIRS if compares else [(None, after) for _, after in PAIRS if after is not None]
    infra = [pair for pair in pairs if (pair[1] or pair[0]).unit == "infra"]
    legacy = [pair for pair in pairs if pair not in infra]
    live = [pair for pair in pairs if (pair[1] or pair[0]).environment == "production"]
    site = [pair for pair in pairs if (pair[1] or pair[0]).module]
    return (
        summed("total", "total", pairs, compares=compares, free=3),
        summed("environment", "production", live, compares=compares),
        summed("team", 'team "web" \\ ##[error]', site, compares=compares),
        summed("stack", "infra", infra, compares=compares, unit="infra", free=2),
        summed("stack", "legacy/caf\udce9", legacy, compares=compares, unit="legacy/caf\udce9", free=1),
        summed("module", "module.site", site, compares=compares, unit="infra"),
        summed("budget", "shop | <b>", infra, compares=compares, details=LIMITS),
        *(resource(*pair, compares=compares) for pair in pairs),
    )


COSTS = costs()
HERE = costs(compares=False)
"""The same without a base."""
BOOK = "d77f6810cddb0bc6"
