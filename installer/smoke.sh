#!/bin/sh
# Smoke test of the packaged program: sh installer/smoke.sh dist/anhui-assess
# Starts it without a screen, outside the checkout, with an empty home, and looks at the PDF it writes.
set -eu
program=$(cd "${1:-dist/anhui-assess}" && pwd -P)/anhui-assess
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/out"
cd "$work"
run() { env -i HOME="$work/home" PATH=/usr/bin:/bin LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen "$program" "$@"; }

run --version
run forms check
run demo --out "$work/out"
pdf=$(find "$work/out" -name '*.pdf' -size +10k | head -n 1)
if [ -z "$pdf" ]; then
    echo "smoke: no PDF below $work/out" >&2
    exit 1
fi
if [ "$(head -c 5 "$pdf")" != "%PDF-" ]; then
    echo "smoke: $pdf is no PDF" >&2
    exit 1
fi
if command -v pdftotext >/dev/null 2>&1; then
    pdftotext "$pdf" "$work/text.txt"
    grep -q '智能工厂' "$work/text.txt" || { echo "smoke: the PDF holds no Chinese text" >&2; exit 1; }
    if pdffonts "$pdf" | tail -n +3 | awk '{ if ($(NF-4) != "yes") bad = 1 } END { exit !bad }'; then
        echo "smoke: a font is not embedded" >&2
        exit 1
    fi
fi
run list --workspace "$work/out/workspace" | grep -q '合肥示例' || { echo "smoke: the workspace lists nothing" >&2; exit 1; }
echo "smoke: the packaged program works ($(du -sm "$(dirname "$program")" | cut -f1) MB)"
