"""The hub over HTTP, as a terminal that has joined sees it.

A refusal of the hub's comes as HubRefusal in the hub's own words; no answer, a 5xx or 429 as
HubUnreachable: what was to be sent stays queued.
"""

from __future__ import annotations

import json
import ssl
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx2
from pydantic import TypeAdapter, ValidationError

from data.exchange.refusals import HubRefusal, HubUnreachable
from data.exchange.shapes import (
    MOST_LINES,
    Batch,
    Claim,
    Cursor,
    Enrolled,
    Enrolment,
    LeaseFact,
    Publications,
    Pulled,
    Pushed,
    StaffFact,
    TaskFact,
)

T = TypeVar("T")
CONNECT, ANSWER = 5.0, 30.0  # seconds to reach the hub, and for it to answer
KEPT = "办件都在本机，稍后会自动再传。"


class HttpHub:
    """One hub by its URL. `authority`: the certificate of a hub that no public one vouches for."""

    def __init__(self, url: str, token: str = "", *, authority: Path | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        trust: ssl.SSLContext | bool = True
        if authority is not None:
            trust = ssl.create_default_context(cafile=str(authority))
        self._url = url
        self._client = httpx2.Client(
            base_url=url,
            headers=headers,
            verify=trust,
            timeout=httpx2.Timeout(ANSWER, connect=CONNECT),
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

    def last_number(self) -> int:
        return self._ask("GET", "/feed", dict[str, int])["last"]

    def push(self, batch: Batch) -> Pushed:
        return self._ask("POST", "/push", Pushed, content=_text(batch))

    def pull(self, cursor: Cursor, most: int = MOST_LINES) -> Pulled:
        params = {"most": most}
        return self._ask("POST", "/pull", Pulled, content=_text(cursor), params=params)

    def wait(self, cursor: Cursor, seconds: float) -> bool:
        params = {**cursor.model_dump(), "seconds": seconds}
        timeout = httpx2.Timeout(seconds + ANSWER, connect=CONNECT)
        said = self._ask("GET", "/news", dict[str, bool], params=params, timeout=timeout)
        return said["news"]

    def tasks(self, address: str) -> tuple[TaskFact, ...]:
        return self._ask("GET", "/tasks", tuple[TaskFact, ...], params={"address": address})

    def claim(self, wanted: Claim) -> tuple[LeaseFact, ...]:
        return self._ask("POST", "/claim", tuple[LeaseFact, ...], content=_text(wanted))

    def renew(self, lease: LeaseFact) -> LeaseFact:
        return self._ask("POST", "/renew", LeaseFact, content=_text(lease))

    def give_back(self, lease: LeaseFact) -> None:
        self._send("POST", "/give-back", content=_text(lease))

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
        found = self._ask("GET", f"/calendars/{digest}", dict[str, str])
        return found["name"], found["content"]

    def staff(self) -> tuple[StaffFact, ...]:
        return self._ask("GET", "/staff", tuple[StaffFact, ...])

    def _ask(self, method: str, path: str, shape: type[T], **how: Any) -> T:
        answer = self._send(method, path, **how)
        try:
            return TypeAdapter(shape).validate_json(answer.content)
        except ValidationError as error:
            raise HubUnreachable(
                "hub_answer_wrong", f"对方的答复不像中心的：{self._url}", hint=KEPT
            ) from error

    def _send(self, method: str, path: str, **how: Any) -> httpx2.Response:
        how.setdefault("headers", {})
        if isinstance(how.get("content"), str):
            how["headers"] = {"Content-Type": "application/json"}
        try:
            answer = self._client.request(method, path, **how)
        except (httpx2.HTTPError, OSError) as error:
            raise HubUnreachable(
                "hub_unreachable", f"连不上中心：{self._url}", hint=KEPT
            ) from error
        if answer.is_success:
            return answer
        raise _failure(answer, self._url)


def _failure(answer: httpx2.Response, url: str) -> HubRefusal | HubUnreachable:
    """What a refusing answer says; one that is no problem document is no hub's."""
    try:
        said = answer.json()
        code, message, hint = said["code"], said["title"], said.get("hint")
    except (ValueError, KeyError, TypeError, AttributeError):
        return HubUnreachable("hub_answer_wrong", f"对方的答复不像中心的：{url}", hint=KEPT)
    if answer.status_code >= 500 or answer.status_code == 429:
        return HubUnreachable("hub_busy", f"中心暂时不能接收：{message}", hint=KEPT)
    return HubRefusal(code, message, hint=hint)


def _text(shape: Any) -> str:
    return str(shape.model_dump_json(by_alias=True))
