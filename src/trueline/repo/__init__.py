"""Bytes of the working tree, the index or a revision."""
