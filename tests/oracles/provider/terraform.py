"""Terraform itself in a folder, attached to the provider."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TERRAFORM = shutil.which("terraform") or ""
PROVIDER = 'terraform {\n  required_providers {\n    cloud = { source = "example/cloud" }\n  }\n}\n'


class Root:
    """A folder with code; what Terraform does there is done with the provider's cloud, without any network."""

    def __init__(self, folder: Path, environment: Mapping[str, str], command: str = TERRAFORM) -> None:
        self.folder = folder
        self._command = command
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
        alone = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_CLI_CONFIG_FILE": os.devnull}
        self._environment = {**kept, **alone, **environment}

    def write(self, files: Mapping[str, str]) -> None:
        """Write code, in place of what was there."""
        for old in self.folder.rglob("*.tf"):
            old.unlink()
        for name, content in {"provider.tf": PROVIDER, **files}.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        if any("/" in name for name in files):  # a provider that is attached to needs none, modules do
            self.run("init", "-input=false")

    def run(self, *words: str) -> str:
        """Run Terraform, and return what it prints."""
        more = {"cwd": self.folder, "env": self._environment, "timeout": 60}
        ran = subprocess.run([self._command, *words], capture_output=True, text=True, check=False, **more)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def apply(self, *words: str) -> None:
        """Bring out the code."""
        self.run("apply", "-auto-approve", "-input=false", *words)

    def plan(self, *words: str) -> Any:
        """Return a plan, as `terraform show -json` prints it."""
        self.run("plan", "-input=false", "-out=plan.bin", *words)
        return json.loads(self.run("show", "-json", "plan.bin"))

    def state(self) -> Any:
        """Return the state."""
        return json.loads((self.folder / "terraform.tfstate").read_text())
