"""The report as one HTML file: no script is needed to read it, and nothing is loaded from anywhere."""
