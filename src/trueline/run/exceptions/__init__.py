"""The exceptions that people decided on: read from trust and head, judged, and held against the findings of a run."""
