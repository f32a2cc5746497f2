"""送达回证: who got what, from whom, and who signed for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from printing.deliveries import DeliveryData, Served, Substitute, delivery
from printing.document import Document

Words = Callable[[Document], str]


def _signers(document: Document) -> list[str]:
    return [one.label for one in document.signatures]


def test_it_names_papers_person_place_and_day(delivery_data: DeliveryData, words: Words) -> None:
    document = delivery(delivery_data)
    text = words(document)
    for expected in (
        "送达回证\n清新市监达字〔2026〕00010300009号",
        "受送达人：龚䶮㛃",
        "居民身份证号：441803********0012",
        "1|准予行政许可决定书|清新市监许准字〔2026〕00010300005号|1",
        "2|食品经营许可证|JY24418030012345|2",
        "送达方式：直接送达",
        "送达人：陈晓明",
        "送达日期：2026年12月7日",
        "送达地点：清新区政务服务中心一楼出件窗口",
    ):
        assert expected in text
    assert document.seal is None and document.addressee is None
    assert _signers(document) == ["送达人签名", "收件人签名或盖章", "签收日期"]


def test_a_substitute_signs_and_says_why(delivery_data: DeliveryData, words: Words) -> None:
    taker = Substitute("龚小梅", "居民身份证号", "441803********0028", "受送达人的成年同住家属")
    document = delivery(replace(delivery_data, substitute=taker, remark="受送达人出差。"))
    text = words(document)
    assert "代收人：龚小梅\n居民身份证号：441803********0028\n代收理由：受送达人的成年同住" in text
    assert "备注：受送达人出差。" in text
    assert "代收人签名或盖章" in _signers(document)
    assert "收件人签名或盖章" not in _signers(document)


def test_what_lacks_leaves_no_line(delivery_data: DeliveryData, words: Words) -> None:
    served = (Served("办理结果告知书"),)
    text = words(delivery(replace(delivery_data, served=served, way="邮寄送达", served_on="")))
    assert "1|办理结果告知书|－|1" in text
    assert not any(label in text for label in ("送达日期", "代收"))


def test_there_is_room_to_write_who_refused(delivery_data: DeliveryData, words: Words) -> None:
    assert "备注：\n" in words(delivery(delivery_data))
