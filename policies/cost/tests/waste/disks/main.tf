variable "type" {
  type = string
}

resource "aws_ebs_volume" "good" {
  availability_zone = "eu-west-1a"
  size              = 100
  type              = "gp3"
}

resource "aws_volume_attachment" "good" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.good.id
  instance_id = aws_instance.good.id
}

resource "aws_ebs_volume" "of_the_old_type" {
  availability_zone = "eu-west-1a"
  size              = 100
  type              = "gp2" # finding: volume-of-older-type
}

resource "aws_volume_attachment" "of_the_old_type" {
  device_name = "/dev/sdg"
  volume_id   = aws_ebs_volume.of_the_old_type.id
  instance_id = aws_instance.good.id
}

# What names no type is gp2, and nothing attaches it.
resource "aws_ebs_volume" "forgotten" { # finding: volume-of-older-type, disk-attached-to-nothing
  availability_zone = "eu-west-1a"
  size              = 100
}

resource "aws_ebs_volume" "attached_by_a_script" {
  availability_zone = "eu-west-1a"
  size              = 100
  type              = "io2"
}

resource "aws_ebs_volume" "attached_by_a_template" {
  availability_zone = "eu-west-1a"
  size              = 100
  type              = "st1"
}

resource "aws_ebs_volume" "mounted" {
  availability_zone = "eu-west-1a"
  size              = 100
  type              = "gp3"
}

resource "aws_ebs_volume" "mounted_by_the_older_kind" {
  availability_zone = "eu-west-1a"
  size              = 100
  type              = "gp3"
}

resource "kubernetes_persistent_volume_v1" "mounted" {
  metadata {
    name = "mounted"
  }

  spec {
    capacity     = { storage = "100Gi" }
    access_modes = ["ReadWriteOnce"]

    persistent_volume_source {
      aws_elastic_block_store {
        volume_id = aws_ebs_volume.mounted.id
      }
    }
  }
}

resource "kubernetes_persistent_volume" "mounted" {
  metadata {
    name = "mounted-by-the-older-kind"
  }

  spec {
    capacity     = { storage = "100Gi" }
    access_modes = ["ReadWriteOnce"]

    persistent_volume_source {
      aws_elastic_block_store {
        volume_id = aws_ebs_volume.mounted_by_the_older_kind.id
      }
    }
  }
}

resource "aws_ebs_volume" "open" {
  availability_zone = "eu-west-1a"
  size              = 100
  type              = var.type # unknown: volume-of-older-type
}

resource "aws_volume_attachment" "open" {
  device_name = "/dev/sdh"
  volume_id   = aws_ebs_volume.open.id
  instance_id = aws_instance.good.id
}

# Its image says of which type the disk is.
resource "aws_instance" "good" {
  instance_type = "m6i.large"
  user_data     = "mount ${aws_ebs_volume.attached_by_a_script.id}"

  root_block_device {
    encrypted = true
  }

  ebs_block_device {
    device_name = "/dev/sdi"
    volume_type = "gp3"
  }
}

resource "aws_instance" "bad" {
  instance_type = "m6i.large"

  root_block_device {
    volume_type = "gp2" # finding: volume-of-older-type
  }

  ebs_block_device {
    device_name = "/dev/sdi"
    volume_type = "gp2" # finding: volume-of-older-type
  }
}

resource "aws_launch_template" "this" {
  instance_type = "m6i.large"
  user_data     = base64encode("mount ${aws_ebs_volume.attached_by_a_template.id}")

  block_device_mappings {
    device_name = "/dev/sda1"

    ebs {
      volume_type = "gp2" # finding: volume-of-older-type
    }
  }

  block_device_mappings {
    device_name = "/dev/sdf"

    ebs {
      volume_size = 100
    }
  }
}

resource "aws_opensearch_domain" "bad" {
  domain_name = "orders"

  ebs_options {
    ebs_enabled = true
    volume_type = "gp2" # finding: volume-of-older-type
  }
}

resource "aws_opensearch_domain" "good" {
  domain_name = "logs"

  ebs_options {
    ebs_enabled = true
  }
}

