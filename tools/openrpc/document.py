"""docs/openrpc.json: the table of methods, the answers' types and the errors as one OpenRPC document."""

from __future__ import annotations

import json
from typing import Final

import msgspec

from openrpc.kinds import Json
from openrpc.method import Method, Param
from openrpc.table import METHODS
from recovery_station.models import PROTOCOL_VERSION
from station_firmware import VERSION
from station_firmware.link import rpc

OPENRPC: Final = "1.3.2"
"""https://spec.open-rpc.org, looked up in version 1.3.2."""
_REFS: Final = "#/components/schemas/{name}"
ERRORS: Final = (
    (rpc.PARSE_ERROR, "not JSON"),
    (rpc.INVALID_REQUEST, "not a JSON-RPC 2.0 request"),
    (rpc.NO_METHOD, "no such method"),
    (rpc.INVALID_PARAMS, "a parameter is not what it must be: key, value, bound"),
    (rpc.INTERNAL_ERROR, "the station failed"),
    (rpc.REFUSED, "understood and not carried out: reason, state"),
    (rpc.UNKNOWN_PROTOCOL, "no protocol of this id"),
    (rpc.INVALID_PROTOCOL, "no valid protocol: key, value, bound, problems"),
    (rpc.INVALID_SETTINGS, "no valid settings: key, value, bound, problems"),
    (rpc.TOO_LARGE, "the answer, batch or body does not fit"),
    (rpc.NO_RECORD, "not in the journal: first_seq, next_seq"),
)


def text() -> str:
    """The document as it is committed."""
    types = list(dict.fromkeys(one for method in METHODS for one in method.answers))
    shapes, components = msgspec.json.schema_components(types, schema_hook=_any, ref_template=_REFS)
    shape_of = dict(zip(types, shapes, strict=True))
    document: Json = {
        "openrpc": OPENRPC,
        "info": {
            "title": "Recovery station, the link",
            "version": f"{PROTOCOL_VERSION} ({VERSION})",
            "description": "JSON-RPC 2.0 in frames `~` text `*` CRC-32 newline, at most 1200 bytes, ASCII.",
        },
        "methods": [_method(method, shape_of) for method in METHODS],
        "components": {"schemas": components},
    }
    return json.dumps(document, indent=1, sort_keys=False) + "\n"


def _any(one: type) -> Json:
    """The schema of what the host takes as it comes. Raises NotImplementedError for any other type without one."""
    if one is object:
        return {"description": "told to people, not understood by the host"}
    raise NotImplementedError(one)


def _method(method: Method, shape_of: dict[type, Json]) -> Json:
    answers = [shape_of[one] for one in method.answers]
    return {
        "name": method.name,
        "summary": method.words,
        "paramStructure": "by-name",
        # what is needed first, as the standard wants it
        "params": [_param(one) for one in sorted(method.params, key=lambda one: not one.needed)],
        "result": {"name": "answer", "schema": answers[0] if len(answers) == 1 else {"anyOf": answers}},
        "errors": [{"code": code, "message": message} for code, message in ERRORS],
    }


def _param(param: Param) -> Json:
    return {"name": param.key, "summary": param.words, "required": param.needed, "schema": param.kind.schema}
