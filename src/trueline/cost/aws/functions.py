"""Functions: their calls, how long these take, and those that are kept warm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.aiming import Named, aimed
from trueline.cost.aws.autoscaling import Scaling, scaled
from trueline.cost.reckoning import SECONDS, above, chosen, joined, maybe
from trueline.cost.subject import spread, times
from trueline.values.bounds import NONE, Bounds, Spread, always
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Gap

_WARM: Final = Scaling("lambda", "lambda:function:provisionedconcurrency", Named("function_name", 1))
_NUMBER: Final = "provisioned_concurrent_executions"
_INSIDE: Final = f"provisioned_concurrency_config[0].{_NUMBER}"
_APART: Final = {
    "AWS::Lambda::Alias": _INSIDE,
    "AWS::Lambda::Version": _INSIDE,
    "aws_lambda_provisioned_concurrency_config": _NUMBER,
}
"""What keeps functions warm, and how many of them."""


def function(it: Subject) -> Iterator[Component]:
    """Yield the requests and the time they take, bounded by reserved concurrency, or by the timeout of each."""
    section = "aws/lambda"
    yield it.used("requests", section, "requests", "monthly_requests", divide=1e6)
    chip = _chip(it)
    memory = it.number("memory_size", 128.0)
    price = it.price(section, joined("{}-duration", chip))
    seconds = _seconds(it)
    size, gaps = spread(memory if isinstance(memory, Unknown) else memory / 1024)
    if isinstance(seconds, Spread):
        line = it.undeclared("duration", price, "request_duration_ms", seconds.times(size))
    else:
        line = it.component("duration", price, always(seconds).times(size))._replace(usage="request_duration_ms")
    yield line._replace(gaps=(*line.gaps, *gaps))
    disk = above(it.number("ephemeral_storage[0].size", 512.0), 512.0)
    if isinstance(disk, Unknown) or disk:
        time = spread(seconds)[0]
        size, gaps = spread(disk if isinstance(disk, Unknown) else disk / 1024)
        line = it.monthly("ephemeral storage", section, "ephemeral", time.times(size))
        yield line._replace(gaps=(*line.gaps, *gaps))
    yield from _scaled_or_inside(it)


def _chip(it: Subject) -> str | Unknown:
    return chosen(it.get("architectures[0]"), {"arm64": "arm"}, "x86")


def _seconds(it: Subject) -> float | Spread:
    """Return for how long a month it runs, of all at once; where that is not declared, between which bounds."""
    requests = it.usage("monthly_requests")
    each = it.usage("request_duration_ms")
    if requests is not None and each is not None:
        return requests * each / 1000
    timeout = it.number("timeout", 3.0)
    reserved = it.number("reserved_concurrent_executions", -1.0)
    most = float("inf")
    if not isinstance(reserved, Unknown) and reserved >= 0:
        most = reserved * SECONDS
    if requests is not None and not isinstance(timeout, Unknown):
        most = min(most, requests * timeout)
    side = Bounds(0.0, most)
    return Spread(side, side, side)


def provisioned(it: Subject) -> Iterator[Component]:
    """Yield functions that are kept warm, nothing for an alias or a version that keeps none."""
    path = _APART[it.kind]
    if path == _INSIDE and it.get(path) is None:
        return
    functions = it.refers("aws_lambda_function", "function_name")
    if not functions:
        yield it.hourly("provisioned concurrency", "aws/lambda", Unknown([f"{it.address} ← its function is not here"]))
        return
    yield from _warm(functions[0], *scaled(functions[0], it.number(path), _WARM))


def _scaled_or_inside(it: Subject) -> Iterator[Component]:
    """Yield what SAM keeps warm, and what is scaled where nothing else says how many are kept warm."""
    named = Named("function_name", None)
    apart = [aimed(it, kind, "function_name", named) for kind in _APART]
    if any(one.get(_APART[one.kind]) is not None for found in apart for one in found.surely):
        return
    doubt = next((found.open for found in apart if found.open is not None), None)
    number, gaps = scaled(it, it.number(_INSIDE, 0.0), _WARM)
    if number != NONE:
        yield from (maybe(line, doubt) for line in _warm(it, number, gaps))


def _warm(function: Subject, number: Spread, gaps: tuple[Gap, ...]) -> Iterator[Component]:
    memory = function.number("memory_size", 128.0)
    gigabytes = memory if isinstance(memory, Unknown) else memory / 1024 * SECONDS
    key = joined("{}-provisioned-concurrency", _chip(function))
    yield from times([function.monthly("provisioned concurrency", "aws/lambda", key, gigabytes)], number, gaps)


ESTIMATORS: Mapping[str, Estimator] = {
    "AWS::Lambda::Alias": provisioned,
    "AWS::Lambda::Version": provisioned,
    "aws_lambda_function": function,
    "aws_lambda_provisioned_concurrency_config": provisioned,
}
