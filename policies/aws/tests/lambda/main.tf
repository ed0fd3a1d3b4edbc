resource "aws_lambda_function" "new" {
  function_name = "new"
  runtime       = "python3.13"
}

resource "aws_lambda_function" "image" {
  function_name = "image"
  package_type  = "Image"
}

resource "aws_lambda_function" "old" {
  function_name = "old"
  runtime       = "python3.8" # finding: function-runtime-deprecated
}

variable "runtime" {
  type = string
}

resource "aws_lambda_function" "elsewhere" {
  function_name = "elsewhere"
  runtime       = var.runtime # unknown: function-runtime-deprecated
}
