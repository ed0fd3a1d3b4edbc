from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.sources import index_sources, without_keys
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def _write(folder: Path, files: dict[str, str]) -> WorkingTree:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return WorkingTree(str(folder))


def test_planned_addresses_lead_to_their_attributes(tmp_path):
    tree = _write(
        tmp_path,
        {
            "infra/main.tf": 'variable "n" {}\nmodule "a" {\n  source = "./m"\n  for_each = var.n\n'
            '  acl = "private"\n}\n'
            'resource "x" "off" {\n  count = 0\n  acl = "public"\n}\n',
            "infra/m/main.tf": 'variable "acl" {}\nresource "x" "this" {\n  count = 2\n  acl = var.acl\n}\n',
        },
    )
    index = index_sources("infra", tree, Settings())

    place = index.locate('module.a["we\\"st]"].x.this[1]', ("acl",))
    assert (place.primary.path, place.primary.region) == ("infra/m/main.tf", (4, 9, 4, 16))
    assert [one.message for one in place.related] == ["var.acl is set here", "called here as module.a"]
    assert index.locate("x.off[0]", ("acl",)).primary.region[:2] == (9, 9)
    assert index.source("x.off[0]") == "infra/main.tf"
    assert index.locate("x.gone") is None


def test_keys_are_taken_out_of_addresses():
    assert without_keys('module.a["]\\""].module.b[0].x.y[*]') == "module.a.module.b.x.y"
