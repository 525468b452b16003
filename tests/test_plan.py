"""The plan of a port: made by hand, taken in, proposed and shown."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from port_support import Port, new_port
from support import Cli

from portlog.errors import InputError
from portlog.jobs.plan.change import add_module, edit_module, import_plan, remove_module
from portlog.jobs.plan.show import plan_of
from portlog.jobs.plan.suggest import suggest_plan
from portlog.records.original_part import part_of, written
from portlog.records.plan import PlannedModule


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Port:
    return new_port(tmp_path_factory.mktemp("sample") / "port")


@pytest.fixture
def port(sample: Port, tmp_path: Path) -> Port:
    return sample.copied(tmp_path / "port")


def names(port: Port) -> list[str]:
    return [one.module.module for one in plan_of(port.workspace)[0]]


def test_a_module_is_added_changed_and_removed(port: Port) -> None:
    port.plan("agent/loop", "original/agent/loop.py", "agent/memory.py::load", phase="2")

    edited = edit_module(port.workspace, "agent/loop", {"order": "3", "post": "p1"}, ["phase"])
    gone = remove_module(port.workspace, "agent/loop")

    parts = ("original/agent/loop.py", "original/agent/memory.py::load")
    assert edited == gone == PlannedModule("agent/loop", None, 3, parts, None, None, "p1")
    assert names(port) == []


def test_modules_are_listed_by_phase_then_order_then_name(port: Port) -> None:
    turns = {"a": ("10", "1"), "b": ("2", "2"), "c": ("2", "1"), "d": ("", ""), "e": ("2", "")}
    for module, (phase, order) in turns.items():
        add_module(port.workspace, {"module": module, "phase": phase, "order": order})

    assert names(port) == ["c", "b", "e", "a", "d"]


def test_the_lines_of_each_module_are_those_of_its_own_symbols(port: Port) -> None:
    port.plan("agent/loop", "original/agent/loop.py")
    port.plan("agent/run", "original/agent/loop.py::Loop")
    port.plan("main")

    lines = {one.module.module: one.code for one in plan_of(port.workspace)[0]}

    assert lines == {"agent/loop": 4, "agent/run": 6, "main": None}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"module": ""}, "module is empty"),
        ({"module": "x", "phase": "two"}, 'phase is "two"'),
        ({"module": "x", "originals": "::a"}, 'originals has "::a"'),
        ({"module": "there"}, "has there already"),
    ],
)
def test_a_module_that_means_nothing_is_refused(
    port: Port, cells: dict[str, str], why: str
) -> None:
    add_module(port.workspace, {"module": "there"})

    with pytest.raises(InputError, match=why):
        add_module(port.workspace, cells)

    assert names(port) == ["there"]


@pytest.mark.parametrize(
    ("original", "why"),
    [
        ("original/none.py", "not there"),
        ("original/tools.py::wget", "no symbol wget"),
        ("original/tools.py:1-2", "names lines"),
        ("../../x.py", "outside the experiment"),
    ],
)
def test_an_original_that_is_not_there_is_refused(port: Port, original: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        port.plan("x", original)


def test_a_plan_made_elsewhere_is_taken_in_whole_or_not_at_all(port: Port) -> None:
    add_module(port.workspace, {"module": "a", "post": "p1"})
    good = port.write("good.csv", "module,phase,originals\na,1,x.py\nb,2,\n")
    bad = port.write("bad.csv", "module,phase\nc,1\nd,soon\n")

    with pytest.raises(InputError, match=r"bad\.csv:3: phase"):
        import_plan(port.workspace, bad)
    counts = import_plan(port.workspace, good)

    found = {one.module.module: one.module for one in plan_of(port.workspace)[0]}
    assert counts == (1, 1)
    assert found["a"] == PlannedModule("a", 1, None, ("x.py",), None, None, "p1")
    assert set(found) == {"a", "b"}
    assert import_plan(port.workspace, good) == (0, 0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name\na\n", 'has a column "name"'),
        ("phase\n1\n", "has no column module"),
        ("module,phase\na\n", "not as many cells"),
        ("module\na\na\n", "stands twice"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(port: Port, text: str | bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        import_plan(port.workspace, port.write("plan.csv", text))


def test_a_module_is_proposed_for_each_original_that_none_has(port: Port) -> None:
    port.plan("own", "original/tools.py::web")
    port.write("original/__init__.py", "VERSION = 1\n")
    port.write("original/agent/__init__.py", "")
    port.write("original/agent.py", "A = 1\n")

    found = suggest_plan(port.workspace, write=True)

    assert [(one.module.module, one.symbols, one.code) for one in found] == [
        ("original", 0, 1),
        ("agent", 0, 1),
        ("agent/context", 1, 3),
        ("agent/loop", 4, 10),
        ("agent/memory", 2, 5),
    ]
    assert suggest_plan(port.workspace, write=True) == []


@given(
    path=st.text("abc/ .é", min_size=1).filter(lambda text: text.strip()),
    part=st.one_of(
        st.just(""),
        st.tuples(st.integers(1, 99), st.integers(0, 99)).map(lambda n: f":{n[0]}-{n[0] + n[1]}"),
        st.lists(st.sampled_from(["f", "Loop.run", "<A as B>::c"]), min_size=1).map(
            lambda names: f"::{','.join(names)}"
        ),
    ),
)
def test_a_part_is_written_as_it_is_read(path: str, part: str) -> None:
    assert written(part_of(path + part)) == path + part


def test_the_plan_on_the_command_line(experiment: Cli) -> None:
    folder = experiment.path("nb")
    folder.mkdir()
    (folder / "loop.py").write_text("def run():\n    return 1\n")
    with experiment.path("portlog.toml").open("a") as settings:
        settings.write('\n[original]\npath = "nb"\n')

    suggested = experiment("plan", "suggest", "--write", "--format", "csv")
    added = experiment("plan", "add", "main", "--phase", "1", "--loc-est", "40")
    edited = experiment("plan", "edit", "main", "--clear", "phase", "--issue", "https://x.test/1")
    shown = experiment("plan", "list", "--format", "json")
    nothing = experiment("plan", "edit", "main")

    assert suggested.out == "module,originals\nloop,nb/loop.py\n"
    assert (added.out, edited.out) == ("main\n", "main\n")
    assert json.loads(shown.out)["plan"] == [
        {
            "module": "loop",
            "phase": None,
            "order": None,
            "originals": ["nb/loop.py"],
            "loc_python": 2,
            "loc_rust_est": None,
            "issue_url": None,
            "post": None,
        },
        {
            "module": "main",
            "phase": None,
            "order": None,
            "originals": None,
            "loc_python": None,
            "loc_rust_est": 40,
            "issue_url": "https://x.test/1",
            "post": None,
        },
    ]
    assert (nothing.code, "nothing to change" in nothing.err) == (2, True)
    assert experiment("plan", "remove", "main").code == 0
    assert experiment.path("data/plan.csv").read_text().splitlines()[1:] == ["loop,,,nb/loop.py,,,"]
