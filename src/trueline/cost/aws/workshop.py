"""Builds, jobs, models and other managed tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aiming import Named
from trueline.cost.aws.autoscaling import Scaling, scaled
from trueline.cost.reckoning import chosen, count, joined, known, product
from trueline.cost.subject import scale, times
from trueline.model.cost import HOURS
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_VARIANTS = Scaling("sagemaker", "sagemaker:variant:desiredinstancecount", Named("name", 1))
_DPUS = {"g.025x": 0.25, "g.1x": 1.0, "g.2x": 2.0, "g.4x": 4.0, "g.8x": 8.0, "standard": 1.0}


def build(it: Subject) -> Iterator[Component]:
    """Yield the minutes of builds."""
    size = it.text("environment[0].compute_type")
    kind = it.text("environment[0].type", "LINUX_CONTAINER")
    key = size if isinstance(kind, str) and kind == "LINUX_CONTAINER" else joined("{}/{}", kind, size)
    yield it.used("build minutes", "aws/codebuild", key, "monthly_build_mins")


def pipeline(it: Subject) -> Iterator[Component]:
    """Yield an active pipeline, or the minutes of its actions."""
    kind = it.get("pipeline_type", "V1")
    if isinstance(kind, Unknown):
        yield it.monthly("pipeline", "aws/codepipeline", kind)
    elif known(kind) == "v2":
        yield it.used("action minutes", "aws/codepipeline", "v2-minute", "monthly_action_mins")
    else:
        yield it.monthly("active pipeline", "aws/codepipeline", "v1")


def glue_job(it: Subject) -> Iterator[Component]:
    """Yield the hours of processing units: as long as it runs, at most all that may run at once, all month."""
    units = _units(it)
    key = chosen(it.get("execution_class"), {"flex": "dpu-flex"}, "dpu")
    hours = it.usage("monthly_hours")
    price = it.price("aws/glue", key)
    if hours is not None:
        line = it.component("processing units", price, units, per=hours)
        yield line._replace(usage="monthly_hours")
        return
    together = it.number("execution_property[0].max_concurrent_runs", 1.0)
    most = product(units, together, HOURS)
    yield it.used("processing units", "aws/glue", key, "monthly_dpu_hours", most=most)


def _units(it: Subject) -> float | Unknown:
    workers = it.number("number_of_workers", 0.0)
    kind = it.text("worker_type", "")
    if isinstance(workers, Unknown) or (workers and isinstance(kind, Unknown)):
        return workers if isinstance(workers, Unknown) else Unknown(kind.reasons if isinstance(kind, Unknown) else ())
    if workers:
        each = _DPUS.get(known(kind))
        return Unknown([f"{kind} ← how many units a worker of it is"]) if each is None else workers * each
    return it.number("max_capacity", 10.0 if known(it.get("command[0].name", "glueetl")) == "glueetl" else 0.0625)


def crawler(it: Subject) -> Iterator[Component]:
    """Yield the hours of processing units."""
    yield it.used("processing units", "aws/glue", "dpu", "monthly_hours")


def transfer(it: Subject) -> Iterator[Component]:
    """Yield the protocols of a server by the hour, and what it carries."""
    number = count(it.items("protocols"))
    yield it.hourly("protocols", "aws/transfer", "protocol", number if isinstance(number, Unknown) else number or 1.0)
    yield it.used("data", "aws/transfer", "gigabyte", "monthly_data_gb")


def airflow(it: Subject) -> Iterator[Component]:
    """Yield the environment, which has one worker, the further workers, and the metadata."""
    kind = it.text("environment_class", "mw1.small")
    yield it.hourly("environment", "aws/mwaa", kind)
    least, most = it.number("min_workers", 1.0), it.number("max_workers", 10.0)
    first = least if isinstance(least, Unknown) else max(0.0, least - 1)
    last = most if isinstance(most, Unknown) else max(0.0, most - 1)
    workers, gaps = scale(first, first, last)
    key = kind if isinstance(kind, Unknown) else f"{kind}/worker"
    yield from times([it.hourly("further workers", "aws/mwaa", key)], workers, gaps)
    yield it.used("metadata", "aws/mwaa-storage", "storage", "meta_database_gb")


_DIRECTORIES = {
    "simplead/small": "simple-small",
    "simplead/large": "simple-large",
    "adconnector/small": "ad-connector-small",
    "adconnector/large": "ad-connector-large",
    "microsoftad/standard": "managed-standard",
    "microsoftad/enterprise": "managed-enterprise",
}


def directory(it: Subject) -> Iterator[Component]:
    """Yield a directory by the hour."""
    kind = it.text("type", "SimpleAD")
    managed = isinstance(kind, str) and kind.lower() == "microsoftad"
    size = it.text("edition", "Enterprise") if managed else it.text("size", "Large")
    key = chosen(joined("{}/{}", kind, size), _DIRECTORIES)
    yield it.hourly("directory", "aws/directory-service", key)


def notebook(it: Subject) -> Iterator[Component]:
    """Yield the machine of a notebook, all month; it may be stopped."""
    yield it.hourly("notebook instance", "aws/sagemaker", it.get("instance_type"))


def model_endpoint(it: Subject) -> Iterator[Component]:
    """Yield the machines of every variant."""
    for configuration in it.refers("aws_sagemaker_endpoint_configuration", "endpoint_config_name"):
        for place in range(len(configuration.items("production_variants"))):
            block = f"production_variants[{place}]"
            if configuration.items(f"{block}.serverless_config"):
                yield it.unpriced(f"variant {place + 1}", "the price book has no prices of serverless inference")
                continue
            own = configuration.number(f"{block}.initial_instance_count", 1.0)
            part = configuration.get(f"{block}.variant_name")
            number, gaps = scaled(it, own, _VARIANTS._replace(part=part))
            type_ = configuration.get(f"{block}.instance_type")
            yield times([it.hourly(f"variant {place + 1}", "aws/sagemaker", type_)], number, gaps)[0]
        return
    yield it.hourly("variants", "aws/sagemaker", Unknown([f"{it.address} ← its configuration is not here"]))


def grafana(it: Subject) -> Iterator[Component]:
    """Yield those who edit and those who look."""
    yield it.used("editors", "aws/grafana", "editor", "monthly_editors")
    yield it.used("viewers", "aws/grafana", "viewer", "monthly_viewers")


def lightsail(it: Subject) -> Iterator[Component]:
    """Yield a machine by its bundle; bundles of other generations are not in the book."""
    bundle = it.text("bundle_id")
    size = bundle if isinstance(bundle, Unknown) else bundle.removesuffix("_3_0")
    yield it.monthly("instance", "aws/lightsail", size)


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_codebuild_project": build,
    "aws_codepipeline": pipeline,
    "aws_directory_service_directory": directory,
    "aws_glue_crawler": crawler,
    "aws_glue_job": glue_job,
    "aws_grafana_workspace": grafana,
    "aws_lightsail_instance": lightsail,
    "aws_mwaa_environment": airflow,
    "aws_sagemaker_endpoint": model_endpoint,
    "aws_sagemaker_notebook_instance": notebook,
    "aws_transfer_server": transfer,
}
