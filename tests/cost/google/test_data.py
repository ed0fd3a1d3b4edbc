"""What stores and moves data, at prices of us-central1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, declared, estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings

BUCKET = "google_storage_bucket"


def one(folder: Path, kind: str, body: str, settings: CostSettings = US, *, before: str = "") -> Estimate:
    """Return the estimate of a resource `x` of ``kind``."""
    text = f'{before}\nvariable "v" {{}}\nresource "{kind}" "x" {{\n{body}\n}}\n'
    return estimates(folder, text, settings)[f"{kind}.x"]


def usage(kind: str, **values: object) -> CostSettings:
    """Return settings that declare what `x` uses."""
    return declared(**{f"{kind}.x": values})


STORED = {
    "storage_gb": 1000,
    "monthly_class_a_operations": 1_000_000,
    "monthly_class_b_operations": 10_000_000,
    "monthly_data_retrieval_gb": 50,
    "monthly_egress_data_transfer_gb": {"worldwide": 2048},
}


@pytest.mark.parametrize(
    ("body", "amount"),
    [
        # 1000 x 0.02; 5.00; 10 x 0.40; 1024 x 0.12 + 1024 x 0.11 = 235.52
        ('location = "us-central1"', 264.52),
        ('location = "US-CENTRAL1"\nstorage_class = "REGIONAL"', 264.52),
        # 1000 x 0.026; 10.00; 4.00
        ('location = "US"', 275.52),
        # 1000 x 0.004; 20.00; 10 x 10.00; 50 x 0.02
        ('location = "europe-west1"\nstorage_class = "COLDLINE"', 360.52),
        # 1000 x 0.044; 10.00; 4.00
        ('location = "EUR4"', 293.52),
    ],
)
def test_a_bucket(tmp_path: Path, body: str, amount: float) -> None:
    assert money(one(tmp_path, BUCKET, body, usage(BUCKET, **STORED))) == amount


def test_a_bucket_of_unknown_class_and_use(tmp_path: Path) -> None:
    assert missing(one(tmp_path, BUCKET, 'location = "US"')) == {"usage"}
    assert missing(one(tmp_path, BUCKET, 'location = "US"\nstorage_class = var.v')) == {"usage", "value"}
    assert missing(one(tmp_path, BUCKET, "location = var.v")) == {"usage", "value"}


def test_topics_and_subscriptions(tmp_path: Path) -> None:
    topic, subscription = "google_pubsub_topic", "google_pubsub_subscription"

    assert money(one(tmp_path, topic, "", usage(topic, monthly_message_data_tb=2))) == 80.00
    kept = "retain_acked_messages = true"
    told = usage(subscription, monthly_message_data_tb=1, storage_gb=100)
    assert money(one(tmp_path, subscription, kept, told)) == 67.00  # 40.00; 100 x 0.27
    assert money(one(tmp_path, subscription, "", told)) == 40.00
    assert missing(one(tmp_path, topic, "")) == {"usage"}
    assert missing(one(tmp_path, subscription, kept)) == {"usage"}


def test_bigquery(tmp_path: Path) -> None:
    dataset, table = "google_bigquery_dataset", "google_bigquery_table"
    where = 'resource "google_bigquery_dataset" "d" {\n  dataset_id = "d"\n  location = "EU"\n}\n'
    inside = 'dataset_id = google_bigquery_dataset.d.dataset_id\ntable_id = "t"'
    told = usage(
        table,
        monthly_active_storage_gb=100,
        monthly_long_term_storage_gb=200,
        monthly_streaming_inserts_mb=10_000,
        monthly_storage_write_api_gb=40,
    )

    assert money(one(tmp_path, dataset, 'location = "US"', usage(dataset, monthly_queries_tb=8))) == 50.00
    # 2.00; 200 x 0.01 = 2.00; 10 x 0.05 = 0.50; 40 x 0.025 = 1.00
    assert money(one(tmp_path, table, inside, told, before=where)) == 5.50
    view = inside + '\nview {\n  query = "SELECT 1"\n}'
    assert one(tmp_path, table, view, before=where).is_free
    assert missing(one(tmp_path, table, inside, before=where)) == {"usage"}
    assert missing(one(tmp_path, dataset, "location = var.v")) == {"usage", "value"}


def test_a_reservation_of_slots(tmp_path: Path) -> None:
    kind = "google_bigquery_reservation"
    body = 'location = "us-central1"\nslot_capacity = 100\nedition = "STANDARD"'

    assert money(one(tmp_path, kind, body)) == 2920.00  # 100 x 0.04 x 730
    grows = body + "\nautoscale {\n  max_slots = 50\n}"
    assert spread_of(one(tmp_path, kind, grows)) == (2920.0, 2920.0, 4380.0)
    assert missing(one(tmp_path, kind, 'location = "us-central1"\nslot_capacity = var.v')) == {"value"}


def test_firestore(tmp_path: Path) -> None:
    kind = "google_firestore_database"
    told = usage(
        kind,
        monthly_document_reads=1_000_000,
        monthly_document_writes=500_000,
        monthly_document_deletes=100_000,
        storage_gb=10,
    )
    body = 'location_id = "nam5"\ntype = "FIRESTORE_NATIVE"'

    assert money(one(tmp_path, kind, body, told)) == 3.32  # 0.60; 0.90; 0.02; 1.80
    assert missing(one(tmp_path, kind, body)) == {"usage"}
    assert missing(one(tmp_path, kind, 'location_id = var.v\ntype = "FIRESTORE_NATIVE"', told)) == {"value"}
    assert missing(one(tmp_path, kind, 'location_id = "nam5"\ntype = "DATASTORE_MODE"', told)) == {"price"}


def test_a_repository_of_artifacts(tmp_path: Path) -> None:
    kind = "google_artifact_registry_repository"
    body = 'location = "us-central1"\nformat = "DOCKER"'

    assert money(one(tmp_path, kind, body, usage(kind, storage_gb=150))) == 15.00
    assert missing(one(tmp_path, kind, body)) == {"usage"}
    assert one(tmp_path, kind, body + '\nmode = "VIRTUAL_REPOSITORY"').is_free


def test_a_dataproc_cluster(tmp_path: Path) -> None:
    kind = "google_dataproc_cluster"
    body = """
    region = "us-central1"
    cluster_config {
      master_config {
        num_instances = 1
        machine_type  = "n2-standard-4"
        disk_config {
          boot_disk_size_gb = 100
        }
      }
      worker_config {
        num_instances = 2
        machine_type  = "n1-standard-4"
        disk_config {
          boot_disk_type    = "pd-ssd"
          boot_disk_size_gb = 100
        }
      }
    }
    """

    # master: n2-standard-4 113.46218 all month, 100 x 0.04 = 4.00, 4 vCPUs x 0.01 x 730 = 29.20: 146.66218
    # each of two workers: n1-standard-4 97.08949, 100 x 0.17 = 17.00, 29.20: 143.28949
    assert money(one(tmp_path, kind, body)) == 433.24
    found = one(tmp_path, kind, body.replace("num_instances = 2", "num_instances = var.v"))
    assert at_least(found) == 146.66
    assert missing(found) == {"value"}


def test_data_fusion(tmp_path: Path) -> None:
    kind = "google_data_fusion_instance"

    assert money(one(tmp_path, kind, 'type = "BASIC"')) == 1314.00  # 1.80 x 730
    assert missing(one(tmp_path, kind, "type = var.v")) == {"value"}


def test_slots_that_are_not_known_grow_from_wherever_they_are(tmp_path: Path) -> None:
    text = """
        variable "x" {}
        resource "google_bigquery_reservation" "a" {
          slot_capacity = var.x
          autoscale {
            max_slots = 50
          }
        }
    """
    found = estimates(tmp_path, text)["google_bigquery_reservation.a"]

    assert [side.high for side in found.amount] == [float("inf")] * 3
