from __future__ import annotations

from typing import Any

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Item
from anhui_assess.gui.editors.matching import choice_of, columns_of
from anhui_assess.gui.editors.pasting import from_clipboard, to_clipboard
from anhui_assess.gui.editors.reading import read_amount, read_date, read_number, read_yes_no, write_number
from anhui_assess.gui.editors.table_model import TableModel


@pytest.fixture
def inventory(catalog: Catalog) -> Item:
    return catalog.item("four_bases", "fb.inventory")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5), ("１２３", 123), (" 12 ", 12), ("-3", -3), ("45%", 45), ("1e3", 1000), (".5", 0.5),
        ("约 10", "约 10"), ("", ""), ("1,2", "1,2"), ("12万", "12万"), ("-", "-"), ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_written(text: str, value: Any) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["2026-3-5", "2026/03/05", "2026.3.5", "2026年3月5日", "20260305", "2026/3/5 0:00"]
)
def test_dates_are_read_in_usual_ways(text: str) -> None:
    assert read_date(text) == "2026-03-05"


def test_what_is_no_date_stays_text() -> None:
    assert read_date("三月") == "三月"
    assert read_date("2026-02-31") == "2026-02-31"


def test_yes_and_no_words() -> None:
    assert read_yes_no("是") is True
    assert read_yes_no("否") is False
    assert read_yes_no("可能") == "可能"


@pytest.mark.parametrize("value", [0, 1.0, 1234567, 0.1, 1.5e-7, -3.25])
def test_a_number_survives_being_edited(value: float) -> None:
    assert read_number(write_number(value)) == value


def test_header_row_is_recognised_and_maps_the_columns(inventory: Item) -> None:
    pasted = from_clipboard("年采购额（万元）\t名称与规格 *\t不认识\n12\t轴承\tx", inventory.columns)
    assert pasted.had_header
    assert pasted.rows == ({"annual_purchase": "12", "name": "轴承"},)


def test_without_header_cells_go_from_the_current_column_on(inventory: Item) -> None:
    pasted = from_clipboard('轴承 6204\t核心基础零部件\r\n"阀\n体"\t\r\n', inventory.columns)
    assert pasted.rows[0]["name"] == "轴承 6204"
    assert pasted.rows[1]["name"] == "阀\n体"


def test_bad_cells_are_reported_and_nothing_is_lost(inventory: Item, dressed: None) -> None:
    model = TableModel(inventory)
    told: list[Any] = []
    model.rows_edited.connect(told.append)
    said = model.paste("名称与规格\t年采购额\n轴承\t12\n阀体\t很多", 0, 0)
    assert "2 行" in said
    assert len(told) == 1
    assert told[0] == ({"name": "轴承", "annual_purchase": 12}, {"name": "阀体"})
    assert [fault.split("：")[0] for fault in model.faults()] == ["第 2 行“年采购额”"]
    number = next(n for n, c in enumerate(inventory.columns) if c.id == "annual_purchase")
    assert model.index(1, number).data() == "很多"
    model.setData(model.index(1, number), "30")
    assert model.faults() == []
    assert told[-1][1]["annual_purchase"] == 30


def test_drafts_move_with_their_rows(inventory: Item, dressed: None) -> None:
    model = TableModel(inventory)
    model.paste("名称与规格\t年采购额\n甲\t1\n乙\t坏", 0, 0)
    model.add_row(0)
    assert "第 3 行" in model.faults()[0]
    model.remove_rows([0])
    assert "第 2 行" in model.faults()[0]


def test_copy_and_paste_give_the_same_back(inventory: Item, dressed: None) -> None:
    model = TableModel(inventory)
    row = {"name": "阀\n体\t甲", "base": inventory.column("base").choices[0].id, "annual_purchase": 1234.5}  # type: ignore[union-attr]
    model.load([row], [row])
    texts = [[model.text(0, column) for column in range(model.columnCount())]]
    other = TableModel(inventory)
    other.paste(to_clipboard(texts), 0, 0)
    assert other.rows == [row]


def test_calculated_columns_take_no_input(catalog: Catalog, dressed: None) -> None:
    item = catalog.item("green_factory", "gf.energy")
    model = TableModel(item)
    model.add_row(-1)
    place = next(n for n, c in enumerate(item.columns) if c.calculated)
    assert not model.setData(model.index(0, place), "5")


