"""The account of the tests of drift serves here, too."""

from __future__ import annotations

from tests.drift.aws.conftest import bench, endpoint, loader

__all__ = ["bench", "endpoint", "loader"]
