"""退回清单 of a withdrawn application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from printing.document import Document
from printing.returns import WithdrawalData, withdrawal

Words = Callable[[Document], str]


def test_what_goes_back_is_listed_and_signed_for(
    withdrawal_data: WithdrawalData, words: Words
) -> None:
    document = withdrawal(withdrawal_data)
    text = words(document)
    for expected in (
        "你提出的“食品经营许可（新办）”申请，已于2026年11月25日书面撤回",
        "退回材料清单",
        "撤回原因：不再经营",
        "请当面清点上列材料，核对无误后签收。",
        "办理时限重新计算",
        "申请人签收",
    ):
        assert expected in text
    assert document.title == "申请材料退回清单（撤回申请）"
    assert document.seal is not None


def test_where_nothing_stayed_there_is_no_list(
    withdrawal_data: WithdrawalData, words: Words
) -> None:
    text = words(withdrawal(replace(withdrawal_data, materials=())))
    assert "没有留存，无需退回" in text
    assert "退回材料清单" not in text.replace("申请材料退回清单", "") and "清点" not in text
