"""A made-up report with every kind of block, about the length of a real one."""

from __future__ import annotations

import json

from anhui_assess.report import charts
from anhui_assess.report.model import (
    Bars,
    Block,
    Bullets,
    Callout,
    Card,
    Cards,
    Cell,
    Columns,
    Cover,
    Document,
    Figure,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Record,
    Records,
    Rule,
    Run,
    Section,
    Signature,
    Table,
    TableColumn,
    TableRow,
)  # fmt: skip

DOMAINS = (
    "组织战略",
    "人员技能",
    "数据",
    "集成",
    "信息安全",
    "装备",
    "网络",
    "设计",
    "生产",
    "物流",
    "销售",
    "服务",
)
SUBDOMAINS = (
    ("人员", "组织战略", 1.0, 0.92, 0.80, None, ""), ("", "人员技能", 1.0, 0.88, 0.62, None, ""),
    ("技术", "数据", 1.0, 0.80, 0.41, 0.10, "41 43"), ("", "集成", 1.0, 0.82, 0.35, None, "58 60"), ("", "信息安全", 0.95, 0.80, 0.33, None, "77 79"),
    ("资源", "装备", 1.0, 0.90, 0.78, 0.22, ""), ("", "网络", 1.0, 0.86, 0.52, None, ""),
    ("制造", "产品设计", 1.0, 0.95, 0.84, 0.30, ""), ("", "工艺设计", 1.0, 0.92, 0.75, 0.15, ""), ("", "采购", 1.0, 0.85, 0.66, None, ""),
    ("", "计划与调度", 1.0, 0.80, 0.28, None, "148 151 152"), ("", "生产作业", 1.0, 0.84, 0.55, 0.12, ""), ("", "设备管理", 1.0, 0.86, 0.60, 0.10, ""),
    ("", "仓储配送", 1.0, 0.82, 0.57, None, ""), ("", "安全环保", 1.0, 0.90, 0.72, None, ""), ("", "能源管理", 1.0, 0.80, 0.49, None, "209"),
    ("", "物流", 1.0, 0.88, 0.61, None, ""), ("", "销售", 1.0, 0.90, 0.70, None, ""), ("", "客户服务", 1.0, 0.86, 0.64, None, ""), ("", "产品服务", 0.90, 0.82, 0.50, None, ""),
)  # fmt: skip
MEASURES = (
    ("关键设备联网与数据采集", 0.0, 1.4, 0, "78", ()), ("工控网络分区与边界防护", 0.3, 0.7, 0, "28", ()), ("物料与工序统一编码", 0.7, 1.0, 0, "12", ()),
    ("生产计划排程", 1.4, 2.0, 1, "86", (0, 2)), ("能源管理系统", 3.0, 1.3, 1, "45", (0,)), ("空压站变频与余热回收", 3.3, 1.0, 1, "62", ()),
    ("减速器第二供应商验证", 1.0, 3.0, 2, "15", ()), ("绿色工厂申报准备", 5.0, 1.7, 2, "10", (4, 5)),
)  # fmt: skip
LONG = (
    "本次评价以企业填报的二百六十四道题目、九十七份证据和三次现场核验为依据。数据子域三级只有 0.41：36 台关键设备中自动采集 8 台（22%），"
    "低于“全部满足”所需的大部分；同时集成子域三级给了 1 分，两处不一致，核验时会被追问。企业已经把排产、质量和设备三套系统接到同一张生产网上，"
    "但物料编码与工序编码各用一套规则，导致同一件产品在计划、仓库和车间有三个名字。按照 GB/T 39116—2020 的要求，编码统一是集成的前提，"
    "因此本报告把它排在第一阶段（2027 年一季度之前），预计需要 12 万元、3 个月，由信息科牵头，工艺科、仓储科配合；完成之后再上线排程。"
)


def cell(value: float | None) -> Cell:
    if value is None:
        return Cell("—", tone="text2")
    shade = min(5, max(1, int(value * 5) + (1 if value > 0.02 else 0)))
    return Cell(f"{value:.2f}", fill=f"level{min(shade, 5)}")


