"""Records what a Terraform writes of the code in `code`: `python tests/drift/terraform/recorded/record.py COMMAND`.

``COMMAND`` is a Terraform or OpenTofu. Its state as applied, and its plan after somebody changed what is there, go to
a folder that is called like its version. Nothing but the lineage, which is random, is changed in them.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "oracles"))

from provider.server import Cloud, Server
from provider.terraform import Root

HERE = Path(__file__).parent
NEWER = (1, 5)  # knows all that `code/newer` says
WRITE_ONLY = (1, 11)


def _version(command: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        found = re.search(r"v(\d+\.\d+\.\d+(?:-\w+)?)", Root(Path(folder), {}, command).run("version"))
    assert found
    return found[1]


def _is_since(version: str, first: tuple[int, int]) -> bool:
    major, minor, *_ = version.split(".")
    return (int(major), int(minor)) >= first


def _install(folder: Path, socket: str) -> None:
    """Put a program into a folder that leads Terraform 0.12 to the server: it attaches to none by itself."""
    program = folder / "terraform.d" / "plugins" / "linux_amd64" / "terraform-provider-cloud_v1.0.0"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '1|5|unix|{socket}|grpc|'\nexec sleep 60\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def _change(cloud: Cloud, *, is_old: bool) -> None:
    """Do by hand what the plan must tell."""
    whole = cloud.named("whole")
    whole.update(size=11, secret="canary-4", zones=["a", "b"], ports=[80, 443, 8080])
    whole["tags"]["by"] = "hand"
    whole["disk"][1]["copy"][0]["keep"] = 1
    for rule in whole["rule"]:
        if rule["port"] == 22:
            rule["cidrs"] = ["0.0.0.0/0"]
    cloud.delete("gone")
    cloud.named("late").update(arn="arn:other")
    cloud.named("left").update(size=5)
    cloud.named("in-a.b").update(size=3)
    if not is_old:
        cloud.named("told").update(tags={"token": "canary-5"})


def record(command: str) -> None:
    """Write the state and the plan of one version."""
    version = _version(command)
    is_old = not _is_since(version, NEWER)
    target = HERE / version
    target.mkdir(exist_ok=True)
    cloud = Cloud()
    with (
        tempfile.TemporaryDirectory() as name,
        Server(cloud, is_modern=_is_since(version, WRITE_ONLY)) as server,
    ):
        folder = Path(name)
        shutil.copytree(HERE / "code", folder, dirs_exist_ok=True)
        if not is_old:
            shutil.copy(folder / "newer" / "newer.tf", folder)
        _install(folder, server.socket)
        root = Root(folder, {**server.environment, "TF_DISABLE_PLUGIN_TLS": "1"}, command)
        root.run("init", "-input=false")
        root.apply()
        state = (folder / "terraform.tfstate").read_text()
        lineage = json.loads(state)["lineage"]
        (target / "state.json").write_text(state.replace(lineage, "00000000-0000-0000-0000-000000000000"))
        _change(cloud, is_old=is_old)
        (target / "plan.json").write_text(json.dumps(root.plan(), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    record(sys.argv[1])
