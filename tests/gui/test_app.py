"""The window as it is started, over a real workspace in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from anhui_assess import app as root

def use(qt):
    window = next(w for w in qt.topLevelWidgets() if type(w).__name__ == "MainWindow")
    window.start.open_sample()
    window.shell.questionnaire.walk(1)
    window.shell.questionnaire.question.editor.press_digit(1)
    print(window.header.saved.text(), window.windowTitle())
    window.close()

qt = root.prepare_application(["x"])
QTimer.singleShot(0, lambda: use(qt))
code = root.run(Path(sys.argv[1]))
sys.exit(code)
"""


def test_starts_answers_and_ends(tmp_path: Path) -> None:
    folders = {name: str(tmp_path / name) for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    found = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path / "w")],
        env={**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert "皖企诊断" in found.stdout
    assert "已保存" in found.stdout
    assert "Traceback" not in found.stderr