def heat_table() -> Table:
    rows = []
    for element, name, one, two, three, four, items in SUBDOMAINS:
        level3 = cell(three)
        if three < 0.8:
            level3 = Cell(level3.text, fill=level3.fill, edge="attention")
        rows.append(
            TableRow(
                (
                    Cell(element, bold=True),
                    Cell(name),
                    cell(one),
                    cell(two),
                    level3,
                    cell(four),
                    Cell(items, tone="text2"),
                ),
                key=f"row-{name}",
            )
        )
    columns = (
        TableColumn("要素", 0.14), TableColumn("能力子域", 0.2), TableColumn("1 级", 0.125, "centre"), TableColumn("2 级", 0.125, "centre"),
        TableColumn("3 级", 0.125, "centre"), TableColumn("4 级", 0.125, "centre"), TableColumn("主要扣分题", 0.18, "right"),
    )  # fmt: skip
    return Table(
        columns,
        tuple(rows),
        "各能力子域得分",
        "得分 = 该级各题平均；框出的是没有达到 0.80、卡住 3 级的子域。",
        "table-heat",
        "1",
    )


def numbers_table(number: int, rows: int = 9) -> Table:
    body: list[TableRow] = [TableRow((Cell("外购能源"),), "group")]
    kinds = (
        "电力",
        "天然气",
        "柴油",
        "蒸汽",
        "汽油",
        "氮气",
        "压缩空气",
        "自来水",
        "光伏自发自用电力",
        "液化石油气",
    )
    for index in range(rows):
        amount = (index * 7919 + number * 131) % 90000 / 37
        body.append(TableRow((
            Cell(kinds[index % len(kinds)]), Cell(f"{amount:,.{index % 4}f}"), Cell(f"{0.1229 * (index + 1):.4f}"), Cell(f"{amount * 0.1229:.2f}"),
            Cell(f"{(index * 13 + 7) % 40}.{index}%", bar=((index * 13 + 7) % 40) / 40), Cell(mark=("tick", "cross", "dash")[index % 3]), Cell("GB/T 2589—2020 附录 A", tone="text2"),
        )))  # fmt: skip
        if index == 4:
            body.append(TableRow((Cell("自产与外供"), Cell("外供以负数计")), "group"))
    body.append(
        TableRow(
            (Cell("合计"), Cell(""), Cell(""), Cell("1,284.37"), Cell("100%"), Cell(), Cell("")), "total"
        )
    )
    columns = (
        TableColumn("能源品种", 0.2), TableColumn("实物量", 0.16, "decimal", "见单位"), TableColumn("折标系数", 0.13, "decimal", "tce/单位"),
        TableColumn("折标准煤", 0.14, "decimal", "tce"), TableColumn("占比", 0.14, "left"), TableColumn("有台账", 0.08, "centre"), TableColumn("系数来源", 0.2),
    )  # fmt: skip
    return Table(
        columns,
        tuple(body),
        f"综合能源消费量（{2020 + number % 7} 年）",
        "折标系数取自能源系数包 2026.1；有实测热值的以实测为准。",
        f"table-energy-{number}",
        str(number),
    )


def answers_table(number: int, rows: int) -> Table:
    body = []
    for index in range(rows):
        item = number * 100 + index
        body.append(TableRow((
            Cell(str(item), tone="accent"), Cell(f"{DOMAINS[index % 12]}：排产时，是否同时考虑了设备能力、物料到位、人员和交期？（第 {index % 4 + 1} 级）"),
            Cell(("全部满足", "大部分满足", "部分满足", "不满足", "不适用")[index % 5]), Cell(f"{(1.0, 0.8, 0.5, 0.0, 0.0)[index % 5]:.1f}"),
            Cell("现场看了三张工单，与计划一致；缺料预警当天可见。" if index % 3 == 0 else ("由班长电话协调，没有记录。" if index % 3 == 1 else "")),
        )))  # fmt: skip
    columns = (
        TableColumn("题号", 0.08),
        TableColumn("题目", 0.42),
        TableColumn("回答", 0.13),
        TableColumn("得分", 0.08, "decimal"),
        TableColumn("备注", 0.29),
    )
    return Table(
        columns,
        tuple(body),
        f"全部回答（{DOMAINS[number % 12]}）",
        "",
        f"table-answers-{number}",
        str(number),
        dense=True,
    )


