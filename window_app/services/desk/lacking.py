"""What hinders a conclusion, point by point, and where at the desk each is put right."""

from __future__ import annotations

from data.rules.conclusion import Finding, Kind
from window_app.desk_views import Lacking
from window_app.services.desk.draft import mark_key
from window_app.services.desk.outlook import LEGAL
from window_app.services.desk.standing import Standing


def lacking(standing: Standing, *, conclude_it: bool) -> tuple[Lacking, ...]:
    """Every point; for taking the materials in only applicant and item count."""
    points = [*_applicant(standing)]
    if standing.item is None:
        points.append(Lacking("还没有选定事项。", "item"))
    elif conclude_it and standing.conclusion is not None:
        now = standing.conclusion
        if now.kind is Kind.INCOMPLETE:
            points += [_point(finding) for finding in now.findings]
        elif now.kind not in LEGAL:
            points.append(Lacking(now.findings[0].say, "situation"))
    return tuple(points)


def _applicant(standing: Standing) -> list[Lacking]:
    points = []
    found, agent = standing.identity, standing.draft.agent
    if found is None:
        points.append(Lacking("还没有填写申请人的证件号码。", "applicant", "applicant.id_number"))
    elif not found.valid:
        points.append(Lacking(f"申请人：{found.problem}", "applicant", "applicant.id_number"))
    if not standing.draft.applicant.get("name", "").strip():
        points.append(Lacking("还没有填写申请人的姓名或者名称。", "applicant", "applicant.name"))
    if agent is not None:
        for name, words in (("name", "姓名"), ("id_number", "证件号码")):
            if not agent.get(name, "").strip():
                points.append(Lacking(f"还没有填写代办人的{words}。", "applicant", f"agent.{name}"))
    return points


def _point(finding: Finding) -> Lacking:
    if finding.question:
        return Lacking(finding.say, "situation", finding.question)
    if finding.material:
        return Lacking(finding.say, "materials", mark_key(finding.material, finding.person))
    if finding.field == "household":
        return Lacking(finding.say, "applicant", "household")
    key = f"{finding.field}.{finding.person}" if finding.person else finding.field or ""
    return Lacking(finding.say, "form", key)