def test_a_full_table_says_what_was_left_out(catalog: Catalog, dressed: None) -> None:
    item = catalog.item("four_bases", "fb.inventory")
    model = TableModel(item)
    lines = "\n".join(f"件{n}" for n in range(item.max_rows + 3))
    assert "最后 3 行没有放进来" in model.paste(lines, 0, 0)
    assert model.rowCount() == item.max_rows


@pytest.mark.parametrize(
    ("text", "unit", "value", "words"),
    [
        ("1182 万kWh", "kWh", 11_820_000, "1 万kWh = 10,000 kWh"),
        ("1,182万度", "kWh", 11_820_000, "1 万度 = 10,000 kWh"),
        ("350 kg", "t", 0.35, "1 kg = 0.001 t"),
        ("30 亩", "m²", 20_000, "1 亩 = 666.6666667 m²"),
        ("12亿元", "万元", 120_000, "1 亿元 = 10,000 万元"),
        ("5 t", "t", 5, ""),
        ("12", "t", 12, ""),
        ("12 t", "kWh", "12 t", ""),
        ("12万", "t", "12万", ""),
        ("12 t", "", "12 t", ""),
        ("很多 t", "t", "很多 t", ""),
    ],
)  # fmt: skip
def test_amounts_with_a_unit_are_converted_and_said(text: str, unit: str, value: Any, words: str) -> None:
    assert read_amount(text, unit) == (value if isinstance(value, str) else pytest.approx(value), words)


def test_a_unit_in_the_header_converts_the_column(inventory: Item, dressed: None) -> None:
    model = TableModel(inventory)
    said = model.paste("名称与规格\t年采购额（元）\n轴承\t120000\n阀体\t5,000", 0, 0)
    assert [row["annual_purchase"] for row in model.rows] == [12, 0.5]
    assert "按 1 元 = 0.0001 万元 换算了 2 格。" in said


def test_energy_rows_take_the_unit_of_the_header(catalog: Catalog, dressed: None) -> None:
    item = catalog.item("green_factory", "gf.energy")
    model = TableModel(item)
    model.paste("能源品种\t消费量（万kWh）\n外购电力（电网）（kWh）\t1182", 0, 0)
    assert model.rows == [{"kind": "electricity_grid", "consumption": 1182, "amount_unit": "wan_kwh"}]
    model.paste("消费量\n500 千立方米", 1, 0)
    assert model.rows[1] == {"consumption": 500, "amount_unit": "qian_m3"}


def test_two_units_in_one_row_are_refused_and_kept_as_written(catalog: Catalog, dressed: None) -> None:
    item = catalog.item("green_factory", "gf.energy")
    model = TableModel(item)
    model.paste("消费量（万kWh）\t购进量（MWh）\n1182\t11820", 0, 0)
    assert model.rows[0] == {"consumption": 1182, "amount_unit": "wan_kwh"}
    assert model.faults() == ["第 1 行“购进量”：应填数字，现在是文字“11820 MWh”。"]


# ---- tables as factories have them: other heads, other names, other units, rows of totals

STATISTICS = (
    "能源名称\t计量单位\t年初库存量\t购进量\t消费量合计\t年末库存量\t序号\n"
    "原煤\t吨\t120\t3,200\t3,250\t70\t1\n"
    "天然气\t万立方米\t-\t85.6\t85.6\t—\t2\n"
    "电力\t万千瓦时\t\t2850\t2850\t\t3\n"
    "合计\t\t\t\t9999\t\t"
)


def test_a_statistical_form_goes_in_as_it_is(catalog: Catalog, dressed: None) -> None:
    """The heads, kinds and units of form 205-1; what was read otherwise, left out or not understood is said."""
    model = TableModel(catalog.item("green_factory", "gf.energy"))
    said = model.paste(STATISTICS, 0, 0)
    assert model.faults() == []
    assert model.rows == [
        {
            "kind": "raw_coal",
            "amount_unit": "t",
            "opening": 120,
            "purchase": 3200,
            "consumption": 3250,
            "closing": 70,
        },
        {"kind": "natural_gas", "amount_unit": "wan_m3", "purchase": 85.6, "consumption": 85.6},
        {"kind": "electricity_grid", "amount_unit": "wan_kwh", "purchase": 2850, "consumption": 2850},
    ]
    assert "“计量单位”放进“填报单位”" in said
    assert "没有对上、没有放进来的列：序号" in said
    assert "1 行合计没有放进来" in said
    assert "“电力”当作“外购电力（电网）（kWh）”，请核对" in said
    assert "当作“t”" not in said


