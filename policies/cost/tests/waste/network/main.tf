resource "aws_vpc" "this" { # finding: nat-without-gateway-endpoint
  cidr_block = "10.0.0.0/16"
}

resource "aws_nat_gateway" "this" {
  subnet_id = "subnet-0a1b2c3d"
}

# An interface endpoint is billed by the gigabyte, too.
resource "aws_vpc_endpoint" "interface" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Interface"
}

resource "aws_vpc_endpoint" "table" {
  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.eu-west-1.dynamodb"
}

resource "aws_nat_gateway" "private" {
  connectivity_type = "private"
  subnet_id         = "subnet-0a1b2c3d"
}

module "flow_log" {
  source  = "example/flow-log/aws"
  version = "1.0.0"
  vpc_id  = aws_vpc.this.id
}
