"""Machines, their disks and groups of them, at prices of us-central1 where nothing else is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, declared, estimates, lines, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path


def test_an_instance_with_its_disks_and_its_address(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance" "web" {
          machine_type = "n2-standard-4"
          zone         = "us-east1-b"
          boot_disk {
            initialize_params {
              image = "debian-cloud/debian-12"
              size  = 50
              type  = "pd-ssd"
            }
          }
          scratch_disk {
            interface = "NVME"
          }
          scratch_disk {
            interface = "NVME"
          }
          network_interface {
            network = "default"
            access_config {}
          }
        }
        """,
    )["google_compute_instance.web"]

    # n2-standard-4: 4 x 0.031611 + 16 x 0.004237 = 0.194236 x 730 = 141.79, all month
    # 80.02 % of that: 113.46; pd-ssd 50 x 0.17 = 8.50;
    # 2 local disks of 375 GiB at 0.08 = 60.00; an address 0.005 x 730 = 3.65
    assert money(found) == 185.61
    assert round(lines(found)["n2-standard-4"].amount.expected.low, 2) == 113.46


def test_a_machine_elsewhere_is_dearer(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance" "web" {
          machine_type = "e2-standard-2"
          zone         = "europe-west3-a"
          boot_disk {
            initialize_params {
              image = "ubuntu-os-cloud/ubuntu-2404-lts"
            }
          }
          network_interface {}
        }
        """,
    )["google_compute_instance.web"]

    # europe-west3: e2-standard-2 0.08633556 x 730 = 63.02; pd-standard 10 x 0.048 = 0.48
    assert money(found) == pytest.approx(63.50, abs=0.02)


def test_a_custom_machine_with_extended_memory_and_gpus(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance" "web" {
          machine_type = "custom-2-20480-ext"
          zone         = "us-central1-a"
          boot_disk {
            source = "a-disk"
          }
          guest_accelerator {
            type  = "nvidia-tesla-t4"
            count = 2
          }
        }
        """,
    )["google_compute_instance.web"]

    # 2 x 0.033174 = 0.066348; 13 GiB x 0.004446 = 0.057798; 7 GiB more x 0.00955 = 0.06685:
    # 0.190996 x 730 = 139.43, all month 70 %: 97.60;
    # two T4 0.70 x 730 = 511.00, 70 %: 357.70
    assert money(found) == 455.30


@pytest.mark.parametrize(
    ("machine", "month"),
    [
        # what the list says of a month
        ("n1-standard-4", 97.089489),
        ("n2-standard-32", 907.697460),
        ("n2d-standard-2", 49.355664),
        ("c2-standard-4", 121.974358),
        ("m1-ultramem-40", 3215.7741),
        ("m2-ultramem-416", 43038.398592),
        ("g1-small", 13.1327),
        ("e2-standard-4", 97.836672),
        ("c3-highmem-8", 386.33936),
        ("t2d-standard-2", 61.67916),
        ("m3-megamem-128", 10519.008),
        ("a2-highgpu-1g", 2681.57105),
    ],
)
def test_what_runs_all_month_costs_less_in_some_series(tmp_path: Path, machine: str, month: float) -> None:
    body = f'machine_type = "{machine}"\n  zone = "us-central1-a"\n  boot_disk {{\n    source = "d"\n  }}'
    found = estimates(tmp_path, f'resource "google_compute_instance" "web" {{\n  {body}\n}}\n')

    assert money(found["google_compute_instance.web"]) == pytest.approx(month, rel=1e-4, abs=0.005)


def test_a_gpu_machine_has_its_gpus_in_its_price(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance" "web" {
          machine_type = "g2-standard-4"
          zone         = "us-central1-a"
          boot_disk {
            source = "a-disk"
          }
          guest_accelerator {
            type  = "nvidia-l4"
            count = 1
          }
        }
        """,
    )["google_compute_instance.web"]

    assert money(found) == 515.99  # 0.706832 x 730


@pytest.mark.parametrize(
    ("image", "amount"),
    [
        ("windows-cloud/windows-2022", 134.32 + 2.00),  # 4 vCPUs x 0.046 x 730; 50 GiB at 0.04
        ("rhel-cloud/rhel-9", 42.05 + 0.80),  # 4 x 0.0144 x 730; 20 GiB
        ("suse-cloud/sles-15", 80.30 + 0.40),  # 0.11 x 730; 10 GiB
    ],
)
def test_an_operating_system_that_is_paid_for(tmp_path: Path, image: str, amount: float) -> None:
    found = estimates(
        tmp_path,
        f"""
        resource "google_compute_instance" "web" {{
          machine_type = "n1-standard-4"
          zone         = "us-central1-a"
          boot_disk {{
            initialize_params {{
              image = "{image}"
            }}
          }}
        }}
        """,
    )["google_compute_instance.web"]

    assert money(found) == pytest.approx(97.09 + amount, abs=0.01)  # n1-standard-4: 0.189999 x 730 x 70 %


def test_a_spot_machine_costs_at_most_what_it_does_on_demand(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance" "web" {
          machine_type = "n1-standard-4"
          zone         = "us-central1-a"
          boot_disk {
            source = "a-disk"
          }
          scheduling {
            preemptible        = true
            provisioning_model = "SPOT"
            automatic_restart  = false
          }
        }
        """,
    )["google_compute_instance.web"]

    assert round(found.amount.expected.low, 2) == 12.48  # 138.70 less 91 %
    assert round(found.amount.expected.high, 2) == 138.70
    assert missing(found) == set()