def summary() -> tuple[Block, ...]:
    series = (
        charts.RadarSeries("本次", (3.0, 2.6, 1.7, 1.6, 1.5, 2.2, 2.1, 2.9, 2.0, 2.4, 2.6, 2.3)),
        charts.RadarSeries("2025 年", (2.4, 2.3, 1.4, 1.5, 1.3, 2.0, 1.9, 2.6, 1.8, 2.2, 2.4, 2.2)),
    )
    picture = charts.radar(charts.Radar(DOMAINS, series, target=3.0, target_name="集成级", width=242))
    gaps = Records((
        Record("1", "计划与调度（3 级）", "", ("排产未同时考虑物料与交期；148、151 题",)),
        Record("2", "数据（3 级）", "", ("自动采集率 22%，未统一编码；41、43 题",)),
        Record("3", "信息安全（3 级）", "", ("工控网与办公网未隔离；77、79 题",)),
    ))  # fmt: skip
    first = Records((
        Record("1", "关键设备联网与数据采集", "", ("60–90 万元 · 4 个月 · 技改设备补助",), "good"),
        Record("2", "生产计划排程上线", "", ("70–110 万元 · 6 个月 · 需先完成第 1 项",), "good"),
        Record("3", "工控网络分区与边界防护", "", ("20–35 万元 · 2 个月 · 停机窗口 1 天",), "good"),
    ))  # fmt: skip
    return (
        Heading(1, "摘要", "summary", new_page=True),
        Paragraph(
            "现在是规范级，2.31 分；离集成级还差 9 条要求。先补齐排产、数据采集和工控网络边界三处短板，约 180 万元、8 个月可到集成级；"
            "绿色工厂基本要求全部满足，能源低碳化得分偏低；四基中谐波减速器属于高风险断供项。", "lead",
        ),
        Cards((
            Card("智能工厂", "2 级 规范级", "2.31 / 5", "离 3 级还差 9 条", "attention"), Card("绿色工厂", "71.3 分", "满分 100", "8 项基本要求全部满足", "good"),
            Card("四基能力", "63 分 · 三档", "满分 100", "高风险断供项 2 个", "bad"),
        )),
        Columns((Figure(picture, "智能工厂各能力域成熟度", "figure-radar", "1"),),
                (Heading(3, "卡住等级的三处短板", "summary-gaps"), gaps, Heading(3, "先做三件事", "summary-first"), first), 0.57),
        Rule(),
        Heading(3, "这些结论靠什么", "summary-basis"),
        Bars((("已答比例", 0.98, "98%（264 题中 258 题）"), ("有证据的比例", 0.71, "71%"), ("专家核验比例", 0.64, "64%"))),
    )  # fmt: skip


def profile() -> tuple[Block, ...]:
    pairs = (
        ("企业名称", "合肥示例精密机械有限公司（示例）"), ("统一社会信用代码", "91340100MA0EXAMPLE"), ("所在地区", "合肥市 · 经济技术开发区"),
        ("国民经济行业", "C3425 机床功能部件及附件制造"), ("企业规模", "中型"), ("职工人数", "412 人"), ("上年营业收入", "3.86 亿元"), ("研发投入占比", "4.7%"),
        ("主要产品", (Run("谐波减速器", bold=True), Run("、精密滚珠丝杠副、直线导轨副；"), Run("谐波减速器国产替代验证中", tone="attention"))), ("生产类型", "离散型，多品种小批量"),
    )  # fmt: skip
    return (
        Heading(1, "企业概况", "profile", "一、", new_page=True),
        KeyValues(pairs, 2),
        Heading(2, "经营与研发", "profile-business", "（一）"),
        Paragraph(LONG), Paragraph(LONG.replace("数据", "装备")),
        Bullets(("主导产品近三年国内市场占有率 12%、14%、17%，连续两年上升；", "现有发明专利 23 件，参与行业标准 2 项；",
                 (Run("短板：", bold=True, tone="bad"), Run("高端轴承与伺服电机依赖进口，交期 26 周以上，库存只够 6 周。")), LONG[:160])),
        Heading(3, "评价的先后", "profile-order", "1."),
        Bullets(("企业自评，2026 年 3 月完成；", "专家现场核验，抽查 169 题，改动 11 题；", "形成本报告，数据指纹见页脚。"), numbered=True),
        Callout("口径说明", "本报告的“关键设备”指停机 4 小时以上会影响当天交付的设备，共 36 台，清单见附件二。", "accent"),
        Callout("有 6 题没有回答", "没有回答的题目按 0 分计入；其中 4 题在信息安全子域，可能使该子域的得分偏低。补答之后可以重新出具报告。", "attention"),
        Callout("一票否决项已核验", "近三年没有发生较大及以上的安全、环境、质量事故。", "good"),
        Callout("不具备申报条件", "能源计量器具配备率 82%，低于 95% 的要求（第 31 题）。", "bad"),
    )  # fmt: skip


