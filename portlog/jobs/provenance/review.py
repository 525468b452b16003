"""Record that a person has read a ported file as it is now, and write it into its header."""

from dataclasses import dataclass
from hashlib import sha256

from portlog.errors import InputError
from portlog.jobs.provenance.occasion import Occasion
from portlog.jobs.provenance.places import Places
from portlog.jobs.provenance.port_files import read_port_file
from portlog.jobs.review_file import write_review
from portlog.records.header import Review
from portlog.records.identity import dated_id, letters_of
from portlog.records.kinds import TEXT
from portlog.records.recorded_by import Standing
from portlog.records.review import REVIEWS, FileReview
from portlog.records.table import said


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """A file that was read, by whom where that is to be public, and what there is to say of it."""

    file: str
    reviewer: str | None = None
    note: str | None = None


def review_file(occasion: Occasion, request: ReviewRequest) -> FileReview:
    """Record a review and write the header's line; what an agent does is a proposal.

    A proposal stands in the log alone. Raises `InputError` for a file without a header.
    """
    places = Places.of(occasion.workspace)
    path = places.typed_port_file(request.file, occasion.here)
    if not (places.root / path).is_file():
        raise InputError(f"{request.file} is no file", "name a file of the port")
    file = read_port_file(places, path)
    if file.trouble or file.header is None:
        why = file.trouble or "has no header"
        raise InputError(f"{request.file} {why}", f"`portlog provenance stamp {path}` writes one")
    review = _review(occasion, request, path, file.digest)
    with occasion.workspace.store.writing() as step:
        known = {one.review_id for one in step.database.every(REVIEWS)}
        if review.review_id not in known:
            step.add(REVIEWS, review)
        if review.counts:
            day = Review(occasion.today, review.reviewer)
            write_review(places.root, places.root / path, day)
    return review


def _review(occasion: Occasion, request: ReviewRequest, path: str, digest: str) -> FileReview:
    recorder = occasion.recorder
    standing = Standing.of(recorder)
    reviewer, note = _text("--by", request.reviewer), _text("--note", request.note)
    said_of = "\n".join((path, digest, reviewer or "", note or "", standing))
    letters = letters_of(sha256(said_of.encode()).digest())
    name = dated_id(occasion.today, f"review-{path}", lambda: letters)
    return FileReview(path, digest, occasion.today, reviewer, note, standing, recorder, name)


def _text(option: str, typed: str | None) -> str | None:
    try:
        return str(TEXT.parse(typed.strip())) or None if typed is not None else None
    except ValueError as error:
        raise InputError(said(option, typed or "", str(error)), "write it on one line") from None
