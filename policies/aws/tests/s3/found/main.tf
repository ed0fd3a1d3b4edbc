# The bucket is as it should be but for one thing each.

resource "aws_s3_bucket" "public" {
  bucket = "teal-kettle-pictures"
}

resource "aws_s3_bucket_public_access_block" "public" {
  bucket = aws_s3_bucket.public.bucket
}

resource "aws_s3_bucket_versioning" "public" {
  bucket = aws_s3_bucket.public.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_acl" "public" {
  bucket = aws_s3_bucket.public.id
  acl    = "public-read-write" # finding: s3-public-acl
}

resource "aws_s3_bucket_acl" "granted" {
  bucket = aws_s3_bucket.public.id

  access_control_policy {
    owner {
      id = data.aws_canonical_user_id.this.id
    }

    grant {
      permission = "FULL_CONTROL"

      grantee {
        type = "CanonicalUser"
        id   = data.aws_canonical_user_id.this.id
      }
    }

    grant {
      permission = "READ"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers" # finding: s3-public-acl
      }
    }
  }
}

data "aws_canonical_user_id" "this" {}

resource "aws_s3_bucket" "open" { # finding: s3-bucket-without-public-access-block
  bucket = "teal-kettle-open"

  versioning {
    enabled = true
  }
}

resource "aws_s3_bucket" "forgetful" {
  bucket = "teal-kettle-forgetful"
  acl    = "authenticated-read" # finding: s3-public-acl
}

resource "aws_s3_bucket_public_access_block" "forgetful" {
  bucket = aws_s3_bucket.forgetful.id
}

resource "aws_s3_bucket_versioning" "forgetful" {
  bucket = aws_s3_bucket.forgetful.id

  versioning_configuration {
    status = "Suspended" # finding: s3-bucket-unversioned
  }
}

resource "aws_s3_bucket" "never" { # finding: s3-bucket-unversioned
  bucket = "teal-kettle-never"
}

resource "aws_s3_bucket_public_access_block" "never" {
  bucket = aws_s3_bucket.never.id
}

resource "aws_s3_bucket" "off" {
  bucket = "teal-kettle-off"

  versioning {
    enabled = false # finding: s3-bucket-unversioned
  }
}

resource "aws_s3_bucket_public_access_block" "off" {
  bucket = aws_s3_bucket.off.id
}

# As provider 3 has it.
resource "aws_s3_bucket" "granted" {
  for_each = toset(["AllUsers", "AuthenticatedUsers"])
  bucket   = "teal-kettle-grants"

  grant {
    type        = "Group"
    permissions = ["READ", "WRITE"]
    uri         = "http://acs.amazonaws.com/groups/global/${each.key}" # finding: s3-public-grant
  }

  versioning {
    enabled = true
  }
}

resource "aws_s3_bucket" "granted_to_some" {
  bucket = "teal-kettle-some"

  grant {
    id          = "7f3c"
    type        = "CanonicalUser"
    permissions = ["FULL_CONTROL"]
  }

  grant {
    type        = "Group"
    permissions = ["READ_ACP", "WRITE"]
    uri         = "http://acs.amazonaws.com/groups/s3/LogDelivery"
  }

  versioning {
    enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "granted" {
  for_each = aws_s3_bucket.granted
  bucket   = each.value.id
}

resource "aws_s3_bucket_public_access_block" "granted_to_some" {
  bucket = aws_s3_bucket.granted_to_some.id
}
