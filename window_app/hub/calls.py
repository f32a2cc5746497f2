"""A call as the paths see it: who calls which hub, what was sent, and how it is answered.

Bodies are read from bytes into shapes in one pass, after the caller is known.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, TypeAdapter, ValidationError

from data.errors import InputError
from data.exchange.counter import HubCounter
from data.store.members import Member
from window_app.hub import auth

JSON = "application/json"
# The escape of NUL, with no backslash of its own before it: no store keeps such a text.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True, slots=True)
class Call:
    """A terminal that joined asks this hub."""

    hub: HubCounter
    member: Member


def hub_of(request: Request) -> HubCounter:
    hub: HubCounter = request.app.state.hub
    return hub


def _call(request: Request, authorization: Annotated[str | None, Header()] = None) -> Call:
    hub = hub_of(request)
    return Call(hub, auth.caller(hub, authorization))


Called = Annotated[Call, Depends(_call)]
Asked = Annotated[HubCounter, Depends(hub_of)]


async def _bytes(request: Request) -> bytes:
    return await request.body()


Raw = Annotated[bytes, Depends(_bytes)]


def sent(shape: Any) -> Callable[[Request], Awaitable[Any]]:
    """A dependency that reads the body as this shape; InputError where it is none."""

    async def read(request: Request) -> Any:
        return read_as(shape, await request.body())

    return read


def read_as(shape: Any, content: bytes) -> Any:
    """JSON bytes as a shape; InputError names the place that is wrong."""
    # The plain search costs a hundredth of the pattern's, and nearly always ends it.
    if b"\\u0000" in content and _NUL.search(content):
        raise InputError("request_malformed", "请求的内容里有不能保存的字符。")
    try:
        return _adapter(shape).validate_json(content)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise InputError("request_malformed", f"请求的内容不对：{where}") from error


def told(value: BaseModel) -> Response:
    """A shape as the answer: written once, not checked again."""
    return Response(value.model_dump_json(by_alias=True), media_type=JSON)


def body_of(shape: Any) -> dict[str, Any]:
    """What `/openapi.json` says of a body that `sent` reads."""
    schema = _adapter(shape).json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
