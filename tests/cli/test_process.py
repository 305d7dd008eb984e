"""The commands as processes: which modules they load, and that nothing listens or calls out."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import anhui_assess
from tests.assessments import SAMPLES

SAMPLE = str(SAMPLES["anqing-textile"])
QT = ("anhui_assess.gui", "anhui_assess.app", "anhui_assess.__main__")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(anhui_assess.__path__, "anhui_assess.", onerror=lambda _name: None)
    if not module.name.startswith(QT)
]
NO_QT = "import sys\nsys.modules['PySide6'] = None\nsys.modules['shiboken6'] = None\n"
NO_SOCKET = """
import sys
opened = []
def watch(event, arguments):
    if event.startswith("socket.") or event in {"urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect"}:
        opened.append(event)
sys.addaudithook(watch)
from anhui_assess.cli import main
status = main(sys.argv[1:])
assert not opened, opened
sys.exit(status)
"""


def python(code: str, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stdout


def test_the_commands_load_no_qt() -> None:
    python(
        "import anhui_assess.cli, sys\nassert not [m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))]"
    )


def test_starting_a_command_loads_no_heavy_part() -> None:
    heavy = ("PySide6", "reportlab", "pyhanko", "pikepdf", "PIL", "sqlite_utils", "segno")
    python(f"import anhui_assess.cli, sys\nassert not [m for m in sys.modules if m.startswith({heavy!r})]")


def test_every_module_but_the_window_is_imported_without_qt() -> None:
    assert len(MODULES) > 60
    python(NO_QT + "import importlib\nfor name in sys.argv[1:]:\n    importlib.import_module(name)", *MODULES)


def test_the_window_on_a_machine_without_qt_is_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_QT + "from anhui_assess.cli import main\nsys.exit(main([]))"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "打不开窗口" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["score", "demo", "report"])
def test_no_socket_is_opened(command: str, tmp_path: Path) -> None:
    if command == "score":
        assert json.loads(python(NO_SOCKET, "score", SAMPLE, "--json"))
    elif command == "demo":
        assert "诊断报告" in python(NO_SOCKET, "demo", "--out", str(tmp_path))
    else:
        workspace = str(tmp_path / "w")
        record = python(NO_SOCKET, "import", SAMPLE, "--workspace", workspace).strip()
        python(NO_SOCKET, "report", record, "--workspace", workspace, "--out", str(tmp_path / "r.pdf"))
        assert (tmp_path / "r.pdf").exists()


def test_the_watch_would_have_seen_one() -> None:
    code = NO_SOCKET.replace(
        "from anhui_assess.cli import main\nstatus = main(sys.argv[1:])",
        "import socket\nsocket.socket().close()\nstatus = 0",
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "socket." in done.stderr


def test_stdout_in_another_encoding_still_gets_the_words(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anhui_assess", "forms", "list", "--json"],
        capture_output=True, check=False, env={"PATH": "/usr/bin", "LC_ALL": "C", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["forms"][0]["title"] == "企业档案"
