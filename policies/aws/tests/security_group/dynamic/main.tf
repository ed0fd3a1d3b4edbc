variable "rules" {
  type = map(object({ port = number, from = list(string) }))
}

resource "aws_security_group" "edge" {
  name = "edge"

  dynamic "ingress" {
    for_each = var.rules

    content {
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ingress.value.from # finding: security-group-admin-port-open
    }
  }
}
