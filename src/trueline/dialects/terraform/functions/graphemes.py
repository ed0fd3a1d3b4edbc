"""Text in grapheme clusters, the characters that a reader sees: Terraform's unit of length."""

from __future__ import annotations


def clusters(text: str) -> list[str]:
    """Return the grapheme clusters of a text."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    import regex

    return regex.findall(r"\X", text)


def cut(text: str, offset: int, length: int) -> str:
    """Return ``length`` clusters from ``offset`` on; a negative offset counts from the end, -1 is all that follow."""
    parts = clusters(text)
    if offset < 0:
        # Terraform takes a length of 0 after a negative offset for none given
        offset, length = max(0, len(parts) + offset), length or -1
    return "".join(parts[offset : None if length < 0 else offset + length])


def reverse(text: str) -> str:
    """Return the clusters from last to first."""
    return "".join(reversed(clusters(text)))
