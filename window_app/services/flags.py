"""Flags on a person or body: bad credit, bars of the law, broken promises.

While one stands there is no 容缺 and no 告知承诺 for that person. Set by hand from a published
list, or by the events that this home has (a commitment found broken, a refusal for false
materials). Nothing here says who a person is: the number is the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data.errors import InputError, Refusal
from data.rules import person
from data.rules.check_digits import normalise
from data.rules.event import FLAG_LIFTED, PERSON_FLAGGED
from data.rules.identity import (
    check_by_type,
    check_credit_code,
    check_identity,
    mask_credit_code,
    mask_identity,
)
from data.rules.person import Flag, FlagKind, bar_until, owner_key
from data.rules.words import FLAG_NAMES, Role
from data.store import people
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services.access import not_allowed
from window_app.services.forms import reason
from window_app.services.office import Office
from window_app.views import FlagView

MAY_FLAG = frozenset({Role.SUPERVISOR, Role.LIST_MANAGER})
LONGEST_SOURCE = 200


def bar(unit: Unit, owner: str, today: date) -> str | None:
    """Why this person gets no tolerance and no commitment today, in words; None where they may.

    `owner` as `data.rules.person.owner_key` makes it.
    """
    found = person.standing(people.flags_of(unit, owner), today)
    return "；".join(_words(flag) for flag in found) or None


def bars(unit: Unit, today: date) -> dict[str, str]:
    """The same for everybody against whom something stands."""
    found: dict[str, list[str]] = {}
    for flag in person.standing(people.all_flags(unit), today):
        found.setdefault(flag.owner, []).append(_words(flag))
    return {owner: "；".join(words) for owner, words in found.items()}


def put(
    office: Office,
    id_number: str,
    who: Account,
    *,
    kind: str,
    source: str,
    until: str | None = None,
    id_type: str | None = None,
) -> FlagView | Refusal:
    """Flag a person from a published list; `until` is an ISO day, by law where it is left out."""
    refusal = _not_theirs(who)
    if refusal is not None:
        return refusal
    today = office.today()
    flag_kind = _kind(kind)
    last = _until(flag_kind, until, today)
    owner = owner_of(id_number, id_type, today)
    body: dict[str, object] = {
        "owner": owner,
        "kind": flag_kind,
        "source": _source(source),
        "since": today.isoformat(),
        "until": last.isoformat() if last else None,
        "why": "",
    }
    with office.store.write() as unit:
        office.note(unit, PERSON_FLAGGED, body, who.name)
        return _shown(people.flags_of(unit, owner), today, str(body["source"]), flag_kind)


def lift(
    office: Office,
    id_number: str,
    who: Account,
    *,
    kind: str,
    why: str,
    source: str | None = None,
    id_type: str | None = None,
) -> list[FlagView] | Refusal:
    """Take the standing flags of a kind off a person: credit was mended, or it was an error."""
    refusal = _not_theirs(who)
    if refusal is not None:
        return refusal
    said = reason(why)
    today, flag_kind = office.today(), _kind(kind)
    owner = owner_of(id_number, id_type, today)
    with office.store.write() as unit:
        standing = [
            flag
            for flag in person.standing(people.flags_of(unit, owner), today)
            if flag.kind == flag_kind and source in (None, flag.source)
        ]
        if not standing:
            return Refusal(
                "flag_unknown",
                f"这个号码没有“{FLAG_NAMES[flag_kind]}”的标记。",
                hint="用 window person list 查看现有的标记。",
            )
        for flag in standing:
            body: dict[str, object] = {
                "owner": owner,
                "kind": flag.kind,
                "source": flag.source,
                "since": flag.since,
                "until": flag.until,
                "why": said,
            }
            office.note(unit, FLAG_LIFTED, body, who.name)
        lifted = {(flag.kind, flag.source) for flag in standing}
        found = people.flags_of(unit, owner)
    return [view(flag, today) for flag in found if (flag.kind, flag.source) in lifted]


def everyone(
    office: Office, who: Account, *, id_number: str | None = None
) -> list[FlagView] | Refusal:
    """Every flag, or those of one number; lifted and past ones too."""
    refusal = _not_theirs(who)
    if refusal is not None:
        return refusal
    wanted = normalise(id_number) if id_number else None
    with office.store.read() as unit:
        found = people.all_flags(unit)
    return [
        view(flag, office.today())
        for flag in found
        if wanted is None or flag.owner.partition(":")[2] == wanted
    ]


def view(flag: Flag, today: date) -> FlagView:
    """A flag as it is shown: the number masked."""
    id_type, _, number = flag.owner.partition(":")
    mask = mask_credit_code if id_type == "credit_code" else mask_identity
    return FlagView(
        id_type=id_type,
        id_number=mask(number),
        kind=flag.kind,
        word=FLAG_NAMES[FlagKind(flag.kind)],
        source=flag.source,
        since=flag.since,
        until=flag.until,
        lifted=flag.is_lifted,
        stands=flag.stands(today),
    )


def owner_of(id_number: str, id_type: str | None, today: date) -> str:
    """Whose flags a number means; InputError where it is none, or does not tell its kind."""
    if id_type is not None:
        found = check_by_type(id_type, id_number, today)
        if found.valid:
            return owner_key(id_type, found.normalised)
    else:
        for found in (check_identity(id_number, today), check_credit_code(id_number)):
            if found.valid:
                return owner_key(found.kind, found.normalised)
    raise InputError(
        "id_number_wrong",
        f"证件号码不对：{id_number}",
        hint="护照等其他证件请用 --id-type 写明种类。",
        field="ID_NUMBER",
    )


def _not_theirs(who: Account) -> Refusal | None:
    if MAY_FLAG & set(who.roles):
        return None
    return not_allowed(who, Role.SUPERVISOR, "标记失信")


def _kind(kind: str) -> FlagKind:
    if kind not in tuple(FlagKind):
        known = "、".join(FlagKind)
        raise InputError(
            "flag_kind_unknown", f"标记的种类不认识：{kind}", hint=f"可用：{known}", field="--kind"
        )
    return FlagKind(kind)


def _source(source: str) -> str:
    text = source.strip()
    if not text or len(text) > LONGEST_SOURCE:
        raise InputError(
            "flag_source_wrong", f"请写明来源，最多 {LONGEST_SOURCE} 个字。", field="--source"
        )
    return text


def _until(kind: FlagKind, until: str | None, today: date) -> date | None:
    if until is None:
        last = bar_until(kind, today)
        if last is None and kind is FlagKind.BAD_CREDIT:
            raise InputError("until_missing", "请写明失信名单公布的截止日期。", field="--until")
        return last
    try:
        last = date.fromisoformat(until)
    except ValueError as error:
        raise InputError(
            "date_wrong", f"“{until}”不是日期，应当像 2026-11-20。", field="--until"
        ) from error
    if last < today:
        raise InputError("until_past", f"截止日期 {until} 已经过了。", field="--until")
    return last


def _shown(found: Iterable[Flag], today: date, source: str, kind: FlagKind) -> FlagView:
    return next(view(f, today) for f in found if (f.kind, f.source) == (kind, source))


def _words(flag: Flag) -> str:
    till = f"，到 {flag.until}" if flag.until else ""
    return f"{FLAG_NAMES[FlagKind(flag.kind)]}（来源：{flag.source}{till}）"
