"""Make the four subset fonts under resources/fonts/ from the OFL fonts of two npm packages.

Needs Node's ``npm`` and ``fonttools`` and is run by hand only when the fonts change::

    python -m pip install fonttools
    python tools/make_fonts.py            # downloads with `npm pack` into a temporary folder
    python tools/make_fonts.py --from DIR # DIR holds noto-sans-sc/ and noto-serif-sc/ unpacked
    python tools/make_fonts.py --check    # compares resources/fonts/ with fonts.json, needs only fonttools

All four carry the characters of 通用规范汉字表 beyond GBK.  Three carry all of GBK; the semi-bold serif, which only
emphasises words inside a text, carries GB 2312 and a list of characters seen in names (``covers`` in fonts.json
says so): who sets text with it falls back to the regular serif for a character it lacks.  The same input gives the same bytes.  Glyphs the sources lack
but our texts need (raised and lowered digits, small triangles) are composed from glyphs they have.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "fonts"
PACKAGES = {
    "noto-sans-sc": "@expo-google-fonts/noto-sans-sc@0.4.3",
    "noto-serif-sc": "@expo-google-fonts/noto-serif-sc@0.4.3",
}
# head.modified, seconds since 1904: fixed, so that the output is reproducible
VERSION_TIMESTAMP = 3_850_000_000
KEPT_FEATURES = ["ccmp", "kern", "mark"]
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 16, 17]
BOLD_BIT, REGULAR_BIT = 1 << 5, 1 << 6

# Blocks outside GBK that a report or the window may use; what the source lacks is skipped silently.
EXTRA_RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x2010, 0x2027),  # dashes, quotes, leaders
    (0x2030, 0x205E),  # per mille, primes, guillemets
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x214F),  # letter-like: ℃ ℉ № ™
    (0x2150, 0x218F),  # number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # enclosed numbers
    (0x2500, 0x25FF),  # box drawing, blocks, geometric shapes
    (0x2600, 0x2612),  # stars, ballot boxes if any
    (0x2713, 0x2718),  # ticks if any
    (0x2776, 0x2793),  # negative circled numbers
    (0x3000, 0x303F),  # CJK punctuation
    (0x3200, 0x33FF),  # enclosed CJK, squared units: ㎡ ㎥
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (
        0x9FA6,
        0x9FFF,
    ),  # added to the basic block later: 鿏 鿔 鿭 and others of the list of standard characters
    (0x20000, 0x3134F),  # the standard characters beyond 16 bits, as far as the source has them
]
# Of the list of standard characters (通用规范汉字表), outside GBK and in extension A: places, plants, birds, names.
STANDARD_CHARACTERS = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪"
    "䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
# Outside GB 2312 but seen in names of people and companies: for the one face that does not carry all of GBK.
NAME_CHARACTERS = (
    "喆堃镕昇祎珺玥彧翀頔翾禕炘溦瑄玙璟鎏堉曌旻垚犇骉燚淼焱鑫玮珅琎玚玓玘珩琨瑀璠晞晟暐昕昉昊煊煜烜炜"
    "炫湉涵溁濛沄渼滢漪澔妘姮嫄婳嬿钘钰铖铭锜镒镝闫闳韡颀颕飏骁骐鸾麒麟仝伋佟佺倧偲傢叕吉囍壵奡媖媛峣"
    "峤崟嵘嵩嶙弢彣忞怡恺悫惇慜懋戬扆抃揆昳晙晢晗晔暄暅曈朵杺柘柷栩桉梽棪椸楒榭槿樾橦泓洺浠浥淏湙滟瀚"
    "灏爔牧犄玎玠玢珂珑珣珮琇琤瑭瑱瓒甯畯疆皓睿砚碁祺禛稼竑筠箐綦绎缨翊翙翥翯耘聿肸臻舸芃芊芮苒苡茏荃"
    "荻莞菀菡萱葳蒽蓁蔚薏藁虓蝾衎裎褀訢谞赟赪跞轶辀辰迦逯邳郃郗郢酆醴钜钧铄铠锟锴镈镓阆隽雩雯霁霈霂韫"
    "韬頲顼飔骅骢鲲鹍鹮黟鼐龑煒鑪鋐鋆錡鍚鎬龍鳳鴻華興達東豐盛廣寶"
)
MUST_HAVE = "喆堃镕䶮㎡㎥₂²³℃‰±×÷≤≥≈→←↑↓▸▾●○■□▲▼★①⑳“”‘’—…·￥¥%ΩμАя"


@dataclass(frozen=True)
class Face:
    """One font file to make."""

    file: str
    package: str
    source: str
    family: str
    style: str
    weight: int
    codec: str = "gbk"

    @property
    def bold(self) -> bool:
        """Whether programs that know only regular and bold shall take it for the bold of its family."""
        return self.weight > 500


FACES = (
    Face("NotoSansSC-Regular.ttf", "noto-sans-sc", "400Regular", "Noto Sans SC", "Regular", 400),
    Face("NotoSansSC-Bold.ttf", "noto-sans-sc", "700Bold", "Noto Sans SC", "Bold", 700),
    Face("NotoSerifSC-Regular.ttf", "noto-serif-sc", "400Regular", "Noto Serif SC", "Regular", 400),
    Face(
        "NotoSerifSC-SemiBold.ttf",
        "noto-serif-sc",
        "600SemiBold",
        "Noto Serif SC",
        "SemiBold",
        600,
        codec="gb2312",
    ),
)


def repertoire(codec: str) -> set[int]:
    """Every character that two bytes of ``codec`` can say."""
    found: set[int] = set()
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                text = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            found.update(ord(character) for character in text)
    return found


def wanted(codec: str) -> set[int]:
    """What the codec holds, the ranges above, and the characters of names and of the standard list."""
    points = repertoire(codec) | {ord(character) for character in NAME_CHARACTERS + STANDARD_CHARACTERS}
    for first, last in EXTRA_RANGES:
        points.update(range(first, last + 1))
    return points


@dataclass(frozen=True)
class Placing:
    """How a glyph is made from another."""

    scale: float
    dx: float
    dy: float
    advance: int


def composed_glyph(font: TTFont, base: str, placing: Placing) -> Any:
    """The outline of glyph ``base`` scaled and moved, as a glyph of its own."""
    pen = TTGlyphPen(None)
    matrix = (placing.scale, 0, 0, placing.scale, placing.dx, placing.dy)
    font.getGlyphSet()[base].draw(TransformPen(pen, matrix))
    return pen.glyph(dropImpliedOnCurves=True)


def put(font: TTFont, point: int, base_point: int, placing: Placing) -> None:
    """Add a glyph for ``point`` made from that of ``base_point``, if the font has none."""
    cmap = font.getBestCmap()
    if point in cmap or base_point not in cmap:
        return
    name = f"uni{point:04X}"
    glyph = composed_glyph(font, cmap[base_point], placing)
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyf = font["glyf"]
    glyf.glyphs[name] = glyph
    glyph.recalcBounds(glyf)
    font["hmtx"].metrics[name] = (placing.advance, getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[point] = name


def add_missing(font: TTFont) -> None:
    """Raised and lowered digits from the digits, small triangles from the large ones."""
    units = font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    cmap = font.getBestCmap()
    for digit in range(10):
        advance = metrics[cmap[ord("0") + digit]][0]
        raised = {1: 0xB9, 2: 0xB2, 3: 0xB3}.get(digit, 0x2070 + digit)
        width = round(advance * 0.62 + 0.04 * units)
        put(font, raised, ord("0") + digit, Placing(0.62, 0.02 * units, 0.32 * units, width))
        put(font, 0x2080 + digit, ord("0") + digit, Placing(0.62, 0.02 * units, -0.14 * units, width))
    for small, large in ((0x25B8, 0x25B6), (0x25BE, 0x25BC), (0x25B4, 0x25B2), (0x25C2, 0x25C0)):
        width = metrics[cmap[large]][0] if large in cmap else units
        put(font, small, large, Placing(0.6, 0.05 * units, 0.15 * units, round(width * 0.6 + 0.1 * units)))


def name_records(font: TTFont, face: Face) -> None:
    """Leave one plain English name table, so that every platform files the face under its family."""
    name = font["name"]
    name.names = [record for record in name.names if record.nameID in KEPT_NAMES and record.platformID == 3]
    postscript = face.file.removesuffix(".ttf")
    texts = {
        1: face.family,
        2: "Bold" if face.bold else "Regular",
        3: f"{postscript};anhui-assess subset",
        4: f"{face.family} {face.style}",
        6: postscript,
        16: face.family,
        17: face.style,
    }
    for number, text in texts.items():
        name.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    selection = font["OS/2"].fsSelection & ~(BOLD_BIT | REGULAR_BIT)
    font["OS/2"].fsSelection = selection | (BOLD_BIT if face.bold else REGULAR_BIT)
    font["head"].macStyle = 1 if face.bold else 0


def make(face: Face, sources: Path) -> int:
    """Write one face; gives its number of glyphs."""
    (source,) = (sources / face.package / face.source).glob("*.ttf")
    font = TTFont(source, recalcTimestamp=False)
    add_missing(font)
    options = Options()
    options.layout_features = KEPT_FEATURES
    options.layout_scripts = ["DFLT", "latn", "hani", "grek", "cyrl"]
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.drop_tables = [
        *options.drop_tables,
        "BASE",
        "STAT",
        "vhea",
        "vmtx",
        "VORG",
        "gasp",
        "prep",
        "DSIG",
    ]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted(face.codec))
    subsetter.subset(font)
    name_records(font, face)
    font["head"].modified = VERSION_TIMESTAMP
    TARGET.mkdir(parents=True, exist_ok=True)
    font.save(TARGET / face.file, reorderTables=True)
    return len(font.getGlyphOrder())


def fetch(folder: Path) -> Path:
    """Unpack the two npm packages below ``folder``."""
    for short, package in PACKAGES.items():
        command = ["npm", "pack", "--silent", package]
        packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603 - fixed words
        archive = folder / packed.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as tar:
            tar.extractall(folder / short, filter="data")
        for entry in (folder / short / "package").iterdir():
            entry.rename(folder / short / entry.name)
    return folder


def licence(sources: Path) -> None:
    """One OFL.txt: the copyright lines of both families, the licence once."""
    lines = []
    for short, title in (("noto-sans-sc", "Noto Sans SC"), ("noto-serif-sc", "Noto Serif SC")):
        (source,) = (sources / short / "400Regular").glob("*.ttf")
        notice = TTFont(source, lazy=True)["name"].getDebugName(0)
        lines.append(f"{title}: {notice}")
    text = (sources / "noto-sans-sc" / "LICENSE_FONT").read_text(encoding="utf-8")
    body = text[text.index("This Font Software is licensed") :]
    (TARGET / "OFL.txt").write_text("\n".join(lines) + "\n\n" + body.replace("\r\n", "\n"), encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check() -> list[str]:
    """What is wrong with the committed fonts; empty when nothing is."""
    problems = []
    listed: dict[str, dict[str, Any]] = json.loads((TARGET / "fonts.json").read_text(encoding="utf-8"))
    for face in FACES:
        path = TARGET / face.file
        entry = listed.get(face.file)
        if entry is None or not path.is_file():
            problems.append(f"{face.file}: missing")
            continue
        if digest(path) != entry["sha256"]:
            problems.append(f"{face.file}: differs from fonts.json")
        cmap = TTFont(path, lazy=True).getBestCmap()
        problems += [f"{face.file}: no glyph for {c} U+{ord(c):04X}" for c in MUST_HAVE if ord(c) not in cmap]
    return problems


def main() -> int:
    """Make or check the fonts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--from", dest="sources", type=Path, help="where both packages are unpacked")
    parser.add_argument("--check", action="store_true", help="only compare what is there")
    arguments = parser.parse_args()
    if not arguments.check:
        with tempfile.TemporaryDirectory() as temporary:
            sources: Path = arguments.sources or fetch(Path(temporary))
            table = {}
            for face in FACES:
                glyphs = make(face, sources)
                table[face.file] = {
                    "family": face.family,
                    "weight": face.weight,
                    "sha256": digest(TARGET / face.file),
                    "glyphs": glyphs,
                    "covers": face.codec,
                }
                sys.stdout.write(
                    f"{face.file}: {glyphs} glyphs, {(TARGET / face.file).stat().st_size / 1e6:.1f} MB\n"
                )
            (TARGET / "fonts.json").write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
            licence(sources)
    problems = check()
    sys.stdout.write("".join(f"{problem}\n" for problem in problems) or "fonts are as listed\n")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
