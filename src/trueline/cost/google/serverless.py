"""What runs when it is called: Cloud Run, functions, jobs of Cloud Scheduler, queues and workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.google.reading import gibibytes, processors
from trueline.cost.reckoning import SECONDS, is_set, is_zero, known, of, product, unlike
from trueline.cost.subject import scale, times
from trueline.model.cost import HOURS, Gap
from trueline.values.bounds import Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_RUN: Final = "google/cloud-run"
_IDLE: Final = " of idle instances"
_FIRST: Final = "google/functions"
_CPUS: Final = ((0.125, 0.083), (0.25, 0.167), (0.5, 0.333), (1.0, 0.583), (2.0, 1.0), (8.0, 2.0), (16.0, 4.0))
_CLOCKS: Final = ((128.0, 0.2), (256.0, 0.4), (512.0, 0.8), (1024.0, 1.4), (2048.0, 2.4), (8192.0, 4.8))


def run_v2(it: Subject) -> Iterator[Component]:
    """Yield a service of Cloud Run, as `google_cloud_run_v2_service` declares it."""
    at = "template[0].containers[0].resources[0]."
    idle = it.flag(f"{at}cpu_idle", default=not it.items(at.rstrip(".")))
    cpu = processors(it.get(f"{at}limits.cpu"), 1.0)
    memory = gibibytes(it.get(f"{at}limits.memory"), "512Mi")
    scaling = "template[0].scaling[0]."
    least = it.number(f"{scaling}min_instance_count", 0.0)
    least = it.number("scaling[0].min_instance_count", 0.0) if is_zero(least) else least
    most = it.number(f"{scaling}max_instance_count") if it.get(f"{scaling}max_instance_count") is not None else None
    yield from _run(it, cpu, memory, least, most, by_request=idle)


def run_v1(it: Subject) -> Iterator[Component]:
    """Yield a service of Cloud Run, as `google_cloud_run_service` declares it: with annotations."""
    limits = "template[0].spec[0].containers[0].resources[0].limits."
    cpu = processors(it.get(f"{limits}cpu"), 1.0)
    memory = gibibytes(it.get(f"{limits}memory"), "512Mi")
    notes = it.get("template[0].metadata[0].annotations", {})
    if isinstance(notes, Unknown):
        yield from _run(it, cpu, memory, notes, None, by_request=notes)
        return
    found = notes if isinstance(notes, dict) else {}
    least = _figure(it, found.get("autoscaling.knative.dev/minScale"), 0.0)
    most = found.get("autoscaling.knative.dev/maxScale")
    throttled = found.get("run.googleapis.com/cpu-throttling")
    by_request = throttled if isinstance(throttled, Unknown) else known(throttled) != "false"
    yield from _run(it, cpu, memory, least, None if most is None else _figure(it, most, 0.0), by_request=by_request)


def function_v2(it: Subject) -> Iterator[Component]:
    """Yield a function of the second generation, which runs on Cloud Run."""
    at = "service_config[0]."
    memory = gibibytes(it.get(f"{at}available_memory"), "256M")
    usual = of(lambda size: next((cpu for most, cpu in _CPUS if size <= most), 8.0), memory)
    cpu = usual if it.get(f"{at}available_cpu") is None else processors(it.get(f"{at}available_cpu"), 1.0)
    least = it.number(f"{at}min_instance_count", 0.0)
    most = it.number(f"{at}max_instance_count") if it.get(f"{at}max_instance_count") is not None else None
    yield from _run(it, cpu, memory, least, most, by_request=True)


def _figure(it: Subject, value: object, default: float) -> float | Unknown:
    if value is None or isinstance(value, Unknown):
        return default if value is None else value
    try:
        return float(str(value))
    except ValueError:
        return Unknown([f"{it.address}: {value} ← is no number"])


def _run(
    it: Subject,
    cpu: float | Unknown,
    memory: float | Unknown,
    least: float | Unknown,
    most: float | Unknown | None,
    *,
    by_request: object,
) -> Iterator[Component]:
    if isinstance(by_request, Unknown):
        ways = (_together(_by_request(it, cpu, memory, least, most)), _always(it, cpu, memory, least, most))
        yield from unlike(by_request, *ways)
    elif by_request is False:
        yield from _always(it, cpu, memory, least, most)
    else:
        yield from _by_request(it, cpu, memory, least, most)


def _by_request(
    it: Subject, cpu: float | Unknown, memory: float | Unknown, least: float | Unknown, most: float | Unknown | None
) -> Iterator[Component]:
    """Yield instances that are paid for while they are called, and less while they are kept and idle."""
    seconds = _called(it)
    for name, key, size in (("vCPU", "cpu", cpu), ("memory", "memory", memory)):
        price = it.price(_RUN, key)
        if seconds is not None:
            yield it.component(name, price, product(size, seconds))._replace(usage="monthly_requests")
        else:
            worst = None if most is None else product(size, most, SECONDS)
            yield it.used(name, _RUN, key, "monthly_requests", most=worst)
        if not is_zero(least):
            yield it.monthly(f"{name}{_IDLE}", _RUN, f"{key}-idle", product(size, least, SECONDS))
    yield it.used("requests", _RUN, "requests", "monthly_requests", divide=1e6)


def _together(lines: Iterable[Component]) -> Iterable[Component]:
    """Return the lines of a bill with what idle instances cost in those of the others."""
    found: dict[str, Component] = {}
    for line in lines:
        name = line.name.removesuffix(_IDLE)
        former = found.setdefault(name, line)
        if former is not line:
            quantity, amount = former.quantity.plus(line.quantity), former.amount.plus(line.amount)
            found[name] = former._replace(quantity=quantity, amount=amount, gaps=(*former.gaps, *line.gaps))
    return found.values()


def _called(it: Subject) -> float | None:
    """Return the seconds that requests take, where both are declared."""
    requests = it.usage("monthly_requests")
    duration = it.usage("average_request_duration_ms")
    if requests is None or duration is None:
        return None
    return requests * duration / 1000 / (it.usage("concurrent_requests_per_instance") or 1.0)


def _always(
    it: Subject,
    cpu: float | Unknown,
    memory: float | Unknown,
    least: float | Unknown,
    most: float | Unknown | None,
) -> Iterator[Component]:
    """Yield instances that are paid for as long as they are there."""
    hours = it.usage("instance_hrs")
    top = Bounds(0.0, float("inf")) if most is None else most
    number, gaps = scale(least, least if hours is None else hours / HOURS, top)
    if hours is None and it.world.settings.undeclared != "zero":
        number = number._replace(expected=Bounds(number.least.low, number.most.high))
        gaps = (*gaps, Gap("usage", "how long instances run is not declared: `instance_hrs`", "instance_hrs"))
    lines = [
        it.monthly("vCPU", _RUN, "cpu-instance", product(cpu, SECONDS)),
        it.monthly("memory", _RUN, "memory-instance", product(memory, SECONDS)),
    ]
    yield from times(lines, number, gaps)


def job(it: Subject) -> Iterator[Component]:
    """Yield a job of Cloud Run: its tasks, for as long as they run."""
    at = "template[0].template[0].containers[0].resources[0].limits."
    for name, key, size in (
        ("vCPU", "cpu-instance", processors(it.get(f"{at}cpu"), 1.0)),
        ("memory", "memory-instance", gibibytes(it.get(f"{at}memory"), "512Mi")),
    ):
        runs, minutes = it.usage("monthly_job_executions"), it.usage("average_task_execution_mins")
        tasks = it.number("template[0].task_count", 1.0)
        if runs is None or minutes is None:
            yield it.undeclared(name, it.price(_RUN, key), "monthly_job_executions")
        else:
            yield it.monthly(name, _RUN, key, product(size, tasks, runs, minutes * 60))


def function_v1(it: Subject) -> Iterator[Component]:
    """Yield a function of the first generation: its calls, and memory and clock while it runs."""
    memory = it.number("available_memory_mb", 256.0)
    clock = of(lambda size: next((rate for most, rate in _CLOCKS if size <= most), 4.8), memory)
    calls, duration = it.usage("monthly_function_invocations"), it.usage("request_duration_ms")
    for name, key, size in (("memory", "memory", of(lambda size: size / 1024, memory)), ("clock", "cpu", clock)):
        if calls is not None and duration is not None:
            yield it.monthly(name, _FIRST, key, product(size, calls * duration / 1000))
            continue
        most = None
        if is_set(it.get("max_instances")):
            most = product(size, it.number("max_instances"), SECONDS)
        yield it.used(name, _FIRST, key, "monthly_function_invocations", most=most)
    yield it.used("calls", _FIRST, "requests", "monthly_function_invocations", divide=1e6)


def scheduler_job(it: Subject) -> Iterator[Component]:
    """Yield a job by the month, however often it runs."""
    yield it.monthly("job", "google/scheduler", "job")


def queue(it: Subject) -> Iterator[Component]:
    """Yield the operations of a queue."""
    yield it.used("operations", "google/tasks", "operations", "monthly_operations", divide=1e6)


def workflow(it: Subject) -> Iterator[Component]:
    """Yield the steps of a workflow."""
    yield it.used("internal steps", "google/workflows", "internal", "monthly_internal_steps", divide=1e3)
    yield it.used("external calls", "google/workflows", "external", "monthly_external_steps", divide=1e3)


ESTIMATORS: Mapping[str, Estimator] = {
    "google_cloud_run_service": run_v1,
    "google_cloud_run_v2_job": job,
    "google_cloud_run_v2_service": run_v2,
    "google_cloud_scheduler_job": scheduler_job,
    "google_cloud_tasks_queue": queue,
    "google_cloudfunctions2_function": function_v2,
    "google_cloudfunctions_function": function_v1,
    "google_workflows_workflow": workflow,
}
