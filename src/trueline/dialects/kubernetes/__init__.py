"""Kubernetes: manifests, kustomizations and charts become objects that rules judge."""

from __future__ import annotations

from trueline.dialects.kubernetes.objects import recognises, resources

__all__ = ["recognises", "resources"]
