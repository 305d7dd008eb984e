"""Every sentence the storage adapter shows: what happened, what is safe, what to do."""

from __future__ import annotations

from pathlib import Path

UNTOUCHED = "文件没有被改动。"
KEPT = "之前已保存的内容都在，这一次的改动没有保存。"
CLOSED = "工作区已经关闭，这一步没有做，已保存的内容不受影响。请重新打开工作区。"
ASKED_READ_ONLY = "工作区按只读方式打开：可以查看和导出，不会改动任何内容。要修改，请以普通方式重新打开。"


# ------------------------------------------------------------------------------------------ opening


def no_workspace(folder: Path) -> str:
    """Say that the folder holds no workspace."""
    return f"“{folder}”里没有工作区（缺少 workspace.db）。没有新建任何文件。请检查文件夹是否选对，或新建一个工作区。"


def not_a_folder(path: Path) -> str:
    """Say that a file was given where a folder is wanted."""
    return f"“{path}”是一个文件，工作区是一个文件夹。{UNTOUCHED}请选择放着 workspace.db 的那个文件夹。"


def foreign_file(path: Path) -> str:
    """Say that the file belongs to some other program."""
    return f"“{path}”不是本程序的工作区，可能是别的程序的文件。{UNTOUCHED}请选择其他文件夹，或把这个文件移走后再新建。"


def newer_file(path: Path, found: int, known: int) -> str:
    """Say that a newer program wrote the file."""
    return (
        f"“{path}”由更新版本的程序保存（格式 {found}，本程序只认识到 {known}）。{UNTOUCHED}"
        "请在这台电脑上安装新版程序后再打开。"
    )


def empty_file(path: Path) -> str:
    """Say that the file has no content at all."""
    return f"“{path}”是空文件（0 字节或全是零），里面没有答案。{UNTOUCHED}{_RESTORE}"


def truncated_file(path: Path) -> str:
    """Say that the end of the file is missing."""
    return f"“{path}”不完整，后半部分缺失，多半是复制或下载中断。{UNTOUCHED}请重新复制完整的文件。{_RESTORE}"


def damaged_file(path: Path) -> str:
    """Say that the content of the file is damaged."""
    return f"“{path}”的内容已损坏。为避免继续出错，程序停止了这一步。请先把整个文件夹复制一份留存。{_RESTORE}"


def damaged_row(where: str) -> str:
    """Say that one stored row cannot be understood."""
    return f"{where}：保存的内容读不出来，可能被别的程序改过或磁盘出错，其余内容不受影响。请运行“检查工作区”。{_RESTORE}"


_RESTORE = "也可以从 backups 文件夹里取最近的备份恢复。"


def held(user: str, host: str, pid: int, since: str) -> str:
    """Say who has the workspace open."""
    return (
        f"这个工作区正在另一个窗口里打开：用户 {user}，电脑 {host}，进程 {pid}，从 {since} 起。"
        "现在以只读方式打开，可以查看和导出，不会改动任何内容。要修改，请先关闭那个窗口，再重新打开。"
    )


HELD_BY_UNKNOWN = "这个工作区正在另一个窗口里打开。现在以只读方式打开，不会改动任何内容。要修改，请先关闭那个窗口，再重新打开。"


def not_writable(path: Path) -> str:
    """Say that the place can be read only."""
    return (
        f"“{path}”不允许写入（只读的文件、文件夹或光盘，或没有权限）。现在以只读方式打开，可以查看和导出，"
        "不会改动任何内容。要修改，请把整个文件夹复制到可以写入的位置再打开。"
    )


def no_file_locks(path: Path) -> str:
    """Say that the file system cannot guarantee a single writer."""
    return (
        f"“{path}”所在的位置不支持文件锁，不能保证只有一个窗口在写。现在以只读方式打开，不会改动任何内容。"
        "要修改，请把整个文件夹复制到本机硬盘再打开。"
    )


def cannot_create(folder: Path) -> str:
    """Say that no workspace can be made here."""
    return f"不能在“{folder}”里新建工作区：没有写入权限。没有留下任何文件。请换一个可以写入的文件夹。"


def being_used(path: Path) -> str:
    """Say that another program holds the database itself."""
    return f"“{path}”被别的程序占用，等了几秒仍然打不开。已保存的内容不受影响。请关闭那个程序后再试。"


def recovered(user: str, since: str, *, undone: bool) -> str:
    """Say what was found and done after a crash."""
    half = "有一次没写完的保存已撤回；" if undone else ""
    return f"上次（{user}，{since} 打开）没有正常关闭。{half}已核对数据库，显示过“已保存”的答案都在，可以接着用。"


UNDONE = "发现一次没写完的保存，已撤回，并核对了数据库：显示过“已保存”的答案都在，可以接着用。"


# ------------------------------------------------------------------------------------------ faults while working


def read_only(reason: str) -> str:
    """Say that nothing can be changed, and why."""
    return f"没有保存：{reason}"


def disk_full(path: Path) -> str:
    """Say that the disk is full."""
    return f"磁盘空间不足，写不进“{path}”。{KEPT}请清理磁盘后再试，不用关闭程序。"


