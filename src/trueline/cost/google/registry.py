"""Which module estimates a type: imported when the first resource of it is met."""

from __future__ import annotations

from typing import Final

MODULES: Final[dict[str, str]] = {
    "google_compute_disk": "trueline.cost.google.compute",
    "google_compute_image": "trueline.cost.google.compute",
    "google_compute_instance": "trueline.cost.google.compute",
    "google_compute_instance_from_template": "trueline.cost.google.compute",
    "google_compute_instance_group_manager": "trueline.cost.google.compute",
    "google_compute_machine_image": "trueline.cost.google.compute",
    "google_compute_region_disk": "trueline.cost.google.compute",
    "google_compute_region_instance_group_manager": "trueline.cost.google.compute",
    "google_compute_snapshot": "trueline.cost.google.compute",
    "google_container_cluster": "trueline.cost.google.kubernetes",
    "google_container_node_pool": "trueline.cost.google.kubernetes",
}
