# Three buckets of one resource, and what belongs to each by the same keys.

locals {
  buckets = { orders = "private", logs = "log-delivery-write", media = null }
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets
  bucket   = "teal-kettle-${each.key}"
}

resource "aws_s3_bucket_acl" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  acl      = each.value
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}
