"""Every kind of paper: set, kept as JSON, set again to the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from data.errors import PaperError
from data.rules.numbers import DocumentKind, copies_of
from printing.document import Paragraph
from printing.page import render
from printing.papers import PAPERS, PaperData, compose, data_to_json, document_from_json
from printing.particulars import AcceptanceData, CasePaper

Texts = Callable[[bytes], list[str]]

KINDS = {
    "acceptance_data": "acceptance",
    "receipt_data": "receipt",
    "supplement_data": "supplement",
    "return_data": "return",
    "withdrawal_data": "return",
    "decline_data": "decline",
    "tolerance_data": "tolerance",
    "tolerance_promise_data": "commitment",
    "commitment_data": "commitment",
    "errand_data": "errand",
    "proxy_data": "proxy",
    "guide_data": "guide",
    "approval_data": "approval",
    "refusal_data": "refusal",
    "delivery_data": "delivery",
    "payment_data": "payment",
    "slip_data": "slip",
}


@pytest.fixture(params=KINDS)
def paper(request: pytest.FixtureRequest) -> tuple[str, PaperData]:
    return KINDS[request.param], request.getfixturevalue(request.param)


def test_every_paper_is_tried(request: pytest.FixtureRequest) -> None:
    assert {type(request.getfixturevalue(name)) for name in KINDS} == set(PAPERS)


def test_kept_and_set_again_it_is_the_same_paper(
    paper: tuple[str, PaperData], texts: Texts
) -> None:
    kind, data = paper
    document = compose(data)
    content = data_to_json(data)
    again = document_from_json(kind, content)
    pdf = render(document)
    assert again == document and render(again) == pdf
    pages = texts(pdf)
    assert len(pages) <= 2 and f"第{len(pages)}页/共{len(pages)}页" in pages[-1]
    for expected in (document.title, document.number, document.addressee):
        assert expected is None or expected in pages[0]
    if document.seal:
        assert f"{document.seal.body}{document.seal.date}" in pages[-1]
        assert ("盖章处" in pages[-1]) is bool(document.seal.seal)
    assert kind in ("guide", "slip") or "龚䶮㛃" in pages[0]


def test_a_paper_that_says_two_copies_is_printed_twice(paper: tuple[str, PaperData]) -> None:
    kind, data = paper
    says_two = any("一式两份" in line for line in compose(data).foot)
    numbered = kind not in ("guide", "proxy", "slip")
    assert not numbered or copies_of(DocumentKind(kind)) == (2 if says_two else 1)


def test_a_reprint_says_so(paper: tuple[str, PaperData]) -> None:
    kind, data = paper
    again = document_from_json(kind, data_to_json(data), reprint=3)
    assert again == replace(compose(data), reprint=3)


def test_the_paper_in_the_place_of_a_voided_one_names_it(paper: tuple[str, PaperData]) -> None:
    data = paper[1]
    if isinstance(data, CasePaper):
        old = "清新市监许受字〔2026〕00010300009号"
        document = compose(replace(data, replaces=old))
        assert document.blocks[0] == Paragraph(f"原{old}文书作废，以本文书为准。")
        assert document.blocks[1:] == compose(data).blocks


def test_no_name_is_in_any_code(paper: tuple[str, PaperData]) -> None:
    codes = compose(paper[1]).codes
    assert "龚" not in f"{codes.barcode}{codes.qr}{codes.caption}{codes.note}"


def test_what_later_versions_add_may_lack(acceptance_data: AcceptanceData) -> None:
    """A field with a default may be absent from what an older version kept."""
    content = json.loads(data_to_json(acceptance_data))
    for added in ("signatures", "foot", "watermark", "reprint"):
        del content[added]
    del content["codes"]["note"]
    document = document_from_json("acceptance", json.dumps(content))
    assert document.foot == () and document.title == "受理通知书"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"title":', '"colour":"red","title":', "colour"),
        ('"seal":{', '"seal":{"ink":"red",', "seal.ink"),
        ('"number":"', '"number":1,"x":"', "number"),
        ("{", "", "整份文书"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    acceptance_data: AcceptanceData, old: str, new: str, place: str
) -> None:
    content = data_to_json(acceptance_data).replace(old, new, 1)
    with pytest.raises(PaperError) as refused:
        document_from_json("acceptance", content)
    assert refused.value.code == "paper_unreadable"
    assert place in refused.value.message and "升级" in str(refused.value.hint)


def test_a_paper_of_another_kind_is_refused(acceptance_data: AcceptanceData) -> None:
    with pytest.raises(PaperError, match="受理通知书") as refused:
        document_from_json("receipt", data_to_json(acceptance_data))
    assert refused.value.code == "paper_of_other_kind"


def test_papers_load_no_reportlab() -> None:
    program = (
        "import sys, printing.papers\n"
        "assert not any(m.split('.')[0] in ('reportlab', 'barcode', 'segno') for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
