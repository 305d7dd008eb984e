"""Composition root of the commands. No command but the window imports Qt; heavy parts are imported when used.

Exit status: 0 done, 1 the input is at fault (message on stderr), 2 usage.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from anhui_assess import __version__, cli_packs
from anhui_assess.domain.errors import AssessError, EnvironmentFaultError
from anhui_assess.services.signing import Signer

OK, FAULT, USAGE = 0, 1, 2
_TYPES = {"process": "流程型", "discrete": "离散型"}


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _print_json(data: Any) -> None:
    _say(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))


def _today() -> str:
    return dt.datetime.now().astimezone().date().isoformat()


def _gui(options: argparse.Namespace) -> int:
    try:
        from anhui_assess.app import run
    except ImportError as error:
        _complain(
            f"这台电脑缺少窗口所需的系统库，打不开窗口：{error}\n命令行的其他功能不受影响；在项目目录运行 make run 会说明缺什么。"
        )
        return FAULT
    return run(options.workspace)


def _demo(options: argparse.Namespace) -> int:
    from anhui_assess.composition import issue_report, open_library
    from anhui_assess.content.library import shipped_catalog
    from anhui_assess.content.locations import resources_folder
    from anhui_assess.exchange.answers_json import read_answers
    from anhui_assess.services.standing import standing

    out: Path = options.out
    sample = resources_folder() / "samples" / "hefei-precision.json"
    document = read_answers(sample, shipped_catalog())
    library = open_library(out / "workspace", create=True)
    try:
        record = library.import_documents([document])[0]
        session = library.open(record.id)
        if library.store.read_only:
            _complain(library.store.read_only_reason)
            return FAULT
        target = out / "一企一诊断一企一方案.pdf"
        done = issue_report(session, target, report_date=options.date or _today())
        _say(f"示例企业　　{session.enterprise.name}")
        for form in session.scored.catalog.scored_forms:
            result = session.scored.result(form.id)
            _say(f"{form.short_title}　　{standing(form, result).now}（{result.progress.answered} 题已答）")
        _say(f"方案　　　　{done.measures} 项措施")
        _say(f"工作区　　　{out / 'workspace'}")
        _say(f"诊断报告　　{target}（{done.pages} 页）")
    finally:
        library.store.close()
    return OK


def _forms_list(options: argparse.Namespace) -> int:
    from anhui_assess.content.library import shipped_catalog

    forms = shipped_catalog().forms.values()
    if options.json:
        rows = [
            {
                "id": form.id,
                "version": form.version,
                "title": form.title,
                "model": form.scoring.model,
                "items": len(form.items),
                "nodes": len(form.nodes),
                "fingerprint": form.fingerprint,
            }
            for form in forms
        ]
        _print_json({"schema": "anhui-assess/forms/1", "forms": rows})
    else:
        for form in forms:
            _say(f"{form.id:<16}{form.version:<10}{len(form.items):>4} 题  {form.title}")
    return OK


def _forms_show(options: argparse.Namespace) -> int:
    from anhui_assess.content.library import shipped_catalog
    from anhui_assess.domain.item_kinds.scales import RATINGS
    from anhui_assess.domain.problems import did_you_mean
    from anhui_assess.exchange.form_json import form_data

    catalog = shipped_catalog()
    form = catalog.forms.get(options.form)
    if form is None:
        _complain(
            f"没有表单“{options.form}”{did_you_mean(options.form, catalog.forms)}；可用：{'、'.join(catalog.forms)}"
        )
        return FAULT
    if options.json:
        _print_json(form_data(form))
        return OK
    _say(f"{form.title}（{form.id} {form.version}，{len(form.items)} 题）\n{form.summary}")
    for leaf in form.leaves:
        _say(f"\n{form.path_title(leaf.id)}")
        for item_id in leaf.items:
            item = form.items[item_id]
            level = f" {item.level} 级" if item.level else ""
            _say(f"  {item.id:<26} {item.kind:<15}{level} {item.question}")
            for name, wording in item.variants.items():
                _say(f"{'':<46}{_TYPES.get(name, name)}：{wording.question}")
            for step, words in item.anchors.items():
                _say(f"      {step:>3}  {words}")
    rated = [item for item in form.items.values() if item.kind == "anchored_rating"]
    if rated:
        whole = [item for item in rated if all(item.anchors.get(str(step), "").strip() for step in RATINGS)]
        _say(f"\n评分题 {len(rated)} 道，五档都写了文字的 {len(whole)} 道。")
    return OK


def _forms_check(options: argparse.Namespace) -> int:
    from anhui_assess.content.checking import check_files
    from anhui_assess.content.library import content_files
    from anhui_assess.content.locations import forms_folder, resources_folder

    shipped = content_files([forms_folder(), resources_folder()])
    missing = [path for path in options.paths if not path.exists()]
    if missing:
        _complain("\n".join(f"{path}:1: 没有这个文件或文件夹。" for path in missing))
        return FAULT
    wanted = content_files(options.paths) if options.paths else shipped
    context = [path for path in shipped if not _replaced(path, wanted)]
    _, problems = check_files(wanted, context)
    for problem in problems:
        _complain(str(problem))
    if problems:
        _complain(f"共 {len(problems)} 个问题。")
        return FAULT
    _say(f"检查了 {len(wanted)} 个文件，没有问题。")
    return OK


def _replaced(shipped: Path, wanted: Sequence[Path]) -> bool:
    """Whether a file to be checked stands in for a shipped one of the same name, as a newer version of it."""
    return any(path.resolve() == shipped.resolve() or path.name == shipped.name for path in wanted)


def _forms_schema(_options: argparse.Namespace) -> int:
    from anhui_assess.content.form_spec import json_schema

    _print_json(json_schema())
    return OK


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
        _print_json(result_data(scored))
        return OK
    for form in catalog.scored_forms:
        if not document.sheet.form(form.id).answers:
            continue
        result = scored.result(form.id)
        _say(f"{form.short_title}：{standing(form, result).now}；完成度 {result.progress.completeness:.0%}")
        explanation = scored.explain(form.id)
        if result.model == "level_gated" and result.next_level is not None and result.score is not None:
            part = result.score - (result.level or 0)
            _say(
                f"  总分 {result.score:.4f} = 已达到 {result.level or 0} 级 + {result.next_level} 级得分 {part:.4f}"
            )
        _say(f"  {explanation.rule}")
        for term in explanation.terms:
            if term.value is None or term.weight is None:
                _say(f"  {term.label}：{term.note}")
            elif term.contribution is None:
                _say(f"  {term.label}：权重 {term.weight:.4g}，{term.value:.4f}")
            else:
                _say(f"  {term.label}：权重 {term.weight:.4g} × {term.value:.4f} = {term.contribution:.4f}")
    return OK


def _import(options: argparse.Namespace) -> int:
    from anhui_assess.composition import open_library
    from anhui_assess.exchange.answers_json import read_answers

    library = open_library(options.workspace, create=True)
    try:
        documents = [read_answers(path, library.catalog) for path in options.files]
        for record in library.import_documents(documents):
            _say(record.id)
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
        _print_json({"schema": "anhui-assess/list/1", "assessments": rows})
    else:
        for record in records:
            enterprise = enterprises[record.enterprise_id]
            _say(f"{record.id}  {record.date}  {enterprise.name}  {record.title}")
    return OK


def _export(options: argparse.Namespace) -> int:
    from anhui_assess.composition import answers_document, open_library, prepare_report, write_word
    from anhui_assess.exchange.answers_json import answers_bytes
    from anhui_assess.exchange.files import write_whole

    target: Path = options.to
    kind = target.suffix.lower()
    if kind not in {".json", ".docx"}:
        _complain(
            f"还不能导出“{target.suffix or target.name}”，现在可用的是 .json（答案文件）和 .docx（Word 报告）。没有写任何文件。"
        )
        return USAGE
    library = open_library(options.workspace, create=False, read_only=True)
    try:
        session = library.open(options.id)
        if kind == ".json":
            write_whole(target, answers_bytes(answers_document(session), session.engine.catalog))
        else:
            write_word(prepare_report(session, _today()), target, _silent, _going_on)
    finally:
        library.store.close()
    _say(str(target))
    return OK


def _silent(_share: float, _what: str) -> None:
    """Tell nobody of the progress."""


def _going_on() -> bool:
    """Say that nobody wants to stop."""
    return False


def _signer(certificate: Path, password_file: Path) -> Signer:
    """Open a certificate file with the password that is the first line of another file."""
    from anhui_assess.composition import load_signer

    try:
        lines = password_file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFaultError(f"读不出密码文件“{password_file}”，报告没有签名。（{error}）") from error
    return load_signer(certificate, lines[0] if lines else "")


def _report(options: argparse.Namespace) -> int:
    from anhui_assess.composition import open_library, prepare_report, write_brief, write_report, write_word
    from anhui_assess.report.compose import SECTION_IDS
    from anhui_assess.services.signing import WHAT_IT_IS

    sections = tuple(part.strip() for part in (options.sections or "").split(",") if part.strip())
    unknown = [part for part in sections if part not in SECTION_IDS]
    if unknown:
        _complain(f"没有章节“{'、'.join(unknown)}”；可用：{'、'.join(SECTION_IDS)}")
        return USAGE
    if (options.sign is None) != (options.sign_password_file is None) or (options.sign and options.brief):
        _complain("--sign 要同 --sign-password-file 一起用；一页简报不签名。")
        return USAGE
    signer = _signer(options.sign, options.sign_password_file) if options.sign else None
    library = open_library(options.workspace, create=False, read_only=True)
    try:
        source = prepare_report(library.open(options.id), options.date or _today(), sections)
    finally:
        library.store.close()
    if options.out.suffix.lower() == ".docx" and not options.brief:
        write_word(source, options.out, _silent, _going_on)
        _say(str(options.out))
        return OK
    if options.brief:
        done = write_brief(source, options.out, _silent, _going_on)
    else:
        done = write_report(source, options.out, _silent, _going_on, signer)
    if signer is not None:
        _complain(WHAT_IT_IS)
    _say(f"{options.out}（{done.pages} 页）")
    if done.missing_glyphs:
        _complain(f"有 {len(done.missing_glyphs)} 个字符字体里没有，报告中以方框表示。")
    return OK


def _verify(options: argparse.Namespace) -> int:
    from anhui_assess.composition import verify_report
    from anhui_assess.exchange.verification_json import verification_data
    from anhui_assess.services.verifying import State, verdict_lines

    found = verify_report(options.file)
    if options.json:
        _print_json(verification_data(found, options.file.name))
    else:
        _say("\n".join(verdict_lines(found, options.file.name)))
    return OK if found.state is State.INTACT else FAULT


def _plan(options: argparse.Namespace) -> int:
    from anhui_assess.composition import make_plan, open_library, solver
    from anhui_assess.domain.planning.targets import target_faults
    from anhui_assess.exchange.plan_json import plan_data
    from anhui_assess.services import plan_words
    from anhui_assess.services.plan_request import stored_request

    library = open_library(options.workspace, create=False, read_only=True)
    try:
        session = library.open(options.id)
        request = _plan_request(options) or stored_request(library.store, session.record.id)
    finally:
        library.store.close()
    faults = target_faults(session.scored, request.targets)
    if faults:
        _complain("\n".join(faults))
        return FAULT
    if solver() is None and _plan_request(options) is not None:
        _complain(
            "没有安装求解器 highspy，不能按目标或预算求最优方案；装好后再试，或不带 --target、--budget、--months。"
        )
        return FAULT
    found = make_plan(session.scored, request, lambda _share, _what: None, lambda: False)
    if options.json:
        _print_json(plan_data(found))
        return OK
    _say(plan_words.goals_sentence(found))
    for line in plan_words.proof_lines(session.scored, found):
        _say(line)
    for line in plan_words.path_lines(session.scored, found):
        _say(line)
    for entry in found.measures:
        _say(plan_words.measure_line(entry))
    return OK


def _projects(options: argparse.Namespace) -> int:
    from anhui_assess.composition import open_library
    from anhui_assess.services.projects import ProjectRegister

    changes = options.accept_plan is not None or options.set is not None
    library = open_library(options.workspace, create=False, read_only=not changes)
    try:
        register = ProjectRegister(library.open(options.id))
        refused = _change_projects(register, options) if changes else []
        if refused:
            _complain("\n".join(["没有保存任何内容：", *refused]))
            return FAULT
        _show_projects(register, as_json=options.json)
    finally:
        library.store.close()
    return OK


def _change_projects(register: Any, options: argparse.Namespace) -> list[str]:
    """Take measures of the plan in, or move a project on; return what was refused."""
    from anhui_assess.composition import plan_for_report
    from anhui_assess.services.plan_request import stored_request
    from anhui_assess.services.projects import state_of

    if options.accept_plan is not None:
        session = register.session
        wanted = stored_request(session.store, session.record.id)
        plan = plan_for_report(session.scored, wanted, _silent, _going_on)
        outcome = register.accept(plan, options.accept_plan or None)
    else:
        key, name, day = options.set
        state = state_of(name)
        if state is None:
            return [f"没有状态“{name}”；可用：开工（started）、竣工（completed）、达产（at_capacity）。"]
        outcome = register.advance(register.project(key).id, state, day)
    return [str(problem) for problem in outcome.problems]


def _show_projects(register: Any, *, as_json: bool) -> None:
    from anhui_assess.domain.planning.projects import STATE_TITLES
    from anhui_assess.exchange.projects_json import projects_data
    from anhui_assess.services import project_view

    if as_json:
        _print_json(projects_data(register.projects, register.day))
        return
    _say(project_view.summary(register.projects, register.day))
    if not register.projects:
        return
    _say(project_view.money_line(register.projects))
    for rate in map(project_view.rate_words, register.rates()):
        _say(f"{rate.title}　{rate.value}（{rate.counted}）")
    for project in register.projects:
        state = STATE_TITLES[project.state]
        due = project_view.due_words(project, register.day)
        _say(f"{project.number:>3}  {state}  {project_view.next_words(project):<14}{due:<9}{project.title}")


def _plan_request(options: argparse.Namespace) -> Any:
    """Return what the options ask for: targets at least cost, else the most within a budget; None without any."""
    from anhui_assess.domain.planning.request import HORIZON, LEAST_COST, MOST_GAIN, Request

    if not options.target and options.budget is None and options.months is None:
        return None
    objective = MOST_GAIN if options.budget is not None and not options.target else LEAST_COST
    return Request(objective, tuple(options.target), options.budget, options.months or float(HORIZON))


def _target(text: str) -> Any:
    from anhui_assess.domain.planning.request import Target

    form_id, _, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(
            f"目标要写成 smart_factory=3（等级）或 four_bases=60（得分），现在是“{text}”"
        )
    level = int(number) if number == int(number) else None
    return Target(form_id, level, number)


def _amount(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0.0 <= found < float("inf"):
        raise argparse.ArgumentTypeError(f"预算要写 0 以上的数（万元），现在是“{text}”")
    return found


def _months(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 1.0 <= found <= 36.0:  # noqa: PLR2004 - the plan's horizon
        raise argparse.ArgumentTypeError(f"月数要写 1–36，现在是“{text}”")
    return found


def _iso_date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期要写成 2026-11-23 这样，现在是“{text}”") from None


def _plan_options(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--target",
        type=_target,
        action="append",
        default=[],
        metavar="FORM=LEVEL",
        help="目标等级或得分，可写多个；不写时用下一等级",
    )
    made.add_argument("--budget", type=_amount, metavar="万元", help="总投资不超过这个数（按区间中值计）")
    made.add_argument("--months", type=_months, metavar="N", help="在这么多个月内完成，1–36")


def _project_options(made: argparse.ArgumentParser) -> None:
    either = made.add_mutually_exclusive_group()
    either.add_argument(
        "--accept-plan", nargs="*", metavar="MEASURE", help="把方案里的措施列为项目；不写措施编号就是全部"
    )
    either.add_argument(
        "--set",
        nargs=3,
        metavar=("PROJECT", "STATE", "DATE"),
        help="把项目（序号或编号）转到下一状态：开工、竣工、达产，日期写 2026-11-23",
    )


def _with_workspace(made: argparse.ArgumentParser, *, required: bool = True) -> None:
    made.add_argument("--workspace", type=Path, required=required, metavar="DIR", help="工作区文件夹")


def _with_json(made: argparse.ArgumentParser) -> None:
    made.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")


def _add_work(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands that work on assessments and reports."""
    made = command("score", _score, "给一个答案文件评分")
    made.add_argument("file", type=Path, metavar="FILE")
    _with_json(made)
    made = command("import", _import, "把答案文件导入工作区，输出评估编号")
    made.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _with_workspace(made)
    made = command("list", _list, "列出工作区里的评估")
    _with_workspace(made)
    _with_json(made)
    made = command("export", _export, "导出一次评估，按后缀决定格式")
    made.add_argument("id", metavar="ID")
    _with_workspace(made)
    made.add_argument("--to", type=Path, required=True, metavar="FILE")
    made = command("report", _report, "生成诊断报告 PDF，或 Word（.docx）")
    made.add_argument("id", metavar="ID")
    _with_workspace(made)
    made.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    made.add_argument("--sections", metavar="a,b", help="只要这些章节")
    made.add_argument("--date", type=_iso_date, metavar="YYYY-MM-DD", help="报告日期")
    made.add_argument("--brief", action="store_true", help="只出一页简报，给企业负责人")
    made.add_argument(
        "--sign", type=Path, metavar="FILE.p12", help="用这份证书文件签名（普通数字签名，不是电子印章）"
    )
    made.add_argument(
        "--sign-password-file", type=Path, metavar="FILE", help="第一行是证书密码的文件（密码不写在命令行上）"
    )
    made = command("verify", _verify, "核对报告 PDF：按附件重算，与结果、指纹和每一页比较")
    made.add_argument("file", type=Path, metavar="FILE.pdf")
    _with_json(made)
    made = command("plan", _plan, "求最省的改进方案；只给预算时求提高最多的方案")
    made.add_argument("id", metavar="ID")
    _with_workspace(made)
    _plan_options(made)
    _with_json(made)
    made = command("projects", _projects, "列出项目、四督四保的四个率和逾期项目；也可从方案列入、转状态")
    made.add_argument("id", metavar="ID")
    _with_workspace(made)
    _project_options(made)
    _with_json(made)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="anhui-assess", description="皖企诊断：一企一诊断、一企一方案（离线）"
    )
    parser.add_argument("--version", action="version", version=f"anhui-assess {__version__}")
    parser.set_defaults(run=_gui, workspace=None)
    commands = parser.add_subparsers(title="命令", metavar="命令")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], words: str, where: Any = commands
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = where.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    _with_workspace(command("gui", _gui, "打开窗口"), required=False)
    made = command("demo", _demo, "用示例企业走一遍：答题入库、诊断、方案、PDF")
    made.add_argument("--out", type=Path, default=Path("build/demo"), metavar="DIR", help="放结果的文件夹")
    made.add_argument("--date", type=_iso_date, metavar="YYYY-MM-DD", help="报告日期")

    forms = command("forms", _forms_list, "查看和检查表单")
    forms.set_defaults(json=False)
    actions = forms.add_subparsers(title="动作", metavar="动作")
    _with_json(command("list", _forms_list, "列出表单", actions))
    made = command("show", _forms_show, "列出一份表单的每道题", actions)
    made.add_argument("form", metavar="FORM")
    _with_json(made)
    made = command("check", _forms_check, "检查表单和资源文件", actions)
    made.add_argument("paths", type=Path, nargs="*", metavar="PATH")
    command("schema", _forms_schema, "输出编辑器用的 JSON Schema", actions)

    packs = command("packs", cli_packs.show, "查看、添加和移除资料包")
    packs.set_defaults(json=False)
    actions = packs.add_subparsers(title="动作", metavar="动作")
    _with_json(command("list", cli_packs.show, "列出问卷和资料包的版次、状态和来源", actions))
    made = command("add", cli_packs.add, "检查并采用更新的问卷或资料包", actions)
    made.add_argument("files", type=Path, nargs="+", metavar="FILE.yaml")
    made = command("remove", cli_packs.remove, "移除后加的资料包，改用随程序的", actions)
    made.add_argument("pack", metavar="PACK")

    _add_work(command)
    return parser


def _tell_of_packs() -> None:
    """Say on stderr when packs the user added were left out, where the command used the content at all."""
    library = sys.modules.get("anhui_assess.content.library")
    if library is None or not library.content_in_use.cache_info().currsize:
        return
    problems = library.content_in_use().problems
    if problems:
        _complain("后加的资料包有错，没有采用，用的是随程序的资料：")
        _complain("\n".join(f"  {problem}" for problem in problems))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
    except AssessError as error:
        _complain(f"{error.title}：{error}" if error.title not in str(error) else str(error))
        status = FAULT
    except KeyboardInterrupt:
        _complain("已停止。")
        status = FAULT
    _tell_of_packs()
    return status