def test_titles_above_the_header_and_the_line_of_numbers_stay_out(catalog: Catalog, dressed: None) -> None:
    model = TableModel(catalog.item("green_factory", "gf.energy"))
    sheet = "能源购进、消费与库存\t\t\n单位负责人：\t\t2025 年\n能源名称\t计量单位\t消费量\n甲\t乙\t1\n柴油\t吨\t58.5"
    assert model.paste(sheet, 0, 0).startswith("粘贴了 1 行（首行是表头")
    assert model.rows == [{"kind": "diesel", "amount_unit": "t", "consumption": 58.5}]
    assert model.faults() == []


def test_one_cell_that_is_called_like_a_column_is_no_header(catalog: Catalog, dressed: None) -> None:
    columns = catalog.item("green_factory", "gf.energy").columns
    note = next(place for place, column in enumerate(columns) if column.id == "note")
    assert from_clipboard("备注", columns, note).rows == ({"note": "备注"},)


def test_the_table_s_own_heads_go_before_other_names(catalog: Catalog, dressed: None) -> None:
    """计量单位 is a calculated column of the table itself: copied with the whole table, it goes nowhere else."""
    columns = catalog.item("green_factory", "gf.energy").columns
    pasted = from_clipboard("能源品种\t消费量\t填报单位\t计量单位\n原煤\t5\tkg\tt", columns)
    assert pasted.rows == ({"kind": "原煤", "consumption": "5", "amount_unit": "kg"},)
    assert not pasted.unplaced


def test_the_header_of_another_table_is_refused_and_nothing_misplaced(
    catalog: Catalog, dressed: None
) -> None:
    model = TableModel(catalog.item("green_factory", "gf.energy"))
    said = model.paste("姓名\t工号\t部门\n张三\t12\t一车间", 0, 0)
    assert said.startswith("首行像是表头（姓名、工号、部门），可是一列也对不上，没有粘贴")
    assert "消费量" in said
    assert model.rows == []


def test_rows_without_a_header_still_go_by_place(catalog: Catalog, dressed: None) -> None:
    model = TableModel(catalog.item("green_factory", "gf.upgrades"))
    assert model.paste("2024\t永磁空压机\t节能降碳\t86\n2025年\t除尘改造\t治污\t210 万元", 0, 0).startswith(
        "粘贴了 2 行"
    )
    assert model.faults() == []
    assert [row["year"] for row in model.rows] == [2024, 2025]
    assert [row["direction"] for row in model.rows] == ["energy", "pollution"]
    assert model.rows[1]["investment"] == 210


def test_what_two_choices_could_mean_is_left_to_the_user(catalog: Catalog, dressed: None) -> None:
    model = TableModel(catalog.item("green_factory", "gf.energy"))
    model.paste("能源品种\t消费量\n蒸汽\t100", 0, 0)
    assert model.faults() == ["第 1 行“能源品种”：没有选项“蒸汽”。"]


@pytest.mark.parametrize("form_id", ["green_factory"])
def test_every_column_and_choice_is_found_by_each_of_its_names(catalog: Catalog, form_id: str) -> None:
    for item in catalog.forms[form_id].items.values():
        for column in item.columns:
            for name in (column.title, *column.also):
                assert column.calculated or columns_of([name], item.columns) == [column], (item.id, name)
            for choice in column.choices:
                for name in (choice.title, choice.id, *choice.also):
                    assert choice_of(name, column.choices) == choice.id, (item.id, column.id, name)


def test_the_totals_stand_beside_an_energy_table(catalog: Catalog, dressed: None) -> None:
    model = TableModel(catalog.item("green_factory", "gf.energy"))
    rows: list[dict[str, Any]] = [{"kind": "diesel", "consumption": 2}, {"kind": "diesel"}]
    model.load(rows, [{**rows[0], "tce": 2.9142, "co2_t": 6.29}, dict(rows[1])])
    assert model.totals() == "第 2 行还不能算，暂无合计"
    model.load(rows[:1], [{**rows[0], "tce": 2.9142, "co2_t": 6.29}])
    assert model.totals() == "折标准煤 2.914 tce · 二氧化碳排放 6.290 tCO₂"
