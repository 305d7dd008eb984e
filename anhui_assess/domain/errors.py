"""The exceptions of the product, divided by whose fault it is.

Bad input found while checking is a `Problem` value; an exception of this module is raised where work cannot go on.
Every message is Chinese and says what happened, what is safe and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.domain.problems import Problem


class AssessError(Exception):
    """Base of every error the user is shown as a sentence instead of a traceback."""

    title = "没有完成"


class InputRefusedError(AssessError):
    """The input is at fault; nothing was stored. `problems` lists every fault found."""

    title = "输入有问题，没有保存任何内容"

    def __init__(self, problems: Sequence[Problem], summary: str = "") -> None:
        self.problems = tuple(problems)
        self.summary = summary or f"没有导入任何内容，原有数据没有变化。共发现 {len(self.problems)} 个问题："
        super().__init__("\n".join([self.summary, *(f"  {problem}" for problem in self.problems)]))


class ContentError(AssessError):
    """A form or resource pack shipped or supplied is invalid."""

    title = "表单或资源文件有错"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class EnvironmentFaultError(AssessError):
    """The machine's fault: disk full, no permission, file locked. Stored data is as it was before the action."""

    title = "电脑环境出了问题"


class DiskFullError(EnvironmentFaultError):
    """No space left where the workspace or an output lives."""

    title = "磁盘空间不足"


class WorkspaceError(AssessError):
    """A workspace cannot be opened."""

    title = "打不开工作区"


class WorkspaceLockedError(WorkspaceError):
    """Another window holds the workspace."""

    title = "工作区正在别处打开"


class NewerWorkspaceError(WorkspaceError):
    """The workspace was written by a newer program."""

    title = "工作区来自更新的版本"


class ForeignFileError(WorkspaceError):
    """The file is not a workspace of this program."""

    title = "这不是本程序的工作区"


class DamagedWorkspaceError(WorkspaceError):
    """The database is truncated, empty or corrupt."""

    title = "工作区文件已损坏"


class ReadOnlyError(WorkspaceError):
    """A change was attempted on a workspace opened read-only."""

    title = "工作区是只读的"


class NotFoundError(AssessError):
    """No enterprise, assessment or form of that id."""

    title = "没有找到"
