"""Every key of the product, once: bindings, foot line and help are made from this list.

A screen names the ids it uses (`KEYS`), and may give one another label with `use`. A function key
that a terminal may keep for itself has a `Ctrl` twin. Twins are chosen from what terminals hand
on: never I M H J (Tab, Enter, Backspace, new line), C Z Q (stop, suspend, quit), A V X (select,
paste, cut in a field).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from textual.binding import Binding, BindingType

from screens.remedies import key_word


class Where(StrEnum):
    """Where a key holds; the headings of the help."""

    EVERYWHERE = "到处可用"
    DESK = "窗口"
    LIST = "列表"
    MATERIALS = "逐项看材料"
    INTAKE = "收件"
    REVIEW = "审核"
    CASE = "办件"
    SUPERVISE = "监督"
    CARD = "确认卡片"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `label` stands on the foot line (`short` where room is scarce), `help` in the help.

    `action` is what Textual runs: `app.…`, `screen.…`, or a bare name on the node that binds it.
    A key with `door` opens another screen and exists only where that screen does. One that is not
    `bound` is answered by the focused list itself.
    """

    id: str
    key: str
    label: str
    help: str
    where: Where
    twin: str = ""
    short: str = ""
    action: str = ""
    also: str = ""
    name: str = ""
    door: bool = False
    on_foot: bool = True
    bound: bool = True

    @property
    def cap(self) -> str:
        return self.name or key_word(self.key)

    @property
    def twin_cap(self) -> str:
        return key_word(self.twin) if self.twin else ""

    @property
    def keys(self) -> str:
        """All keys that do it, as Textual wants them."""
        return ",".join(part for part in (self.key, self.twin, self.also) if part)

    @property
    def run(self) -> str:
        if self.door:
            return f"app.open_door('{self.id}')"
        return self.action or self.id

    def binding(self) -> Binding:
        return Binding(
            self.keys, self.run, self.label, key_display=self.cap, tooltip=self.help, id=self.id
        )


_E, _D, _L, _M = Where.EVERYWHERE, Where.DESK, Where.LIST, Where.MATERIALS

