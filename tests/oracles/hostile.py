"""Reports made of hostile text, for hypothesis: wherever data can stand, there is something that a reader may obey."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from trueline.model.change import Change
from trueline.model.cost import Component, Cost, Estimate, Gap, Price
from trueline.model.difference import Comparison, Difference, ValueDifference
from trueline.model.evidence import Evidence, Sighting
from trueline.model.level import ENFORCEMENTS, SEVERITIES
from trueline.model.location import Location, Region
from trueline.model.report import (
    ContractRate,
    DecisionRecord,
    ExceptionMetrics,
    ExceptionRecord,
    Finding,
    Input,
    Notification,
    OpenExceptions,
    PolicyExceptions,
    Report,
    Suppression,
    Tally,
    Trust,
    UnknownAnswer,
)
from trueline.values.bounds import Bounds, Spread

TOKENS = [
    "::", "##[", "##vso[", "##VSO[", "##", "#", "[", "]", "](", "]]>", "%0A", "%25", "%AZP25", "\n", "\r", "\r\n",
    "\t", " ", "\u00a0", "\u2028", "\u0085", "\u200b", "\u00ad", "\ufe0f", "\x1b[31m", "\x00", "\ufffe", "\udce9",
    "\U000cffff",
    "\u202e", "`", "``", "|", "\\", "\\|", "<", ">", "&", "&#64;", "*", "_", "~~", "=", ",", ";", ":", "---", "-->",
    "<!--", "</details>", "</code>", "@octocat", "@org/team", "#12", "GH-12", "org/repo#1", "deadbeef",
    "0123456789abcdef", "https://evil.example/x", "www.evil.example", "a@evil.example", "javascript:alert(1)",
    "![x](https://evil.example)", "[x](https://evil.example)", "<img src=x onerror=alert(1)>", "<script>", "- [ ] ",
    "# ", "1. ", "> ", ":tada:",
]  # fmt: skip
COMMANDS = ["error", "add-mask", "stop-commands", "task.complete result=Failed;", "warning file=a", "set-env name=A"]
ENDS = (0x80, 0x80, 0x80, 0x600, 0xD800, 0x110000)  # of what characters are taken from: most are near the beginning
lone = st.lists(st.one_of(st.sampled_from(TOKENS + COMMANDS), st.text(max_size=4)), max_size=8).map("".join)


def _made(seed: int) -> str:
    """Return a text like ``lone`` that is drawn as one number: a report has hundreds, and nobody shrinks it."""
    rng = Random(seed)
    parts = (rng.choice(TOKENS + COMMANDS) if rng.random() < 0.5 else _characters(rng) for _ in range(seed % 9))
    return "".join(parts)


def _characters(rng: Random) -> str:
    found = [rng.randrange(rng.choice(ENDS)) for _ in range(rng.randrange(5))]
    return "".join(chr(one) for one in found if not 0xD800 <= one < 0xE000)


text = st.integers(0, 2**24 - 1).map(_made)
addresses = st.one_of(text, st.just("https://docs.example.com/rule?a=b&c=d#e"))
paths = st.one_of(text, st.sampled_from(["main.tf", "a b/ü.yaml", "c:\\x"]))
regions = st.one_of(
    st.none(),
    st.builds(
        lambda line, column, lines, columns: Region(line, column, line + lines, column + columns),
        st.integers(1, 9), st.integers(1, 30), st.integers(0, 2), st.integers(0, 9),
    ),
)  # fmt: skip
locations = st.builds(Location, paths, st.sampled_from(["", "", "b" * 40]), regions, text)
suppressions = st.builds(
    Suppression, st.sampled_from(["exception", "baseline", "inline"]), text, text, st.sampled_from(["", "2026-12-05"])
)
findings = st.builds(
    Finding,
    rule_id=text,
    severity=st.sampled_from(SEVERITIES),
    enforcement=st.sampled_from(ENFORCEMENTS),
    subject=text,
    message=text,
    location=locations,
    related=st.lists(locations, max_size=2).map(tuple),
    fingerprint=text,
    status=st.sampled_from(["new", "unchanged"]),
    fix=text,
    references=st.lists(addresses, max_size=2).map(tuple),
    environment=text,
    kind=text,
    blocks=st.booleans(),
    refusals=st.lists(text, max_size=1).map(tuple),
)
let_go = st.builds(
    lambda finding, mark: finding._replace(suppression=mark, blocks=False, status="unchanged" if mark else "fixed"),
    findings, st.one_of(st.none(), suppressions),
)  # fmt: skip
unknowns = st.builds(
    UnknownAnswer, text, st.sampled_from(SEVERITIES), text, locations, st.lists(text, max_size=2).map(tuple),
    st.booleans(),
)  # fmt: skip
notes = st.builds(
    Notification, st.sampled_from(["note", "warning", "error"]), text, text, st.one_of(st.none(), locations), text
)
tallies = st.builds(
    Tally, text, text, text, st.sampled_from(SEVERITIES), st.sampled_from(ENFORCEMENTS), text,
    st.lists(text, max_size=1).map(tuple), st.lists(text, max_size=1).map(tuple),
    st.lists(addresses, max_size=1).map(tuple),
    text, st.integers(0, 3), st.integers(0, 3), owner=text,
)  # fmt: skip
inputs = st.builds(
    Input, paths, text, st.sampled_from(["read", "partly-read", "unreadable", "not-rendered", "not-judged"]), text
)
changes = st.builds(
    Change,
    st.one_of(text, st.sampled_from(["openapi/operation-removed", "graphql/deprecation-added", "sql/table-dropped"])),
    st.one_of(text, st.builds("GET /{} {}".format, text, text)),
    text,
    st.sampled_from(["breaking", "dangerous", "compatible"]),
    st.lists(st.sampled_from(["clients", "data"]), max_size=2).map(tuple),
    st.one_of(st.none(), locations),
    st.one_of(st.none(), locations),
    details=st.fixed_dictionaries({}, optional={"deprecated": st.just(True), "sunset": text, "reason": text}),
    contract=text,
)
contract_rates = st.builds(
    lambda path, form, counts, passed: ContractRate(
        path, form, sum(counts), *counts, checks_passed=passed, checks=passed + 1
    ),
    paths, st.one_of(text, st.just("openapi")), st.tuples(*[st.integers(0, 3)] * 3), st.integers(0, 3),
)  # fmt: skip
open_exceptions = st.builds(
    OpenExceptions, text, text, st.sampled_from(SEVERITIES), st.sampled_from(["pending", "approved"]), st.integers(1, 3)
)
metrics = st.builds(
    ExceptionMetrics,
    open=st.lists(open_exceptions, max_size=2).map(tuple),
    pending_age=st.one_of(st.none(), st.floats(min_value=0)),
    top_policies=st.lists(st.builds(PolicyExceptions, text, st.integers(1, 3), st.just(1)), max_size=1).map(tuple),
)
values = st.builds(ValueDifference, st.lists(text, max_size=2).map(tuple), st.one_of(st.none(), text), text)
differences = st.builds(
    Difference, st.sampled_from(["added", "removed", "changed", "moved"]), text, text, locations, text, text,
    values=st.lists(values, max_size=2).map(tuple),
)  # fmt: skip
instants = st.one_of(text, st.sampled_from(["2026-11-01T00:00:00Z", "2026-11-30T23:59:59Z", "2027-01-01T00:00:00"]))


def several(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


exceptions = st.builds(
    ExceptionRecord,
    id=st.one_of(text, st.sampled_from(["EX-2026-abc234"])),
    state=st.sampled_from(
        ["pending", "approved", "not-yet", "denied", "revoked", "expired", "refused", "unverifiable"]
    ),
    rule_id=text,
    severity=st.sampled_from(SEVERITIES),
    category=text,
    reason=text,
    requested_by=text,
    requested_at=instants,
    expires=instants,
    location=locations,
    approved_by=several(text),
    covered=several(text),
    about=st.integers(0, 2),
    checks=several(st.tuples(text, st.booleans(), text)),
    break_glass=st.booleans(),
    ticket=text,
    mitigation=text,
    renews=text,
    scope=st.fixed_dictionaries(
        {"rule": text},
        optional={
            "findings": st.lists(st.fixed_dictionaries({"fingerprint": text, "subject": text}), max_size=2),
            "resources": st.lists(text, max_size=2),
            "releases": st.lists(text, max_size=2),
        },
    ),
    decisions=several(
        st.builds(DecisionRecord, text, st.sampled_from(["approve", "deny", "revoke", "review"]), text, instants)
    ),
    review_due=instants,
    altered=several(locations),
    unproven=several(locations),
    overlooking=several(locations),
    policy=text,
    owner=text,
    needs=text,
    deciders=several(text),
    evidence=st.one_of(
        st.none(),
        st.builds(
            Evidence,
            several(st.builds(Sighting, text, text, text, text, text, text, text)),
            st.integers(0, 90),
            several(text),
            text,
            text,
            text,
            st.booleans(),
            text,
        ),
    ),
)


figures = st.tuples(
    st.sampled_from([0.0, 0.004, 9.999, 212.0, 1e9, float("-inf")]), st.sampled_from([0.0, 31.5, float("inf")])
).map(lambda ends: Bounds(ends[0], ends[0] + ends[1] if ends[0] >= 0 else ends[1]))
spreads = st.builds(Spread, figures, figures, figures)
gaps = st.builds(Gap, st.sampled_from(["type", "price", "value", "usage"]), text, text)
prices = st.builds(Price, st.sampled_from([((0.0, 0.1),), ((0.0, 0.0), (5.0, 2.0))]), text, text, text, text, text)
components = st.builds(Component, text, text, spreads, spreads, st.one_of(st.none(), prices), several(gaps), text)
estimates = st.builds(
    Estimate, text, text, paths, locations, several(components), several(gaps), environment=text,
    tags=st.dictionaries(text, text, max_size=1),
)  # fmt: skip
maybe = st.one_of(st.none(), spreads)
costs = st.builds(
    lambda sides, **members: Cost(**members, estimate=sides[0], former=sides[1]),
    st.one_of(st.tuples(estimates, st.none()), st.tuples(st.none(), estimates), st.tuples(estimates, estimates)),
    scope=st.sampled_from(["resource", "module", "stack", "namespace", "team", "environment", "budget"]),
    address=text,
    location=locations,
    kind=text,
    currency=st.one_of(st.just("USD"), text),
    base=maybe,
    head=maybe,
    increase=maybe,
    coverage=st.floats(0, 1),
    gaps=several(st.tuples(text, gaps)),
    priced=st.integers(0, 2),
    environment=text,
    unit=paths,
    details=st.one_of(st.just({}), st.fixed_dictionaries({"limit": st.just({"monthly": 5.0}), "budget": text})),
)
all_costs = st.one_of(
    st.just(()),
    st.tuples(costs.map(lambda cost: cost._replace(scope="total", estimate=None, former=None)), costs, costs),
)


reports = st.builds(
    lambda found, gone, verdict, **members: Report(
        verdict, 1, members.pop("complete") or verdict == "passed", findings=(*found, *gone), head="a" * 40, **members
    ),
    several(findings),
    several(let_go),
    st.sampled_from(["passed", "failed", "incomplete", "pending"]),
    complete=st.booleans(),
    trust=st.builds(Trust, st.sampled_from(["revision", "index", "working-tree"]), text, text, text, st.just(()), text),
    unknowns=several(unknowns),
    notifications=several(notes),
    rules=several(tallies),
    costs=all_costs,
    priced_by=text,
    inputs=several(inputs),
    changes=several(changes),
    contracts=several(contract_rates),
    metrics=metrics,
    exceptions=several(exceptions),
    judged_at=instants,
    base=st.sampled_from(["", "b" * 40]),
    excerpts=st.dictionaries(
        st.tuples(paths, st.just("")), st.dictionaries(st.integers(1, 4), text, max_size=3), max_size=2
    ),
)
comparisons = st.builds(
    Comparison, text, text, st.booleans(), several(differences), several(changes), several(inputs), several(notes)
)
