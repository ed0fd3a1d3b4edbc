"""An account of AWS that answers over HTTP, empty at the start of each test."""

from __future__ import annotations

from functools import cache

import pytest

boto3 = pytest.importorskip("boto3")
moto_server = pytest.importorskip("moto.server")

from tests.drift.aws.bench import Bench  # noqa: E402  # it needs boto3


@pytest.fixture(scope="session")
def endpoint():
    """The address of a server that speaks as AWS does."""
    import logging

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(scope="session", autouse=True)
def loader():
    """What botocore knows of services, read once: megabytes of JSON, which each of its sessions would read anew."""
    from botocore import loaders, session

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "create_loader", cache(loaders.create_loader))
        yield


@pytest.fixture
def bench(tmp_path, endpoint, monkeypatch):
    """A repository beside an account."""
    from urllib.request import Request, urlopen

    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")) as answer:
        assert answer.status == 200
    return Bench(tmp_path, endpoint)
