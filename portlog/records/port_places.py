"""Where an experiment has its original and its port."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortPlaces:
    """The folders of both, from the experiment's; `original` is empty where nobody said.

    A file that a pattern of `original_leave_out` meets is not to be ported, one that meets a
    pattern of `port_leave_out` needs no header; the patterns are of paths from those folders.
    """

    original: str = ""
    port: str = "."
    original_leave_out: tuple[str, ...] = ()
    port_leave_out: tuple[str, ...] = ()
