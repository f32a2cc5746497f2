"""The applicant's slip: given where a printer is chosen for it, with what the case then says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.store.staff import Account
from window_app.services import deeming, keeping, printers, supplementing
from window_app.services.forms import SupplementForm
from window_app.services.office import Office

Text = Callable[[str | Path], str]


@pytest.fixture
def folder(office: Office, staff: dict[str, Account], tmp_path: Path) -> Path:
    """Slips become PDF files here."""
    place = tmp_path / "slips"
    place.mkdir()
    admin = staff["管理员"]
    printers.add(office, "slips", address=f"file:{place}", paper="a4", by=admin)
    printers.use(office, "slip", "slips", by=admin)
    return place


@pytest.fixture
def slip(folder: Path, pdf_text: Text) -> Callable[[], str]:
    """The text of the one slip there is."""

    def read() -> str:
        (path,) = folder.glob("*.pdf")
        return pdf_text(path)

    return read


def kinds(answer: Any) -> list[str]:
    return [document.kind for document in answer.case.documents]


def test_without_a_printer_for_it_there_is_none(
    catering: Any, submit: Any, office: Office, staff: dict[str, Account], tmp_path: Path
) -> None:
    assert kinds(submit(catering)) == ["acceptance"]
    admin = staff["管理员"]
    printers.add(office, "all", address=f"file:{tmp_path}", paper="a4", by=admin)
    printers.use(office, "default", "all", by=admin)
    assert kinds(submit(catering)) == ["acceptance"]


def test_with_an_acceptance(catering: Any, submit: Any, slip: Callable[[], str]) -> None:
    answer = submit(catering)
    assert kinds(answer) == ["acceptance", "slip"]
    text = slip()
    number = answer.case.number
    for told in (
        "示例政务服务中心",
        "03号窗口",
        "清远市清新区示例餐饮有限公司",
        "2026年11月23日9时30分",
        "食品经营许可",
        "已收6项，共6项",
        f"查询码：{answer.case.query_code}",
        "不代替受理通知书",
        "单字〔2026〕00010300001号",
    ):
        assert told in text
    promised = answer.case.due.promised
    year, month, day = (int(part) for part in promised.split("-"))
    assert f"承诺办结至{year}年{month}月{day}日止" in text
    assert f"{number[:6]}{number[6:12]}" in text


def test_a_persons_name_is_masked(filled: Any, submit: Any, slip: Callable[[], str]) -> None:
    submit(filled("L-HR-004"))
    text = slip()
    assert "龚*㛃" in text
    assert "䶮" not in text and "441803199001011155" not in text and "13800138210" not in text


def test_with_a_receipt_it_says_what_follows(
    catering: Any, submit: Any, slip: Callable[[], str]
) -> None:
    materials = catering.document["materials"][:2]
    answer = submit(catering.set(conclude=False, materials=materials))
    assert kinds(answer) == ["receipt", "slip"]
    text = slip()
    assert "已收2项，共6项" in text
    assert "下一步2026年11月30日前告知是否受理" in text
    assert "不代替申请材料接收凭证" in text and "承诺办结" not in text


def test_with_a_supplement_whose_materials_stay(
    catering: Any, submit: Any, slip: Callable[[], str]
) -> None:
    answer = submit(catering.mark("layout", "missing"))
    assert kinds(answer) == ["supplement", "receipt", "slip"]
    text = slip()
    assert "已收5项，共6项" in text
    assert "前补正1处，见补正告知书" in text


def test_not_where_the_applicant_takes_everything_home(
    shop: Any, submit: Any, folder: Path
) -> None:
    rows = [row.model_copy(update={"mark": "missing"}) for row in shop.materials[:1]]
    answer = submit(shop.model_copy(update={"materials": [*rows, *shop.materials[1:]]}))
    assert "slip" not in kinds(answer)
    assert list(folder.iterdir()) == []


def test_not_with_what_the_system_accepts(
    catering: Any, submit: Any, office: Office, clock: Any, folder: Path
) -> None:
    submit(catering.set(conclude=False, materials=catering.document["materials"][:2]))
    (first,) = folder.iterdir()
    clock.moment = clock.moment.replace(month=12, day=8)
    assert deeming.accept_overdue(office) == 1
    assert list(folder.iterdir()) == [first]


def test_again_when_a_supplement_is_brought(
    catering: Any, submit: Any, office: Office, clerk: Account, folder: Path, tmp_path: Path
) -> None:
    number = submit(catering.mark("layout", "missing")).case.number
    form = SupplementForm.model_validate({"materials": [{"id": "layout", "mark": "ok"}]})
    answer = supplementing.bring(office, number, form, clerk, tmp_path)
    assert kinds(answer) == ["supplement", "receipt", "slip", "acceptance", "slip"]
    assert len(list(folder.iterdir())) == 2
    assert keeping.verify(office, replay=True).problems == ()
