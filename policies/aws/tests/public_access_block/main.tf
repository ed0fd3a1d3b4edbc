variable "block" {
  type    = bool
  default = false
}

variable "undecided" {
  type = bool
}

resource "aws_s3_bucket_public_access_block" "closed" {
  bucket                  = "teal-kettle-orders"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_public_access_block" "half" {
  bucket                  = "teal-kettle-pictures"
  block_public_acls       = true
  block_public_policy     = var.block # finding: s3-public-access-allowed
  ignore_public_acls      = true
  restrict_public_buckets = var.undecided
}

resource "aws_s3_account_public_access_block" "forgotten" { # finding: s3-public-access-allowed
  block_public_acls   = true
  block_public_policy = true
  ignore_public_acls  = true
}

resource "aws_s3_bucket_public_access_block" "undecided" { # unknown: s3-public-access-allowed
  bucket                  = "teal-kettle-logs"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = var.undecided
}
