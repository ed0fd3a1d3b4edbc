"""The one place that states which Trueline this is."""

__version__ = "0.1.0"
