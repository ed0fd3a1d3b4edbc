variable "minutes" {
  type = number
}

resource "aws_batch_job_definition" "good" {
  name = "good"
  type = "container"

  timeout {
    attempt_duration_seconds = 3600
  }
}

resource "aws_batch_job_definition" "bad" { # finding: job-without-time-limit
  name = "bad"
  type = "container"
}

resource "aws_glue_job" "good" {
  name    = "good"
  timeout = "1440"

  command {
    script_location = "s3://teal-kettle/job.py"
  }
}

resource "aws_glue_job" "too_long" {
  name    = "too-long"
  timeout = 1441 # finding: job-without-time-limit

  command {
    name            = "glueetl"
    script_location = "s3://teal-kettle/job.py"
  }
}

resource "aws_glue_job" "forgotten" { # finding: job-without-time-limit
  name         = "forgotten"
  glue_version = "4.0"

  command {
    name            = "pythonshell"
    script_location = "s3://teal-kettle/job.py"
  }
}

resource "aws_glue_job" "of_no_version" { # finding: job-without-time-limit
  name = "of-no-version"
}

resource "aws_glue_job" "new" {
  name         = "new"
  glue_version = "5.0"

  command {
    name            = "glueetl"
    script_location = "s3://teal-kettle/job.py"
  }
}

resource "aws_glue_job" "open" {
  name    = "open"
  timeout = var.minutes # unknown: job-without-time-limit
}

resource "aws_glue_job" "stream" {
  name = "stream"

  command {
    name            = "gluestreaming"
    script_location = "s3://teal-kettle/job.py"
  }
}
