"""Puts the report together: cover, chosen sections in order, numbering of headings, tables and figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from anhui_assess.report import wording
from anhui_assess.report.model import Block, Columns, Cover, Document, Figure, Heading, Section, Table
from anhui_assess.report.sections import (
    SectionMaker,
    annex,
    bases,
    benchmarks,
    changes,
    direction,
    doubts,
    front,
    glossary,
    green,
    green_lists,
    main_findings,
    plan,
    projects,
    qualifications,
    quick,
    smart,
    sme,
    walk,
)
from anhui_assess.services.forms_begun import leading
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.statements import headlines

PART_ONE = "第一部分　一企一诊断"
PART_TWO = "第二部分　一企一方案"
PART_ANNEX = "附件"
_OWN_NUMBER = re.compile(r"([0-9]+\.) ?")
_QR_NAME, _RUNNING = 60, 24
"""A name is cut after so many characters in the QR code, which holds a few hundred bytes legibly, and in running heads."""

SECTIONS: tuple[SectionMaker, ...] = (
    SectionMaker("summary", "摘要", front.summary),
    SectionMaker("profile", "企业概况", front.profile),
    SectionMaker("method", "评估说明", front.method),
    SectionMaker("findings", "主要发现", main_findings.main_findings, main_findings.wanted, PART_ONE),
    SectionMaker("smart_factory", "智能工厂诊断", smart.smart, smart.wanted, PART_ONE),
    SectionMaker("smart_quick", "快速自评", quick.quick, quick.wanted, PART_ONE),
    SectionMaker("sme_digital", "中小企业数字化水平", sme.sme, sme.wanted, PART_ONE),
    SectionMaker("green_factory", "绿色工厂诊断", green.green, green.wanted, PART_ONE),
    SectionMaker("green_lists", "绿色专项自查", green_lists.green_lists, green_lists.wanted, PART_ONE),
    SectionMaker("four_bases", "工业四基诊断", bases.bases, bases.wanted, PART_ONE),
    SectionMaker("walk", "得分来历", walk.walk, walk.wanted, PART_ONE),
    SectionMaker("benchmarks", "对标", benchmarks.benchmarks, part=PART_ONE),
    SectionMaker("direction", "产业方向", direction.direction, direction.wanted, PART_ONE),
    SectionMaker(
        "qualifications", "资格与梯度", qualifications.qualifications, qualifications.wanted, PART_ONE
    ),
    SectionMaker("changes", "与上次评估相比", changes.changes, changes.wanted, PART_ONE),
    SectionMaker("checked", "自评与核验", changes.self_and_verified, changes.checked_wanted, PART_ONE),
    SectionMaker("doubts", "疑点与核对", doubts.doubts, doubts.wanted, PART_ONE),
    SectionMaker("plan", "改进方案", plan.plan, part=PART_TWO),
    SectionMaker("projects", "项目清单", projects.projects, projects.wanted, PART_TWO),
    SectionMaker("answers", "全部答题", annex.answers, part=PART_ANNEX),
    SectionMaker("evidence", "证据目录", annex.evidence, part=PART_ANNEX),
    SectionMaker("sources", "数据来源与指纹", annex.sources, part=PART_ANNEX),
    SectionMaker(
        "glossary",
        "名词解释",
        lambda _source: (),
        glossary.wanted,
        PART_ANNEX,
        make_last=glossary.glossary,
    ),
    SectionMaker("declaration", "填报声明", annex.declaration, part=PART_ANNEX),
)
SECTION_IDS = tuple(maker.id for maker in SECTIONS)


def compose(source: ReportInput, check: Callable[[], None] = lambda: None) -> Document:
    """Return the document of a report; equal input gives an equal document.

    `check` is asked before each section and may raise to stop.
    """
    numbering = _Numbering()
    sections = [
        Section(maker.id, maker.title, tuple(numbering.numbered(blocks, maker)))
        for maker, blocks in _made(source, check)
        if blocks
    ]
    name = source.enterprise.name or "未命名企业"
    short = source.fingerprint[:8]
    versions = _versions(source)
    return Document(
        title=f"{name} 一企一诊断 一企一方案",
        author=name,
        subject="智能工厂、绿色工厂、工业四基自我诊断与改进方案（皖政〔2015〕106号）",
        keywords=("一企一诊断", "一企一方案", "智能工厂", "绿色工厂", "工业四基", name),
        created=source.report_date,
        header=(
            f"{shortened(name, _RUNNING)} · 一企一诊断 一企一方案",
            f"{shortened(source.title, _RUNNING // 2)} · 报告编号 {report_number(source)}",
        ),
        footer=" · ".join(
            part for part in (f"指纹 {short[:4]} {short[4:]}", versions, _packs_edition(source)) if part
        ),
        cover=_cover(source, name),
        sections=tuple(sections),
        watermark="草稿" if source.is_draft else "",
        attachments=source.attachments,
    )


def _made(source: ReportInput, check: Callable[[], None]) -> list[tuple[SectionMaker, Sequence[Block]]]:
    """Make the chosen sections, those that look at the others last, and return them in order."""
    chosen = [
        maker
        for maker in SECTIONS
        if (not source.sections or maker.id in source.sections) and maker.wanted(source)
    ]
    made: dict[str, Sequence[Block]] = {}
    for maker in chosen:
        check()
        if maker.make_last is None:
            made[maker.id] = maker.make(source)
    others = tuple(made.values())
    for maker in chosen:
        if maker.make_last is not None:
            made[maker.id] = maker.make_last(source, others)
    return [(maker, made[maker.id]) for maker in chosen]


def report_number(source: ReportInput) -> str:
    """Return the number printed on the report: date and the first of the fingerprint."""
    return f"{source.report_date.replace('-', '')}-{source.fingerprint[:6].upper()}"


class _Numbering:
    """Numbers headings 一、（一）1.（1） and tables and figures through the report. Annexes carry their own titles."""

    def __init__(self) -> None:
        self.part = ""
        self.chapter = 0
        self.section = 0
        self.places = [0, 0]
        self.tables = 0
        self.figures = 0

    def numbered(self, blocks: Sequence[Block], maker: SectionMaker) -> Iterator[Block]:
        """Number the blocks of a section; the first section of a part begins with the part's own line."""
        opens_part = maker.part in {PART_ONE, PART_TWO} and maker.part != self.part
        if opens_part:
            self.part = maker.part
            yield Heading(0, maker.part, f"part-{maker.id}", new_page=True)
        lone = _lone(blocks)
        for place, block in enumerate(blocks):
            if place in lone:
                yield block
                continue
            first = opens_part and place == 0 and isinstance(block, Heading)
            yield self._one(
                replace(block, new_page=False) if first and isinstance(block, Heading) else block, maker
            )

    def _one(self, block: Block, maker: SectionMaker) -> Block:
        if isinstance(block, Heading):
            return self._heading(block, maker)
        if isinstance(block, Table) and block.caption:
            self.tables += 1
            return replace(block, number=f"表 {self.tables}")
        if isinstance(block, Figure) and block.caption:
            self.figures += 1
            return replace(block, number=f"图 {self.figures}")
        if isinstance(block, Columns):
            left = tuple(self._one(entry, maker) for entry in block.left)
            return replace(block, left=left, right=tuple(self._one(entry, maker) for entry in block.right))
        return block

    def _heading(self, block: Heading, maker: SectionMaker) -> Heading:
        if maker.id == "summary" or maker.part == PART_ANNEX:
            return block
        if block.level == 1:
            self.chapter += 1
            self.section = 0
            self.places = [0, 0]
            return replace(block, number=f"{wording.chinese_number(self.chapter)}、")
        if block.level == 2:  # noqa: PLR2004 - the second of four levels
            self.section += 1
            self.places = [0, 0]
            return replace(block, number=f"（{wording.chinese_number(self.section)}）")
        return self._place(block)

    def _place(self, block: Heading) -> Heading:
        """Number a heading of the third or fourth level; one that brings its number along keeps it."""
        own = _OWN_NUMBER.match(block.text)
        if block.level == 3:  # noqa: PLR2004 - the third of four levels
            self.places = [self.places[0] + 1, 0]
            if own:
                return replace(block, number=own.group(1), text=block.text[own.end() :])
            return replace(block, number=f"{self.places[0]}.")
        if block.level == 4:  # noqa: PLR2004 - the fourth of four levels
            self.places[1] += 1
            return replace(block, number=f"（{self.places[1]}）")
        return block


