"""Where a policy's test differs from what is there, as rules see it: that lies in the test's own folder."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trueline.config import CONFIG_PATH, load, with_files
from trueline.model.settings import Settings
from trueline.policies import packs
from trueline.run import plan
from trueline.run.drifts.accepted import accept
from trueline.run.drifts.asking import NAMES, is_told
from trueline.run.drifts.facts import fact
from trueline.run.drifts.reading import read_named
from trueline.run.drifts.sides import beside, detect, enforced
from trueline.run.settle import Bench

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from trueline.model.resource import Resource
    from trueline.repo.tree import Tree
    from trueline.run.drifts.reading import Named


def drift_facts(folder: Tree, now: datetime) -> Sequence[Resource]:
    """Return the differences of a case; with a config also from what the rules that it names enforce.

    ``live*.json`` tell what is there; ``state*.json`` and ``plan*.json`` are of the Terraform root in their folder.
    """
    paths = folder.paths()
    is_configured = folder.exists(CONFIG_PATH)
    settings = load(folder) if is_configured else with_files(Settings(), folder)
    told = [path for path in paths if is_told(path)]
    named: list[Named] = []
    for path in told:
        root, _, name = path.rpartition("/")
        is_live, is_plan = (fnmatchcase(name, NAMES[sort]) for sort in ("live", "plan"))
        named.append((path, None if is_live else root, is_plan))
    given = read_named(folder, named)
    units = plan.plan([path for path in paths if path not in told], folder, settings)
    declared = beside(folder, units, given.snapshots, settings, now)
    if is_configured:
        declared.rules = enforced(Bench(packs.load(settings.policies, folder).rules, settings, now.date()))
    found = detect(declared)
    drifts, own = accept(found.drifts, settings.drift, now, is_whole=True)
    return [fact(one) for one in (*drifts, *own, *given.facts(now, {})) if not one.expected]
