from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, estimates, missing, money, spread_of

from trueline.cost.kubernetes.runs import runs_of
from trueline.model.cost_settings import CostSettings, Nodes
from trueline.values.schedule import parse_schedule

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

# A dollar for each hour of a core, nothing for memory: amounts are core hours.
HOURS = US._replace(nodes=Nodes(cpu=1.0, memory=0.0))
POD = "{restartPolicy: Never, containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi}}}]}"
CRON = f"""
apiVersion: batch/v1
kind: CronJob
metadata: {{name: report}}
spec:
  schedule: "0 * * * *"
  jobTemplate:
    spec:
      template:
        spec: {POD}
"""
JOB = f"""
apiVersion: batch/v1
kind: Job
metadata: {{name: migrate}}
spec:
  template:
    spec: {POD}
"""


def made(folder: Path, text: str, settings: CostSettings = HOURS, **usage: float) -> Estimate:
    declared = settings.usage._replace(types={"CronJob": usage, "Job": usage, "Pod": usage}) if usage else US.usage
    (found,) = estimates(folder, text, settings._replace(usage=declared), name="app.yaml").values()
    return found


@pytest.mark.parametrize(
    ("schedule", "runs"),
    [
        ("0 * * * *", 730),  # each hour
        ("*/5 * * * *", 8760),
        ("@daily", 30.4167),  # 365 days / 12
        ("0 6,18 * * *", 60.8333),
        ("0 0 * * mon-fri", 21.7262),  # 365 / 12 x 5 / 7
        ("0 0 1 * *", 0.9993),  # 12 of 365.25 days a year, a month of 730 hours
        ("0 0 1 1 *", 0.0833),
    ],
)
def test_how_often_a_schedule_fires_in_a_month(schedule: str, runs: float) -> None:
    assert round(runs_of(parse_schedule(schedule)), 4) == runs


def test_of_days_and_weekdays_either_will_do() -> None:
    # 1 of 7 days, and of the other 6 of 7 twelve of 365.25: (1/7 + 6/7 x 12/365.25) x 730 / 24
    assert round(runs_of(parse_schedule("0 0 1 * mon")), 2) == round((1 / 7 + 6 / 7 * 12 / 365.25) * 730 / 24, 2)


def test_a_cron_job_runs_as_long_as_is_declared(tmp_path: Path) -> None:
    assert money(made(tmp_path, CRON, run_seconds=360)) == 73  # 730 x 0.1 h


def test_a_cron_job_nobody_declared(tmp_path: Path) -> None:
    found = made(tmp_path, CRON)

    assert found.amount.expected == (0, float("inf"))  # its runs may overlap
    assert missing(found) == {"usage"}
    assert {gap.name for gap in found.every_gap} == {"run_seconds"}

    alone = made(tmp_path, CRON.replace("spec:\n  sched", "spec:\n  concurrencyPolicy: Forbid\n  sched"))
    assert [side.high for side in alone.amount] == [730, 730, 730]
    assert alone.amount.most.is_exact

    ends = CRON.replace("    spec:\n      template", "    spec:\n      activeDeadlineSeconds: 600\n      template")
    found = made(tmp_path, ends)
    # 730 runs of 10 minutes
    assert [round(end, 2) for side in found.amount for end in side] == [0, 121.67, 0, 121.67, 121.67, 121.67]
    assert spread_of(made(tmp_path, ends, run_seconds=360)) == (73, 73, 121.67)


def test_undeclared_usage_may_be_nothing(tmp_path: Path) -> None:
    assert money(made(tmp_path, CRON, HOURS._replace(undeclared="zero"))) == 0


def test_pods_of_a_run(tmp_path: Path) -> None:
    text = CRON.replace(
        "    spec:\n      template", "    spec:\n      completions: 6\n      parallelism: 2\n      template"
    )

    # 730 x 6 x 0.1 h
    assert money(made(tmp_path, text, run_seconds=360)) == 438


@pytest.mark.parametrize("schedule", ["H * * * *", "${EVERY}"])
def test_a_schedule_that_is_none(tmp_path: Path, schedule: str) -> None:
    found = made(tmp_path, CRON.replace("0 * * * *", schedule), run_seconds=360)

    assert found.amount.expected == (0, float("inf"))
    assert missing(found) == {"value"}


def test_what_is_suspended_costs_nothing(tmp_path: Path) -> None:
    assert money(made(tmp_path, CRON.replace("spec:\n  sched", "spec:\n  suspend: true\n  sched"))) == 0
    assert money(made(tmp_path, JOB.replace("spec:\n  templ", "spec:\n  suspend: true\n  templ"))) == 0


def test_a_job(tmp_path: Path) -> None:
    assert money(made(tmp_path, JOB, monthly_runs=10, run_seconds=360)) == 1

    found = made(tmp_path, JOB, run_seconds=360)
    assert [side.high for side in found.amount] == [730, 730, 730]  # of one name there is one at a time
    assert {gap.name for gap in found.every_gap} == {"monthly_runs"}
    assert missing(found) == {"usage"}

    several = made(tmp_path, JOB.replace("name: migrate", "generateName: migrate-"), run_seconds=360)
    assert several.amount.most.high == float("inf")


def test_a_pod_alone(tmp_path: Path) -> None:
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: once}}\nspec: {POD}\n"

    found = made(tmp_path, pod)
    assert [side.high for side in found.amount] == [730, 730, 730]
    assert missing(found) == {"usage"}
    assert money(made(tmp_path, pod, monthly_runs=10, run_seconds=360)) == 1
    assert money(made(tmp_path, pod.replace("restartPolicy: Never, ", ""))) == 730
