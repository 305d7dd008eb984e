"""The commands that write and verify reports, and the demonstration that ends with one."""

from __future__ import annotations

import argparse
from pathlib import Path

from anhui_assess.cli.arguments import Command, iso_date, with_json, with_workspace
from anhui_assess.cli.output import FAULT, OK, USAGE, complain, going_on, print_json, say, silent, today
from anhui_assess.domain.errors import EnvironmentFaultError
from anhui_assess.services.signing import Signer


def add_demo(command: Command) -> None:
    """Add `demo`."""
    made = command("demo", _demo, "用示例企业走一遍：答题入库、诊断、方案、PDF")
    made.add_argument("--out", type=Path, default=Path("build/demo"), metavar="DIR", help="放结果的文件夹")
    made.add_argument("--date", type=iso_date, metavar="YYYY-MM-DD", help="报告日期")


def add_commands(command: Command) -> None:
    """Add `report` and `verify`."""
    made = command("report", _report, "生成诊断报告 PDF，或 Word（.docx）")
    made.add_argument("id", metavar="ID")
    with_workspace(made)
    made.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    made.add_argument("--sections", metavar="a,b", help="只要这些章节")
    made.add_argument("--date", type=iso_date, metavar="YYYY-MM-DD", help="报告日期")
    made.add_argument("--brief", action="store_true", help="只出一页简报，给企业负责人")
    made.add_argument(
        "--sign", type=Path, metavar="FILE.p12", help="用这份证书文件签名（普通数字签名，不是电子印章）"
    )
    made.add_argument(
        "--sign-password-file", type=Path, metavar="FILE", help="第一行是证书密码的文件（密码不写在命令行上）"
    )
    made = command("verify", _verify, "核对报告 PDF：按附件重算，与结果、指纹和每一页比较")
    made.add_argument("file", type=Path, metavar="FILE.pdf")
    with_json(made)


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
            complain(library.store.read_only_reason)
            return FAULT
        target = out / "一企一诊断一企一方案.pdf"
        done = issue_report(session, target, report_date=options.date or today())
        say(f"示例企业　　{session.enterprise.name}")
        for form in session.scored.catalog.scored_forms:
            result = session.scored.result(form.id)
            say(f"{form.short_title}　　{standing(form, result).now}（{result.progress.answered} 题已答）")
        say(f"方案　　　　{done.measures} 项措施")
        say(f"工作区　　　{out / 'workspace'}")
        say(f"诊断报告　　{target}（{done.pages} 页）")
    finally:
        library.store.close()
    return OK


def _report(options: argparse.Namespace) -> int:
    from anhui_assess.composition import open_library, prepare_report, write_brief, write_report, write_word
    from anhui_assess.report.compose import SECTION_IDS
    from anhui_assess.services.signing import WHAT_IT_IS

    sections = tuple(part.strip() for part in (options.sections or "").split(",") if part.strip())
    unknown = [part for part in sections if part not in SECTION_IDS]
    if unknown:
        complain(f"没有章节“{'、'.join(unknown)}”；可用：{'、'.join(SECTION_IDS)}")
        return USAGE
    if (options.sign is None) != (options.sign_password_file is None) or (options.sign and options.brief):
        complain("--sign 要同 --sign-password-file 一起用；一页简报不签名。")
        return USAGE
    signer = _signer(options.sign, options.sign_password_file) if options.sign else None
    library = open_library(options.workspace, create=False, read_only=True)
    try:
        source = prepare_report(library.open(options.id), options.date or today(), sections)
    finally:
        library.store.close()
    if options.out.suffix.lower() == ".docx" and not options.brief:
        write_word(source, options.out, silent, going_on)
        say(str(options.out))
        return OK
    if options.brief:
        done = write_brief(source, options.out, silent, going_on)
    else:
        done = write_report(source, options.out, silent, going_on, signer)
    if signer is not None:
        complain(WHAT_IT_IS)
    say(f"{options.out}（{done.pages} 页）")
    if done.missing_glyphs:
        complain(f"有 {len(done.missing_glyphs)} 个字符字体里没有，报告中以方框表示。")
    return OK


def _signer(certificate: Path, password_file: Path) -> Signer:
    """Open a certificate file with the password that is the first line of another file."""
    from anhui_assess.composition import load_signer

    try:
        lines = password_file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise EnvironmentFaultError(f"没有密码文件“{password_file}”，报告没有签名。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFaultError(
            f"读不出密码文件“{password_file}”：要是能打开的文本文件，第一行写密码。报告没有签名。"
        ) from error
    return load_signer(certificate, lines[0] if lines else "")


def _verify(options: argparse.Namespace) -> int:
    from anhui_assess.composition import verify_report
    from anhui_assess.exchange.verification_json import verification_data
    from anhui_assess.services.verifying import State, verdict_lines

    found = verify_report(options.file)
    if options.json:
        print_json(verification_data(found, options.file.name))
    else:
        say("\n".join(verdict_lines(found, options.file.name)))
    return OK if found.state is State.INTACT else FAULT
