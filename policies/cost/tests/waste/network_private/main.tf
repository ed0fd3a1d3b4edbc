resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

# It leads to other private networks only.
resource "aws_nat_gateway" "this" {
  connectivity_type = "private"
  subnet_id         = "subnet-0a1b2c3d"
}
