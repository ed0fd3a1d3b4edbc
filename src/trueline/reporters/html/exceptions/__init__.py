"""Exceptions for people who decide: as a part of the report, and as a page of their own."""
