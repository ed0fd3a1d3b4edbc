from __future__ import annotations

import pytest

from trueline.dialects.terraform.directory import module_files


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([".a.tf", "a.tf~", "#a.tf#", ".#a.tf"], [], id="what editors leave"),
        pytest.param(["#a.tf", "##[x]b.tf"], ["##[x]b.tf", "#a.tf"], id="a hash at the start alone hides nothing"),
        pytest.param(["a.tf", "a.tofu", "b.tf.json"], ["a.tofu", "b.tf.json"], id="OpenTofu's own file"),
        pytest.param(
            ["override.tf", "z.tf", "a_override.tf"], ["z.tf", "a_override.tf", "override.tf"], id="overrides"
        ),
    ],
)
def test_files_of_a_directory(names, expected):
    assert expected == module_files(names)
