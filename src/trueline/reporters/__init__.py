"""A report becomes text; one module per format."""
