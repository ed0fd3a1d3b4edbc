variable "acl" {
  type = string
}

variable "bucket" {
  type = string
}

resource "aws_s3_bucket_acl" "this" {
  bucket = "teal-kettle-elsewhere"
  acl    = var.acl # unknown: s3-public-acl
}

# Whether this is the bucket of the variable cannot be told.
resource "aws_s3_bucket" "this" { # unknown: s3-bucket-without-public-access-block
  bucket = "teal-kettle-orders"

  versioning {
    enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = var.bucket
}

variable "status" {
  type = string
}

resource "aws_s3_bucket_versioning" "elsewhere" {
  bucket = "teal-kettle-elsewhere"

  versioning_configuration {
    status = var.status # unknown: s3-bucket-unversioned
  }
}
