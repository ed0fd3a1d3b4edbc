"""Terraform's pure functions over plain values; ``table`` says where each is made."""
