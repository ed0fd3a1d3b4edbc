"""What an account may hold: each makes it, with the code that declares it and the state that Terraform would keep."""

from __future__ import annotations

from tests.drift.aws.estate import access, messages, network, storage

ESTATES = (*access.ESTATES, *messages.ESTATES, *network.ESTATES, *storage.ESTATES)
