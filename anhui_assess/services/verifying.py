"""Whether a report is as it was issued: its data recomputed, its fingerprint and every printed page compared.

Nothing here is a signature: whoever has this program can issue another report. What a comparison can show is that the
pages, the data inside and the scores belong together, and that nobody changed one of them without the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import ContentError, InputRefusedError
from anhui_assess.domain.planning.request import Request
from anhui_assess.services.ports import EvidenceRecord
from anhui_assess.services.printed import (
    Difference,
    PrintedFile,
    PrintedPage,
    by_recomposition,
    by_record,
    ranges,
)
from anhui_assess.services.reporting import ReportHeading
from anhui_assess.services.signing import NOT_CHECKED, WHAT_IT_IS, Signature, signature_words

PROVES = (
    "附件中的答题数据按附件中的问卷和资料重新计算，得到的等级、得分与附件中的结果一致；",
    "数据指纹与附件相符，并与每一页印的指纹相符；",
    "每一页的文字、图形与用附件重新编排的页面一致，没有缺页、多页、换页。",
)
PROVES_BY_RECORD = (
    *PROVES[:2],
    "每一页与生成报告时记下的逐页指纹一致，没有缺页、多页、换页（生成它的程序版本与本程序不同，或改进方案不能原样重算，没有逐页重排）。",
)
_WHO = "不证明是谁、在什么时候编制了报告：这里没有电子签名；盖章以纸质件或具有法律效力的电子签章为准；"
_WHO_SIGNED = "不证明签名人的身份和签名时间：本程序没有核实证书的签发机构，也没有第三方时间戳；盖章以纸质件或具有法律效力的电子签章为准；"
PROVES_NOT = (
    _WHO,
    "不证明填报内容属实：答题是否真实要靠证据材料和现场核验；",
    "不能识别用本程序另行填报、整份重新生成的报告：请把数据指纹与企业另行提供（如盖章页、来文）的指纹核对。",
)


ATTACHMENTS = ("answers.json", "result.json", "forms.json", "packs.json", "report.json")
"""What a report must carry so that it can be made again; what notes the pages may be missing and is then named."""


class State(StrEnum):
    """What came out."""

    INTACT = "intact"
    ALTERED = "altered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CarriedPlan:
    """How the plan of a report was made: the method of its proof, and what was asked for."""

    method: str
    request: Request


@dataclass(frozen=True, slots=True)
class Carried:
    """What a report says of its own making."""

    program_version: str
    fingerprint: str
    heading: ReportHeading
    history_head: str
    evidence: Mapping[str, EvidenceRecord]
    plan: CarriedPlan | None = None


@dataclass(frozen=True, slots=True)
class ContentComparison:
    """Forms and packs that travelled with a report, against those of this program: what differs, what is not known here."""

    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What follows from the attachments. `pages` is None when another program version made the report."""

    fingerprint: str
    carried: Carried
    attached_result: Any
    result: Any
    headline: tuple[str, ...]
    enterprise: str
    pages: Sequence[PrintedPage] | None
    content: ContentComparison


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome, with what it rests on."""

    state: State
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    enterprise: str = ""
    report_date: str = ""
    headline: tuple[str, ...] = ()
    page_count: int = 0
    recomposed: bool = False
    proves: tuple[str, ...] = field(default=())
    proves_not: tuple[str, ...] = PROVES_NOT
    signatures: tuple[Signature, ...] = ()


def unreadable(message: str) -> Verification:
    """Return that nothing could be compared, and why."""
    return Verification(State.UNREADABLE, (Difference("unreadable", message),))


_UNUSABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What forms and packs from elsewhere, checked for their outline only, may run into when they are computed with."""


