"""Terraform's own word on what is there: plans, and states."""