def test_a_stopped_machine_costs_its_disk(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance" "web" {
          machine_type   = "n1-standard-4"
          zone           = "us-central1-a"
          desired_status = "TERMINATED"
          boot_disk {
            initialize_params {
              size = 100
            }
          }
        }
        """,
    )["google_compute_instance.web"]

    assert money(found) == 4.00


def test_an_instance_of_unknown_type(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "type" {}
        resource "google_compute_instance" "web" {
          machine_type = var.type
          zone         = "us-central1-a"
          boot_disk {
            initialize_params {
              size = 20
            }
          }
        }
        """,
    )["google_compute_instance.web"]

    assert at_least(found) == 0.80
    assert missing(found) == {"value"}


def test_an_unknown_machine_type_has_no_price(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance" "web" {
          machine_type = "z9-standard-4"
          zone         = "us-central1-a"
          boot_disk {
            source = "a-disk"
          }
        }
        """,
    )["google_compute_instance.web"]

    assert missing(found) == {"price"}
    assert at_least(found) == 0.0


TEMPLATE = """
    resource "google_compute_instance_template" "web" {
      machine_type = "e2-medium"
      disk {
        source_image = "debian-cloud/debian-12"
        disk_size_gb = 20
        disk_type    = "pd-balanced"
      }
      network_interface {
        network = "default"
      }
    }
    """


def test_a_group_between_the_ends_of_its_autoscaler(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        TEMPLATE
        + """
        resource "google_compute_region_instance_group_manager" "web" {
          region = "us-west1"
          version {
            instance_template = google_compute_instance_template.web.id
          }
        }
        resource "google_compute_region_autoscaler" "web" {
          region = "us-west1"
          target = google_compute_region_instance_group_manager.web.id
          autoscaling_policy {
            min_replicas = 2
            max_replicas = 10
          }
        }
        """.replace("\n    ", "\n"),
    )

    # e2-medium: 0.02181159 + 4 x 0.00292353 = 0.03350571 x 730 = 24.4592; 20 GiB at 0.10 = 2.00: 26.4592
    assert spread_of(found["google_compute_region_instance_group_manager.web"]) == (52.92, 52.92, 264.59)
    assert found["google_compute_instance_template.web"].is_free
    assert found["google_compute_region_autoscaler.web"].is_free


AUTOSCALER = """
resource "google_compute_autoscaler" "%s" {
  zone   = "us-west1-a"
  target = %s
  autoscaling_policy {
    min_replicas = %s
    max_replicas = %s
  }
}
"""


@pytest.mark.parametrize(
    ("further", "least", "most"),
    [
        pytest.param(("google_compute_instance_group_manager.web.id", 1, 50), 1, (50, 50), id="wider"),
        pytest.param(('"projects/p/zones/z/instanceGroupManagers/web"', 1, 50), 1, (50, 50), id="by its name"),
        pytest.param(('"projects/p/zones/z/instanceGroupManagers/api"', 1, 50), 2, (10, 10), id="of another one"),
        pytest.param(("var.x", 2, 50), 2, (10, float("inf")), id="perhaps of this one"),
        pytest.param(
            ("google_compute_instance_group_manager.web.id", 2, "var.x"), 2, (10, float("inf")), id="of no known number"
        ),
    ],
)
def test_of_several_autoscalers_the_widest_ends_hold(
    tmp_path: Path, further: tuple[str, int, object], least: int, most: tuple[float, float]
) -> None:
    text = (
        TEMPLATE
        + """
        variable "x" {}
        resource "google_compute_instance_group_manager" "web" {
          name = "web"
          zone = "us-west1-a"
          version {
            instance_template = google_compute_instance_template.web.id
          }
        }
        """
    )
    text += AUTOSCALER % ("a", "google_compute_instance_group_manager.web.id", 2, 10) + AUTOSCALER % ("b", *further)
    found = estimates(tmp_path, text)["google_compute_instance_group_manager.web"].amount

    # one is 26.4592
    assert found.least.high == pytest.approx(least * 26.4592, abs=0.01)
    assert found.most == pytest.approx(tuple(number * 26.4592 for number in most), abs=0.05)


def test_a_group_of_a_fixed_size(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        TEMPLATE
        + """
        resource "google_compute_instance_group_manager" "web" {
          zone        = "us-west1-a"
          target_size = 3
          version {
            instance_template = google_compute_instance_template.web.self_link_unique
          }
        }
        """.replace("\n    ", "\n"),
    )

    assert money(found["google_compute_instance_group_manager.web"]) == 79.38


def test_a_group_of_unknown_size(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        TEMPLATE
        + """
        variable "size" {}
        resource "google_compute_instance_group_manager" "web" {
          zone        = "us-west1-a"
          target_size = var.size
          version {
            instance_template = google_compute_instance_template.web.id
          }
        }
        """.replace("\n    ", "\n"),
    )["google_compute_instance_group_manager.web"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}


def test_a_group_whose_template_is_elsewhere(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_instance_group_manager" "web" {
          zone        = "us-west1-a"
          target_size = 2
          version {
            instance_template = "projects/p/global/instanceTemplates/web"
          }
        }
        """,
    )["google_compute_instance_group_manager.web"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}


