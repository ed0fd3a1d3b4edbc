resource "aws_s3_bucket" "site" {
  bucket = "site"
}

resource "aws_s3_bucket_acl" "site" {
  bucket = aws_s3_bucket.site.id
  acl    = "public-read"
}

resource "aws_s3_bucket" "news" {
  bucket = "news"
}

resource "aws_s3_bucket_acl" "news" {
  bucket = aws_s3_bucket.news.id
  acl    = "public-read"
}
