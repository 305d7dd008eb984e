"""The commands on answers and assessments: score, import, list, export."""

from __future__ import annotations

import argparse
from pathlib import Path

from anhui_assess.cli.arguments import Command, with_json, with_workspace
from anhui_assess.cli.output import OK, USAGE, complain, going_on, print_json, say, silent, today


def add_commands(command: Command) -> None:
    """Add `score`, `import`, `list` and `export`."""
    made = command("score", _score, "给一个答案文件评分")
    made.add_argument("file", type=Path, metavar="FILE")
    with_json(made)
    made = command("import", _import, "把答案文件导入工作区，输出评估编号")
    made.add_argument("files", type=Path, nargs="+", metavar="FILE")
    with_workspace(made)
    made = command("list", _list, "列出工作区里的评估")
    with_workspace(made)
    with_json(made)
    made = command("export", _export, "导出一次评估，按后缀决定格式")
    made.add_argument("id", metavar="ID")
    with_workspace(made)
    made.add_argument("--to", type=Path, required=True, metavar="FILE")


def _score(options: argparse.Namespace) -> int:
    from anhui_assess.content.library import shipped_catalog
    from anhui_assess.domain.scoring.engine import ScoringEngine
    from anhui_assess.exchange.answers_json import read_answers
    from anhui_assess.exchange.result_json import result_data
    from anhui_assess.services.standing import standing

    catalog = shipped_catalog()
    document = read_answers(options.file, catalog)
    scored = ScoringEngine(catalog).score(document.sheet)
    if options.json:
        print_json(result_data(scored))
        return OK
    for form in catalog.scored_forms:
        if not document.sheet.form(form.id).answers:
            continue
        result = scored.result(form.id)
        say(f"{form.short_title}：{standing(form, result).now}；完成度 {result.progress.completeness:.0%}")
        explanation = scored.explain(form.id)
        if result.model == "level_gated" and result.next_level is not None and result.score is not None:
            part = result.score - (result.level or 0)
            say(
                f"  总分 {result.score:.4f} = 已达到 {result.level or 0} 级 + {result.next_level} 级得分 {part:.4f}"
            )
        say(f"  {explanation.rule}")
        for term in explanation.terms:
            if term.value is None or term.weight is None:
                say(f"  {term.label}：{term.note}")
            elif term.contribution is None:
                say(f"  {term.label}：权重 {term.weight:.4g}，{term.value:.4f}")
            else:
                say(f"  {term.label}：权重 {term.weight:.4g} × {term.value:.4f} = {term.contribution:.4f}")
    return OK


def _import(options: argparse.Namespace) -> int:
    from anhui_assess.composition import open_library
    from anhui_assess.exchange.answers_json import read_answers

    library = open_library(options.workspace, create=True)
    try:
        documents = [read_answers(path, library.catalog) for path in options.files]
        for record in library.import_documents(documents):
            say(record.id)
    finally:
        library.store.close()
    return OK


def _list(options: argparse.Namespace) -> int:
    from anhui_assess.composition import open_library

    library = open_library(options.workspace, create=False, read_only=True)
    try:
        enterprises = {record.id: record for record in library.store.enterprises()}
        records = library.store.assessments()
    finally:
        library.store.close()
    if options.json:
        rows = [
            {
                "id": record.id,
                "enterprise": enterprises[record.enterprise_id].name,
                "uscc": enterprises[record.enterprise_id].uscc,
                "city": enterprises[record.enterprise_id].city,
                "industry": enterprises[record.enterprise_id].industry,
                "title": record.title,
                "date": record.date,
                "updated_at": record.updated_at,
                "forms": dict(record.forms),
                "summary": dict(record.summary),
            }
            for record in records
        ]
        print_json({"schema": "anhui-assess/list/1", "assessments": rows})
    else:
        for record in records:
            enterprise = enterprises[record.enterprise_id]
            say(f"{record.id}  {record.date}  {enterprise.name}  {record.title}")
    return OK


def _export(options: argparse.Namespace) -> int:
    from anhui_assess.composition import answers_document, open_library, prepare_report, write_word
    from anhui_assess.exchange.answers_json import answers_bytes
    from anhui_assess.exchange.files import write_whole

    target: Path = options.to
    kind = target.suffix.lower()
    if kind not in {".json", ".docx"}:
        complain(
            f"还不能导出“{target.suffix or target.name}”，现在可用的是 .json（答案文件）和 .docx（Word 报告）。没有写任何文件。"
        )
        return USAGE
    library = open_library(options.workspace, create=False, read_only=True)
    try:
        session = library.open(options.id)
        if kind == ".json":
            write_whole(target, answers_bytes(answers_document(session), session.engine.catalog))
        else:
            write_word(prepare_report(session, today()), target, silent, going_on)
    finally:
        library.store.close()
    say(str(target))
    return OK