def _lone(blocks: Sequence[Block]) -> set[int]:
    """Return the places of headings of the third level that stand alone in their section: there is nothing to count."""
    groups: list[list[int]] = [[]]
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level <= 2:  # noqa: PLR2004 - a section begins
            groups.append([])
        elif isinstance(block, Heading) and block.level == 3 and not _OWN_NUMBER.match(block.text):  # noqa: PLR2004
            groups[-1].append(place)
    return {group[0] for group in groups if len(group) == 1}


def _cover(source: ReportInput, name: str) -> Cover:
    enterprise = source.enterprise
    kind = {"discrete": "离散型", "process": "流程型"}.get(enterprise.manufacturing_type or "", "")
    division = source.scored.catalog.packs.divisions.get(enterprise.text("gbt4754")[:2], "")
    code = enterprise.text("gbt4754")
    field = " · ".join(
        part
        for part in (
            enterprise.text("industry"),
            f"C{code} {division}".strip() if code else "",
            kind,
            enterprise.size or "",
        )
        if part
    )
    pairs = (
        ("企业名称", name),
        ("统一社会信用代码", enterprise.uscc or "未填"),
        ("所在地区", enterprise.region or "未填"),
        ("所属领域", field or "未填"),
        ("评价日期", wording.chinese_date(source.date)),
        ("评价方式", _mode(source)),
        ("编制日期", wording.chinese_date(source.report_date)),
        ("问卷与资料版本", _cover_versions(source)),
    )
    titles = {form.id: form.short_title for form in source.scored.catalog.scored_forms}
    subtitle = " · ".join(titles[key] for key in leading(source.scored)) or "智能工厂 · 绿色工厂 · 工业四基"
    return Cover(
        overline="制造强省 · 企业自我评价",
        titles=("一企一诊断", "一企一方案"),
        subtitle=subtitle,
        pairs=pairs,
        qr_text=_qr(source, name),
        qr_note=(
            "扫码可见报告编号、数据指纹与主要结论；答题、结果、问卷和资料以 JSON 附在本 PDF 内，可用“皖企诊断”核对。",
            f"数据指纹 {source.fingerprint[:32]}",
            f"　　　　 {source.fingerprint[32:]}",
        ),
    )


