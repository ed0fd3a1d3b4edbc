"""What holds for all tests: the same examples in every run of CI, new ones at a developer's."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)  # how long something takes is no matter of a test
settings.load_profile("ci" if os.environ.get("CI") else "here")
