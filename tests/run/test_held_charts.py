"""A chart that a change puts into another one stays what it was: judged by itself."""

from __future__ import annotations

from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run.plan import keep_roots, plan

CHART = "apiVersion: v2\nname: NAME\nversion: 1.0.0\n"


def write(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return WorkingTree(str(folder))


def test_a_chart_that_another_one_holds_now_is_a_unit_still(tmp_path):
    shop = {"charts/shop/Chart.yaml": CHART.replace("NAME", "shop"), "charts/shop/templates/a.yaml": "a: 1\n"}
    base, head = write(tmp_path / "base", shop), write(tmp_path / "head", {**shop, "Chart.yaml": CHART})
    settings = Settings(render=frozenset({"helm"}))
    former, units = plan(base.paths(), base, settings), plan(head.paths(), head, settings)
    kept = keep_roots(units, head.paths(), former, settings)

    assert [unit.root for unit in units if unit.dialect == "chart"] == [""]
    assert kept.charts == ("charts/shop",)
    charts = {unit.root: unit.members for unit in plan(head.paths(), head, kept) if unit.dialect == "chart"}
    assert charts["charts/shop"] == ("charts/shop/Chart.yaml", "charts/shop/templates/a.yaml")
    assert keep_roots(former, head.paths(), former, settings) is settings
