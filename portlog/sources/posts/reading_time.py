"""How long a text takes to read, by Hugo's rule, from words counted as Hugo counts them.

Source: https://github.com/gohugoio/hugo/blob/master/hugolib/page__content.go
"""

import re

RULE = "hugo/1"
_WORDS_A_MINUTE = 213
_CJK_WORDS_A_MINUTE = 501
_CJK = re.compile(
    "[\u2e80-\u2eff\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]"
)
# what Go's unicode.IsSpace calls a space
_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_WORD = re.compile(f"[^{_SPACE}]+")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</p>|<br ?/?>")


def plain_text(html: str) -> str:
    """Return a page's text without its tags; a paragraph ends a line."""
    return _TAG.sub("", _BREAK.sub("\n", html.replace("\n", " ")))


def is_cjk(text: str) -> bool:
    """Say whether a text has Chinese, Japanese or Korean letters."""
    return _CJK.search(text) is not None


def word_count(text: str, *, as_cjk: bool) -> int:
    """Return the number of words; in a text of Chinese, Japanese or Korean letters each letter."""
    words = _WORD.findall(text)
    if not as_cjk:
        return len(words)
    return sum(1 if word.isascii() else len(word) for word in words)


def reading_minutes(words: int, *, as_cjk: bool = False) -> int:
    """Return the minutes that so many words take, rounded up: 213 a minute, 501 in CJK."""
    speed = _CJK_WORDS_A_MINUTE if as_cjk else _WORDS_A_MINUTE
    return (words + speed - 1) // speed
