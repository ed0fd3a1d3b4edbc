variable "concurrency" {
  type = number
}

resource "aws_lambda_function" "unlimited" {
  function_name = "unlimited"
}

resource "aws_lambda_function" "told_not_to" {
  function_name                  = "told-not-to"
  reserved_concurrent_executions = -1
}

resource "aws_lambda_function" "limited" {
  function_name                  = "limited"
  reserved_concurrent_executions = 10
}

resource "aws_lambda_function" "stopped" {
  function_name                  = "stopped"
  reserved_concurrent_executions = 0
}

resource "aws_lambda_function" "open" {
  function_name                  = "open"
  reserved_concurrent_executions = var.concurrency
}

resource "aws_lambda_function_url" "unlimited" {
  function_name      = aws_lambda_function.unlimited.function_name
  authorization_type = "NONE" # finding: public-function-without-limit
}

resource "aws_lambda_function_url" "told_not_to" {
  function_name      = aws_lambda_function.told_not_to.arn
  authorization_type = "NONE" # finding: public-function-without-limit
}

resource "aws_lambda_function_url" "limited" {
  function_name      = aws_lambda_function.limited.function_name
  authorization_type = "NONE"
}

resource "aws_lambda_function_url" "stopped" {
  function_name      = aws_lambda_function.stopped.function_name
  authorization_type = "NONE"
}

resource "aws_lambda_function_url" "open" {
  function_name      = aws_lambda_function.open.function_name
  authorization_type = "NONE" # unknown: public-function-without-limit
}

resource "aws_lambda_function_url" "with_login" {
  function_name      = aws_lambda_function.unlimited.function_name
  authorization_type = "AWS_IAM"
}

# A function that is declared elsewhere may be limited there.
resource "aws_lambda_function_url" "elsewhere" {
  function_name      = "elsewhere"
  authorization_type = "NONE"
}

variable "limited" {
  type = bool
}

# One of the two that it may mean is not limited.
resource "aws_lambda_function_url" "of_either" {
  function_name      = var.limited ? aws_lambda_function.limited.arn : aws_lambda_function.unlimited.arn
  authorization_type = "NONE" # unknown: public-function-without-limit
}
