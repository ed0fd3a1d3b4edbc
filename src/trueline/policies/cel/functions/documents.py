"""Texts with a form of their own: JSON, IAM policies, images, schedules, Prometheus durations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _reading(read: Callable[[str], object]) -> Callable[[object], object]:
    """Return ``read`` with its complaints as errors of the evaluation; what is unknown stays so."""

    def call(text: object) -> object:
        try:
            return read(text)  # type: ignore[arg-type]  # its kind was checked
        except ValueError as error:
            raise EvaluationError(str(error)) from None

    return call


def _json(text: object) -> object:
    from trueline.values.statements import load

    value = load(text)
    if value is None:
        raise ValueError("this JSON is null")
    return value


def _statements(policy: object) -> object:
    from trueline.values.statements import read_statements

    return read_statements(policy)


def _image(text: str) -> object:
    from trueline.values.image import parse_image

    return {name: part for name, part in parse_image(text)._asdict().items() if part}


def _cron(text: str) -> object:
    from trueline.values.schedule import parse_schedule

    schedule = parse_schedule(text)
    fields: dict[str, object] = {
        name: list(value) for name, value in schedule._asdict().items() if not isinstance(value, str)
    }
    return {**fields, "shortest": schedule.shortest, **({"timezone": schedule.timezone} if schedule.timezone else {})}


def _prometheus_duration(text: str) -> object:
    from trueline.values.duration import parse_prometheus_duration

    return parse_prometheus_duration(text)


FUNCTIONS: Mapping[str, Function] = {
    "cron": Function(_reading(_cron), "string", "map", "f"),
    "image": Function(_reading(_image), "string", "map", "f"),
    "json": Function(_reading(_json), "string", style="f", partial=True),
    "prometheus_duration": Function(_reading(_prometheus_duration), "string", "google.protobuf.Duration", "f"),
    "statements": Function(_reading(_statements), "string|map|list", "list", "f", partial=True),
}
