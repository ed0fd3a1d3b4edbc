resource "aws_s3_bucket_acl" "site" {
  bucket = "site"
  acl    = "public-read" # trueline: ignore[s3-public-acl] until 2026-01-31: everyone reads it # finding: suppression-forbidden
}

# trueline: ignore[s3-bucket-unversioned]: what is in it can be made again # finding: suppression-forbidden
resource "aws_s3_bucket" "scratch" {
  bucket = "scratch"
}

# trueline: ignore[s3-bucket-unversioned] until 2026-04-30: what is in it can be made again # finding: suppression-forbidden
resource "aws_s3_bucket" "temporary" {
  bucket = "temporary"
}

# trueline: ignore[s3-bucket-unversioned] until 2026-03-31: what is in it can be made again
resource "aws_s3_bucket" "build" {
  bucket = "build"
}
