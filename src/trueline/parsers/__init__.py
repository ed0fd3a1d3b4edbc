"""Syntax: a source becomes documents whose every value has a place."""