def check_report(
    printed: PrintedFile,
    recompute: Callable[[], Recomputed],
    signatures: Sequence[Signature] | None = (),
) -> Verification:
    """Say whether a report is as it was issued; `recompute` may raise InputRefusedError or ContentError."""
    missing = [name for name in ATTACHMENTS if name not in printed.attachments]
    if missing and not printed.ours:
        return unreadable("这不是本程序生成的报告，里面没有可以核对的数据附件。")
    if missing:
        return Verification(
            State.ALTERED,
            tuple(
                Difference("attachment_missing", f"附件 {name} 不见了，没法重算。", attachment=name)
                for name in missing
            ),
            page_count=len(printed.pages),
        )
    try:
        recomputed = recompute()
    except (InputRefusedError, ContentError) as error:
        return Verification(
            State.ALTERED,
            tuple(
                Difference("attachment", f"附件已不是生成时的样子：{problem}", attachment=problem.where)
                for problem in error.problems[:_MOST]
            ),
            page_count=len(printed.pages),
        )
    except _UNUSABLE as error:
        message = f"附件中的问卷、资料或答题已不能用来计算（{type(error).__name__}），它们被改坏了。"
        return Verification(
            State.ALTERED, (Difference("attachment", message),), page_count=len(printed.pages)
        )
    return compare(printed, recomputed, signatures)


def compare_content(attached: Catalog, shipped: Catalog) -> ContentComparison:
    """Compare forms and packs of the same version with those of this program: a published version never changes."""
    found: list[Difference] = []
    unknown: list[str] = []
    for form in attached.forms.values():
        own = shipped.forms.get(form.id)
        if own is None or own.version != form.version:
            unknown.append(f"{form.title} {form.version}")
        elif own.fingerprint != form.fingerprint:
            found.append(
                Difference(
                    "form",
                    f"附件中的问卷“{form.title}”{form.version} 版与本程序的同一版本内容不同，题目或评分规则被改过。",
                    attachment="forms.json",
                )
            )
    packs = {(pack.get("id"), pack.get("edition")): pack for pack in shipped.packs.source}
    for pack in attached.packs.source:
        own_pack = packs.get((pack.get("id"), pack.get("edition")))
        if own_pack is None:
            unknown.append(f"{pack.get('title')} {pack.get('edition')}")
        elif own_pack != pack:
            found.append(
                Difference(
                    "pack",
                    f"附件中的资料“{pack.get('title')}”{pack.get('edition')} 版与本程序的同一版次内容不同。",
                    attachment="packs.json",
                )
            )
    notes = f"本程序没有这些版本，只按附件重算，没有核对它们本身：{'、'.join(unknown)}。" if unknown else ""
    return ContentComparison(tuple(found), (notes,) if notes else ())


def compare(
    printed: PrintedFile, recomputed: Recomputed, signatures: Sequence[Signature] | None = ()
) -> Verification:
    """Compare a file with what follows from its attachments; `signatures` is None where they cannot be read."""
    signatures = None if signatures is None else tuple(signatures)
    carried = recomputed.carried
    found = [*recomputed.content.differences]
    found += _fingerprints(printed, recomputed)
    found += _results(recomputed.attached_result, recomputed.result)
    recorded = by_record(printed)
    if recomputed.pages is not None:
        found += by_recomposition(printed.pages, recomputed.pages, recorded=not recorded)
    if recomputed.pages is None or printed.record is None:
        found += recorded
    for number, page in enumerate(printed.pages, 1):
        found += [
            Difference(
                "annotation", f"第 {number} 页上加了生成时没有的内容（{kind}），可能盖住原文。", number
            )
            for kind in page.notes
        ]
    if printed.scripts:
        found.append(Difference("script", "文件里加了脚本或打开时的动作，报告原来没有。"))
    notes = [*recomputed.content.notes]
    if printed.signed:
        found += _broken(signatures or ())
        notes += [NOT_CHECKED] if signatures is None else _said(signatures)
    state = State.ALTERED if found else State.INTACT
    recomposed = recomputed.pages is not None
    return Verification(
        state,
        tuple(found),
        tuple(notes),
        recomputed.fingerprint,
        recomputed.enterprise,
        carried.heading.report_date,
        recomputed.headline,
        len(printed.pages),
        recomposed,
        () if found else PROVES if recomposed else PROVES_BY_RECORD,
        (_WHO_SIGNED, *PROVES_NOT[1:]) if signatures else PROVES_NOT,
        signatures or (),
    )


def _broken(signatures: Sequence[Signature]) -> list[Difference]:
    return [
        Difference("signature", f"证书名称“{entry.signer}”的数字签名与文件不符，签名以后文件被改过。")
        for entry in signatures
        if not entry.genuine and not entry.trouble
    ]


