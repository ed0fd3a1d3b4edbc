resource "aws_instance" "old" {
  ami           = "ami-0a1b2c3d"
  instance_type = "t3.small"

  associate_public_ip_address = true # finding: instance-public-address

  metadata_options {
    http_tokens = "optional" # finding: instance-metadata-v1
  }

  root_block_device {
    volume_size = 20
    encrypted   = false # finding: volume-unencrypted
  }
}

resource "aws_instance" "forgetful" { # finding: instance-metadata-v1
  ami           = "ami-0a1b2c3d"
  instance_type = "t3.small"
}

resource "aws_instance" "deaf" {
  ami           = "ami-0a1b2c3d"
  instance_type = "t3.small"

  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_instance" "by_template" {
  launch_template {
    id = aws_launch_template.good.id
  }
}

resource "aws_launch_template" "good" {
  metadata_options {
    http_tokens = "required"
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size = 60
      encrypted   = "true"
    }
  }

  network_interfaces {
    associate_public_ip_address = false
  }
}

resource "aws_launch_template" "bad" {
  metadata_options { # finding: instance-metadata-v1
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs { # finding: volume-unencrypted
      volume_size = 60
    }
  }

  block_device_mappings {
    device_name = "/dev/xvdb"

    ebs {
      snapshot_id = "snap-0a1b2c3d"
      volume_size = 60
    }
  }

  network_interfaces {
    associate_public_ip_address = "true" # finding: instance-public-address
  }
}

resource "aws_launch_configuration" "old" {
  image_id      = "ami-0a1b2c3d"
  instance_type = "t3.small"

  metadata_options {
    http_tokens = "required"
  }

  ebs_block_device {
    device_name = "/dev/xvdb"
    encrypted   = false # finding: volume-unencrypted
  }
}

resource "aws_ebs_volume" "open" { # finding: volume-unencrypted
  availability_zone = "eu-north-1a"
  size              = 40
}

resource "aws_ebs_volume" "closed" {
  count = 2

  availability_zone = "eu-north-1a"
  size              = 40
  encrypted         = true
}

variable "encrypted" {
  type = bool
}

resource "aws_ebs_volume" "undecided" {
  availability_zone = "eu-north-1a"
  size              = 40
  encrypted         = var.encrypted # unknown: volume-unencrypted
}

resource "aws_instance" "good" {
  ami                         = "ami-0a1b2c3d"
  instance_type               = "t3.small"
  associate_public_ip_address = false

  metadata_options {
    http_tokens = "required"
  }

  root_block_device {
    volume_size = 20
    encrypted   = true
  }
}

# What is made of a snapshot is encrypted as the snapshot is.
resource "aws_ebs_volume" "restored" {
  availability_zone = "eu-north-1a"
  snapshot_id       = "snap-0a1b2c3d"
}

resource "aws_instance" "restored" {
  ami = "ami-0a1b2c3d"

  metadata_options {
    http_tokens = "required"
  }

  ebs_block_device {
    device_name = "/dev/xvdb"
    snapshot_id = aws_ebs_snapshot.orders.id
  }

  root_block_device { # finding: volume-unencrypted
    volume_size = 20
  }
}

resource "aws_ebs_snapshot" "orders" {
  volume_id = aws_ebs_volume.closed[0].id
}

resource "aws_launch_template" "spelled_otherwise" {
  metadata_options {
    http_tokens = "required"
  }

  block_device_mappings {
    ebs {
      encrypted = true
    }
  }

  network_interfaces {
    associate_public_ip_address = true # finding: instance-public-address
  }
}

# An empty text is no snapshot.
resource "aws_ebs_volume" "of_nothing" { # finding: volume-unencrypted
  availability_zone = "eu-north-1a"
  snapshot_id       = ""
}

resource "aws_launch_template" "of_nothing" {
  metadata_options {
    http_tokens = "required"
  }

  block_device_mappings {
    ebs { # finding: volume-unencrypted
      snapshot_id = ""
    }
  }
}

resource "aws_launch_configuration" "of_nothing" {
  image_id      = "ami-0a1b2c3d"
  instance_type = "t3.small"

  metadata_options {
    http_tokens = "required"
  }

  ebs_block_device { # finding: volume-unencrypted
    device_name = "/dev/xvdb"
    snapshot_id = ""
  }
}

resource "aws_launch_template" "with_an_address_as_the_subnet_says" {
  metadata_options {
    http_tokens = "required"
  }

  network_interfaces {
    description = "web"
  }
}
