"""What Terraform calls a size is found in the price book."""

from __future__ import annotations

import pytest

from trueline.cost.azure import size


@pytest.mark.parametrize(
    ("kind", "gib", "expected"),
    [
        pytest.param("Premium_LRS", 128, "P10_LRS", id="just so large"),
        pytest.param("Premium_LRS", 129, "P15_LRS", id="a little larger"),
        pytest.param("Premium_ZRS", 1, "P1_ZRS", id="in three zones"),
        pytest.param("StandardSSD_LRS", 30, "E4_LRS", id="a standard solid state disk"),
        pytest.param("Standard_LRS", 4, "S4_LRS", id="magnetic disks begin at 32 GiB"),
        pytest.param("Premium_LRS", 40000, None, id="not sold so large"),
        pytest.param("UltraSSD_LRS", 128, None, id="sold by what is provisioned"),
        pytest.param("Premium_LRS", 0, None, id="nothing"),
    ],
)
def test_disk(kind: str, gib: float, expected: str | None) -> None:
    assert size.disk(kind, gib) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("GP_Gen5_4", size.VCores("GP", "Gen5", 4, False), id="general purpose"),
        pytest.param("GP_S_Gen5_2", size.VCores("GP", "Gen5", 2, True), id="serverless"),
        pytest.param("BC_Gen5_8", size.VCores("BC", "Gen5", 8, False), id="business critical"),
        pytest.param("S0", None, id="by the DTU"),
        pytest.param("ElasticPool", None, id="in a pool"),
    ],
)
def test_vcores(name: str, expected: size.VCores | None) -> None:
    assert size.vcores(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("GP_Standard_D4ds_v5", 4, id="of a database"),
        pytest.param("Standard_E8-2s_v5", 2, id="cores that are switched off do not count"),
        pytest.param("B_Standard_B1ms", 1, id="burstable"),
        pytest.param("Basic", None, id="none in the name"),
    ],
)
def test_cores(name: str, expected: int | None) -> None:
    assert size.cores(name) == expected
