from collections.abc import Iterator
from pathlib import Path

import pytest
from crate_support import Desk, desk, write_cargo_config
from loopback import Reply, loopback, release

from portlog.errors import ConfigError, InputError
from portlog.jobs.crate_neighbours import MOST_PROBES
from portlog.jobs.verify_crates import LookupOptions
from portlog.records.outcome import Outcome
from portlog.records.verdict import Verdict


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.server.publish("serde", release("1.0.0", features={"derive": []}))
        made.server.publish("serde_json", release("1.0.0"), release("1.1.0", yanked=True))
        yield made


def test_answers_come_in_the_order_typed_repeats_included(here: Desk) -> None:
    typed = ("serde_json", "serde@1", "a?b", "serde@99", "serde_json")

    verification = here.verify(*typed)

    assert [one.name for one in verification.lookups] == [
        "serde_json",
        "serde",
        "a?b",
        "serde",
        "serde_json",
    ]
    assert [one.verdict for one in verification.lookups] == [
        Verdict.EXISTS,
        Verdict.EXISTS,
        Verdict.INVALID_NAME,
        Verdict.NO_MATCHING_VERSION,
        Verdict.EXISTS,
    ]
    assert verification.outcome is Outcome.FOUND
    assert sorted(here.server.paths) == ["/se/rd/serde", "/se/rd/serde_json"]


def test_one_that_could_not_be_asked_makes_the_whole_unknown(here: Desk) -> None:
    here.server.replies["/se/rd/serde_json"] = Reply(500)

    assert here.verify("serde", "serde_json").outcome is Outcome.UNKNOWN


def test_what_is_found_outranks_what_is_unknown(here: Desk) -> None:
    here.server.replies["/se/rd/serde_json"] = Reply(500)

    assert here.verify("serde@99", "serde_json").outcome is Outcome.FOUND


def test_what_cargo_refuses_is_never_asked_for(here: Desk) -> None:
    verification = here.verify("serde/../tokio", "..", "a%2fb", "x" * 65, "serde@latest", "")

    assert here.server.asked == []
    assert {one.outcome for one in verification.lookups} == {Outcome.FOUND}
    assert {one.sighting.source for one in verification.lookups} == {
        "cargo's own rules; no registry was asked"
    }


def test_a_separator_that_is_wrong_is_found_by_asking_for_the_other(here: Desk) -> None:
    lookup = here.one("serde-json")

    assert (lookup.verdict, lookup.judgement.suggestions) == (
        Verdict.WRONG_SPELLING,
        ("serde_json",),
    )


def test_capitals_that_are_wrong_are_seen_in_the_answer(here: Desk) -> None:
    lookup = here.one("Serde_JSON")

    assert lookup.verdict is Verdict.WRONG_SPELLING
    assert lookup.judgement.suggestions == ("serde_json",)


def test_only_crates_that_the_registry_has_are_suggested(here: Desk) -> None:
    assert here.one("serde_jsn").judgement.suggestions == ("serde_json",)
    assert here.one("tokioo").judgement.suggestions == ()


def test_a_crate_with_nothing_but_yanked_versions_is_not_suggested(here: Desk) -> None:
    here.server.publish("tokio", release("1.0.0", yanked=True))

    assert here.one("tokioo").judgement.suggestions == ()


def test_the_same_name_in_another_spelling_is_named_even_if_all_of_it_is_yanked(
    here: Desk,
) -> None:
    here.server.publish("two-words", release("1.0.0", yanked=True))

    assert here.one("two_words").verdict is Verdict.WRONG_SPELLING


def test_further_look_ups_are_few_however_many_names_are_missing(here: Desk) -> None:
    names = [f"no_such_crate_at_all_{number}" for number in range(60)]

    verification = here.verify(*names)

    assert len(here.server.asked) <= len(names) + MOST_PROBES + len(("config.json",))
    assert verification.lookups[-1].judgement.reasons[-1] == (
        "not every similar name could be looked up"
    )


def test_a_qualified_feature_is_asked_of_its_crate_only(here: Desk) -> None:
    options = LookupOptions(("serde/derive",), rust_version="1.80")

    lookups = here.verify("serde", "serde_json", options=options).lookups

    assert [one.claim.features for one in lookups] == [("derive",), ()]
    assert [one.verdict for one in lookups] == [Verdict.EXISTS, Verdict.EXISTS]


def test_a_plain_feature_is_asked_of_all(here: Desk) -> None:
    options = LookupOptions(("derive",), rust_version="1.80")

    lookups = here.verify("serde", "serde_json", options=options).lookups

    assert [one.verdict for one in lookups] == [Verdict.EXISTS, Verdict.NO_SUCH_FEATURE]


def test_the_rust_version_that_is_given_counts(here: Desk) -> None:
    here.server.publish("new", release("1.0.0", rust_version="1.90"))

    assert here.one("new").verdict is Verdict.NEEDS_NEWER_RUST


