"""Makes or fetches two revisions of large contracts; each pair becomes a Git repository whose working tree is head."""

from __future__ import annotations

import re
import subprocess
import tarfile
from typing import TYPE_CHECKING

import inputs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OPENAPI = ("@octokit/openapi", "22.0.0", "23.0.2", "generated/api.github.com.json")
GRAPHQL = ("@octokit/graphql-schema", "15.22.0", "15.26.1", "schema.graphql")
GOOGLEAPIS = "https://github.com/googleapis/googleapis"
TENTH = 10

TABLE = """CREATE TABLE t{n} (id bigint PRIMARY KEY, name varchar(100) NOT NULL, note text, price numeric(10, 2));
CREATE INDEX t{n}_name ON t{n} (name);
ALTER TABLE t{n} ADD COLUMN created timestamptz;
INSERT INTO t{n} (id, name, note) VALUES ({n}, 'it''s number {n}', NULL);
"""


def packed(scratch: Path, package: tuple[str, str, str, str]) -> tuple[bytes, bytes]:
    """Return one file of two versions of a package on the npm registry; the packages stay in ``scratch``."""
    name, old, new, file = package
    return _member(scratch, name, old, file), _member(scratch, name, new, file)


def protos(repository: str) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Return all .proto files of a Git repository, and the same with every tenth changed."""
    rows = (row.partition("\t") for row in _git(repository, "ls-tree", "-r", "-z", "HEAD").decode().split("\0"))
    blobs = {path: about.split()[2] for about, _, path in rows if path.endswith(".proto")}
    out = _git(repository, "cat-file", "--batch", sent="\n".join(blobs.values()).encode())
    old, at = {}, 0
    for path in blobs:
        end = out.index(b"\n", at)
        head, at = out[at:end].split(), end + 1
        if head[-1] == b"missing":  # a partial clone
            continue
        size = int(head[2])
        old[path], at = out[at : at + size], at + size + 1
    new = {path: _changed(data) if number % TENTH == 0 else data for number, (path, data) in enumerate(old.items())}
    return old, new


def statements(count: int) -> bytes:
    """Return a migration of ``count`` statements."""
    return "".join(TABLE.format(n=number) for number in range(count // 4)).encode()


def repository(folder: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Make a repository whose one commit is ``old`` and whose working tree is ``new``."""
    folder.mkdir()
    _git(str(folder), "init", "-q")
    write(folder, old)
    _git(str(folder), "add", "-A")
    _git(str(folder), "-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "-q", "-m", "base")
    write(folder, {path: data for path, data in new.items() if old.get(path) != data})


def mixed(count: int) -> dict[str, bytes]:
    """Return ``count`` manifests, with a few contracts of each format among them."""
    found = {
        f"apps/a{number % 50}/m{number}.yaml": inputs.DEPLOYMENT.format(number=number).encode()
        for number in range(count)
    }
    for number in range(10):
        found[f"api/s{number}/openapi.yaml"] = _API
        found[f"api/s{number}/api.proto"] = b'syntax = "proto3";\npackage p%d;\nmessage M { string a = 1; }\n' % number
        found[f"api/s{number}/schema.graphql"] = b"type Query { a: String }\n"
        found[f"api/s{number}/order.avsc"] = b'{"type": "record", "name": "A", "fields": []}\n'
    return found


_API = b"""openapi: 3.0.3
info: {title: a, version: 1.0.0}
paths:
  /orders:
    get:
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}
"""


def _changed(data: bytes) -> bytes:
    """Return a .proto file with its first numbered field renamed and one message more."""
    renamed = re.sub(rb"\b(\w+)( = 1;)", rb"\1_renamed\2", data, count=1)
    return renamed + b"\nmessage AddedAtHead {\n  string name = 1;\n}\n"


def _member(scratch: Path, name: str, version: str, file: str) -> bytes:
    archive = scratch / f"{name.strip('@').replace('/', '-')}-{version}.tgz"
    if not archive.exists():
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
        subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as opened:
        found = opened.extractfile(f"package/{file}")
        if found is None:
            raise FileNotFoundError(file)
        return found.read()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by path, below a folder."""
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _git(folder: str, *arguments: str, sent: bytes = b"") -> bytes:
    return subprocess.run(["git", "-C", folder, *arguments], check=True, input=sent, stdout=subprocess.PIPE).stdout
