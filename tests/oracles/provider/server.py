"""The provider as a server that Terraform attaches to, and its cloud."""

from __future__ import annotations

import json
import os
import tempfile
from concurrent import futures
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import grpc
import msgpack
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from grpc_tools import protoc

from provider import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "registry.terraform.io/example/cloud"
UNKNOWN = msgpack.ExtType(0, b"\0")
_HERE = Path(__file__).parent


@cache
def _messages() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "plugin"
        assert protoc.main(["", f"-I{_HERE}", f"--descriptor_set_out={target}", "plugin.proto"]) == 0
        files = descriptor_pb2.FileDescriptorSet.FromString(target.read_bytes())
    found = message_factory.GetMessages(list(files.file), descriptor_pool.DescriptorPool())
    return SimpleNamespace(**{name.removeprefix("plugin."): one for name, one in found.items()})


def _read(value: Any) -> Any:
    return msgpack.unpackb(value.msgpack, ext_hook=lambda *_: UNKNOWN)


class Cloud:
    """What is there, by id; a test changes it by hand."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}

    def named(self, name: str) -> dict[str, Any]:
        """Return the one object of a name."""
        (found,) = (one for one in self.objects.values() if one["name"] == name)
        return found

    def delete(self, name: str) -> None:
        """Take away the one object of a name."""
        del self.objects[self.named(name)["id"]]


class Provider:
    """Answers what Terraform asks; a method for each call, called as the protocol calls it."""

    def __init__(self, cloud: Cloud, *, is_modern: bool = True) -> None:
        self._cloud = cloud
        self._messages = _messages()
        self._store = {**schema.STORE, **(schema.WRITE_ONLY if is_modern else {})}

    def handlers(self) -> Iterator[tuple[str, Any]]:
        """Yield each call with what answers it."""
        calls = {
            "GetSchema": "Nothing",
            "PrepareProviderConfig": "PrepareRequest",
            "UpgradeResourceState": "UpgradeRequest",
            "ReadResource": "ReadRequest",
            "PlanResourceChange": "PlanRequest",
            "ApplyResourceChange": "ApplyRequest",
            "ImportResourceState": "ImportRequest",
            "ReadDataSource": "ReadDataRequest",
            "GetResourceIdentitySchemas": "Nothing",
            "UpgradeResourceIdentity": "UpgradeRequest",
        }
        for name in ("ValidateResourceTypeConfig", "ValidateDataSourceConfig", "Configure", "Stop"):
            yield name, self._handler(lambda _: self._messages.Nothing(), "Nothing")
        for name, request in calls.items():
            yield name, self._handler(getattr(self, name), request)

    def _handler(self, answer: Any, request: str) -> Any:
        read = getattr(self._messages, request).FromString
        return grpc.unary_unary_rpc_method_handler(
            lambda asked, _: answer(asked), read, lambda it: it.SerializeToString()
        )

    def _value(self, value: object) -> Any:
        return self._messages.Value(msgpack=msgpack.packb(value))

    def _identity(self, value: dict[str, Any] | None) -> Any:
        found = {"id": value["id"] if value else None}
        return self._messages.Identified(value=self._value(found))

    def GetSchema(self, _: Any) -> Any:  # noqa: N802  # the protocol's name, as are those below
        found = self._messages.Schemas()
        found.provider.block.CopyFrom(schema.block(self._messages, schema.REGION))
        found.resources["cloud_store"].block.CopyFrom(schema.block(self._messages, self._store))
        found.data_sources["cloud_zone"].block.CopyFrom(schema.block(self._messages, schema.ZONE))
        return found

    def GetResourceIdentitySchemas(self, _: Any) -> Any:  # noqa: N802
        found = self._messages.Identities()
        found.schemas["cloud_store"].attributes.add(name="id", type=b'"string"', required_for_import=True)
        return found

    def UpgradeResourceIdentity(self, asked: Any) -> Any:  # noqa: N802
        value = self._value(json.loads(asked.raw.json))
        return self._messages.UpgradeIdentityResponse(identity=self._messages.Identified(value=value))

    def PrepareProviderConfig(self, asked: Any) -> Any:  # noqa: N802
        return self._messages.PrepareResponse(prepared=asked.config)

    def UpgradeResourceState(self, asked: Any) -> Any:  # noqa: N802
        value = {**schema.empty(self._store), **json.loads(asked.raw.json)}
        return self._messages.UpgradeResponse(state=self._value(value))

    def ReadResource(self, asked: Any) -> Any:  # noqa: N802
        known = _read(asked.state)
        found = self._cloud.objects.get(known["id"])
        identity = self._identity(found or known)
        return self._messages.ReadResponse(state=self._value(found), identity=identity)

    def PlanResourceChange(self, asked: Any) -> Any:  # noqa: N802
        prior, proposed, config = map(_read, (asked.prior, asked.proposed, asked.config))
        if proposed is None:
            return self._messages.PlanResponse(planned=self._value(None))
        if "secret_wo" in proposed:
            proposed["secret_wo"] = None
        replaced = [name for name in schema.REPLACING if prior is not None and prior[name] != proposed[name]]
        if prior is None or replaced:
            proposed |= dict.fromkeys(schema.COMPUTED_NAMES, UNKNOWN)
            if config["address"] is None:
                proposed["address"] = UNKNOWN
        elif prior != proposed:
            proposed["revision"] = UNKNOWN
        paths = [self._messages.Path(steps=[self._messages.Path.Step(attribute_name=name)]) for name in replaced]
        return self._messages.PlanResponse(planned=self._value(proposed), requires_replace=paths)

    def ApplyResourceChange(self, asked: Any) -> Any:  # noqa: N802
        prior, planned = _read(asked.prior), _read(asked.planned)
        if planned is None:
            self._cloud.objects.pop(prior["id"], None)
            return self._messages.ApplyResponse(state=self._value(None), identity=self._identity(prior))
        name = planned["name"]
        made = {"id": f"st-{name}", "arn": f"arn:cloud:store/{name}", "address": f"{name}.example.com"}
        found = {key: made.get(key) if value == UNKNOWN else value for key, value in planned.items()}
        found["revision"] = (prior["revision"] if prior is not None else 0) + 1
        self._cloud.objects[found["id"]] = found
        return self._messages.ApplyResponse(state=self._value(found), identity=self._identity(found))

    def ImportResourceState(self, asked: Any) -> Any:  # noqa: N802
        found = self._cloud.objects.get(asked.id)
        if found is None:
            problem = self._messages.Diagnostic(severity=1, summary="there is no such object")
            return self._messages.ImportResponse(diagnostics=[problem])
        imported = {"type_name": asked.type_name, "state": self._value(found), "identity": self._identity(found)}
        return self._messages.ImportResponse(imported=[imported])

    def ReadDataSource(self, asked: Any) -> Any:  # noqa: N802
        return self._messages.ReadDataResponse(state=self._value({**_read(asked.config), "cidr": "10.0.0.0/16"}))


class Server:
    """Serves the provider on a socket as long as it is open; ``environment`` tells Terraform to attach to it."""

    def __init__(self, cloud: Cloud, *, is_modern: bool = True) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tf")  # a socket's path must be short
        self.socket = str(Path(self._folder.name) / "s")
        self._server = grpc.server(futures.ThreadPoolExecutor(4))
        handlers = dict(Provider(cloud, is_modern=is_modern).handlers())
        self._server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("tfplugin5.Provider", handlers)])
        self._server.add_insecure_port(f"unix:{self.socket}")

    def __enter__(self) -> Server:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None).wait()
        self._folder.cleanup()

    @property
    def environment(self) -> dict[str, str]:
        """What Terraform is told: where the server is."""
        told = {
            "Protocol": "grpc",
            "ProtocolVersion": 5,
            "Pid": os.getpid(),
            "Test": True,
            "Addr": {"Network": "unix", "String": self.socket},
        }
        return {"TF_REATTACH_PROVIDERS": json.dumps({ADDRESS: told})}
