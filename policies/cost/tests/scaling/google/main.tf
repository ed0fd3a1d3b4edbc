variable "most" {
  type = number
}

resource "google_cloud_run_v2_service" "good" {
  name = "good"

  template {
    scaling {
      max_instance_count = 1
    }
  }
}

resource "google_cloud_run_v2_service" "good_as_a_whole" {
  name = "good-as-a-whole"

  scaling {
    max_instance_count = 1
  }

  template {}
}

resource "google_cloud_run_v2_service" "bad" {
  name = "bad"

  template {
    scaling { # finding: autoscaling-without-maximum
      min_instance_count = 1
    }
  }
}

resource "google_cloud_run_v2_service" "open" {
  name = "open"

  template {
    scaling { # unknown: autoscaling-without-maximum
      max_instance_count = var.most
    }
  }
}

resource "google_cloud_run_service" "good" {
  name = "good"

  template {
    metadata {
      annotations = {
        "autoscaling.knative.dev/maxScale" = "10"
      }
    }
  }
}

resource "google_cloud_run_service" "bad" {
  name = "bad"

  template { # finding: autoscaling-without-maximum
    spec {
      container_concurrency = 80
    }
  }
}

resource "google_cloudfunctions2_function" "good" {
  name = "good"

  service_config {
    max_instance_count = 1
  }
}

resource "google_cloudfunctions2_function" "bad" {
  name = "bad"

  service_config { # finding: autoscaling-without-maximum
    available_memory = "256M"
  }
}

resource "google_cloudfunctions_function" "good" {
  name          = "good"
  max_instances = 1
}

resource "google_cloudfunctions_function" "bad" {
  name          = "bad"
  max_instances = 0 # finding: autoscaling-without-maximum
}

resource "google_cloudfunctions_function" "forgotten" { # finding: autoscaling-without-maximum
  name = "forgotten"
}
