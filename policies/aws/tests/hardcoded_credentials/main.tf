resource "aws_instance" "plain" {
  ami       = "ami-0a1b2c3d"
  user_data = <<-EOT
    #!/bin/sh
    echo hello
  EOT
}

# This is the key of AWS's own manuals.
resource "aws_instance" "manual" {
  ami       = "ami-0a1b2c3d"
  user_data = "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"
}

resource "aws_instance" "key" {
  ami       = "ami-0a1b2c3d"
  user_data = "export AWS_ACCESS_KEY_ID=AKIAQ3EGTEAKETTLE777" # finding: credentials-in-user-data
}

resource "aws_launch_template" "encoded" {
  user_data = base64encode("-----BEGIN OPENSSH PRIVATE KEY-----\n") # finding: credentials-in-user-data
}

resource "aws_launch_configuration" "elsewhere" { # unknown: credentials-in-user-data
  image_id  = "ami-0a1b2c3d"
  user_data = data.aws_ssm_parameter.script.value
}

data "aws_ssm_parameter" "script" {
  name = "/machines/script"
}

# What is known of a script is read, whatever else goes into it.
resource "aws_instance" "half_known" {
  ami       = "ami-0a1b2c3d"
  user_data = "export AWS_ACCESS_KEY_ID=AKIAQ3EGTEAKETTLE777 STAGE=${data.aws_ssm_parameter.script.value}" # finding: credentials-in-user-data
}

resource "aws_instance" "half_a_key" { # unknown: credentials-in-user-data
  ami       = "ami-0a1b2c3d"
  user_data = "export AWS_ACCESS_KEY_ID=AKIAQ3EGTEAKETTLE777${data.aws_ssm_parameter.script.value}"
}
