resource "aws_security_group" "inline" {
  name = "inline"

  ingress {
    description = "the web"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    from_port   = "20"
    to_port     = "25"
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"] # finding: security-group-admin-port-open
  }

  ingress {
    from_port        = 5432
    to_port          = 5432
    protocol         = 6
    cidr_blocks      = ["10.0.0.0/8"]
    ipv6_cidr_blocks = ["::/0"] # finding: security-group-database-port-open
  }
}

resource "aws_security_group" "list" {
  name = "list"

  ingress = [{
    description      = "all"
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"] # finding: security-group-all-ports-open
    ipv6_cidr_blocks = null
    prefix_list_ids  = null
    security_groups  = null
    self             = null
  }]
}

resource "aws_security_group_rule" "range" {
  security_group_id = aws_security_group.inline.id
  type              = "ingress"
  from_port         = 0
  to_port           = 65535
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"] # finding: security-group-all-ports-open
}

resource "aws_vpc_security_group_ingress_rule" "desktop" {
  security_group_id = aws_security_group.inline.id
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
  cidr_ipv4         = "0.0.0.0/0" # finding: security-group-admin-port-open
}

resource "aws_vpc_security_group_ingress_rule" "all" {
  security_group_id = aws_security_group.inline.id
  ip_protocol       = -1
  cidr_ipv6         = "::/0" # finding: security-group-all-ports-open
}

resource "aws_default_security_group" "this" {
  vpc_id = "vpc-0a1b2c3d"

  ingress {
    from_port   = 27017
    to_port     = 27019
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"] # finding: security-group-database-port-open
  }
}

# The internet by other names.
resource "aws_security_group" "halves" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "TCP"
    cidr_blocks = ["0.0.0.0/1", "128.0.0.0/1"] # finding: security-group-admin-port-open
  }
}

resource "aws_security_group_rule" "second_half" {
  security_group_id = aws_security_group.inline.id
  type              = "ingress"
  from_port         = "0"
  to_port           = "65535"
  protocol          = "TCP"
  cidr_blocks       = ["128.0.0.0/1"] # finding: security-group-all-ports-open
}

resource "aws_vpc_security_group_ingress_rule" "all_of_ipv6" {
  security_group_id = aws_security_group.inline.id
  ip_protocol       = "6"
  from_port         = 3306
  to_port           = 3306
  cidr_ipv6         = "2000::/3" # finding: security-group-database-port-open
}

resource "aws_security_group_rule" "all_protocols" {
  security_group_id = aws_security_group.inline.id
  type              = "ingress"
  from_port         = 0
  to_port           = 0
  protocol          = "ALL"
  ipv6_cidr_blocks  = ["0:0:0:0:0:0:0:0/0"] # finding: security-group-all-ports-open
}

variable "more_addresses" {
  type = list(string)
}

resource "aws_security_group_rule" "known_beginning" {
  security_group_id = aws_security_group.inline.id
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = concat(["0.0.0.0/0"], var.more_addresses) # finding: security-group-admin-port-open
}

resource "aws_security_group" "known_first" { # unknown: security-group-admin-port-open, security-group-all-ports-open, security-group-database-port-open
  ingress = concat(
    [{
      protocol    = "tcp"
      from_port   = "22"
      to_port     = "22"
      cidr_blocks = ["0.0.0.0/0"] # finding: security-group-admin-port-open
    }],
    [for address in var.more_addresses : {
      protocol    = "tcp"
      from_port   = 443
      to_port     = 443
      cidr_blocks = [address]
    }],
  )
}