def diagnosis() -> tuple[Block, ...]:
    steps = charts.level_steps(
        charts.LevelSteps(2.31, ("规划级", "规范级", "集成级", "优化级", "引领级"), 3.0, "目标", 3.08)
    )
    bars = charts.grouped_bars(
        charts.GroupedBars(
            ("自评", "核验"),
            tuple(
                charts.BarRow(name, (2.9 - index % 5 * 0.33, 2.7 - index % 5 * 0.36 if index != 6 else None))
                for index, name in enumerate(DOMAINS)
            ),
            5.0,
            3.0,
            "集成级门槛",
        )
    )
    blocks: list[Block] = [
        Heading(1, "智能工厂诊断", "smart", "二、", new_page=True),
        Paragraph("企业处于规范级（2 级），综合得分 2.31 分。" + LONG), Figure(steps, "现在的位置与方案实施后的位置", "figure-level", "2"),
        Heading(2, "各能力子域得分", "smart-scores", "（一）"), heat_table(),
        Heading(2, "离集成级还差什么", "smart-gaps", "（二）"),
        Records(tuple(
            Record(str(148 + index * 3), title, f"补齐后 3 级得分 +0.0{31 - index * 3}", (f"现状：{now}", "依据：GB/T 39116—2020 三级；证据：排产规则说明、同一天的计划与工单截图"))
            for index, (title, now) in enumerate((
                ("排产时同时考虑设备能力、物料到位、人员和交期", "只按交期排，缺料在开工后才发现"), ("异常（缺料、故障、插单）半小时内能看到并重排", "靠班长电话"),
                ("关键工序数据自动采集", "36 台关键设备中 8 台"), ("工控网与办公网之间有边界防护，规则每年复核", "同一交换机，没有防火墙"),
            ))
        )),
        Heading(2, "自评与核验", "smart-verified", "（三）"), Paragraph(LONG), Figure(bars, "各能力域自评与核验得分", "figure-bars", "3"),
    ]  # fmt: skip
    for index in range(4):
        blocks += [
            Heading(3, f"{DOMAINS[index]}的强弱", f"smart-domain-{index}", f"{index + 1}."),
            Paragraph(LONG),
            Paragraph(LONG[:150]),
        ]
    return tuple(blocks)


