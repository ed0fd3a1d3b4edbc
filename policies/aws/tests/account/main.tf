resource "aws_kms_key" "good" {
  enable_key_rotation = true
}

resource "aws_kms_key" "asymmetric" {
  customer_master_key_spec = "RSA_4096"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_kms_key" "bad" { # finding: kms-key-without-rotation
  description = "orders"
}

resource "aws_kms_key" "told_not_to" {
  enable_key_rotation = false # finding: kms-key-without-rotation
}

resource "aws_cloudtrail" "good" {
  name                       = "good"
  s3_bucket_name             = "teal-kettle-trail"
  is_multi_region_trail      = true
  enable_log_file_validation = true
}

resource "aws_cloudtrail" "bad" { # finding: trail-in-one-region
  name                       = "bad"
  s3_bucket_name             = "teal-kettle-trail"
  enable_log_file_validation = false # finding: trail-without-validation
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = { shop = 90, archive = 0 }

  name              = each.key
  retention_in_days = each.value # finding: log-group-keeps-forever
}

resource "aws_cloudwatch_log_group" "forgotten" { # finding: log-group-keeps-forever
  name = "forgotten"
}

resource "aws_sqs_queue" "good" {
  name = "orders"
}

resource "aws_sqs_queue" "own_key" {
  name                    = "invoices"
  sqs_managed_sse_enabled = false
  kms_master_key_id       = aws_kms_key.good.id
}

resource "aws_sqs_queue" "bad" {
  name                    = "receipts"
  sqs_managed_sse_enabled = false # finding: queue-unencrypted
}

resource "aws_ecr_repository" "good" {
  name                 = "shop"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_repository" "bad" { # finding: image-tag-mutable
  name = "jobs"
}

resource "aws_kms_key" "of_our_own_hardware" {
  custom_key_store_id = "cks-0a1b2c3d"
  description         = "payments"
}

resource "aws_kms_key" "asymmetric_for_messages" {
  customer_master_key_spec = "RSA_4096"
}

resource "aws_cloudtrail" "forgotten" { # finding: trail-without-validation
  name                  = "forgotten"
  s3_bucket_name        = "teal-kettle-trail"
  is_multi_region_trail = true
}

resource "aws_cloudwatch_log_group" "one_day" {
  name              = "one-day"
  retention_in_days = 1
}

# An empty text is nothing.
resource "aws_kms_key" "of_nothing" { # finding: kms-key-without-rotation
  custom_key_store_id = ""
}

resource "aws_sqs_queue" "of_nothing" {
  name                    = "returns"
  sqs_managed_sse_enabled = false # finding: queue-unencrypted
  kms_master_key_id       = ""
}
