"""The languages of the report: a catalogue each, and their own forms of figures and days."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from invented import site, two_months

from portlog.present import wording
from portlog.present.language import gettext, language, language_codes, speaking

ROOT = Path(__file__).parents[1]


def test_every_message_is_translated_and_none_is_left_over() -> None:
    check = [sys.executable, "tools/refresh_messages.py", "--check"]

    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "every message is translated\n")


def test_spanish_writes_figures_days_and_nouns_in_its_own_form() -> None:
    with speaking("es"):
        assert wording.money(Decimal("1234.5")) == "1.234,50 US$"
        assert wording.grouped(8300) == "8.300"
        assert wording.long_day(date(2026, 3, 5)) == "5 de marzo de 2026"
        assert (
            wording.span(date(2026, 3, 5), date(2026, 4, 24)) == "5 de marzo al 24 de abril de 2026"
        )
        assert wording.of_all(2, 2, "session") == "las 2 sesiones"
        assert wording.of_all(1, 3, "module") == "1 de 3 módulos"
        assert gettext("Sessions") == "Sesiones"
    assert gettext("Sessions") == "Sessions"


def test_a_language_without_a_catalogue_is_refused_and_changes_nothing() -> None:
    with pytest.raises(KeyError), speaking("tlh"):
        pass

    assert language().code == "en"
    assert language_codes() == ("en", "es")


def test_each_language_has_its_pages_and_they_name_each_other() -> None:
    files = site(two_months(), languages=("en", "es"), base_url="https://a.example")

    english, spanish = (files[path].decode() for path in ("index.html", "es/index.html"))
    assert '<html lang="es">' in spanish
    assert '<link rel="alternate" hreflang="es" href="https://a.example/es/">' in english
    assert '<link rel="alternate" hreflang="en" href="https://a.example/">' in spanish
    assert "Alucinaciones" in spanish
    assert "charts/cost-so-far.csv" in files
    assert files["charts/cost-so-far.csv"] == files["es/charts/cost-so-far.csv"]
