"""What a measure takes and changes, in words."""

from __future__ import annotations

from anhui_assess.domain.catalog import Catalog
from anhui_assess.services.measure_words import DEMANDS, effect_words, site_words


def test_a_measure_says_what_it_takes_and_which_figures_it_changes(catalog: Catalog) -> None:
    compressor = catalog.packs.measures["air-compressor-saving"]
    assert site_words(compressor).startswith("要外部供应商或服务机构、要停机窗口：")
    assert site_words(compressor).endswith(compressor.needs)
    assert effect_words(compressor) == "空压用电下降 10–30%（空压站）"
    eam = catalog.packs.measures["eam"]
    assert effect_words(eam) == "设备综合效率提高 3–8 个百分点（纳管设备）；维修费下降 10–20%（纳管设备）"


def test_a_measure_without_a_figure_claims_none(catalog: Catalog) -> None:
    rules = catalog.packs.measures["energy-rules"]
    assert effect_words(rules) == ""
    assert site_words(rules).startswith(DEMANDS["rule_only"])


def test_every_effect_stands_in_the_words_of_the_benefit_too(catalog: Catalog) -> None:
    """A range is not invented beside the text: its upper figure is in the text, or the text says why it is another."""
    spoken_otherwise = {"robot-welding"}
    for measure in catalog.packs.measures.values():
        for effect in measure.effects:
            high = f"{effect.high:g}"
            assert high in measure.benefit or measure.id in spoken_otherwise, (measure.id, effect.figure)
