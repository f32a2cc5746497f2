"""Roles, and the Chinese words for roles, states and events: one place for screens and paper."""

from __future__ import annotations

from enum import StrEnum

from data.rules.case import Status
from data.rules.event import Kind
from data.rules.person import FlagKind


class Role(StrEnum):
    CLERK = "clerk"
    AGENT = "agent"
    REVIEWER = "reviewer"
    HEAD = "head"
    ISSUER = "issuer"
    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    LIST_MANAGER = "list_manager"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


ROLE_NAMES = {
    Role.CLERK: "窗口人员",
    Role.AGENT: "代办员",
    Role.REVIEWER: "承办人",
    Role.HEAD: "首席代表",
    Role.ISSUER: "出件人员",
    Role.CASHIER: "收费人员",
    Role.SUPERVISOR: "监督员",
    Role.LIST_MANAGER: "清单管理员",
    Role.ADMINISTRATOR: "系统管理员",
    Role.SYSTEM: "系统",
}

STATUS_NAMES = {
    Status.DRAFT: "草稿",
    Status.RECEIVED: "已收件",
    Status.SUPPLEMENTING: "待补正",
    Status.ACCEPTED: "已受理",
    Status.REVIEWING: "审核中",
    Status.SUSPENDED: "特别程序中",
    Status.APPROVED: "已准予",
    Status.REFUSED: "决定不予",
    Status.READY: "待领取",
    Status.DELIVERED: "已领取",
    Status.DECLINED: "不予受理",
    Status.RETURNED: "已退件",
    Status.WITHDRAWN: "已撤回",
    Status.LAPSED: "已终止",
    Status.VOIDED: "已作废",
}

EVENT_NAMES = {
    Kind.RECEIVED: "收件",
    Kind.ARRIVED: "代办件到达",
    Kind.OFFERED: "移交",
    Kind.SUPPLEMENT_REQUESTED: "告知补正",
    Kind.SUPPLEMENTED: "补正材料",
    Kind.DECLINED: "不予受理",
    Kind.ACCEPTED: "受理",
    Kind.STEP_PASSED: "环节通过",
    Kind.SENT_BACK: "退回补正",
    Kind.SUSPENDED: "进入特别程序",
    Kind.RESUMED: "特别程序结束",
    Kind.EXTENDED: "延长期限",
    Kind.APPROVED: "准予",
    Kind.REFUSED: "作出不予决定",
    Kind.RESULT_REGISTERED: "登记结果",
    Kind.DELIVERED: "出件",
    Kind.WITHDRAWN: "撤回申请",
    Kind.LAPSED: "终止办理",
    Kind.REOPENED: "重新打开",
    Kind.VOIDED: "作废",
    Kind.TAKEN_OVER: "接管",
    Kind.CLAIMED: "签收",
    Kind.RELEASED: "放回",
    Kind.REASSIGNED: "改派",
    Kind.NUDGED: "催办",
    Kind.ASKED_FOR: "请求转来",
    Kind.BROUGHT_IN: "代收材料",
    Kind.WITHDRAWAL_ASKED: "申请撤回",
    Kind.DEFERRED_HANDED_IN: "补交容缺材料",
    Kind.MOVED: "材料流转",
    Kind.NOTIFIED: "通知申请人",
    Kind.COMMITMENT_CHECKED: "承诺核查",
    Kind.FEE_ASSESSED: "核定费用",
    Kind.FEE_PAID: "已缴费",
    Kind.RATED: "评价",
    Kind.CORRECTED: "更正联系方式",
    Kind.PRINTED: "打印",
    Kind.PAPER_VOIDED: "文书作废",
    Kind.UNMASKED: "查看完整信息",
    Kind.EXPORTED: "导出",
    Kind.VERDICT_RESOLVED: "处理未生效事项",
    Kind.JOINT_CALLED: "召集联合办理",
    Kind.JOINT_OPINION: "联合意见",
    Kind.JOINT_CLOSED: "联合办理结束",
    Kind.LEAD_DECIDED: "牵头部门决定",
}

# 满意度 (GB/T 39046-2020 A.8); 4 and 5 are a bad rating (差评).
GRADE_NAMES = {
    1: "非常满意",
    2: "满意",
    3: "基本满意",
    4: "不满意",
    5: "非常不满意",
}

FLAG_NAMES = {
    FlagKind.BAD_CREDIT: "失信名单",
    FlagKind.FALSE_MATERIALS: "提供虚假材料",
    FlagKind.FRAUD: "以欺骗手段取得许可",
    FlagKind.BROKEN_PROMISE: "未履行承诺",
}
