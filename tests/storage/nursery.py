"""A lean process that forks children which answer until they are killed; a fork costs a hundredth of a new Python.

Started with folder, assessment and `now` or `later`: `later` migrates to a schema not yet released. Every number read
makes one child that counts on from it. It says:
`born PID`, then from the child `ack KIND NUMBER` after each change that was acknowledged, and `gone` when it was killed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from anhui_assess.domain.answers import UNANSWERED, Answer
from anhui_assess.services.ports import AnswerChange
from anhui_assess.storage.schema import CURRENT, Schema
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import FORM, NODE, new_assessment, project, put_project
from tests.storage.future import LATER


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def change(store: SqliteWorkspace, assessment_id: str, number: int) -> str:
    """Make one change that carries `number`; return its kind."""
    if number % 11 == 3:
        source = store.folder.parent / f"source{number % 3}.txt"
        source.write_text(f"证据 {number}", encoding="utf-8")
        store.add_evidence(source, f"{number}.txt")
        return "evidence"
    if number % 11 == 5:
        store.create_assessment(new_assessment(f"企业 {number}"))
        return "assessment"
    if number % 11 == 7:
        store.save_tailoring(assessment_id, FORM, NODE, str(number), "", {})
        return "tailoring"
    if number % 11 == 9:
        store.set_setting("last", str(number))
        return "setting"
    if number % 11 == 1:
        put_project(store, assessment_id, project(1 + number % 3, notes=str(number)))
        return "project"
    new = Answer.of(number, note="注" * (number % 400))
    store.save_answer(AnswerChange(assessment_id, FORM, f"i{number % 7}", UNANSWERED, new, "", {"n": number}))
    return f"i{number % 7}"


def answer_for_ever(folder: Path, assessment_id: str, number: int, schema: Schema) -> None:
    store = open_workspace(folder, schema=schema)
    while True:
        number += 1
        say(f"ack {change(store, assessment_id, number)} {number}")


def main() -> None:
    folder, assessment_id, schema = Path(sys.argv[1]), sys.argv[2], CURRENT
    if sys.argv[3] == "later":
        schema = LATER
        schema.migrations()  # loads sqlite_utils once for all children
    for line in sys.stdin:
        number = int(line)
        child = os.fork()
        if child == 0:
            try:
                answer_for_ever(folder, assessment_id, number, schema)
            finally:
                os._exit(1)
        say(f"born {child}")
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
