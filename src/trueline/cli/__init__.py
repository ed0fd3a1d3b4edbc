"""The command line: one module per command, the only print, the only exit code."""
