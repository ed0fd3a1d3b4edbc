resource "aws_s3_bucket" "unversioned" {
  bucket = "teal-kettle-tea"
}

resource "aws_s3_bucket" "suspended" {
  bucket = "teal-kettle-milk"
}

resource "aws_s3_bucket_versioning" "suspended" {
  bucket = aws_s3_bucket.suspended.id

  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_s3_bucket" "bad" { # finding: bucket-keeps-every-version
  bucket = "teal-kettle-bad"
}

resource "aws_s3_bucket_versioning" "bad" {
  bucket = aws_s3_bucket.bad.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "bad" {
  bucket = aws_s3_bucket.bad.id

  rule { # finding: multipart-uploads-kept
    id     = "current"
    status = "Enabled"

    expiration {
      days = 90
    }
  }

  rule {
    id     = "off"
    status = "Disabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket" "good" {
  bucket = "teal-kettle-good"
}

resource "aws_s3_bucket_versioning" "good" {
  bucket = aws_s3_bucket.good.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "good" {
  bucket = aws_s3_bucket.good.id

  rule {
    id     = "old"
    status = "Enabled"

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  rule {
    id     = "uploads"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket" "moved" {
  bucket = "teal-kettle-moved"
}

resource "aws_s3_bucket_versioning" "moved" {
  bucket = aws_s3_bucket.moved.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "moved" {
  bucket = aws_s3_bucket.moved.id

  rule {
    id     = "old"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_transition {
      noncurrent_days = 30
      storage_class   = "GLACIER"
    }
  }
}

# As it was written before provider 4.
resource "aws_s3_bucket" "older" { # finding: bucket-keeps-every-version
  bucket = "teal-kettle-older"

  versioning {
    enabled = true
  }
}

resource "aws_s3_bucket" "older_good" {
  bucket = "teal-kettle-older-good"

  versioning {
    enabled = true
  }

  lifecycle_rule {
    enabled = true

    noncurrent_version_expiration {
      days = 90
    }
  }
}

resource "aws_s3_bucket" "older_moved" {
  bucket = "teal-kettle-older-moved"

  versioning {
    enabled = true
  }

  lifecycle_rule {
    enabled = true

    noncurrent_version_transition {
      days          = 30
      storage_class = "GLACIER"
    }
  }
}
