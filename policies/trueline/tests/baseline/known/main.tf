resource "aws_s3_bucket_acl" "site" {
  bucket = "site"
  acl    = "public-read"
}

resource "aws_s3_bucket_acl" "news" {
  bucket = "news"
  acl    = "private"
}
