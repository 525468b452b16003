import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.sources.dependency_text import dependencies_in_text

ANSWER = """\
# Porting the agent

You need **tokio** and `serde = "1"`. Run `cargo add anyhow@1 -F std,backtrace thiserror`:

```toml
[dependencies]
tokio = { version = "1", features = [
    "full",
] }

[dev-dependencies.mock]
package = "mockall"
version = "0.13"
```

Then, without a header:

```toml
edition = "2021"
reqwest = { version = "0.12", default-features = false }
regex = "1.10"  # fast
```

```rust
let version = "1.0";
const serde: &str = "1";
```

```bash
$ cargo add clap --features derive \\
    --rename cli && cargo build
cargo add --dev --git https://me:key@git.test/x far
cat > Cargo.toml <<EOF
[package]
name = "demo"
version = "0.1.0"

[dependencies]
rand = "0.8"
EOF
```

- uuid = { version = "1", features = ["v4"] }
1. `chrono = "0.4"`

[dependencies]
log = "0.4"
...
left = "1"

Just cargo add serde_json to your project, or run cargo add nom.
"""


def _told(text: str) -> list[str]:
    return [
        f"{one.spot.line}:{one.spot.column} {one.claim.name}@{one.claim.requirement} "
        f"{','.join(one.claim.features)} {one.standing or ''}".strip()
        for one in dependencies_in_text("x.md", text)
    ]


def test_an_answer_of_a_model_is_read_to_its_end() -> None:
    assert _told(ANSWER) == [
        "3:25 serde@1",
        "3:44 anyhow@1 std,backtrace",
        "3:44 thiserror@None std,backtrace",
        "7:1 tokio@1 full",
        "11:19 mockall@0.13",
        "20:1 reqwest@0.12",
        "21:1 regex@1.10",
        "30:3 clap@None derive",
        "32:1 far@None  elsewhere",
        "39:1 rand@0.8",
        "43:3 uuid@1 v4",
        "44:5 chrono@0.4",
        "47:1 log@0.4",
        "49:1 left@1",
        "51:6 serde_json@None",
        "51:51 nom@None",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("serde is a crate, version = 1", []),
        ('name = "1"\nversion = "1.0"\nedition = "2021"', []),
        ('[profile.release]\nopt-level = "3"', []),
        ('[toolchain]\nchannel = "1.80"', []),
        ('serde = "1"', ["1:1 serde@1"]),
        ('  serde="1", ', ["1:3 serde@1"]),
        ("serde = { workspace = true }", ["1:1 serde@None  unknown"]),
        (
            '[workspace.dependencies]\na = "1"\n[dependencies]\na.workspace = true',
            ["2:1 a@1", "4:1 a@1"],
        ),
        ("[dependencies]\nserde = 1", ["2:9 serde@None  refused"]),
        ('~~~\nserde = "1"\n~~~', ["2:1 serde@1"]),
        ('````\n```\nserde = "1"\n````', ["3:1 serde@1"]),
        ('- so:\n      ```toml\n      serde = "1"\n      ```', ["3:7 serde@1"]),
        ('```toml\nserde = "1"', ["2:1 serde@1"]),
        ('```toml\n[dependencies]\nserde = "1"\n# ...\nb = \n```', ["3:1 serde@1"]),
        ('[dependencies]\r\nserde = "1"\r\n', ["2:1 serde@1"]),
        ("cargo add", []),
        ("cargo add 'a@>=1, <2'", ["1:1 a@>=1, <2"]),
        ("cargo add a 'b", ["1:1 a@None", "1:1 'b@None"]),
        ("cargo +nightly add a -F a/x,y b # later", ["1:1 a@None x,y", "1:1 b@None y"]),
        ("cd x && cargo add a b", ["1:9 a@None", "1:9 b@None"]),
        ("cargo add --registry=mine a; ls", ["1:1 a@None"]),
    ],
)
def test_lines_commands_and_parts_of_manifests_are_read(text: str, found: list[str]) -> None:
    assert _told(text) == found


LETTERS = st.sampled_from([*"a=\"'`~[]{}\n\\ .,#1$", "cargo add ", "```", "[a]\n", 'a = "1"'])


@given(st.lists(LETTERS, max_size=60).map("".join))
def test_any_text_is_read_without_trouble_and_with_places_in_it(text: str) -> None:
    lines = text.split("\n")

    for one in dependencies_in_text("x", text):
        assert 1 <= one.spot.line <= len(lines)
        assert 1 <= one.spot.column <= len(lines[one.spot.line - 1]) + 1


@pytest.mark.parametrize("piece", ["[a]\n", "a = ", "`" * 9 + "\n", "cargo add a ", "- ` = {"])
def test_a_hostile_text_is_read_in_seconds(piece: str) -> None:
    dependencies_in_text("x", "\n".join((piece * 4_000)[:8_000] for _ in range(60)))


def test_a_feature_goes_to_the_crate_that_it_names_and_a_plain_one_to_all() -> None:
    text = "cargo add serde tokio --features serde,serde/derive,rt,other/x"

    found = dependencies_in_text("answer.md", text)

    assert [one.claim.features for one in found] == [
        ("serde", "derive", "rt", "other/x"),
        ("serde", "rt", "other/x"),
    ]
