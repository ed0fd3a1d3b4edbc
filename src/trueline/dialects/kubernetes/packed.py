"""Charts that another one holds: folders and archives, whatever these are called."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from typing import TYPE_CHECKING, Final

from trueline.dialects.kubernetes.chart import CHART, path_of, read_chart
from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.parsers import yaml
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Reader

_LARGEST: Final = 50_000_000
_READ: Final = (CHART, ".json", ".tgz")


def held_names(root: str, reader: Reader) -> frozenset[str]:
    """Return how the charts call themselves that the one in ``root`` holds.

    Raises ``ReadError`` where one of them cannot be read.
    """
    folder = path_of(root, "charts")
    found = set()
    for name in reader.list(folder):
        there = f"{folder}/{name}"
        if name.endswith("/") and reader.exists(f"{there}{CHART}"):
            found.add(read_chart(there.rstrip("/"), reader).name)
        elif name.endswith(".tgz"):
            for inside, data in unpacked(reader.read(there).data):
                if inside.count("/") == 1 and inside.endswith(f"/{CHART}"):
                    documents = yaml.parse(Source(inside, data)).documents
                    found.add(str(find(documents[0].root if documents else None, ("name",), "")))
    return frozenset(found)


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what charts say of themselves and their schemas in an archive, and in those inside of it.

    Raises ``ReadError`` where it is none, or far larger than it looks.
    """
    waiting = [data]
    room = _LARGEST
    while waiting:
        try:
            plain = gzip.GzipFile(fileobj=io.BytesIO(waiting.pop())).read(room + 1)
            room -= len(plain)
            if room < 0:
                raise ReadError(f"a packed chart has more than {_LARGEST:,} bytes when it is unpacked")
            with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
                found = list(_members(archive))
        except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
            raise ReadError(f"a packed chart cannot be read: {error}") from error
        waiting += [content for name, content in found if name.endswith(".tgz")]
        yield from ((name, content) for name, content in found if not name.endswith(".tgz"))


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        file = archive.extractfile(member) if member.name.endswith(_READ) and member.isfile() else None
        if file is not None:
            yield member.name.removeprefix("./"), file.read()
