"""One case on paper: values that the papers' tests share, and eyes to read a PDF with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from printing import particulars as p
from printing.decisions import ApprovalData, Decider, Matter, RefusalData, Result
from printing.declines import DeclineData, Ground
from printing.deliveries import DeliveryData, Served
from printing.document import Block, Document, Paragraph, Table
from printing.errands import Attorney, ErrandData, ProxyData
from printing.guides import Answer, GuideData, GuideMaterial
from printing.papers import compose
from printing.payments import Charge, PaymentData
from printing.promises import (
    CommitmentData,
    Committed,
    Deferred,
    Late,
    ToleranceData,
    TolerancePromiseData,
)
from printing.returns import WithdrawalData
from printing.slips import SlipData
from printing.supplements import Ask, HandIn, Point, ReturnData, SupplementData

RARE_NAME = "龚䶮㛃"
CASE = "441803261123000103001275"


def _item() -> p.Item:
    return p.Item("食品经营许可（新办）", "L-MARKET-006", "清新区政务服务事项清单", "2026.11")


def _office() -> p.Office:
    return p.Office(
        name="清新区市场监督管理局",
        seal="清远市清新区市场监督管理局行政审批专用章",
        phone="0763-5812315",
        address="清新区政务服务中心二楼",
    )


@pytest.fixture
def natural() -> p.Applicant:
    return p.Applicant(
        p.Subject.NATURAL, RARE_NAME, "居民身份证号", "441803********0012", "太和镇玄真路8号"
    )


@pytest.fixture
def company() -> p.Applicant:
    return p.Applicant(
        kind=p.Subject.LEGAL,
        name="清远市清新区𬱖记餐饮有限公司",
        id_label="统一社会信用代码",
        id_number="91441803MA4UXXXX0K",
        address="清新区太和镇明霞大道12号之一101房",
        legal_representative=RARE_NAME,
    )


@pytest.fixture
def materials() -> tuple[p.MaterialRow, ...]:
    return (
        p.MaterialRow("食品经营许可申请书", originals=1, pages=4, mark="齐全"),
        p.MaterialRow("营业执照", copies=1, pages=1, mark="共享", note="由数据共享取得"),
        p.MaterialRow("法定代表人身份证", copies=1, pages=1, check_original=True, mark="齐全"),
    )


@pytest.fixture
def acceptance_data(natural: p.Applicant, materials: tuple[p.MaterialRow, ...]) -> p.AcceptanceData:
    return p.AcceptanceData(
        number="清新市监许受字〔2026〕00010300012号",
        case_number=CASE,
        query_code="305118",
        item=_item(),
        applicant=natural,
        office=_office(),
        clerk=p.Clerk("陈晓明", "综合窗口03号"),
        received="2026年11月23日10时42分",
        accepted="2026年11月23日",
        date="2026年11月23日",
        kind=p.Acceptance.COMPLETE,
        promised=p.Limit("10个工作日", "2026年12月7日"),
        statutory=p.Limit("20个工作日", "2026年12月21日"),
        materials=materials,
        progress=p.Progress("0763-5812315", "清新区政务服务中心一楼咨询台"),
        delivery=p.Delivery("窗口领取", place="清新区政务服务中心一楼出件窗口"),
    )


@pytest.fixture
def receipt_data(natural: p.Applicant, materials: tuple[p.MaterialRow, ...]) -> p.ReceiptData:
    return p.ReceiptData(
        number="清新市监收字〔2026〕00010300013号",
        case_number=CASE,
        query_code="305118",
        item=_item(),
        applicant=natural,
        office=_office(),
        clerk=p.Clerk("陈晓明", "综合窗口03号"),
        received="2026年11月23日10时42分",
        date="2026年11月23日",
        materials=materials,
        progress=p.Progress("0763-5812315", "清新区政务服务中心一楼咨询台"),
        tell_by="2026年11月30日",
    )


@pytest.fixture
def case_facts(natural: p.Applicant) -> dict[str, Any]:
    """What every paper of the one case begins with."""
    return {
        "number": "清新市监许受字〔2026〕00010300012号",
        "case_number": CASE,
        "query_code": "305118",
        "item": _item(),
        "applicant": natural,
        "office": _office(),
        "clerk": p.Clerk("陈晓明", "综合窗口03号"),
        "date": "2026年11月23日",
    }


@pytest.fixture
def points() -> tuple[Point, ...]:
    return (
        Point(
            ask=Ask.COMPLETE,
            material="从业人员健康证明",
            whose=RARE_NAME,
            criterion="在有效期内，由具备资质的医疗机构出具",
            todo="提交复印件1份，核验原件",
        ),
        Point(
            ask=Ask.CORRECT,
            material="房屋租赁合同",
            choice="“经营场所证明”中任交1份即可",
            faults=("租赁合同已到期", "没有出租方签名"),
            criterion="在有效期内，双方签名或者盖章",
            todo="换交有效的合同",
        ),
    )


@pytest.fixture
def supplement_data(case_facts: dict[str, Any], points: tuple[Point, ...]) -> SupplementData:
    return SupplementData(
        **{**case_facts, "number": "清新市监许补字〔2026〕00010300007号"},
        received="2026年11月23日10时42分",
        points=points,
        deadline=p.Limit("15个工作日", "2026年12月14日"),
        hand_in=HandIn("清新区政务服务中心一楼综合窗口03号", "0763-5812315"),
    )


@pytest.fixture
def return_data(
    case_facts: dict[str, Any], points: tuple[Point, ...], materials: tuple[p.MaterialRow, ...]
) -> ReturnData:
    basis = "《中华人民共和国市场主体登记管理条例》第十九条"
    item = replace(_item(), name="个体工商户设立登记", permit=False, basis=basis)
    return ReturnData(
        **{**case_facts, "item": item, "number": "清新市监退字〔2026〕00010300002号"},
        received="2026年11月23日10时42分",
        materials=materials,
        points=points,
        hand_in=HandIn("清新区政务服务中心一楼综合窗口03号", "0763-5812315"),
    )


@pytest.fixture
def withdrawal_data(
    case_facts: dict[str, Any], materials: tuple[p.MaterialRow, ...]
) -> WithdrawalData:
    return WithdrawalData(
        **{**case_facts, "number": "清新市监退字〔2026〕00010300003号"},
        received="2026年11月23日10时42分",
        withdrawn="2026年11月25日",
        reason="不再经营",
        materials=materials,
    )


@pytest.fixture
def decline_data(case_facts: dict[str, Any], materials: tuple[p.MaterialRow, ...]) -> DeclineData:
    return DeclineData(
        **{**case_facts, "number": "清新市监许不受字〔2026〕00010300003号"},
        ground=Ground.NOT_OURS,
        received="2026年11月23日",
        reason="经营场所在清城区，由清城区市场监督管理局办理。",
        competent="清城区市场监督管理局",
        competent_contact="清城区政务服务中心二楼，0763-3360000",
        review_body="清远市清新区人民政府",
        court="清远市清新区人民法院",
        materials=materials,
    )


@pytest.fixture
def deferred() -> tuple[Deferred, ...]:
    return (
        Deferred(material="食品安全管理人员证书", by="2026年12月4日", form="复印件1份"),
        Deferred(material="健康证明", by="2027年1月8日", estimated=True, whose=RARE_NAME),
    )


@pytest.fixture
def tolerance_data(case_facts: dict[str, Any], deferred: tuple[Deferred, ...]) -> ToleranceData:
    return ToleranceData(
        **{**case_facts, "number": "清新市监容受字〔2026〕00010300004号"},
        accepted="2026年11月23日",
        deferred=deferred,
        late=Late.END,
        place="清新区政务服务中心一楼综合窗口03号",
    )


@pytest.fixture
def tolerance_promise_data(
    case_facts: dict[str, Any], deferred: tuple[Deferred, ...]
) -> TolerancePromiseData:
    return TolerancePromiseData(**{**case_facts, "number": None}, deferred=deferred, late=Late.END)


@pytest.fixture
def commitment_data(case_facts: dict[str, Any]) -> CommitmentData:
    committed = Committed(
        material="从业人员健康证明",
        demands=("接触直接入口食品的从业人员每年进行健康检查", "取得健康证明后上岗"),
        basis="《中华人民共和国食品安全法》第四十五条",
    )
    return CommitmentData(**{**case_facts, "number": None}, committed=(committed,), check_days=30)


@pytest.fixture
def errand_data(case_facts: dict[str, Any], materials: tuple[p.MaterialRow, ...]) -> ErrandData:
    village = {
        "number": None,
        "office": p.Office("太和镇坑口村便民服务站", "", "0763-5820011", "坑口村委会一楼"),
        "clerk": p.Clerk("黄小慧", "太和镇坑口村便民服务站"),
    }
    return ErrandData(
        **{**case_facts, **village},
        received="2026年11月23日10时42分",
        authority=("代为提交申请材料", "代为接收补正告知", "代为领取办理结果"),
        carried_to="太和镇便民服务中心综合窗口",
        carried_by="2026年11月25日",
        materials=materials,
    )


@pytest.fixture
def proxy_data(natural: p.Applicant) -> ProxyData:
    return ProxyData(
        item=_item(),
        principal=natural,
        attorney=Attorney(
            "黄小慧", "居民身份证号", "441803********0025", "138****5678", "坑口村便民服务站"
        ),
        authority=("代为提交申请材料", "代为接收补正告知", "代为领取办理结果"),
        term="自2026年11月23日起至2027年2月22日止",
    )


@pytest.fixture
def guide_data() -> GuideData:
    return GuideData(
        item=_item(),
        department="清新区市场监督管理局",
        date="2026年11月23日",
        materials=(
            GuideMaterial(
                name="食品经营许可申请书",
                need="必交",
                originals=1,
                criteria=("由法定代表人签名并盖章",),
                blank="窗口免费领取",
            ),
            GuideMaterial(
                name="房屋租赁合同", need="“经营场所证明”任选1项", copies=1, check_original=True
            ),
            GuideMaterial(name="自有房屋不动产权证书", need="“经营场所证明”任选1项", copies=1),
            GuideMaterial(name="健康证明", need="可以后补（5个工作日内）", copies=1),
        ),
        statutory=p.Limit("20个工作日"),
        promised=p.Limit("10个工作日"),
        basis=("《中华人民共和国食品安全法》第三十五条", "《食品经营许可和备案管理办法》"),
        conditions=("取得营业执照", "有与经营项目相适应的场所"),
        answers=(Answer("申请什么", "新办"), Answer("谁来办理", "法定代表人本人")),
        fees=(),
        place="清新区政务服务中心一楼综合窗口",
        hours="工作日9:00至12:00，13:30至17:00",
        phone="0763-5812315",
        delivery=("窗口领取", "邮寄"),
    )


@pytest.fixture
def decision_facts(case_facts: dict[str, Any]) -> dict[str, Any]:
    return {
        **case_facts,
        "date": "2026年12月4日",
        "matter": Matter.LICENCE,
        "received": "2026年11月23日",
        "accepted": "2026年11月24日",
        "acceptance_number": "清新市监许受字〔2026〕00010300012号",
        "basis": (
            "《中华人民共和国食品安全法》第三十五条",
            "《食品经营许可和备案管理办法》第二十一条",
        ),
    }


@pytest.fixture
def approval_data(decision_facts: dict[str, Any]) -> ApprovalData:
    return ApprovalData(
        **{**decision_facts, "number": "清新市监许准字〔2026〕00010300005号"},
        decider=Decider.DEPARTMENT,
        results=(Result("食品经营许可证", "JY24418030012345", "至2031年12月3日"),),
        findings=("现场核查（核查人：李建国、何敏）符合要求",),
        delivery=p.Delivery("窗口领取", place="清新区政务服务中心一楼出件窗口"),
    )


@pytest.fixture
def refusal_data(decision_facts: dict[str, Any]) -> RefusalData:
    return RefusalData(
        **{**decision_facts, "number": "清新市监许不准字〔2026〕00010300002号"},
        reasons=(
            "经营场所与有毒有害场所的距离不符合要求。",
            "没有与经营的食品品种、数量相适应的贮存场所。",
        ),
        review_body="清远市清新区人民政府",
        court="清远市清新区人民法院",
    )


@pytest.fixture
def delivery_data(case_facts: dict[str, Any]) -> DeliveryData:
    return DeliveryData(
        **{**case_facts, "number": "清新市监达字〔2026〕00010300009号"},
        served=(
            Served("准予行政许可决定书", "清新市监许准字〔2026〕00010300005号"),
            Served("食品经营许可证", "JY24418030012345", copies=2),
        ),
        way="直接送达",
        place="清新区政务服务中心一楼出件窗口",
        served_on="2026年12月7日",
    )


@pytest.fixture
def payment_data(case_facts: dict[str, Any]) -> PaymentData:
    occupying = Charge(
        name="城市道路占用费",
        code="103043310",
        standard="0.30元/平方米·日",
        quantity="20.5平方米×30日",
        amount=Decimal("184.50"),
        basis="《城市道路管理条例》第三十七条",
    )
    digging = Charge(
        name="城市道路挖掘修复费（沥青路面）",
        standard="420.00元/平方米",
        quantity="28.9平方米",
        amount=Decimal("12138.00"),
        basis="《城市道路管理条例》第三十七条",
    )
    return PaymentData(
        **{**case_facts, "number": "清新市监缴字〔2026〕00010300001号"},
        charges=(occupying, digging),
        due=p.Limit("10个工作日", "2026年12月7日"),
        pay_at=("清新区政务服务中心一楼收费窗口", "“粤省事”小程序“非税缴费”"),
        office_code="441803016",
    )


@pytest.fixture
def slip_data() -> SlipData:
    return SlipData(
        number="清新市监单字〔2026〕00010300012号",
        case_number=CASE,
        query_code="305118",
        item=_item(),
        hall="清远市清新区政务服务中心",
        window="03号窗口",
        applicant="龚*㛃",
        received="2026年11月23日10时42分",
        handed_in=5,
        wanted=6,
        promised=p.Limit("10个工作日", "2026年12月7日"),
        stands_for="受理通知书",
        phone="0763-5812315",
    )


@pytest.fixture
def slip(slip_data: SlipData) -> Document:
    return compose(slip_data)


@pytest.fixture
def words() -> Callable[[Document], str]:
    """Every word of a document but its page marks; fields read 标签：内容, cells are split by |."""

    def read(document: Document) -> str:
        blocks = [part for block in document.blocks for part in _words(block)]
        seal = [document.seal.body, document.seal.seal, document.seal.date] if document.seal else []
        signatures = [signature.label for signature in document.signatures]
        head = [document.title, document.number or "", document.addressee or ""]
        return "\n".join([*head, *blocks, *seal, *signatures, *document.foot])

    return read


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Table):
        yield block.title
        yield from ("|".join(row) for row in block.rows)
    else:
        yield from (f"{line.label}：{line.value}" for line in block)


@pytest.fixture
def opened() -> Iterator[Callable[[bytes], pypdfium2.PdfDocument]]:
    documents: list[pypdfium2.PdfDocument] = []

    def open_it(pdf: bytes) -> pypdfium2.PdfDocument:
        documents.append(pypdfium2.PdfDocument(pdf))
        return documents[-1]

    yield open_it
    for document in documents:
        document.close()


@pytest.fixture
def texts(opened: Callable[[bytes], pypdfium2.PdfDocument]) -> Callable[[bytes], list[str]]:
    """The text of each page as pdfium reads it, without line breaks and spaces."""

    def read(pdf: bytes) -> list[str]:
        pages = [page.get_textpage().get_text_range() for page in opened(pdf)]
        return ["".join(page.split()) for page in pages]

    return read


@pytest.fixture
def pictures(
    opened: Callable[[bytes], pypdfium2.PdfDocument],
) -> Callable[[bytes], list[Image.Image]]:
    """Each page as a grey picture at 200 dpi."""

    def draw(pdf: bytes) -> list[Image.Image]:
        return [page.render(scale=200 / 72).to_pil().convert("L") for page in opened(pdf)]

    return draw


@pytest.fixture
def extra_font(tmp_path: Path) -> Path:
    """A font that has 𠮷 and nothing else: a plain square stands for it."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    glyphs = {".notdef": TTGlyphPen(None).glyph(), "ji": pen.glyph()}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord("𠮷"): "ji"})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Extra", "styleName": "Regular", "psName": "Extra"})
    builder.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.save(tmp_path / "extra.ttf")
    return tmp_path / "extra.ttf"
