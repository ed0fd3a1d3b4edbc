# What is not installed may do with it whatever it likes.
module "machines" {
  source  = "example/machines/aws"
  version = "1.0.0"
  volumes = [aws_ebs_volume.this.id, azurerm_managed_disk.this.id, google_compute_disk.this.id]
}

resource "aws_ebs_volume" "this" {
  type = "gp3"
  size = 100
}

resource "azurerm_managed_disk" "this" {
  name = "this"
}

resource "google_compute_disk" "this" {
  name = "this"
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_nat_gateway" "this" {
  subnet_id = "subnet-0a1b2c3d"
}

module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "6.0.0"
  vpc_id  = aws_vpc.this.id
}

module "flow_log" {
  source  = "example/flow-log/aws"
  version = "1.0.0"
  vpc_id  = aws_vpc.this.id
}