def busy(path: Path) -> str:
    """Say that another program blocks the write."""
    return f"“{path}”正被别的程序占用（例如杀毒、同步或备份软件）。{KEPT}请稍等再试。"


def moved_away(path: Path) -> str:
    """Say that the file vanished under our hands."""
    return f"“{path}”被移走、改名或删除了。这一次的改动没有保存。请把它放回原处，然后重新打开工作区。"


def no_access(path: Path) -> str:
    """Say that access was denied."""
    return f"没有权限读写“{path}”，或者它变成了只读。{KEPT}请检查文件夹权限、磁盘是否写保护，然后再试。"


def missing(path: Path) -> str:
    """Say that a file is not there."""
    return f"找不到“{path}”。{KEPT}请检查它是否被移走或改名。"


def disk_trouble(path: Path, detail: str) -> str:
    """Say that the system reported some other fault."""
    return f"读写“{path}”时系统报错：{detail}。{KEPT}请检查磁盘或 U 盘是否正常连接，然后再试。"


# ------------------------------------------------------------------------------------------ requests


def no_enterprise(enterprise_id: str) -> str:
    """Say that there is no such enterprise."""
    return f"工作区里没有编号为 {enterprise_id} 的企业。没有改动任何内容。请刷新企业库后重新选择。"


def no_assessment(assessment_id: str) -> str:
    """Say that there is no such assessment."""
    return (
        f"工作区里没有编号为 {assessment_id} 的评估，可能已被删除。没有改动任何内容。请刷新企业库后重新选择。"
    )


def no_form(form_id: str, version: str = "") -> str:
    """Say that the form is not kept in the workspace."""
    named = f"{form_id}（版本 {version}）" if version else form_id
    return f"工作区里没有这次评估用的表单 {named}。没有改动任何内容。请检查表单编号和版本。"


def form_changed(form_id: str, version: str) -> str:
    """Say that a published form version was altered."""
    return (
        f"表单 {form_id} 版本 {version} 的内容与工作区里保存的不一样。发布过的版本不能改内容，"
        "请给改过的表单一个更高的版本号，或换回原来的表单文件。"
    )


def target_exists(target: Path) -> str:
    """Say that a backup never overwrites."""
    return f"“{target}”已经存在，备份不会覆盖它。请换一个文件名。"


NOT_BACKED_UP = "没有写备份，原有文件都没有变化："


# ------------------------------------------------------------------------------------------ evidence

NOT_ADDED = "没有添加这个证据，原有内容没有变化："


def evidence_executable() -> str:
    """Refuse a program as evidence."""
    return "这是程序或脚本文件，不能作为证据。请改用照片、PDF、表格或文档。"


def evidence_too_big(limit: int) -> str:
    """Refuse a file above the limit."""
    return f"文件超过 {limit // 1_000_000} MB 的上限。请压缩，或只截取要证明的部分。"


def evidence_empty() -> str:
    """Refuse a file without content."""
    return "文件是空的（0 字节）。请检查原文件。"


def evidence_not_a_file() -> str:
    """Refuse a folder or a device."""
    return "这不是普通文件。请选择一个文件，文件夹请先压缩成 zip。"


# ------------------------------------------------------------------------------------------ check

CHANGED_OUTSIDE = "内容被本程序以外的工具改过，或磁盘出错：校验值对不上。"
UNREADABLE = "内容读不出来，已损坏。"
NOT_AS_LOGGED = "与变更记录里最后一次保存的内容不一致。"
GONE = "变更记录里有这条内容，数据库里却没有，被删除了。"
NOT_LOGGED = "数据库里有这条内容，变更记录里却没有。"
FORM_GONE = "有评估使用这个表单版本，工作区里却没有保存它。"
EVIDENCE_MISSING = "证据文件不见了。请从备份的 evidence 文件夹补回。"
EVIDENCE_CHANGED = "证据文件的内容被改动，与登记的校验值不符。请从备份补回原文件。"
EVIDENCE_UNKNOWN = "答案引用了这个证据，工作区里却没有登记。"
LOG_EDITED = "这条变更记录被改动：校验值对不上。"
LOG_BROKEN = "这条变更记录与前一条接不上，前一条被改动或替换。"
LOG_SHORTENED = "变更记录的末尾被删除或改动：条数或最新校验值与登记的不符。"
SCHEMA_CHANGED = "表结构与本程序的不一致，被别的工具改过（例如删掉了保护变更记录的触发器）。"


def log_gap(first: int, last: int) -> str:
    """Say which entries of the change log are missing."""
    return f"第 {first} 条变更记录被删除。" if first == last else f"第 {first} 至 {last} 条变更记录被删除。"


def integrity(detail: str) -> str:
    """Wrap SQLite's own finding."""
    return f"数据库文件损坏：{detail}"


def dangling(table: str, parent: str) -> str:
    """Wrap a foreign key finding."""
    return f"表 {table} 里有一行指向 {parent} 中不存在的内容。"
