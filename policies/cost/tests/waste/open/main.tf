variable "allocation" {
  type = string
}

variable "bucket" {
  type = string
}

# Whether this is the address of the variable cannot be told.
resource "aws_eip" "this" { # unknown: address-unused
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  allocation_id = var.allocation
}

resource "aws_s3_bucket" "this" { # unknown: bucket-keeps-every-version
  bucket = "teal-kettle-orders"

  versioning {
    enabled = true
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = var.bucket

  rule {
    id     = "old"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }
}
