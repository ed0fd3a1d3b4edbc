"""A case of the reserved pack's tests: a folder that the whole gate judges, as it would judge a change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline import config
from trueline.policies import packs
from trueline.repo.working import WorkingTree
from trueline.run.check import judge_sides
from trueline.run.gate import Gate, Request, Sides
from trueline.run.own import own_facts
from trueline.run.release import load_baselines

if TYPE_CHECKING:
    from datetime import datetime

    from trueline.model.resource import Resource


def read(place: str, now: datetime) -> tuple[str, list[Resource]]:
    """Return the folder that is judged, and what the gate says of itself then.

    A folder with ``base`` and ``head`` is a change, judged by the config and the baseline of its base.
    """
    base_folder, head_folder = os.path.join(place, "base"), os.path.join(place, "head")
    is_change = os.path.isdir(base_folder) and os.path.isdir(head_folder)
    head = WorkingTree(head_folder if is_change else place)
    base = WorkingTree(base_folder) if is_change else None
    if base is not None:
        base.revision = "base"
    sides = Sides(head, base or head, base, "working-tree" if base is None else "revision")
    settings = config.load(sides.trust)
    loaded = packs.load(packs.with_reserved(settings.policies), sides.trust)
    run = judge_sides(sides, Gate(settings, loaded.rules, loaded.digest, now), Request(workers=1))
    return head_folder if is_change else place, own_facts(run, load_baselines(sides, settings))