def other_forms() -> tuple[Block, ...]:
    names = (
        "谐波减速器柔轮",
        "高速主轴轴承",
        "伺服电机编码器",
        "数控系统",
        "直线光栅尺",
        "特种工程塑料",
        "磨削砂轮",
        "润滑脂",
        "导轨用轴承钢",
        "密封件",
    )
    risk = charts.risk_matrix(
        charts.RiskMatrix(
            tuple(
                charts.RiskPoint(str(i + 1), name, (i * 37 % 100) / 100, (95 - i * 9) / 100)
                for i, name in enumerate(names)
            )
        )
    )
    energy = charts.stacked_bar(
        charts.StackedBar(
            (
                charts.Share("电力", 842.3),
                charts.Share("天然气", 311.9),
                charts.Share("柴油", 64.2),
                charts.Share("蒸汽", 51.0),
                charts.Share("其他", 14.9),
            ),
            "tce",
        )
    )
    marks = (("2014 年", 1.6), ("2020 年", 2.1), ("2025 年", 2.6))
    bullet = charts.bullet(charts.Bullet((
        charts.BulletRow("研发投入占主营业务收入比", 4.7, tuple(charts.Mark(*mark) for mark in marks), "%"),
        charts.BulletRow("万元工业增加值能耗", 0.52, (charts.Mark("2014 年", 0.9), charts.Mark("2020 年", 0.7), charts.Mark("2025 年", 0.48)), "tce", higher_is_better=False),
        charts.BulletRow("数字化研发设计工具普及率", 61, (charts.Mark("2014 年", 52), charts.Mark("2020 年", 72), charts.Mark("2025 年", 84)), "%"),
        charts.BulletRow("关键工序数控化率", None, (charts.Mark("2014 年", 27), charts.Mark("2020 年", 50), charts.Mark("2025 年", 64)), "%"),
    )))  # fmt: skip
    blocks: list[Block] = [
        Heading(1, "工业“四基”诊断", "bases", "三、", new_page=True),
        Paragraph(LONG),
        Figure(risk, "关键件断供风险", "figure-risk", "4"),
        Heading(1, "绿色工厂诊断", "green", "四、", new_page=True),
        Paragraph(LONG),
        Figure(energy, "能源消费构成", "figure-energy", "5"),
    ]
    for index in range(5):
        blocks += [
            Heading(2, f"能源与碳排放（{2021 + index} 年）", f"green-{index}", f"（{'一二三四五'[index]}）"),
            Paragraph(LONG[:170]),
            numbers_table(index + 2),
        ]
    blocks += [
        Heading(2, "对标", "green-benchmark", "（六）"),
        Figure(bullet, "与全省指标对照", "figure-bullet", "6"),
        Paragraph("注：指标口径与来源见附件三。", "note"),
    ]
    return tuple(blocks)


def plan() -> tuple[Block, ...]:
    gantt = charts.gantt(charts.Gantt(
        ("27Q1", "27Q2", "27Q3", "27Q4", "28Q1", "28Q2", "28Q3", "28Q4"),
        tuple(charts.GanttTask(f"{i + 1}. {name}", start, length, phase, amount, after) for i, (name, start, length, phase, amount, after) in enumerate(MEASURES)),
        ("近期", "中期", "远期"), total="336",
    ))  # fmt: skip
    path = charts.score_path(
        charts.ScorePath(
            (
                charts.ScoreStep("现在", 2.31),
                charts.ScoreStep("近期之后", 2.64, "118 万元"),
                charts.ScoreStep("中期之后", 3.08, "193 万元"),
                charts.ScoreStep("远期之后", 3.12, "25 万元"),
            ),
            5.0,
            (("规范级", 2.0), ("集成级", 3.0)),
        )
    )
    blocks: list[Block] = [
        Heading(1, "一企一方案", "plan", "五、", new_page=True),
        Paragraph(
            "目标：2027 年三季度达到集成级，2028 年申报省级绿色工厂。下面的组合是在 350 万元预算内、满足先后次序时达到目标的最省方案；去掉任何一项都到不了目标。",
            "lead",
        ),
        Figure(gantt, "实施路线与投资", "figure-gantt", "7"),
        Figure(path, "得分路径", "figure-path", "8"),
    ]
    for index, (name, *_rest) in enumerate(MEASURES):
        blocks += [Heading(2 if index % 4 == 0 else 3, name, f"measure-{index}", f"{index + 1}."), KeyValues((
            ("补哪些差距", "第 41、43、45、58 题（数据、集成 3 级）"), ("做什么", "列出 36 台关键设备与采集点 → 选网关与协议 → 分两批接入 → 与工单关联 → 看板上线并考核采集率"),
            ("先决条件", "车间网络到位（第 2 项并行）；设备点表由设备科提供"), ("周期与投资", "4 个月；60–90 万元（估算，中型企业）；一天停机窗口两次"),
            ("预期效果", "3 级得分 +0.09；设备利用率可见；关键工序数据自动采集率 22% → 85%"),
            ("政策与部门", "技改设备补助、融资租赁（皖政〔2015〕106号 五（二）（三））；对口：省工业和信息化厅（任务 1）"), ("留下什么", "点表、采集率月报、验收记录、发票"),
        ))]  # fmt: skip
    return tuple(blocks)