def test_a_rust_version_that_is_none_is_refused(here: Desk) -> None:
    with pytest.raises(InputError, match="nightly"):
        here.verify("serde", options=LookupOptions(rust_version="nightly"))


def test_offline_an_hour_later_the_old_answer_counts(here: Desk) -> None:
    here.verify("serde", "no-such")
    asked = len(here.server.asked)
    here.clock.pass_minutes(60)

    options = LookupOptions(offline=True, rust_version="1.80")
    lookups = here.verify("serde", "no-such", options=options).lookups

    assert [one.verdict for one in lookups] == [Verdict.EXISTS, Verdict.NOT_FOUND]
    assert {one.sighting.age_seconds for one in lookups} == {3600}
    assert len(here.server.asked) == asked


def test_cargos_own_offline_setting_counts_as_well(here: Desk) -> None:
    here.environment["CARGO_NET_OFFLINE"] = "true"

    assert here.one("serde").verdict is Verdict.UNVERIFIABLE
    assert here.server.asked == []


def test_vendored_sources_confirm_and_never_refute(here: Desk) -> None:
    config = '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n'
    write_cargo_config(here.folder, config)
    crate = here.folder / "vendor" / "serde"
    crate.mkdir(parents=True)
    (crate / "Cargo.toml").write_text('[package]\nname = "serde"\nversion = "1.0.0"\n')

    lookups = here.verify("serde@1", "serde@2", "tokio").lookups

    assert [one.verdict for one in lookups] == [
        Verdict.EXISTS,
        Verdict.UNVERIFIABLE,
        Verdict.UNVERIFIABLE,
    ]


def test_a_local_registry_confirms_what_it_has(here: Desk) -> None:
    config = '[source.crates-io]\nreplace-with = "l"\n[source.l]\nlocal-registry = "crates"\n'
    write_cargo_config(here.folder, config)
    index = here.folder / "crates" / "index" / "se" / "rd"
    index.mkdir(parents=True)
    (index / "serde").write_bytes(here.server.replies["/se/rd/serde"].body)

    lookups = here.verify("serde@1", "tokio").lookups

    assert [one.verdict for one in lookups] == [Verdict.EXISTS, Verdict.UNVERIFIABLE]


def test_a_git_mirror_is_unverifiable_and_says_why(here: Desk) -> None:
    config = '[source.crates-io]\nreplace-with = "g"\n[source.g]\nregistry = "https://git.test/i"\n'
    write_cargo_config(here.folder, config)

    lookup = here.one("serde")

    assert lookup.verdict is Verdict.UNVERIFIABLE
    assert "git repository" in lookup.judgement.reasons[0]


def test_another_registry_is_asked_by_its_name(here: Desk) -> None:
    with loopback() as other:
        other.publish("inner", release("0.1.0"))
        here.environment["CARGO_REGISTRIES_MINE_INDEX"] = f"sparse+{other.url}"

        lookup = here.verify(
            "inner", options=LookupOptions(registry="mine", rust_version="1.80")
        ).lookups[0]

    assert (lookup.verdict, lookup.registry) == (Verdict.EXISTS, "mine")


def test_a_registry_that_nobody_defined_is_refused(here: Desk) -> None:
    with pytest.raises(ConfigError, match="nobody"):
        here.verify("serde", options=LookupOptions(registry="nobody"))


def test_a_mirrors_users_are_not_sent_to_crates_io_unasked(here: Desk) -> None:
    here.environment["PORTLOG_CRATES_IO_API"] = here.server.url

    verification = here.verify("serde")

    assert [path for path in here.server.paths if path.startswith("/api")] == []
    assert verification.details_trouble is None
    assert "downloads" in verification.lookups[0].missing


def test_a_web_api_that_is_down_costs_columns_and_never_the_verdict(here: Desk) -> None:
    here.environment["PORTLOG_CRATES_IO_API"] = here.server.url
    here.server.replies["/api/v1/crates/serde?include=downloads"] = Reply(500)

    verification = here.verify("serde", options=LookupOptions(details=True, rust_version="1.80"))

    assert verification.outcome is Outcome.CLEAN
    assert verification.details_trouble
    assert "downloads" in verification.lookups[0].missing


def test_details_stand_beside_the_verdict(here: Desk) -> None:
    here.environment["PORTLOG_CRATES_IO_API"] = here.server.url
    crate = b'{"crate": {"name": "serde", "downloads": 7}}'
    here.server.replies["/api/v1/crates/serde?include=downloads"] = Reply(body=crate)
    owners = b'{"users": [{"login": "dtolnay"}]}'
    here.server.replies["/api/v1/crates/serde/owners"] = Reply(body=owners)

    lookup = here.verify(
        "serde", "gone", options=LookupOptions(details=True, rust_version="1.80")
    ).lookups[0]

    assert (lookup.details.downloads, lookup.details.owners) == (7, ("dtolnay",))
    assert lookup.missing == ()
