from __future__ import annotations

import pytest

from trueline.values.image import Image, parse_image

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nginx", Image("docker.io", "library/nginx")),
        ("nginx:1.27", Image("docker.io", "library/nginx", "1.27")),
        ("team/app", Image("docker.io", "team/app")),
        ("docker.io/nginx", Image("docker.io", "library/nginx")),
        ("ghcr.io/team/app:v1", Image("ghcr.io", "team/app", "v1")),
        ("localhost/app", Image("localhost", "app")),
        ("registry:5000/app", Image("registry:5000", "app")),
        (f"registry.example.com:5000/a/b:1@{DIGEST}", Image("registry.example.com:5000", "a/b", "1", DIGEST)),
    ],
)
def test_reads(text: str, expected: Image) -> None:
    assert expected == parse_image(text)


@pytest.mark.parametrize(
    "text", ["", "a b", "nginx:", "nginx:-x", "@" + DIGEST, "app@latest", "a//b", "ghcr.io/Team/app", "n\n"]
)
def test_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="no image"):
        parse_image(text)
