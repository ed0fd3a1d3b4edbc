"""What runs when it is called, at prices of us-central1; a month has 2,628,000 seconds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, declared, estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings

RUN = "google_cloud_run_v2_service"
OLD = "google_cloud_run_service"


def one(folder: Path, kind: str, body: str, settings: CostSettings = US) -> Estimate:
    """Return the estimate of a resource `x` of ``kind``."""
    text = f'variable "v" {{}}\nresource "{kind}" "x" {{\n{body}\n}}\n'
    return estimates(folder, text, settings)[f"{kind}.x"]


def usage(kind: str, **values: object) -> CostSettings:
    """Return settings that declare what `x` uses."""
    return declared(**{f"{kind}.x": values})


def service(resources: str = "", scaling: str = "") -> str:
    """Return the body of a service of Cloud Run."""
    return f"""
    location = "us-central1"
    template {{
      scaling {{
        {scaling}
      }}
      containers {{
        image = "i"
        {resources}
      }}
    }}
    """


def test_a_service_by_request(tmp_path: Path) -> None:
    told = usage(RUN, monthly_requests=2_000_000, average_request_duration_ms=250)
    limits = 'resources {\n  cpu_idle = true\n  limits = {\n    cpu = "2"\n    memory = "1Gi"\n  }\n}'

    # 500,000 s: 2 vCPUs 1,000,000 x 0.000024 = 24.00; 1 GiB 500,000 x 0.0000025 = 1.25; 2 million requests 0.80
    assert money(one(tmp_path, RUN, service(limits), told)) == 26.05
    # 1 vCPU and 512 MiB where nothing is said: 12.00 + 0.625 + 0.80
    assert money(one(tmp_path, RUN, service(), told)) == 13.43


def test_a_service_whose_instances_stay(tmp_path: Path) -> None:
    told = usage(RUN, monthly_requests=0, average_request_duration_ms=100)

    # 1 vCPU idle 2,628,000 x 0.0000025 = 6.57; half a GiB 3.285
    assert money(one(tmp_path, RUN, service(scaling="min_instance_count = 1"), told)) == pytest.approx(9.86, abs=0.01)


def test_a_service_that_may_not_grow_without_end(tmp_path: Path) -> None:
    found = one(tmp_path, RUN, service(scaling="max_instance_count = 2"), usage(RUN))

    # at most 2 x 2,628,000 s: vCPU 126.144, memory 6.57; how many requests come is not bounded
    assert missing(found) == {"usage"}
    assert sum(line.amount.most.high for line in found.components if line.name != "requests") == pytest.approx(132.714)
    assert at_least(found) == 0.0


def test_a_service_whose_processors_are_always_there(tmp_path: Path) -> None:
    limits = "resources {\n  cpu_idle = false\n}"
    body = service(limits, "min_instance_count = 1\nmax_instance_count = 3")

    # an instance: 2,628,000 x 0.000018 = 47.304; 0.5 x 2,628,000 x 0.000002 = 2.628
    assert spread_of(one(tmp_path, RUN, body, usage(RUN, instance_hrs=1460))) == (49.93, 99.86, 149.8)
    found = one(tmp_path, RUN, body)
    assert missing(found) == {"usage"}
    assert tuple(found.amount.expected) == (pytest.approx(49.932), pytest.approx(149.796))


def test_a_service_of_unknown_size(tmp_path: Path) -> None:
    limits = "resources {\n  cpu_idle = true\n  limits = {\n    cpu = var.v\n  }\n}"
    told = usage(RUN, monthly_requests=1_000_000, average_request_duration_ms=100)
    found = one(tmp_path, RUN, service(limits), told)

    assert missing(found) == {"value"}
    assert at_least(found) == 0.53  # memory 0.5 x 100,000 s x 0.0000025 = 0.125; requests 0.40


def test_a_service_with_annotations(tmp_path: Path) -> None:
    body = """
    location = "us-central1"
    template {
      metadata {
        annotations = {
          "autoscaling.knative.dev/minScale"         = "1"
          "autoscaling.knative.dev/maxScale"         = "2"
          "run.googleapis.com/cpu-throttling" = "false"
        }
      }
      spec {
        containers {
          image = "i"
          resources {
            limits = {
              cpu    = "1000m"
              memory = "2Gi"
            }
          }
        }
      }
    }
    """

    # an instance: 47.304; 2 x 2,628,000 x 0.000002 = 10.512
    assert spread_of(one(tmp_path, OLD, body, usage(OLD, instance_hrs=730))) == (57.82, 57.82, 115.63)
    told = usage(OLD, instance_hrs=730, monthly_requests=0)
    found = one(tmp_path, OLD, body.replace('"false"', "var.v"), told)
    assert "value" in missing(found)
    # idle instead: 2,628,000 x 0.0000025 = 6.57 and 2 x 2,628,000 x 0.0000025 = 13.14; of each line the less, the more
    assert tuple(found.amount.expected) == (pytest.approx(6.57 + 10.512), pytest.approx(47.304 + 13.14))


def test_a_service_without_annotations(tmp_path: Path) -> None:
    body = 'location = "us-central1"\ntemplate {\n  spec {\n    containers {\n      image = "i"\n    }\n  }\n}'
    told = usage(OLD, monthly_requests=1_000_000, average_request_duration_ms=100)

    assert money(one(tmp_path, OLD, body, told)) == pytest.approx(2.925, abs=0.006)  # 2.40 + 0.125 + 0.40


def test_a_job(tmp_path: Path) -> None:
    kind = "google_cloud_run_v2_job"
    body = """
    location = "us-central1"
    template {
      task_count = 4
      template {
        containers {
          image = "i"
        }
      }
    }
    """
    told = usage(kind, monthly_job_executions=30, average_task_execution_mins=10)

    # 4 x 30 x 600 = 72,000 s: 1.296 and 0.5 x 72,000 x 0.000002 = 0.072
    assert money(one(tmp_path, kind, body, told)) == 1.37
    assert missing(one(tmp_path, kind, body)) == {"usage"}
    assert missing(one(tmp_path, kind, body.replace("= 4", "= var.v"), told)) == {"value"}


def test_a_function(tmp_path: Path) -> None:
    kind = "google_cloudfunctions_function"
    body = 'region = "us-central1"\navailable_memory_mb = 512'
    told = usage(kind, monthly_function_invocations=10_000_000, request_duration_ms=300)

    # 3,000,000 s: 0.5 GiB 3.75; 0.8 GHz x 0.00001 = 24.00; 10 million calls 4.00
    assert money(one(tmp_path, kind, body, told)) == 31.75
    assert missing(one(tmp_path, kind, body)) == {"usage"}
    assert missing(one(tmp_path, kind, 'region = "us-central1"\navailable_memory_mb = var.v', told)) == {"value"}


def test_a_function_of_the_second_generation(tmp_path: Path) -> None:
    kind = "google_cloudfunctions2_function"
    body = 'location = "us-central1"\nservice_config {\n  available_memory = "512M"\n}'
    told = usage(kind, monthly_requests=1_000_000, average_request_duration_ms=1000)

    # 1,000,000 s: 0.333 vCPU x 0.000024 = 7.992; 0.5 GiB 1.25; 0.40
    assert money(one(tmp_path, kind, body, told)) == 9.64
    found = one(tmp_path, kind, 'location = "us-central1"\nservice_config {\n  available_memory = var.v\n}', told)
    assert missing(found) == {"value"}


def test_schedules_queues_and_workflows(tmp_path: Path) -> None:
    queue, workflow = "google_cloud_tasks_queue", "google_workflows_workflow"

    assert money(one(tmp_path, "google_cloud_scheduler_job", "schedule = var.v")) == 0.10
    assert money(one(tmp_path, queue, "", usage(queue, monthly_operations=3_000_000))) == 1.20
    told = usage(workflow, monthly_internal_steps=10_000, monthly_external_steps=2_000)
    assert money(one(tmp_path, workflow, "", told)) == 0.15  # 10 x 0.01; 2 x 0.025
    for kind in (queue, workflow):
        assert missing(one(tmp_path, kind, "")) == {"usage"}
        assert one(tmp_path, kind, "").amount.expected.high == math.inf
