"""`CITATION.cff`: how to cite the data of an experiment.

The format: https://github.com/citation-file-format/citation-file-format, version 1.2.0.
"""

import json
from collections.abc import Iterator, Sequence

from portlog.present.datapackage import Dataset
from portlog.records.commit import Commit


def citation(
    dataset: Dataset,
    commit: Commit | None = None,
    authors: Sequence[str] = (),
    address: str | None = None,
) -> str:
    """Return the file as text; without authors the experiment stands for them."""
    return "".join(f"{line}\n" for line in _lines(dataset, commit, authors, address))


def _lines(
    dataset: Dataset, commit: Commit | None, authors: Sequence[str], address: str | None
) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield "message: If you use this data, please cite it as below."
    yield "type: dataset"
    yield f"title: {_quoted(f'The log of {dataset.title}')}"
    if dataset.is_sample:
        yield "abstract: A sample. Every session in it is invented."
    yield "authors:"
    for name in authors or (dataset.title,):
        yield f"  - name: {_quoted(name)}"
    if dataset.licence:
        yield f"license: {dataset.licence}"
    if commit is not None:
        yield f"commit: {commit.name}"
        yield f"date-released: {_quoted(commit.day.isoformat())}"
    if address:
        yield f"url: {_quoted(address)}"


def _quoted(text: str) -> str:
    """Return a text as a YAML scalar: what JSON quotes, YAML reads as well."""
    return json.dumps(text, ensure_ascii=False)