def _said(signatures: Sequence[Signature]) -> list[str]:
    return [*map(signature_words, signatures), WHAT_IT_IS] if signatures else ["文件里有签名栏，但没有签名。"]


def _fingerprints(printed: PrintedFile, recomputed: Recomputed) -> list[Difference]:
    """The fingerprint of the attachments against the one noted, and against the short one at the foot of each page."""
    found: list[Difference] = []
    own = recomputed.fingerprint
    if recomputed.carried.fingerprint != own:
        found.append(
            Difference(
                "fingerprint",
                f"附件算出的数据指纹是 {own[:16]}…，报告生成时记下的是 {recomputed.carried.fingerprint[:16]}…："
                "答题、结果、问卷或资料附件被换过或改过。",
                attachment="report.json",
            )
        )
    short = f"指纹 {own[:4]} {own[4:8]}"
    wrong = [
        number
        for number, page in enumerate(printed.pages, 1)
        if number > 1 and not any(short in text for text in page.texts)
    ]
    if wrong:
        where = f"第 {ranges(wrong)} 页"
        found.append(Difference("fingerprint_page", f"{where}没有印着与附件相符的指纹“{short}”。", wrong[0]))
    return found


_MOST = 20
"""So many differences of a kind are named; the rest is counted."""


def _results(attached: Any, own: Any) -> list[Difference]:
    """The attached result against the recomputed one, each place that differs."""
    places = list(_unlike(attached, own, ""))
    found = [
        Difference(
            "result",
            f"结果附件的 {where}：附件写的是 {_shown(left)}，按附件中的答题重算是 {_shown(right)}。",
            attachment="result.json",
        )
        for where, left, right in places[:_MOST]
    ]
    if len(places) > _MOST:
        found.append(
            Difference("result", f"结果附件另有 {len(places) - _MOST} 处不同。", attachment="result.json")
        )
    return found


def _shown(value: Any) -> str:
    return "（没有）" if value is _ABSENT else str(value)[:80]


_ABSENT: Any = object()


def _unlike(left: Any, right: Any, where: str) -> Sequence[tuple[str, Any, Any]]:
    """Return the places where two pieces of plain data differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        keys = [*left, *(key for key in right if key not in left)]
        return [
            entry
            for key in keys
            for entry in _unlike(
                left.get(key, _ABSENT), right.get(key, _ABSENT), f"{where}.{key}".lstrip(".")
            )
        ]
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return [
            entry
            for place, (one, other) in enumerate(zip(left, right, strict=True))
            for entry in _unlike(one, other, f"{where}[{_name(one, place)}]")
        ]
    same = left == right and isinstance(left, bool) == isinstance(right, bool)
    return [] if same else [(where, left, right)]


def _name(entry: Any, place: int) -> str:
    if isinstance(entry, dict):
        for key in ("id", "item", "level"):
            if key in entry:
                return str(entry[key])
    return str(place)


_VERDICTS = {
    State.INTACT: "完好：页面、数据和得分一致，没有发现改动。",
    State.ALTERED: "有改动：与报告生成时不一致。",
    State.UNREADABLE: "无法核对。",
}


def verdict_lines(found: Verification, name: str) -> list[str]:
    """Return the outcome as the lines a person reads."""
    lines = [f"{name}：{_VERDICTS[found.state]}"]
    if found.enterprise or found.fingerprint:
        lines.append(f"企业　　　{found.enterprise or '（未填名称）'}　　编制日期 {found.report_date}")
        lines += [f"按附件重算　{entry}" for entry in found.headline]
        lines.append(f"数据指纹　{found.fingerprint}")
    if found.differences:
        lines.append(f"发现 {len(found.differences)} 处：")
        lines += [f"  · {entry.message}" for entry in found.differences]
    lines += [f"说明　{note}" for note in found.notes]
    if found.proves:
        lines += ["核对说明了：", *(f"  · {text}" for text in found.proves)]
    if found.state is not State.UNREADABLE:
        lines += ["核对不能说明：", *(f"  · {text}" for text in found.proves_not)]
    return lines
