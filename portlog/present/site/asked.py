"""What each kind of page asks the log."""

from collections.abc import Mapping
from typing import Any

from portlog.analytics.cost import UNPRICED
from portlog.analytics.extent import EXTENT
from portlog.analytics.groups import GROUP_EXTENTS, GROUP_TOTALS
from portlog.analytics.hallucinations import HALLUCINATIONS
from portlog.analytics.module_tests import MODULE_TESTS, TESTS_BY_MODULE
from portlog.analytics.plan import CRATES_ASKED, LOG_COVERAGE, PLAN, SKIPPED
from portlog.analytics.question import Question
from portlog.analytics.rules import RULES_USED
from portlog.analytics.session_log import SESSION_LOG
from portlog.analytics.session_records import (
    CHURN_BY_SESSION,
    CRATES_BY_SESSION,
    DETAILS_BY_SESSION,
    USAGE_BY_SESSION,
)
from portlog.analytics.tokens import TOKENS_READ
from portlog.analytics.totals import TOTALS

Asked = Mapping[str, Question[Any]]

HOME: Asked = {
    "extent": EXTENT,
    "totals": TOTALS,
    "reads": TOKENS_READ,
    "unpriced": UNPRICED,
    "tests": MODULE_TESTS,
    "hallucinations": HALLUCINATIONS,
    "log": SESSION_LOG,
    "coverage": LOG_COVERAGE,
}
LOG: Asked = {"log": SESSION_LOG}
SESSION: Asked = {
    "log": SESSION_LOG,
    "usage": USAGE_BY_SESSION,
    "churn": CHURN_BY_SESSION,
    "details": DETAILS_BY_SESSION,
    "crates": CRATES_BY_SESSION,
}
GROUPS: Asked = {"extents": GROUP_EXTENTS, "group_totals": GROUP_TOTALS}
MODULES: Asked = {**GROUPS, "plan": PLAN, "module_tests": TESTS_BY_MODULE}
MODULE: Asked = {**MODULES, "log": SESSION_LOG, "crates": CRATES_BY_SESSION}
SERIES: Asked = {"log": SESSION_LOG, "plan": PLAN}
PROGRESS: Asked = {"skips": SKIPPED}
CRATES: Asked = {"crates": CRATES_ASKED}
COLOPHON: Asked = {"rules": RULES_USED, "coverage": LOG_COVERAGE}
