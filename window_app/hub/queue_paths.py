"""Paths of the queue: see an address's tasks, claim them, hold on to them, give them back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from data.exchange.shapes import Address, Ask, Claim, LeaseFact, TaskFact
from window_app.hub.calls import Called, body_of, sent, told
from window_app.hub.news import newsroom

router = APIRouter(tags=["queue"])
Lease = Annotated[LeaseFact, Depends(sent(LeaseFact))]


@router.get("/tasks")
def tasks(call: Called, address: Annotated[Address, Query()]) -> tuple[TaskFact, ...]:
    """The tasks of one of the caller's addresses, those in somebody's hand first."""
    return call.hub.tasks(call.member, address)


@router.post("/claim", openapi_extra=body_of(Claim))
def claim(call: Called, wanted: Annotated[Claim, Depends(sent(Claim))]) -> tuple[LeaseFact, ...]:
    """Lease tasks."""
    return call.hub.claim(call.member, wanted)


@router.post("/ask", status_code=204, openapi_extra=body_of(Ask))
def ask(request: Request, call: Called, wanted: Annotated[Ask, Depends(sent(Ask))]) -> None:
    """Ask the window that holds a case to offer it to the caller's station."""
    call.hub.ask(call.member, wanted)
    newsroom(request).ring()


@router.post("/renew", response_model=LeaseFact, openapi_extra=body_of(LeaseFact))
def renew(call: Called, lease: Lease) -> Response:
    """Hold on to a lease; refused where it is no longer the caller's."""
    return told(call.hub.renew(call.member, lease))


@router.post("/give-back", status_code=204, openapi_extra=body_of(LeaseFact))
def give_back(call: Called, lease: Lease) -> None:
    """Let the task wait again."""
    call.hub.give_back(call.member, lease)
