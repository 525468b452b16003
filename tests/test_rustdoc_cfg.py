"""The predicates of `cfg` as rustdoc prints them, and what they ask of a user."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.checks.items.cfgs import Predicate, Truth, predicate
from portlog.checks.rustdoc_gate import Gate, gate
from portlog.sources.rustdoc_cfg import conditions, is_derived, may_derive_conditionally

PLACE = "src/lib.rs:4:7: 4:22 (#0)"
_NAMES = st.sampled_from(["feature", "unix", "target_os", "docsrs", "loom", "built"])
_VALUES = st.none() | st.sampled_from(["net", "rt-multi-thread", "1.0"])
_PREDICATES: st.SearchStrategy[Predicate] = st.recursive(
    st.builds(Predicate, _NAMES, _VALUES),
    lambda inner: (
        st.builds(
            Predicate,
            st.sampled_from(["all", "any"]),
            st.none(),
            st.lists(inner, max_size=3).map(tuple),
        )
        | st.builds(Predicate, st.just("not"), st.none(), st.tuples(inner))
    ),
    max_leaves=8,
)


def _written(one: Predicate) -> str:
    if one.parts is None:
        return one.name if one.value is None else f'{one.name} = "{one.value}"'
    return f"{one.name}({', '.join(map(_written, one.parts))})"


def _internal(one: Predicate) -> str:
    if one.parts is None:
        told = "None" if one.value is None else f'Some("{one.value}")'
        return f'NameValue {{ name: "{one.name}", value: {told}, span: {PLACE} }}'
    parts = ", ".join(map(_internal, one.parts))
    return f"{one.name.title()}({parts if one.name == 'not' else f'[{parts}]'}, {PLACE})"


@given(one=_PREDICATES)
def test_a_predicate_is_read_in_every_spelling(one: Predicate) -> None:
    written = _written(one)
    broken = written.replace(", ", ",\n")
    spellings: list[object] = [
        f"#[cfg({written})]",
        f"#[<cfg>({broken})]",
        {"other": f"#[attr = CfgTrace([{_internal(one)}])]"},
    ]

    read = conditions(spellings)

    assert read == (written, written, written)
    assert predicate(read[0]) == one


def test_several_in_one_attribute_must_all_hold() -> None:
    parts = [_internal(Predicate("feature", name)) for name in ("rt", "macros")]

    read = conditions([f"#[attr = CfgTrace([{parts[0]},\n{parts[1]}])]"])

    assert read == ('all(feature = "rt", feature = "macros")',)


@given(
    text=st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["all(", "any(", "not(", ")", ",", "unix", 'feature = "x"', "All([", "Not(", "]", " "]
        ),
        max_size=12,
    ).map("".join)
)
@pytest.mark.parametrize("opening", ["#[cfg(", "#[<cfg>(", "#[attr = CfgTrace(["])
def test_whatever_stands_in_an_attribute_it_is_a_condition(opening: str, text: str) -> None:
    (read,) = conditions([f"{opening}{text}"])

    assert gate([read], frozenset()).is_open in {True, False, None}


@pytest.mark.parametrize(
    "text",
    [
        '#[cfg(version("1.80"))]',
        "#[cfg(",
        "#[attr = CfgTrace([",
        "#[attr = CfgTrace([Version(Some(1.80), src/lib.rs:1:1: 1:2 (#0))])]",
        "#[attr = CfgTrace([All([Version(Some(1.80)), " + _internal(Predicate("unix")) + "])])]",
        "#[cfg(" + "not(" * 100 + "unix" + ")" * 100 + ")]",
        "#[attr = CfgTrace([" + "Not(" * 100 + "])]",
        "#[cfg(all(" + 'feature = "x", ' * 10_000 + "))]",
    ],
    ids=lambda text: text[:36],
)
def test_a_condition_that_is_not_understood_is_not_known_to_hold(text: str) -> None:
    way = gate(conditions([text]), frozenset({"x"}))

    assert way.is_open is None
    assert way.undecided


@pytest.mark.parametrize(
    "attribute",
    ["#[inline]", "non_exhaustive", {"must_use": {"reason": None}}, {"other": 3}, 7, None, ["x"]],
)
def test_other_attributes_are_no_conditions(attribute: object) -> None:
    assert conditions([attribute]) == ()


def test_what_a_derive_made_says_so() -> None:
    assert is_derived(["#[automatically_derived]"])
    assert is_derived(["automatically_derived"])
    assert not is_derived(["#[inline]"])


@pytest.mark.parametrize(
    ("attribute", "may"),
    [
        ({"other": "#[attr = CfgAttrTrace]"}, True),
        ('#[<cfg_attr>(feature = "serde", derive(Serialize))]', True),
        ("#[<cfg_attr>(docsrs, doc(cfg(unix)))]", False),
        ("#[derive(Clone)]", False),
    ],
)
def test_a_conditional_derive_is_noticed(attribute: object, *, may: bool) -> None:
    assert may_derive_conditionally([attribute]) is may


A, B = 'feature = "a"', 'feature = "b"'


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((), Gate(Truth.YES)),
        ((A,), Gate(Truth.YES, "a")),
        ((B,), Gate(Truth.NO, "b", "b")),
        ((A, B, B), Gate(Truth.NO, "a + b", "b")),
        ((f"any({A}, {B})",), Gate(Truth.YES, "a or b")),
        ((f"not({A})",), Gate(Truth.NO, None, "without a")),
        ((f"not({B})",), Gate(Truth.YES)),
        (("windows", A), Gate(Truth.PLATFORM, "a", platforms="windows")),
        (("docsrs",), Gate(Truth.NO)),
        ((f"any(docsrs, {B})",), Gate(Truth.NO, "b", "b")),
        (("built",), Gate(Truth.OPEN, undecided="cfg(built)")),
        (("built", B), Gate(Truth.NO, "b", "b", "cfg(built)")),
        ((f"any(built, {A})",), Gate(Truth.YES, "a")),
        (("not(loom)",), Gate(Truth.YES)),
    ],
)
def test_what_has_to_be_switched_on(asked: tuple[str, ...], expected: Gate) -> None:
    assert gate(asked, frozenset({"a"})) == expected
