"""``python -m trueline``."""

from trueline.cli.main import entry

entry()
