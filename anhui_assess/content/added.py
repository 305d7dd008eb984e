"""Packs and forms that the user put beside the shipped ones: a newer edition of the same id stands in for the shipped file.

They lie in a folder of their own (`locations.added_folder`), one YAML file each, so that a new factor table, policy list or
questionnaire needs no new program. A file that is older than the shipped one stands back, and one that does not pass the
checks is refused with file and line while the program goes on with what it brought along.
"""

from __future__ import annotations

import enum
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from anhui_assess.content.schemas import FORM_SCHEMA, SCHEMA_PREFIX
from anhui_assess.domain.errors import EnvironmentFaultError, InputRefusedError, NotFoundError
from anhui_assess.domain.problems import Problem, did_you_mean

_HEAD = re.compile(r"^(schema|id|edition|version|title|status):[ \t]*(.*?)[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_HEAD_CHARACTERS = 4000
_NUMBERS = re.compile(r"\d+")
_PINNED = frozenset({FORM_SCHEMA, f"{SCHEMA_PREFIX}factors/1", f"{SCHEMA_PREFIX}limits/1"})


@dataclass(frozen=True, slots=True)
class PackFile:
    """A form or pack file by what its head says. `edition` is the version of a form."""

    path: Path
    schema: str
    id: str
    edition: str
    title: str
    status: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes two files editions of the same thing."""
        return self.schema, self.id

    @property
    def is_theme(self) -> bool:
        """Whether it is a palette of the window, which is no content."""
        return self.schema == f"{SCHEMA_PREFIX}theme/1"

    @property
    def pinned(self) -> bool:
        """Whether assessments keep the edition they began with: forms, factors and limits."""
        return self.schema in _PINNED

    @property
    def effect(self) -> str:
        """From when on a newer edition counts, for the user."""
        if self.pinned:
            return "以后新建的评估用它；已有的评估仍用开始时的那一版。"
        return "下次打开程序起，所有评估的诊断和方案都用它。"

    def newer_than(self, other: PackFile) -> bool:
        """Return whether this edition comes after another: their numbers are compared, `2026.10` after `2026.9`."""
        return _order(self.edition) > _order(other.edition)


def _order(edition: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBERS.findall(edition))


def pack_file(path: Path) -> PackFile | None:
    """Return what the head of a file says; None for what is no form and no pack, or cannot be read."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            head = stream.read(_HEAD_CHARACTERS)
    except (OSError, UnicodeDecodeError):
        return None
    found: dict[str, str] = {}
    for match in _HEAD.finditer(head):
        found.setdefault(match[1], match[2].strip("\"'"))
    schema, edition = found.get("schema", ""), found.get("version") or found.get("edition", "")
    if not schema.startswith("anhui-assess/") or not found.get("id") or not edition:
        return None
    return PackFile(path, schema, found["id"], edition, found.get("title", ""), found.get("status", ""))


class Origin(enum.Enum):
    """Where a pack in use comes from, or that an added one is not in use; the value is what the user reads."""

    SHIPPED = "随程序"
    ADDED = "后加"
    SET_ASIDE = "未采用"


def added_files(folder: Path) -> list[Path]:
    """Return the files a user added, sorted by name."""
    try:
        return sorted(path for path in folder.glob("*.yaml") if path.is_file())
    except OSError:
        return []


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files are used.

    Attributes:
        files: all files to load.
        adopted: the added ones among them.
        set_aside: the added ones that are no newer than what the program or another added file brings.
    """

    files: tuple[Path, ...]
    adopted: tuple[Path, ...]
    set_aside: tuple[Path, ...]


def select(shipped: Sequence[Path], added: Sequence[Path]) -> Selection:
    """Choose the newest edition of everything; where two are the same, the shipped one."""
    if not added:
        return Selection(tuple(shipped), (), ())
    chosen: dict[tuple[str, str], PackFile] = {}
    plain: list[Path] = []
    for path in (*shipped, *added):
        found = pack_file(path)
        if found is None:
            plain.append(path)
        elif found.key not in chosen or found.newer_than(chosen[found.key]):
            chosen[found.key] = found
    used = {found.path for found in chosen.values()} | set(plain)
    return Selection(
        tuple(path for path in (*shipped, *added) if path in used),
        tuple(path for path in added if path in used),
        tuple(path for path in added if path not in used),
    )


# ------------------------------------------------------------------------------------------ adding and taking away


def add(paths: Iterable[Path], folder: Path, shipped: Sequence[Path]) -> tuple[PackFile, ...]:
    """Check files against everything else that is in use and copy them into the folder, all or none.

    Raises InputRefusedError naming every fault, EnvironmentFaultError when the folder cannot be written.
    """
    from anhui_assess.content.checking import check_files

    wanted = list(dict.fromkeys(path.resolve() for path in paths))
    now = select(shipped, added_files(folder))
    in_use = {found.key: found for path in now.files if (found := pack_file(path))}
    made, problems = _heads(wanted, in_use)
    if not problems:
        rest = [path for path in now.files if (old := pack_file(path)) is None or old.key not in made]
        _, problems = check_files([*rest, *wanted])
    if problems:
        raise InputRefusedError(
            problems, f"没有采用任何资料包，原来的没有变化。共发现 {len(problems)} 个问题："
        )
    for found in made.values():
        _copy(found.path, folder / _name(found))
    return tuple(made.values())


def _heads(
    wanted: Sequence[Path], in_use: Mapping[tuple[str, str], PackFile]
) -> tuple[dict[tuple[str, str], PackFile], list[Problem]]:
    made: dict[tuple[str, str], PackFile] = {}
    problems: list[Problem] = []
    for path in wanted:
        found = pack_file(path)
        if found is None:
            problems.append(
                Problem(f"{path}:1", "不是问卷或资料包：开头要有 schema、id 和 edition（问卷是 version）。")
            )
            continue
        if found.key in made:
            problems.append(
                Problem(f"{path}:1", f"和“{made[found.key].path.name}”是同一个资料包，只能选一个。")
            )
        old = in_use.get(found.key)
        if old is not None and not found.newer_than(old):
            problems.append(
                Problem(
                    f"{path}:1",
                    f"版次 {found.edition} 不比现在用的 {old.edition} 新；内容改了，版次要往上加。",
                )
            )
        made[found.key] = found
    return made, problems


def remove(pack_id: str, folder: Path) -> PackFile:
    """Take an added file away; what the program brought along is in use again. Raises NotFoundError."""
    files = [found for path in added_files(folder) if (found := pack_file(path))]
    for found in files:
        if found.id == pack_id:
            try:
                found.path.unlink()
            except OSError as error:
                raise EnvironmentFaultError(
                    f"删不掉“{found.path}”：{error.strerror}。没有改动任何内容。"
                ) from error
            return found
    known = [found.id for found in files]
    words = f"；后加的有：{'、'.join(known)}" if known else "；现在没有后加的资料包"
    raise NotFoundError(f"没有后加的资料包“{pack_id}”{did_you_mean(pack_id, known)}{words}。")


def _name(found: PackFile) -> str:
    kind = found.schema.split("/")[1]
    return f"{kind}-{re.sub(r'[^0-9A-Za-z_.-]', '_', found.id)}.yaml"


def _copy(source: Path, target: Path) -> None:
    temporary: Path | None = None
    try:
        content = source.read_bytes()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError as error:
        raise EnvironmentFaultError(
            f"写不进资料包文件夹“{target.parent}”：{error.strerror}。原来的资料没有变化。"
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
