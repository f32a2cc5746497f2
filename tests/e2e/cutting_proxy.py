"""A line to the hub that goes wrong: `python tests/e2e/cutting_proxy.py SEED`.

It tells its URL, then takes commands as lines of JSON on its standard input and answers each with
a line: `{"hubs": [PORT]}` where the hubs listen, `{"straight": true}` to pass everything on, `{}`
to be told what it did. It ends with its input. Each request goes to one of the hubs and comes to
one of the fates below; what is replayed was passed on before, now or long ago, and its answer
reaches nobody.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

FATES = {
    "passed": 88,
    "delayed": 4,
    "requests cut": 2,
    "answers cut": 2,
    "replayed": 4,
}
LONGEST_DELAY = 0.3  # seconds
KEPT = 60  # requests that may come again


@dataclass
class Proxy:
    """Where the hubs are, how the dice fall, and what was done so far."""

    dice: random.Random
    hubs: list[int] = field(default_factory=list)
    is_straight: bool = True
    did: Counter[str] = field(default_factory=Counter)
    kept: deque[bytes] = field(default_factory=lambda: deque(maxlen=KEPT))
    _running: set[asyncio.Task[Any]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One terminal's connection, request by request."""
        self._keep(asyncio.current_task())
        try:
            while (request := await message(reader)) is not None:
                if not await self._pass_on(request, writer):
                    break
        except OSError:
            self.did["terminals gone"] += 1
        finally:
            writer.transport.abort()

    async def _pass_on(self, request: bytes, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection goes on."""
        [fate] = self.dice.choices(list(FATES), list(FATES.values()))
        if self.is_straight:
            fate = "passed"
        self.did[fate] += 1
        if fate == "requests cut":
            await self._ask(request[: self.dice.randrange(len(request))])
            return False
        if fate == "delayed":
            await asyncio.sleep(self.dice.uniform(0.0, LONGEST_DELAY))
        self.kept.append(request)
        answer = await self._ask(request)
        if fate == "replayed":
            self._replay()
        if answer is None:
            return False
        if fate == "answers cut":
            answer = answer[: self.dice.randrange(len(answer))]
        writer.write(answer)
        await writer.drain()
        return fate != "answers cut"

    def _replay(self) -> None:
        """The last request once more, and an older one; in whatever order they arrive."""
        for request in (self.kept[-1], self.dice.choice(self.kept)):
            self._keep(asyncio.create_task(self._ask(request)))

    def _keep(self, task: asyncio.Task[Any] | None) -> None:
        """The loop alone forgets a task that waits."""
        assert task is not None
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _ask(self, request: bytes) -> bytes | None:
        """A hub's answer on a connection of its own; None where it dies before it is whole.

        A request that is not whole is dropped once it was sent.
        """
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.dice.choice(self.hubs))
        except OSError:
            return None
        try:
            writer.write(request)
            await writer.drain()
            answer = await message(reader) if is_whole(request) else None
        except OSError:
            return None
        finally:
            writer.transport.abort()
        if answer is not None:
            self.did[said(answer)] += 1
        return answer


async def message(reader: asyncio.StreamReader) -> bytes | None:
    """A whole HTTP/1.1 request or answer; None where the other end is gone before."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        return head + await reader.readexactly(length_of(head))
    except asyncio.IncompleteReadError:
        return None


def length_of(head: bytes) -> int:
    """How many bytes of body follow; the hub and its terminals always say."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def said(answer: bytes) -> str:
    """The status, and the code of a refusal."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head[9:12].decode()
    code = f" {json.loads(body)['code']}" if b"application/problem+json" in head else ""
    return f"answer {status}{code}"


def is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    return bool(end) and len(body) == length_of(head)


async def obey(proxy: Proxy) -> None:
    """Take commands until the input ends."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        proxy.hubs = command.get("hubs", proxy.hubs)
        proxy.is_straight = command.get("straight", proxy.is_straight)
        print(json.dumps(proxy.did), flush=True)


async def main(seed: str) -> None:
    proxy = Proxy(random.Random(seed))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}", flush=True)
    await obey(proxy)
    server.close()
    os._exit(0)  # whatever still waits is of no use to anybody


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