resource "azurerm_managed_disk" "good" {
  name = "good"
}

resource "azurerm_virtual_machine_data_disk_attachment" "good" {
  managed_disk_id    = azurerm_managed_disk.good.id
  virtual_machine_id = "vm"
  lun                = 10
  caching            = "ReadWrite"
}

resource "azurerm_managed_disk" "of_an_older_machine" {
  name = "of-an-older-machine"
}

resource "azurerm_managed_disk" "root" {
  name = "root"
}

resource "azurerm_virtual_machine" "this" {
  name = "older"

  storage_os_disk {
    name            = "root"
    create_option   = "Attach"
    managed_disk_id = azurerm_managed_disk.root.id
  }

  storage_data_disk {
    name            = "data"
    create_option   = "Attach"
    managed_disk_id = azurerm_managed_disk.of_an_older_machine.id
  }
}

resource "azurerm_managed_disk" "of_linux" {
  name = "of-linux"
}

resource "azurerm_linux_virtual_machine" "this" {
  name               = "linux"
  os_managed_disk_id = azurerm_managed_disk.of_linux.id
}

resource "azurerm_managed_disk" "of_windows" {
  name = "of-windows"
}

resource "azurerm_windows_virtual_machine" "this" {
  name               = "windows"
  os_managed_disk_id = azurerm_managed_disk.of_windows.id
}

resource "azurerm_managed_disk" "mounted" {
  count = 2

  name = "mounted-${count.index}"
}

resource "kubernetes_persistent_volume_v1" "azure" {
  metadata {
    name = "azure"
  }

  spec {
    persistent_volume_source {
      azure_disk {
        caching_mode  = "None"
        disk_name     = "mounted"
        data_disk_uri = azurerm_managed_disk.mounted[0].id
      }
    }
  }
}

resource "kubernetes_persistent_volume" "azure" {
  metadata {
    name = "azure-by-the-older-kind"
  }

  spec {
    persistent_volume_source {
      azure_disk {
        caching_mode  = "None"
        disk_name     = "mounted"
        data_disk_uri = azurerm_managed_disk.mounted[1].id
      }
    }
  }
}

resource "azurerm_managed_disk" "bad" { # finding: disk-attached-to-nothing
  name = "bad"
}

resource "google_compute_disk" "good" {
  name = "good"
}

resource "google_compute_attached_disk" "good" {
  disk     = google_compute_disk.good.id
  instance = "this"
}

resource "google_compute_disk" "inside" {
  name = "inside"
}

resource "google_compute_disk" "boot" {
  name = "boot"
}

resource "google_compute_instance" "this" {
  name         = "this"
  machine_type = "e2-small"

  boot_disk {
    source = google_compute_disk.boot.self_link
  }

  attached_disk {
    source = google_compute_disk.inside.self_link
  }
}

resource "google_compute_disk" "of_a_template" {
  name = "of-a-template"
}

resource "google_compute_instance_template" "this" {
  machine_type = "e2-small"

  disk {
    source = google_compute_disk.of_a_template.name
  }
}

resource "google_compute_disk" "of_an_image" {
  name = "of-an-image"
}

resource "google_compute_image" "this" {
  name        = "this"
  source_disk = google_compute_disk.of_an_image.self_link
}

resource "google_compute_disk" "mounted" {
  for_each = toset(["newer", "older"])

  name = each.key
}

resource "kubernetes_persistent_volume_v1" "google" {
  metadata {
    name = "google"
  }

  spec {
    persistent_volume_source {
      gce_persistent_disk {
        pd_name = google_compute_disk.mounted["newer"].name
      }
    }
  }
}

resource "kubernetes_persistent_volume" "google" {
  metadata {
    name = "google-by-the-older-kind"
  }

  spec {
    persistent_volume_source {
      gce_persistent_disk {
        pd_name = google_compute_disk.mounted["older"].name
      }
    }
  }
}

resource "google_compute_disk" "bad" { # finding: disk-attached-to-nothing
  name = "bad"
}
