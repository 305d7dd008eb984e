"""The register over a real workspace: taking in, moving on, refusing, taking back, and what a finished project changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from anhui_assess.content.library import rebuild_form
from anhui_assess.domain.answers import Answer
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import NotFoundError, ReadOnlyError
from anhui_assess.domain.planning.first_plan import first_plan
from anhui_assess.domain.planning.outcomes import with_proposals
from anhui_assess.domain.planning.plan import Plan
from anhui_assess.domain.planning.projects import STATES, Rate, State, months_later
from anhui_assess.services import project_view
from anhui_assess.services.headline import headline
from anhui_assess.services.library import Library
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.projects import Outcome, ProjectRegister, state_of
from anhui_assess.services.session import AssessmentSession
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.assessments import sample

DAY = "2026-11-23"
_PLANS: dict[int, Plan] = {}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteWorkspace]:
    with open_workspace(tmp_path / "w") as made:
        yield made


@pytest.fixture
def library(store: SqliteWorkspace, catalog: Catalog) -> Library:
    return Library(store, catalog, rebuild_form, who="李四")


@pytest.fixture
def session(library: Library, catalog: Catalog) -> AssessmentSession:
    return library.open(library.import_documents([sample("anqing-textile", catalog)])[0].id)


@pytest.fixture
def register(session: AssessmentSession) -> ProjectRegister:
    return ProjectRegister(session, lambda: DAY)


@pytest.fixture
def plan(session: AssessmentSession, catalog: Catalog) -> Plan:
    """The plan of the sample, worked out once for this file."""
    if id(catalog) not in _PLANS:
        _PLANS[id(catalog)] = first_plan(session.scored)
    return _PLANS[id(catalog)]


def finish(register: ProjectRegister, project_id: str) -> None:
    register.edit(project_id, "actual.reserve", "2026-01-05")
    assert register.advance(project_id, State.STARTED, "2026-02-01").stored
    assert register.advance(project_id, State.COMPLETED, "2026-10-01").stored


def refused(outcome: Outcome) -> str:
    assert not outcome.stored
    return "".join(problem.message for problem in outcome.problems)


def test_measures_of_the_plan_become_projects_in_one_transaction(
    register: ProjectRegister, plan: Plan, store: SqliteWorkspace
) -> None:
    before = len(store.project_history(register.session.record.id))
    outcome = register.accept(plan)
    assert outcome.stored
    assert len(register.projects) == len(plan.measures)
    assert {entry.at for entry in store.project_history(register.session.record.id)} == {outcome.saved_at}
    assert before == 0
    for entry, project in zip(plan.measures, register.projects, strict=True):
        assert (project.title, project.measure_id) == (entry.measure.title, entry.measure.id)
        assert project.planned[State.STARTED] == months_later(DAY, entry.start)
        assert project.planned[State.COMPLETED] == months_later(DAY, entry.end)
        assert State.AT_CAPACITY not in project.planned
        expected = None if entry.investment is None else pytest.approx(sum(entry.investment) / 2, abs=0.01)
        assert project.planned_amount == expected
    assert register.open_measures(plan) == ()
    assert not register.accept(plan).stored
    assert list(store.projects(register.session.record.id)) == list(register.projects)


def test_chosen_measures_only_and_strange_ones_refuse_all(register: ProjectRegister, plan: Plan) -> None:
    first, second = (entry.measure.id for entry in plan.measures[:2])
    assert "没有可列入的措施“nix”" in refused(register.accept(plan, [first, "nix"]))
    assert not register.projects
    assert register.accept(plan, [second]).stored
    assert "nix" not in refused(register.accept(plan, [second, first]))
    assert [one.measure_id for one in register.projects] == [second]


def test_every_field_is_edited_and_the_rules_are_kept(register: ProjectRegister) -> None:
    project = register.add("  涂装线搬迁 ").projects[0]
    assert (project.title, project.number, project.measure_id) == ("涂装线搬迁", 1, "")
    for field, value in (
        ("title", "涂装线搬迁（二期）"),
        ("responsible", "王工"),
        ("notes", "先清场\n再拆"),
        ("planned_amount", 120),
        ("actual_amount", 30.5),
        ("planned.started", "2026-12-01"),
        ("planned.at_capacity", "2027-06-01"),
    ):
        assert register.edit(project.id, field, value).stored, field
    assert "不能早于计划开工" in refused(register.edit(project.id, "planned.completed", "2026-11-30"))
    assert "万元" in refused(register.edit(project.id, "planned_amount", -3))
    assert "用“转为”" in refused(register.edit(project.id, "actual.started", "2026-11-01"))
    assert "还没有到" in refused(register.edit(project.id, "actual.reserve", "2026-11-24"))
    assert register.edit(project.id, "planned.started", None).stored
    assert not register.edit(project.id, "responsible", "王工").stored  # as it is
    stored = register.project("1")
    assert (stored.responsible, stored.planned_amount, stored.notes) == ("王工", 120.0, "先清场\n再拆")
    assert list(stored.planned) == [State.AT_CAPACITY]
    assert "名称" in refused(register.add("  "))
    with pytest.raises(ValueError, match="colour"):
        register.edit(project.id, "colour", "red")
    with pytest.raises(NotFoundError, match="没有项目"):
        register.project("99")


def test_going_back_and_removing_need_a_reason_that_stays(register: ProjectRegister) -> None:
    (project,) = register.add("屋顶光伏").projects
    register.advance(project.id, State.STARTED, DAY)
    assert "写明原因" in refused(register.step_back(project.id, " "))
    assert register.step_back(project.id, "设备退货").stored
    assert "不能再退" in refused(register.step_back(project.id, "再退"))
    assert "写明原因" in refused(register.remove(project.id, ""))
    assert register.remove(project.id, "并入二期").stored
    assert register.projects == ()
    lines = [project_view.history_line(entry) for entry in register.history(project.id)]
    assert "移出：并入二期" in lines[0]
    assert "退回状态：设备退货" in lines[1]
    assert f"转为开工（{DAY}）" in lines[2]
    assert "李四" in lines[3]
    (again,) = register.add("另一个").projects
    assert again.number == 2  # a number is not given twice


def test_every_action_can_be_taken_back(
    register: ProjectRegister, plan: Plan, store: SqliteWorkspace
) -> None:
    before = [register.projects]
    register.accept(plan, [entry.measure.id for entry in plan.measures[:3]])
    before.append(register.projects)
    key = register.projects[1].id
    register.edit(key, "responsible", "王工")
    before.append(register.projects)
    register.advance(key, State.STARTED, DAY)
    before.append(register.projects)
    register.remove(key, "不做了")
    while register.can_undo:
        assert register.undo().stored
        assert register.projects == before.pop()
        assert tuple(store.projects(register.session.record.id)) == register.projects
    assert before == []
    assert register.undo() == Outcome()
    assert store.check() == []


def test_what_an_import_brought_does_not_hold_up_other_edits(library: Library, catalog: Catalog) -> None:
    """A file made where the clock goes ahead has dates of the future; that is no reason to refuse a note."""
    source = sample("hefei-precision", catalog)
    session = library.open(library.import_documents([source])[0].id)
    early = ProjectRegister(session, lambda: "2025-01-01")
    assert tuple(early.projects) == source.projects
    project = early.projects[1]
    assert early.edit(project.id, "notes", "记一笔").stored
    assert "还没有到" in refused(early.edit(project.id, "actual.completed", "2026-11-20"))


def test_a_new_assessment_of_the_firm_goes_on_with_its_projects(library: Library, catalog: Catalog) -> None:
    record = library.import_documents([sample("hefei-precision", catalog)])[0]
    following = library.continue_enterprise(record.enterprise_id, title="2027 年自评", date="2027-01-10")
    first = ProjectRegister(library.open(record.id), lambda: DAY)
    later = ProjectRegister(library.open(following.id), lambda: DAY)
    assert later.projects == first.projects
    assert later.edit("p_sample04", "notes", "新年再盯").stored
    assert ProjectRegister(library.open(record.id)).projects == first.projects
    assert library.store.check() == []


def test_a_read_only_workspace_takes_nothing(
    session: AssessmentSession, store: SqliteWorkspace, catalog: Catalog
) -> None:
    with open_workspace(store.folder, read_only=True) as reader:
        library = Library(reader, catalog, rebuild_form)
        register = ProjectRegister(library.open(session.record.id), lambda: DAY)
        with pytest.raises(ReadOnlyError):
            register.add("不行")
        assert register.projects == ()


# ------------------------------------------------------------------------------------------ finished projects


def test_only_a_finished_project_proposes_and_nothing_changes_before_it_is_confirmed(
    register: ProjectRegister, plan: Plan
) -> None:
    entry = next(found for found in plan.measures if len(found.closes) > 2)
    (project,) = register.accept(plan, [entry.measure.id]).projects
    assert register.proposals(project.id).entries == ()
    register.edit(project.id, "actual.reserve", "2026-01-05")
    register.advance(project.id, State.STARTED, "2026-02-01")
    assert register.proposals(project.id).entries == ()
    register.advance(project.id, State.COMPLETED, "2026-10-01")
    session = register.session
    before = session.scored
    found = register.proposals(project.id).entries
    assert {(one.form_id, one.item_id) for one in found} >= set(entry.closes)
    after = with_proposals(before, found)
    assert session.scored is before
    touched = {one.form_id for one in found}
    assert any((after.result(form).score or 0) > (before.result(form).score or 0) for form in touched)
    lines = project_view.score_lines(before, found)
    assert {title for title, _, _ in lines} >= {
        session.engine.catalog.forms[form].short_title for form in touched
    }


def test_chosen_answers_are_recorded_together_and_one_undo_takes_them_back(
    register: ProjectRegister, plan: Plan, store: SqliteWorkspace
) -> None:
    entry = next(found for found in plan.measures if len(found.closes) > 2)
    (project,) = register.accept(plan, [entry.measure.id]).projects
    finish(register, project.id)
    session = register.session
    found = register.proposals(project.id).entries
    chosen, left = found[:-1], found[-1]
    expected = with_proposals(session.scored, chosen)
    sheet = session.sheet
    changes = register.confirm(chosen)
    assert changes.stored
    for form in session.engine.catalog.scored_forms:
        assert session.scored.result(form.id) == expected.result(form.id)
    assert session.current(left.form_id, left.item_id) == left.old
    for one in chosen:
        assert session.current(one.form_id, one.item_id).value == one.value
        assert session.history(one.form_id, one.item_id)[0].at == changes.saved_at
    assert [one.item_id for one in register.proposals(project.id).entries] == [left.item_id]
    assert store.assessment(session.record.id).summary == headline(session.scored)
    session.undo()
    assert session.sheet == sheet == store.sheet(session.record.id)
    session.redo()
    assert session.current(chosen[0].form_id, chosen[0].item_id).value == chosen[0].value
    assert store.check() == []


def of_answers(register: ProjectRegister) -> bool:
    return register.undo_is_of_answers


def test_undo_takes_answers_back_only_while_they_are_the_last_thing_changed(
    register: ProjectRegister, plan: Plan
) -> None:
    entry = next(found for found in plan.measures if len(found.closes) > 2)
    (project,) = register.accept(plan, [entry.measure.id]).projects
    finish(register, project.id)
    session = register.session
    sheet = session.sheet
    register.confirm(register.proposals(project.id).entries)
    assert of_answers(register)
    assert not register.undo().stored
    assert register.undo_answers() is not None
    assert session.sheet == sheet
    assert not of_answers(register)
    register.confirm(register.proposals(project.id).entries)
    session.note("profile", "name", "以后又改了")
    assert not of_answers(register)
    assert register.undo_answers() is None
    assert register.undo().stored
    assert register.project(project.id).state is State.STARTED


def test_verified_answers_are_left_to_the_assessor(register: ProjectRegister, plan: Plan) -> None:
    entry = next(found for found in plan.measures if len(found.closes) > 2)
    (project,) = register.accept(plan, [entry.measure.id]).projects
    finish(register, project.id)
    one = register.proposals(project.id).entries[0]
    session = register.session
    value = session.scored.value(one.item_id)
    assert session.verify(one.form_id, one.item_id, value, "现场看过").stored
    found = register.proposals(project.id)
    assert (one.form_id, one.item_id) in found.verified
    assert one.item_id not in {other.item_id for other in found.entries}


def test_a_measure_the_library_no_longer_has_proposes_nothing(library: Library, catalog: Catalog) -> None:
    source = sample("hefei-precision", catalog)
    strange = tuple(replace(project, measure_id="gone") for project in source.projects)
    document = AnswersDocument(source.sheet, "评", "2026-11-01", projects=strange)
    register = ProjectRegister(library.open(library.import_documents([document])[0].id), lambda: DAY)
    assert all(register.proposals(project.id).entries == () for project in register.projects)


def test_several_values_are_refused_together(session: AssessmentSession) -> None:
    items = list(session.engine.catalog.forms["smart_factory"].items.values())[:2]
    before = session.scored
    changes = session.answer_together(
        [("smart_factory", items[0].id, items[0].scale[0].value), ("smart_factory", items[1].id, 17)]
    )
    assert changes.problems
    assert session.scored is before
    now = session.current("smart_factory", items[0].id)
    assert isinstance(now, Answer)
    unchanged = [("smart_factory", items[0].id, now.value)] if now.value is not None else []
    assert not session.answer_together(unchanged).stored


# ------------------------------------------------------------------------------------------ words


def test_states_are_understood_by_id_and_by_name() -> None:
    assert [state_of(str(state)) for state in STATES] == list(STATES)
    assert state_of("竣工") is State.COMPLETED
    assert state_of("投产") is None


def test_the_table_and_its_rows_agree(library: Library, catalog: Catalog) -> None:
    register = ProjectRegister(
        library.open(library.import_documents([sample("hefei-precision", catalog)])[0].id), lambda: DAY
    )
    for due, make in ((False, project_view.by_state), (True, project_view.by_due)):
        grid = make(register.projects, DAY)
        rows = project_view.row_projects(register.projects, DAY, due=due)
        assert len(rows) == len(grid.rows)
        for row, project in zip(grid.rows, rows, strict=True):
            assert (row.style == "group") == (project is None)
            if project is not None:
                assert row.cells[1].text == project.title
    words = [project_view.rate_words(rate).value for rate in register.rates()]
    assert words == ["56%", "83%", "75%", "100%"]
    none = project_view.rate_words(Rate(State.STARTED, 0, 0))
    assert (none.value, none.known, none.counted) == ("暂无数据", False, "没有已到期或已完成的项目")