def test_an_instance_of_a_template(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        TEMPLATE
        + """
        resource "google_compute_instance_from_template" "web" {
          zone                     = "us-west1-a"
          source_instance_template = google_compute_instance_template.web.id
          machine_type             = "e2-small"
        }
        """.replace("\n    ", "\n"),
    )["google_compute_instance_from_template.web"]

    assert money(found) == 14.23  # e2-small 0.01675286 x 730 = 12.23; 20 GiB at 0.10


@pytest.mark.parametrize(
    ("attributes", "amount"),
    [
        ("size = 100", 4.00),  # pd-standard at 0.04
        ('type = "pd-ssd"\n  size = 100', 17.00),
        ('type = "pd-balanced"', 10.00),  # 100 GiB where no size is declared
        ("", 20.00),  # 500 GiB
        ('type = "pd-extreme"\n  size = 500\n  provisioned_iops = 10000', 712.50),  # 62.50; 10000 x 0.065
        # 100 x 0.08; 2,000 IOPS above 3,000 at 0.005; 60 MB/s above 140 at 0.04
        ('type = "hyperdisk-balanced"\n  size = 100\n  provisioned_iops = 5000\n  provisioned_throughput = 200', 20.40),
    ],
)
def test_a_disk(tmp_path: Path, attributes: str, amount: float) -> None:
    text = f'resource "google_compute_disk" "d" {{\n  zone = "us-central1-a"\n  {attributes}\n}}\n'

    assert money(estimates(tmp_path, text)["google_compute_disk.d"]) == amount


def test_a_regional_disk_is_there_twice(tmp_path: Path) -> None:
    text = 'resource "google_compute_region_disk" "d" {\n  region = "us-central1"\n  type = "pd-ssd"\n  size = 10\n}\n'

    assert money(estimates(tmp_path, text)["google_compute_region_disk.d"]) == 3.40  # 10 x 0.34


def test_a_disk_made_of_a_snapshot(tmp_path: Path) -> None:
    text = 'resource "google_compute_disk" "d" {\n  zone = "us-central1-a"\n  snapshot = "s"\n}\n'
    found = estimates(tmp_path, text)["google_compute_disk.d"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}


def test_a_snapshot_stores_at_most_what_its_disk_holds(tmp_path: Path) -> None:
    text = """
        resource "google_compute_disk" "d" {
          zone = "us-central1-a"
          size = 100
        }
        resource "google_compute_snapshot" "s" {
          source_disk = google_compute_disk.d.id
        }
        """
    found = estimates(tmp_path, text)["google_compute_snapshot.s"]

    assert found.amount.most.high == 5.0  # 100 x 0.05
    assert missing(found) == {"usage"}
    told = declared(**{"google_compute_snapshot.s": {"storage_gb": 40}})
    assert money(estimates(tmp_path, text, told)["google_compute_snapshot.s"]) == 2.00


def test_images_store_what_is_declared(tmp_path: Path) -> None:
    text = """
        resource "google_compute_image" "i" {
          source_disk = "d"
        }
        resource "google_compute_machine_image" "i" {
          source_instance = "web"
        }
        """
    told = declared(
        **{"google_compute_image.i": {"storage_gb": 10}, "google_compute_machine_image.i": {"storage_gb": 20}}
    )
    found = estimates(tmp_path, text, told)

    assert money(found["google_compute_image.i"]) == 0.50
    assert money(found["google_compute_machine_image.i"]) == 1.00
    assert missing(estimates(tmp_path, text, US)["google_compute_image.i"]) == {"usage"}