ALL: tuple[Key, ...] = (
    Key("help", "f1", "帮助", "这个画面能按的键", _E, "ctrl+g", action="app.help"),
    Key("new_intake", "f2", "新办", "收一件新的申请", _D, "ctrl+n", door=True),
    Key("supplements", "f3", "补正", "收下申请人补来的材料", _D, "ctrl+b", door=True),
    Key("hand_out", "f4", "出件", "把结果交给申请人", _D, "ctrl+o", door=True),
    Key("find", "f5", "查件", "按编号、姓名、日期查办件", _D, "ctrl+f", door=True),
    Key("lists", "f6", "清单", "看事项和材料清单", _D, "ctrl+l", door=True),
    Key("sync", "f7", "同步", "现在就和中心传送、接收", _D, "ctrl+y", door=True),
    Key("print", "f8", "打印", "打印或补打文书", _D, "ctrl+d"),
    Key("retry_print", "r", "再试一次", "没有打印的再打印一次", _D, short="再试"),
    Key("confirm_print", "y", "已出纸", "打印机已经出纸，不用再打印", _D),
    Key("drop_print", "x", "搁下不打", "这一次不再打印，文书还在，以后可以补打", _D, short="搁下"),
    Key("prints", "p", "等着打印的", "没有打印出来的文书：再试、确认、搁下", _D, short="打印列表"),
    Key("rate", "r", "请评价", "把屏幕转给申请人评价；评了什么，窗口看不到", _D, short="评价"),
    Key("drop_draft", "delete", "删草稿", "删掉光标所在的草稿，先看卡片", _D, on_foot=False),
    Key("my_day", "f9", "今日", "我今天办了什么、还等什么", _D, "ctrl+w", door=True),
    Key("lock", "f10", "锁屏", "离开座位前锁上，回来输口令接着办", _E, "ctrl+k", action="app.lock"),
    Key(
        "conclude",
        "f12",
        "出结论",
        "出结论：先看卡片，再按一次才出具",
        Where.INTAKE,
        "ctrl+e",
    ),
    Key(
        "take_in",
        "shift+f12",
        "收下待核",
        "先收下材料，不出结论；五个工作日内告知",
        Where.INTAKE,
        "ctrl+u",
        # What most terminals send for Shift+F12.
        also="f24",
    ),
    Key("step_on", "ctrl+right", "下一步", "到下一步，填好的都留着", Where.INTAKE),
    Key("step_back", "ctrl+left", "上一步", "到上一步，填好的都留着", Where.INTAKE),
    Key("insist", "i", "坚持申请", "申请人坚持的照收，由部门答复；再按取消", Where.INTAKE),
    Key("add_member", "n", "加一人", "在家庭成员里加一人", Where.INTAKE),
    Key("drop_member", "delete", "去掉", "去掉光标所在的家庭成员", Where.INTAKE),
    Key("change_person", "f3", "换人", "别人用自己的账号登录；没办完的都替您留着", _E, "ctrl+b"),
    Key("park", "ctrl+s", "暂存", "先放下，回到首页随时接着办", Where.INTAKE),
    Key("back", "escape", "返回", "退一步，已经填的都留着", _E),
    Key("palette", "ctrl+p", "命令", "打字找命令", _E, action="app.palette", on_foot=False),
    Key(
        "theme",
        "ctrl+t",
        "换色",
        "浅色、深色、高对比轮换，记住选择",
        _E,
        action="app.next_theme",
        on_foot=False,
    ),
    Key(
        "unmask",
        "ctrl+r",
        "显示号码",
        "完整显示证件号和电话十秒，会留下记录",
        Where.CASE,
        short="号码",
    ),
    Key("quit", "ctrl+q", "退出", "关掉程序；已存的都在", _E, action="app.leave", on_foot=False),
    Key("box", "slash", "输入", "到输入框：扫码、证件号、事项名称或拼音首字母", _E, on_foot=False),
    Key("next_pane", "tab", "换栏", "到下一栏", _E, action="app.focus_next"),
    Key("choose", "up", "选", "在列表里上下移动", _L, also="down", name="上下", bound=False),
    Key("pick", "1", "勾选", "按选项前的数字选", _L, name="数字", bound=False),
    Key("open", "enter", "打开", "打开光标所在的一行", _L, bound=False),
    Key("ok", "space", "合格", "这份材料合格", _M),
    Key("missing", "1", "缺少", "没有交这份材料", _M),
    Key("defective", "2", "不符", "有问题：打开常见问题，用数字勾选", _M),
    Key("deferred", "3", "容缺", "先受理，限期补交", _M),
    Key("reused", "4", "免交", "电子证照或已有材料，不用交", _M),
    Key("fixed", "5", "改好", "当场改好了", _M),
    Key("committed", "6", "承诺", "告知承诺，代替这份材料", _M),
    Key("unlook", "0", "还原", "当作还没看", _M),
    Key("reason", "e", "原因", "用自己的话写原因", _M),
    Key("scan", "a", "扫描件", "添加扫描件", _M, short="扫描"),
    Key("drop_scan", "delete", "去扫描件", "去掉这份材料的扫描件，文件还在", _M),
    Key("sample", "v", "样表", "看样本和空白表", _M),
    Key("open_blank", "b", "打开空白表", "用系统的阅读程序打开空白表", _M),
    Key("open_sample", "s", "打开样本", "用系统的阅读程序打开填好的样本", _M),
    Key("materials", "m", "看材料", "看这一件的材料", Where.CASE, short="材料"),
    Key("more_acts", "a", "更多", "撤回、终止、作废、缴费、更正，只列现在能办的", Where.CASE),
    Key("nudge", "n", "催办", "催一下承办人，留痕", Where.CASE),
    Key("claim", "space", "领取", "由我办这一件，别人就不能领；开着时自动续", Where.REVIEW),
    Key("onward", "t", "通过", "这一步通过，或者准予、登记结果：先看卡片", Where.REVIEW),
    Key("send_back", "b", "退回补正", "只能点清单列明的，全部一次告知", Where.REVIEW, short="退回"),
    Key("refuse_case", "j", "不予许可", "写明理由，先看卡片", Where.REVIEW, short="不予"),
    Key("give_back", "r", "放回待办", "放回任务列表，别人可以领", Where.REVIEW, short="放回"),
    Key("history", "h", "经过", "这一件从收件起的全部经过", Where.REVIEW),
    Key("see_scans", "v", "扫描件", "看光标所在材料的扫描件，留下记录", Where.REVIEW, short="扫描"),
    Key("next_case", "n", "下一件", "这一列表里的下一件", Where.REVIEW),
    Key("previous_case", "p", "上一件", "这一列表里的上一件", Where.REVIEW),
    Key("filter", "f", "筛选", "全部、可领、我的、临期、超期、停表", Where.REVIEW, on_foot=False),
    Key("order", "o", "排序", "到期先后、受理先后、按事项轮换", Where.REVIEW, on_foot=False),
    Key("save_table", "x", "存表格", "把这张表存成文件", Where.SUPERVISE),
    Key("other_chart", "g", "换图", "换一种看法", Where.SUPERVISE),
    Key(
        "confirm",
        "f12",
        "确认",
        "确认这件事；回车不起作用，免得误按",
        Where.CARD,
        "ctrl+e",
    ),
    Key("stop", "escape", "停止", "停下正在做的，已经做完的都在", _E),
)

_BY_ID = {entry.id: entry for entry in ALL}

Used = str | Key
# Hold on every screen without being named there.
COMMON: tuple[str, ...] = ("palette", "theme", "quit")


def key(key_id: str) -> Key:
    """The key of that id; KeyError if the list has none."""
    return _BY_ID[key_id]


def use(key_id: str, label: str, *, short: str = "", help: str = "") -> Key:  # noqa: A002
    """The key under another label on one screen: `use("print", "补打文书")`."""
    entry = _BY_ID[key_id]
    return replace(entry, label=label, short=short, help=help or entry.help)


def resolve(used: Iterable[Used]) -> tuple[Key, ...]:
    """The keys a screen names, in its order."""
    return tuple(entry if isinstance(entry, Key) else _BY_ID[entry] for entry in used)


def bindings(used: Iterable[Used]) -> list[BindingType]:
    """Textual's bindings for the keys a screen or list names."""
    return [entry.binding() for entry in resolve(used) if entry.bound]


def grouped(used: Sequence[Key]) -> list[tuple[Where, list[Key]]]:
    """The keys by where they hold, in the order of `Where`; for the help."""
    groups = [(where, [entry for entry in used if entry.where is where]) for where in Where]
    return [(where, entries) for where, entries in groups if entries]
