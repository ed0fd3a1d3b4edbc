"""Bytes to text, offsets to lines and columns."""

from __future__ import annotations

import pytest

from trueline.model.location import Region
from trueline.parsers.text import Lines, decode


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("é😀\n".encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + "é😀\n".encode(), id="UTF-8 with a mark"),
        pytest.param(b"\xff\xfe" + "é😀\n".encode("utf-16-le"), id="UTF-16, little end first"),
        pytest.param(b"\xfe\xff" + "é😀\n".encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(b"\xff\xfe\0\0" + "é😀\n".encode("utf-32-le"), id="UTF-32, little end first"),
        pytest.param(b"\0\0\xfe\xff" + "é😀\n".encode("utf-32-be"), id="UTF-32, big end first"),
    ],
)
def test_decodes(data):
    assert tuple(decode(data)) == ("é😀\n", None)


@pytest.mark.parametrize(
    ("data", "text", "message", "place"),
    [
        pytest.param(b"a\nb\xffc", "a\nb", "the file is not UTF-8: byte 0xff invalid start byte", (2, 2), id="bad"),
        pytest.param(b"a\nb\0c", "a\nb", "the file holds a NUL character", (2, 2), id="NUL"),
        pytest.param(b"a\0\xff", "a", "the file holds a NUL character", (1, 2), id="both"),
        pytest.param(
            b"\xed\xa0\x80", "", "the file is not UTF-8: byte 0xed invalid continuation byte", (1, 1), id="half"
        ),
    ],
)
def test_says_where_bytes_are_no_text(data, text, message, place):
    decoded = decode(data)

    assert (decoded.text, decoded.problem.message, decoded.problem.region[:2]) == (text, message, place)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        pytest.param("", 0, (1, 1), id="empty"),
        pytest.param("ab\ncd", 2, (1, 3), id="at the break"),
        pytest.param("ab\ncd", 3, (2, 1), id="after it"),
        pytest.param("ab\ncd", 5, (2, 3), id="at the end"),
        pytest.param("ab\r\ncd", 4, (2, 1), id="two characters"),
        pytest.param("ab\rcd\r\ne", 7, (3, 1), id="both kinds"),
        pytest.param("é😀x", 2, (1, 3), id="characters, not bytes"),
        pytest.param("a\u2028b", 2, (1, 3), id="what editors do not count"),
    ],
)
def test_gives_line_and_column(text, offset, expected):
    assert Lines(text).position(offset) == expected


def test_gives_regions():
    assert Lines("ab\ncd").region(1, 4) == Region(1, 2, 2, 2)


@pytest.mark.parametrize(("offset", "expected"), [(0, 2), (2, 2), (4, 6), (6, 6), (8, 9)])
def test_gives_the_end_of_a_line(offset, expected):
    assert Lines("ab\r\ncd\r\ne").end_of_line(offset) == expected
