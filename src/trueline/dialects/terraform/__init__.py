"""Terraform: directories of HCL evaluated into resources, as far as they can be known before apply."""
