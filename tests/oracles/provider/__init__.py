"""A provider of Terraform whose cloud is a dictionary: what a test changes there by hand, Terraform finds as drift."""
