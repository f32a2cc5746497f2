"""Acts that count only once the hub has taken them: sent at once, and its word waited for."""

from __future__ import annotations

from data.errors import Refusal, StorageError
from data.exchange.refusals import HubRefusal, HubUnreachable
from data.rules.case import Case
from data.store import outbox, verdicts
from window_app.services import leasing, syncing
from window_app.services.office import Office


class Unconfirmed(StorageError):
    """An act that is written here and was not answered: it is sent again by itself."""


def confirm(office: Office, after: Case) -> Refusal | None:
    """Send the act that `after` ends with; why it does not count, or None.

    Unconfirmed where the hub did not answer.
    """
    try:
        with leasing.hub_of(office) as hub:
            answer = syncing.exchange(office, hub)
    except (HubUnreachable, HubRefusal) as error:
        raise _unconfirmed(error.message) from error
    with office.store.read() as unit:
        event_id, state = outbox.state_of(unit, after.case_id, after.head)
        aside = verdicts.find(unit, event_id)
    if aside is not None:
        return Refusal(
            "set_aside",
            f"这一步没有生效：{aside.why}",
            hint="请看办件的最新状态，需要的话重新办理。",
        )
    if state != "received":
        raise _unconfirmed(answer.message if isinstance(answer, Refusal) else "中心没有答复。")
    return None


def _unconfirmed(why: str) -> Unconfirmed:
    return Unconfirmed(
        "unconfirmed",
        f"这一步已经记在本机，中心还没有确认：{why}",
        hint="连上中心以后会自动再传；确认以后才生效，才打印文书。请不要重办。",
    )
