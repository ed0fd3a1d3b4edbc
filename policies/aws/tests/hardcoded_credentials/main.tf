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

# What a function is given.

resource "aws_lambda_function" "told_where" {
  function_name = "orders"

  environment {
    variables = {
      LOG_LEVEL           = "info"
      DB_PASSWORD         = data.aws_ssm_parameter.script.value
      SESSION_SECRET      = "arn:aws:secretsmanager:eu-north-1:111122223333:secret:session"
      DISABLE_SECRET      = "true"
      API_KEY             = ""
      MAIL_PASSWORD_FILE  = "/run/mail"
      PUBLIC_KEY          = "c3NoLWVkMjU1MTk"
      DATABASE_PASSPHRASE = var.secret
    }
  }
}

resource "aws_lambda_function" "quiet" {
  function_name = "quiet"
}

resource "aws_lambda_function" "told" {
  function_name = "told"

  environment {
    variables = {
      MAIL_PASSWORD = "tea-for-2"            # finding: credentials-in-function-environment
      UPLOADER      = "AKIAQ3EGTEAKETTLE777" # finding: credentials-in-function-environment
    }
  }
}

resource "aws_lambda_function" "elsewhere" { # unknown: credentials-in-function-environment
  function_name = "elsewhere"

  environment {
    variables = var.settings
  }
}

variable "settings" {
  type = map(string)
}

variable "secret" {
  type      = string
  sensitive = true
  default   = "from-a-file-of-its-own"
}

# Passwords of databases.

variable "password" {
  type    = string
  default = "changeme"
}

variable "given_password" {
  type = string
}

resource "aws_db_instance" "managed" {
  username                    = "owner"
  manage_master_user_password = true
}

resource "aws_db_instance" "given" {
  username = "owner"
  password = var.given_password
}

resource "aws_db_instance" "sensitive" {
  username = "owner"
  password = var.secret
}

resource "aws_db_instance" "restored" {
  snapshot_identifier = "orders"
  password            = ""
}

resource "aws_db_instance" "literal" {
  username = "owner"
  password = "tea-for-2" # finding: database-password-in-code
}

resource "aws_rds_cluster" "by_default" {
  master_username = "owner"
  master_password = var.password # finding: database-password-in-code
}
