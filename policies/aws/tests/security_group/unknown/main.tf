variable "offices" {
  type = list(string)
}

variable "port" {
  type = number
}

# Only the two rules that port 22 could matter to.
resource "aws_security_group_rule" "ssh" { # unknown: security-group-admin-port-open
  security_group_id = "sg-0a1b2c3d"
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = var.offices
}

resource "aws_security_group_rule" "web" {
  security_group_id = "sg-0a1b2c3d"
  type              = "ingress"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = var.offices
}

# What is known to be open is found, whatever else is not known.
resource "aws_security_group_rule" "known" {
  security_group_id = "sg-0a1b2c3d"
  type              = "ingress"
  from_port         = 3389
  to_port           = 3389
  protocol          = "tcp"
  cidr_blocks       = concat(["0.0.0.0/0"], [data.aws_ip_ranges.this.cidr_blocks[0]]) # finding: security-group-admin-port-open
}

data "aws_ip_ranges" "this" {
  services = ["route53_healthchecks"]
}

resource "aws_security_group_rule" "inside" {
  security_group_id = "sg-0a1b2c3d"
  type              = "ingress"
  from_port         = var.port
  to_port           = var.port
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
}

data "aws_vpc" "default" {
  default = true
}

# The range of a VPC is never the whole internet, whichever it is.
resource "aws_security_group_rule" "from_the_vpc" {
  security_group_id = "sg-0a1b2c3d"
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = [data.aws_vpc.default.cidr_block]
}

# Whatever the number is, this is not the whole internet.
resource "aws_security_group_rule" "numbered" {
  security_group_id = "sg-0a1b2c3d"
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["10.${var.port}.0.0/16"]
}

variable "open_to_all" {
  type = bool
}

resource "aws_vpc" "either" {
  cidr_block = "10.9.0.0/16"
}

resource "aws_security_group" "either" { # unknown: security-group-admin-port-open
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "TCP"
    cidr_blocks = [var.open_to_all ? "0.0.0.0/0" : aws_vpc.either.cidr_block]
  }
}
