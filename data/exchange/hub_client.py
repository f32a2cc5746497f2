"""The hub over HTTP, as a terminal that has joined sees it.

A refusal of the hub's comes as HubRefusal in the hub's own words; no answer, one that is not a
hub's, a wrong certificate, a 5xx or 429 as HubUnreachable: what was to be sent stays queued.
"""

from __future__ import annotations

import ipaddress
import json
import ssl
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx2
from pydantic import TypeAdapter, ValidationError

from data.errors import InputError
from data.exchange.refusals import KEPT, HubRefusal, HubUnreachable
from data.exchange.shapes import (
    MOST_LINES,
    Ask,
    Batch,
    CalendarFile,
    Claim,
    Cursor,
    Enrolled,
    Enrolment,
    FeedEnd,
    LeaseFact,
    News,
    Problem,
    Publications,
    Pulled,
    Pushed,
    StaffFact,
    TaskFact,
)

T = TypeVar("T")
CONNECT, ANSWER = 5.0, 30.0  # seconds to reach the hub, and for it to answer


class HttpHub:
    """One hub by its URL. `authority`: the certificate of a hub that no public one vouches for."""

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        authority: Path | None = None,
        patience: float = ANSWER,
    ) -> None:
        """`patience`: seconds in which the hub must say something."""
        _check(url)
        self._url = url
        self._patience = patience
        self._client = httpx2.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            verify=_trust(authority),
            timeout=httpx2.Timeout(patience, connect=CONNECT),
            trust_env=False,
        )

    def __enter__(self) -> HttpHub:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def enrol(self, wish: Enrolment) -> Enrolled:
        return self._ask("POST", "/enrol", Enrolled, content=_text(wish))

    def last_number(self, feed: str | None = None) -> int:
        params = {} if feed is None else {"of": feed}
        return self._ask("GET", "/feed", FeedEnd, params=params).last

    def push(self, batch: Batch) -> Pushed:
        return self._ask("POST", "/push", Pushed, content=_text(batch))

    def pull(self, cursor: Cursor, most: int = MOST_LINES) -> Pulled:
        params = {"most": most}
        return self._ask("POST", "/pull", Pulled, content=_text(cursor), params=params)

    def wait(self, cursor: Cursor, seconds: float) -> bool:
        params = {**cursor.model_dump(), "seconds": seconds}
        timeout = httpx2.Timeout(seconds + self._patience, connect=CONNECT)
        return self._ask("GET", "/news", News, params=params, timeout=timeout).news

    def tasks(self, address: str) -> tuple[TaskFact, ...]:
        return self._ask("GET", "/tasks", tuple[TaskFact, ...], params={"address": address})

    def claim(self, wanted: Claim) -> tuple[LeaseFact, ...]:
        return self._ask("POST", "/claim", tuple[LeaseFact, ...], content=_text(wanted))

    def renew(self, lease: LeaseFact) -> LeaseFact:
        return self._ask("POST", "/renew", LeaseFact, content=_text(lease))

    def give_back(self, lease: LeaseFact) -> None:
        self._send("POST", "/give-back", content=_text(lease))

    def ask(self, wanted: Ask) -> None:
        self._send("POST", "/ask", content=_text(wanted))

    def lacking(self, digests: tuple[str, ...]) -> dict[str, int]:
        content = json.dumps(digests)
        return self._ask("POST", "/scans/lacking", dict[str, int], content=content)

    def put_part(self, digest: str, offset: int, part: bytes) -> None:
        self._send("PUT", f"/scans/{digest}", content=part, params={"offset": offset})

    def get_part(self, digest: str, offset: int, most: int) -> bytes:
        params = {"offset": offset, "most": most}
        return self._send("GET", f"/scans/{digest}", params=params).content

    def publications(self) -> Publications:
        return self._ask("GET", "/publications", Publications)

    def catalogue(self, digest: str) -> str:
        return self._send("GET", f"/catalogues/{digest}").text

    def calendar(self, digest: str) -> tuple[str, str]:
        found = self._ask("GET", f"/calendars/{digest}", CalendarFile)
        return found.name, found.content

    def staff(self) -> tuple[StaffFact, ...]:
        return self._ask("GET", "/staff", tuple[StaffFact, ...])

    def _ask(self, method: str, path: str, shape: type[T], **how: Any) -> T:
        answer = self._send(method, path, **how)
        try:
            return TypeAdapter(shape).validate_json(answer.content)
        except ValidationError as error:
            raise _not_a_hub(self._url) from error

    def _send(self, method: str, path: str, **how: Any) -> httpx2.Response:
        if isinstance(how.get("content"), str):
            how["headers"] = {"Content-Type": "application/json"}
        try:
            answer = self._client.request(method, path, **how)
        except (httpx2.HTTPError, OSError) as error:
            raise _silence(error, self._url) from error
        if answer.is_success:
            return answer
        raise _failure(answer, self._url)


def _silence(error: BaseException, url: str) -> HubUnreachable:
    """Why there was no answer: a certificate that is not to be trusted is told apart."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return HubUnreachable(
                "hub_certificate",
                f"中心的证书不可信或者过期，没有传送：{url}",
                hint=f"请管理员检查中心的证书和本机的时间。{KEPT}",
            )
        cause = cause.__cause__ or cause.__context__
    return HubUnreachable("hub_unreachable", f"连不上中心：{url}", hint=KEPT)


def _failure(answer: httpx2.Response, url: str) -> HubRefusal | HubUnreachable:
    """What a refusing answer says; one that is no problem document is no hub's."""
    try:
        said = Problem.model_validate_json(answer.content)
    except ValidationError:
        return _not_a_hub(url)
    if answer.status_code >= 500 or answer.status_code == 429:
        return HubUnreachable("hub_busy", f"中心暂时不能接收：{said.title}", hint=KEPT)
    return HubRefusal(said.code, said.title, hint=said.hint)


def _not_a_hub(url: str) -> HubUnreachable:
    return HubUnreachable("hub_answer_wrong", f"对方的答复不像中心的：{url}", hint=KEPT)


def _check(url: str) -> None:
    """A hub's URL; the token leaves this machine over TLS alone."""
    try:
        parts = httpx2.URL(url)
    except httpx2.InvalidURL:
        parts = httpx2.URL("")
    if parts.scheme not in ("http", "https") or not parts.host:
        raise InputError("hub_url_wrong", f"中心的地址不对：{url}", field="URL")
    if parts.scheme == "http" and not _is_loopback(parts.host):
        raise InputError("hub_url_open", f"连别的机器上的中心要用 https：{url}", field="URL")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _trust(authority: Path | None) -> ssl.SSLContext:
    if authority is None:
        return _public()
    try:
        return ssl.create_default_context(cafile=str(authority))
    except (OSError, ValueError) as error:
        raise InputError(
            "authority_unusable", f"中心的证书文件读不出来：{authority}", hint="要 PEM 格式。"
        ) from error


@cache
def _public() -> ssl.SSLContext:
    """The authorities that everybody trusts; reading them costs more than a call."""
    return httpx2.create_ssl_context(trust_env=False)


def _text(shape: Any) -> str:
    return str(shape.model_dump_json(by_alias=True))
