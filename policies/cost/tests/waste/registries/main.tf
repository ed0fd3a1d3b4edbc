resource "aws_ecr_repository" "good" {
  name = "shop"
}

resource "aws_ecr_lifecycle_policy" "good" {
  repository = aws_ecr_repository.good.name
  policy     = "{}"
}

resource "aws_ecr_repository" "bad" { # finding: registry-keeps-every-image
  name = "jobs"
}

resource "google_artifact_registry_repository" "good" {
  repository_id = "shop"
  format        = "docker"

  cleanup_policies {
    id     = "old"
    action = "DELETE"
  }
}

resource "google_artifact_registry_repository" "bad" { # finding: registry-keeps-every-image
  repository_id = "jobs"
  format        = "DOCKER"
}

resource "google_artifact_registry_repository" "packages" {
  repository_id = "packages"
  format        = "NPM"
}

resource "google_artifact_registry_repository" "mirror" {
  repository_id = "mirror"
  format        = "DOCKER"
  mode          = "REMOTE_REPOSITORY"
}