def _versions(source: ReportInput) -> str:
    """Return the forms with their versions, those of one version together."""
    titles: dict[str, list[str]] = {}
    for key in leading(source.scored):
        form = source.scored.catalog.forms[key]
        titles.setdefault(form.version, []).append(form.short_title)
    return " · ".join(f"{'、'.join(found)} {version}" for version, found in titles.items())


def _cover_versions(source: ReportInput) -> str:
    """Return the versions alone where all forms have the same: the cover names the forms above."""
    versions = {source.scored.catalog.forms[key].version for key in leading(source.scored)}
    forms = f"问卷 {versions.pop()}" if len(versions) == 1 else _versions(source)
    return "，".join(part for part in (forms, _packs_edition(source)) if part)


def shortened(text: str, most: int) -> str:
    """Return a text of one line and at most `most` characters, for running heads and the QR code."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _packs_edition(source: ReportInput) -> str:
    """Return the edition of the packs, and the oldest with the newest where they differ."""
    editions = sorted({info.edition for info in source.scored.catalog.packs.infos})
    return f"资料 {'–'.join(dict.fromkeys((editions[0], editions[-1])))}" if editions else ""


def _mode(source: ReportInput) -> str:
    answered = verified = 0
    for form_id in source.begun:
        progress = source.scored.result(form_id).progress
        answered += progress.answered
        verified += progress.verified
    if not verified:
        return "企业自评" + (f"，填报人 {source.assessor}" if source.assessor else "")
    return f"企业自评，专家核验 {wording.percent(verified / answered)}"


def _qr(source: ReportInput, name: str) -> str:
    lines = [
        f"皖企诊断 {report_number(source)}",
        shortened(name, _QR_NAME),
        source.enterprise.uscc,
        f"指纹 {source.fingerprint[:16]}",
        *headlines(source.scored),
    ]
    return "\n".join(line for line in lines if line)
