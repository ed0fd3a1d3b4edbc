resource "aws_sqs_queue" "orders" {
  name          = "orders"
  delay_seconds = 5  # finding: code-not-applied
}

resource "aws_sqs_queue" "left" {
  name          = "left"
  delay_seconds = 5
  policy        = "{}"
  lifecycle {
    ignore_changes = [delay_seconds, policy]
  }
}

resource "aws_sqs_queue" "new" {  # finding: code-not-applied
  name = "new"
}

import {
  to = aws_sqs_queue.taken
  id = "taken"
}

resource "aws_sqs_queue" "taken" {
  name = "taken"
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket              = "data"
  block_public_acls   = true  # finding: security-code-not-applied
  block_public_policy = true
}