def appendix(rows: int = 46) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(1, "附件", "appendix", "六、", new_page=True),
        Heading(2, "全部回答", "appendix-answers", "（一）"),
    ]
    blocks += [answers_table(number, rows) for number in range(1, 7)]
    evidence = tuple(
        TableRow(
            (
                Cell(f"排产规则说明（{i}）.pdf", link="table-heat"),
                Cell(f"{i * 7 + 3}"),
                Cell(f"{i * 0.37 + 0.2:.2f}"),
                Cell("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            )
        )
        for i in range(1, 15)
    )
    blocks += [
        Heading(2, "证据清单", "appendix-evidence", "（二）"),
        Table((TableColumn("文件", 0.3), TableColumn("题号", 0.08, "right"), TableColumn("大小", 0.1, "decimal", "MB"), TableColumn("SHA-256", 0.52)), evidence, "证据与指纹", "", "table-evidence", "30", dense=True),
        PageBreak(),
        Heading(2, "填报声明", "appendix-declaration", "（三）"),
        Signature("本单位承诺：本次评价所填内容真实、完整，所附证据与原件一致；已知悉虚假填报的后果，愿意接受主管部门核查，并对由此产生的后果负责。",
                  ("填报人（签字）：", "企业负责人（签字）：", "评估员（签字）：", "日期：")),
        Paragraph("本报告由程序按公开的评分规则计算，结论供企业改进与主管部门参考。", "centre"), Paragraph("附：评价数据以 JSON 嵌入本文件。", "small"),
    ]  # fmt: skip
    return tuple(blocks)


def sample_document(rows: int = 46, watermark: str = "") -> Document:
    """A whole report; `rows` is the length of each answers table."""
    cover = Cover(
        "制造强省 · 企业自我评价", ("一企一诊断", "一企一方案"), "智能工厂 · 工业“四基” · 绿色工厂",
        (("企业名称", "合肥示例精密机械有限公司（示例）"), ("统一社会信用代码", "91340100MA0EXAMPLE"), ("所在地区", "合肥市 · 经济技术开发区"),
         ("所属领域", "智能装备 · C34 通用设备制造业 · 离散型 · 中型"), ("评价期间", "2026 年 1 月 — 2026 年 10 月"), ("评价方式", "企业自评，专家核验 64%"), ("编制日期", "2026 年 11 月 23 日")),
        "WQZD|示例-3401-0001|7f3a91c2|SF 2.31 L2|GF 71.3|FB 63", ("扫码可见报告编号、数据指纹与主要结论。", "用本软件“核对报告”打开本 PDF，可离线重算全部得分。"),
    )  # fmt: skip
    sections = (
        Section("summary", "摘要", summary()), Section("profile", "企业概况", profile()), Section("smart", "智能工厂诊断", diagnosis()),
        Section("other", "四基与绿色", other_forms()), Section("plan", "方案", plan()), Section("appendix", "附件", appendix(rows)),
    )  # fmt: skip
    return Document(
        "一企一诊断 一企一方案：合肥示例精密机械有限公司", "皖企诊断", "2026 年自评报告", ("智能工厂", "绿色工厂", "工业四基"), "2026-11-23T10:30:00",
        ("合肥示例精密机械有限公司 · 一企一诊断 一企一方案", "2026 年自评 · 报告编号 示例-3401-0001"), "指纹 7f3a 91c2 · 智能工厂 2026.1 · 绿色工厂 2026.1 · 四基 2026.1",
        cover, sections, watermark, {"assessment.json": json.dumps({"answers": {"41": 0.5}}, ensure_ascii=False).encode()},
    )  # fmt: skip
