"""What services of Amazon Web Services cost."""
