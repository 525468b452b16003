# The one list of tasks. `.venv/bin/just` shows it; no activation is needed.

export PATH := justfile_directory() / ".venv/bin:" + env("PATH")

pages := "README.md CONTRIBUTING.md docs/*.md"

# In per cent, of lines and branches; asked for where no test was left out.
coverage := if env("PORTLOG_REQUIRE_ALL", "") == "" { "0" } else { "96" }

[private]
default:
    @just --list --unsorted

# Everything that a change has to pass
check: analysis test

[parallel]
[private]
analysis: lint types layers deps docs

# What pip cannot bring: Debian's packages that are missing, and npm's tools
setup:
    #!/usr/bin/env bash
    set -euo pipefail
    declare -A debian=([cargo]=cargo [cc]=build-essential [chromium]=chromium [git]=git [hugo]=hugo [java]=default-jre-headless [npm]=npm)
    missing=()
    for program in "${!debian[@]}"; do
        command -v "$program" >/dev/null || missing+=("${debian[$program]}")
    done
    [[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]] || missing+=(fonts-dejavu-core)
    if ((${#missing[@]})); then
        as_root=()
        ((EUID == 0)) || as_root=(sudo)
        "${as_root[@]}" apt-get update -qq
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
    fi
    npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error

# Style and mistakes
lint:
    ruff check
    ruff format --check

# Types, by two checkers at once
[parallel]
types: mypy pyright

[private]
mypy:
    mypy portlog tests bench docs notebooks

[private]
pyright:
    pyright

# A layer imports only downwards
layers:
    lint-imports

# What is imported is declared, and what is declared is imported
deps:
    deptry .

# The parts of the docs that code writes are up to date
docs:
    cog --check --diff -I docs {{ pages }}

# The tests whose tools are here, with coverage; the rest is named
[no-exit-message]
test:
    pytest -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report=term --cov-fail-under={{ coverage }}

# The long suites
long:
    pytest -m long

# Times beside their bounds, in one table; never fails on a clock
bench:
    env -u PYTHONDONTWRITEBYTECODE python bench/all.py

# Mend what can be mended: style, formatting, generated docs
fix:
    ruff check --fix
    ruff format
    cog -r -I docs {{ pages }}

# Write the lock files; `just lock --upgrade` takes newer versions
lock *options:
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        {{ options }} pyproject.toml -o requirements.txt >/dev/null
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        {{ options }} pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt >/dev/null
    npm install --package-lock-only --ignore-scripts --no-audit --no-fund --no-update-notifier \
        --loglevel=error

# The report's messages in every language, anew from the code and the templates
messages:
    python tools/refresh_messages.py

# The packaged price table, anew from the installed genai-prices
prices:
    python tools/refresh_prices.py

# The wheel and the source archive, in dist/
wheel:
    hatchling build -d dist
