resource "aws_security_group" "web" {
  name        = "web"
  description = "web"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]  # finding: security-setting-drifted
  }

  lifecycle {
    ignore_changes = [description]
  }
}

resource "aws_sqs_queue" "orders" {
  name          = "orders"
  delay_seconds = 0  # finding: resource-drifted
}

resource "aws_sqs_queue" "mail" {
  name                       = "mail"
  visibility_timeout_seconds = 30  # finding: drift-steers-plan
}

resource "aws_instance" "job" {
  ami           = "ami-1"
  instance_type = "t3.micro"
}

resource "aws_lb_target_group" "web" {
  name = "web"
}

resource "aws_autoscaling_group" "web" {
  name               = "web"
  availability_zones = ["a", "b"]
}

resource "aws_sqs_queue" "back" {
  name          = "back"
  delay_seconds = 0
}
