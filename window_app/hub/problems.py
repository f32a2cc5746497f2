"""Refusals as problem documents (RFC 9457): a code of its own, a Chinese sentence, what to do."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from data.errors import InputError, StorageError, WindowError
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Problem

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger("window.hub")
# What `/openapi.json` says of every refusal.
RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A refusal (RFC 9457)",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        "model": Problem,
    }
}
# Refusals that are not 409 (what was sent does not fit what the hub has).
STATUS = {
    "token_missing": 401,
    "token_wrong": 401,
    "hub_restored": 401,
    "terminal_revoked": 403,
    "address_not_yours": 403,
    "feed_not_yours": 403,
    "code_wrong": 403,
    "scan_unknown": 404,
    "catalogue_unknown": 404,
    "calendar_unknown": 404,
    "case_unknown": 404,
    "body_too_large": 413,
    "scan_too_large": 413,
    "signature_wrong": 422,
    "body_changed": 422,
    "too_many_requests": 429,
}
_PLAIN = {404: ("path_unknown", "没有这个地址。"), 405: ("method_wrong", "这个地址不能这样用。")}


def problem(
    status: int, code: str, message: str, *, hint: str | None = None, wait: int | None = None
) -> JSONResponse:
    """One problem document; `wait` in seconds where the caller should come back later."""
    content = Problem(type=f"urn:window:{code}", status=status, code=code, title=message, hint=hint)
    headers = {"Retry-After": str(wait)} if wait else None
    return JSONResponse(content.model_dump(), status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every kind of failure with a problem document."""
    app.add_exception_handler(HubRefusal, _refused)
    app.add_exception_handler(InputError, _bad_input)
    app.add_exception_handler(StorageError, _storage)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _defect)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HubRefusal)
    return problem(STATUS.get(error.code, 409), error.code, error.message, hint=error.hint)


async def _bad_input(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WindowError)
    return problem(422, error.code, error.message, hint=error.hint)


async def _storage(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StorageError)
    LOG.warning("storage trouble: %s", error.code)
    hint = "中心暂时不能保存；终端上的都在，稍后会自动再传。"
    # Where on the hub's machine it happened is no caller's business.
    title = error.message.partition("：")[0].removesuffix("。") + "。"
    return problem(503, error.code, title, hint=hint, wait=5)


async def _malformed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return problem(422, "request_malformed", f"请求的内容不对：{where}", hint="请升级程序后再试。")


async def _plain(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, message = _PLAIN.get(error.status_code, ("request_wrong", "请求不对。"))
    return problem(error.status_code, code, message)


async def _gone(_request: Request, _error: Exception) -> Response:
    """The line broke within a request: nobody reads this, and it is no defect."""
    return Response(status_code=400)


async def _defect(_request: Request, error: Exception) -> JSONResponse:
    LOG.error("defect", exc_info=error)
    return problem(500, "internal", "中心程序出错，没有保存。", hint="请把日志交给管理员。")
