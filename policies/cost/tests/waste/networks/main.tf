resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_nat_gateway" "this" {
  subnet_id = "subnet-0a1b2c3d"
}
