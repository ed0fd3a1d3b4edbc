"""Meaning: documents become resources."""
