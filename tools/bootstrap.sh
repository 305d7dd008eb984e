#!/bin/sh
# Make .venv ready for one profile: tools/bootstrap.sh runtime|window|test|bench|package
#
# runtime  the commands, no screen and no Qt           (make demo)
# window   and the window                              (make run)
# test     and the tests and linters                   (make test, make check)
# bench    and the yardsticks                          (make bench)
# package  window and the packaging tools              (make wheel, make package)
#
# A second call with nothing changed ends at once.  Environment: PYTHON chooses the interpreter;
# ANHUI_SKIP_SYSTEM=1 leaves the system's packages alone.
set -eu

profile=${1:-runtime}
cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=$root/.venv
lock=$root/requirements/$profile.txt

say() { printf '%s\n' "$*" >&2; }

case $profile in
runtime) wider="runtime window test bench package" ;;
window) wider="window test bench package" ;;
test) wider="test bench" ;;
bench) wider="bench" ;;
package) wider="package" ;;
*)
    say "usage: tools/bootstrap.sh runtime|window|test|bench|package"
    exit 2
    ;;
esac

# ---- the system's packages -------------------------------------------------------------------------------

qt_packages="libgl1 libegl1 libfontconfig1 libglib2.0-0 libxkbcommon0 libdbus-1-3 libx11-6 libfreetype6
 libatomic1"
xcb_packages="libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
 libxcb-randr0 libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1
 libxcb-xfixes0 libxcb-xkb1"
check_packages="xvfb xauth poppler-utils qpdf"

debian_like() { command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; }

# Which of the names given are not installed; a library renamed for 64-bit time (…t64) counts as itself.
missing_packages() {
    wanted=""
    for name in "$@"; do
        wanted="$wanted $name ${name}t64"
    done
    # shellcheck disable=SC2086
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p') || true
    for name in "$@"; do
        found=no
        for have in $installed; do
            if [ "$have" = "$name" ] || [ "$have" = "${name}t64" ]; then
                found=yes
                break
            fi
        done
        [ "$found" = yes ] || printf '%s ' "$name"
    done
}

network_help() {
    say ""
    say "无法取得安装包：请检查网络，或为 $1 设置可用的软件源后再运行同一条命令。已安装的部分不受影响。"
    say "Packages could not be fetched: check the network, or set up a reachable package source for $1, then run"
    say "the same command again. What is installed already stays."
    exit 4
}

apt_install() {
    say "安装系统软件包 / installing system packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 || network_help apt-get
    apt-get install -y -qq --no-install-recommends "$@" >&2 || network_help apt-get
}

# Install what is missing of the packages given, or name the command and stop.
need_packages() {
    if [ "${ANHUI_SKIP_SYSTEM:-0}" = 1 ]; then
        return 0
    fi
    if ! debian_like; then
        say "提示：本机不是 Debian 系，请自行确认已有与这些 Debian 包相当的软件：$*"
        say "Note: not a Debian-like system; make sure that it has what these Debian packages hold."
        return 0
    fi
    lacking=$(missing_packages "$@")
    if [ -z "$lacking" ]; then
        return 0
    fi
    if [ "$(id -u)" = 0 ]; then
        # shellcheck disable=SC2086
        apt_install $lacking
        return 0
    fi
    say "缺少系统软件包。请用管理员身份运行下面的命令，再重试："
    say "System packages are missing. Run this as an administrator, then try again:"
    say ""
    say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $lacking"
    say ""
    say "(ANHUI_SKIP_SYSTEM=1 跳过本项检查 / skips this check)"
    exit 3
}

# shellcheck disable=SC2086
case $profile in
runtime) ;;
window) need_packages $qt_packages $xcb_packages ;;
test | bench) need_packages $qt_packages $xcb_packages $check_packages ;;
package) need_packages $qt_packages $xcb_packages libwayland-client0 libwayland-cursor0 libwayland-egl1 binutils poppler-utils ;;
esac

# ---- what is there already ---------------------------------------------------------------------------------

hash_of() { sha256sum "$1" 2>/dev/null | cut -d' ' -f1; }

stamp_text() { printf '%s %s %s\n' "$root" "$(hash_of "$root/requirements/$1.txt")" "$(hash_of "$root/tools/bootstrap.sh")"; }

if [ -x "$venv/bin/python" ] && [ -x "$venv/bin/anhui-assess" ]; then
    for candidate in $wider; do
        if [ -f "$venv/.stamp-$candidate" ] && [ "$(cat "$venv/.stamp-$candidate")" = "$(stamp_text "$candidate")" ]; then
            exit 0
        fi
    done
fi

# ---- Python -----------------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_venv() { "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 /usr/bin/python3; do
        if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

if ! python=$(find_python); then
    need_packages python3 python3-venv
    if ! python=$(find_python); then
        say "需要 Python 3.11 或更新的版本；装好后可用 PYTHON=/路径/python3 make … 指定。"
        say "Python 3.11 or newer is needed; once installed, PYTHON=/path/to/python3 make … chooses it."
        exit 3
    fi
fi
if ! has_venv "$python"; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    need_packages "python$version-venv"
    if ! has_venv "$python"; then
        say "$python 缺少 venv 模块，无法建立独立环境。 / $python has no venv module."
        exit 3
    fi
fi

# ---- the environment ----------------------------------------------------------------------------------------

if [ -d "$venv" ]; then
    # An environment of another place or of a removed interpreter is made anew.
    if ! new_enough "$venv/bin/python" || [ "$(cat "$venv/.root" 2>/dev/null)" != "$root" ]; then
        rm -rf "$venv"
    fi
fi
if [ ! -d "$venv" ]; then
    say "建立独立环境 .venv / creating .venv ($("$python" --version 2>&1))"
    "$python" -m venv "$venv"
    printf '%s\n' "$root" >"$venv/.root"
fi

say "安装 requirements/$profile.txt / installing requirements/$profile.txt"
rm -f "$venv/.stamp-$profile"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
    --no-deps -r "$lock" >&2 || network_help pip

# The checkout itself: on the path, with its command. Nothing is built, so nothing more is fetched.
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$root" >"$site/anhui_assess_checkout.pth"
cat >"$venv/bin/anhui-assess" <<END
#!$venv/bin/python
import sys

from anhui_assess.cli import main

sys.exit(main())
END
chmod +x "$venv/bin/anhui-assess"
stamp_text "$profile" >"$venv/.stamp-$profile"
say "就绪 / ready: $profile"
