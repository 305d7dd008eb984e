"""Write `schema_v<N>.sqlite`: the workspace every later build must be able to open and migrate.

Run once when a schema is released: `.venv/bin/python -m tests.data.schema.make_schema`. A stored file is never made
again, so the script refuses to overwrite one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from anhui_assess.domain.answers import UNANSWERED, Answer, Verified
from anhui_assess.storage.schema import SCHEMA_VERSION
from anhui_assess.storage.workspace import open_workspace
from tests.storage.builders import ITEM, Clock, filled, new_assessment, put, with_projects

TARGET = Path(__file__).with_name(f"schema_v{SCHEMA_VERSION}.sqlite")


def main() -> None:
    """Fill a workspace with every kind of row and store its database."""
    if TARGET.exists():
        sys.exit(f"{TARGET} exists and is never made again")
    with tempfile.TemporaryDirectory() as temporary, open_workspace(Path(temporary), clock=Clock()) as store:
        made = filled(store)
        put(store, made.id, "sf.verified", Answer.of(1, verified=Verified(0.5, "现场没有看到记录")))
        put(store, made.id, "sf.text", Answer.of("长" * 5000, note="喆 堃 镕 ㎡", flagged=True))
        put(store, made.id, "sf.unknown", Answer.unknown("还没问到"))
        put(store, made.id, "sf.cleared", Answer.of(1))
        put(store, made.id, "sf.cleared", UNANSWERED)
        with_projects(store, made.id)
        store.set_setting("theme", "dark")
        deleted = store.create_assessment(new_assessment("已删除的企业"))
        put(store, deleted.id, ITEM, Answer.of(1))
        store.delete_assessment(deleted.id)
        store.update_assessment(made.id, title="2026 年复评", date="2026-11-24", assessor="王五")
        store.backup(TARGET)


if __name__ == "__main__":
    main()
