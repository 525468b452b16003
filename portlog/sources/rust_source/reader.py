"""Reading one crate's source into records; nothing of it is built or run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from portlog.records.rust_crate import RustCrate
from portlog.sources.rust_source.attributes import read_attributes
from portlog.sources.rust_source.crate_manifest import build_words, crate_manifest
from portlog.sources.rust_source.expansion import Macros, definitions
from portlog.sources.rust_source.files import SourceFiles
from portlog.sources.rust_source.modules import ModuleReader
from portlog.sources.rust_source.syntax_nodes import attribute_text, name_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node


def is_wanted(path: str) -> bool:
    """Say whether a file of an archive can decide what the library's paths mean."""
    return path.endswith(".rs") or path == "Cargo.toml"


def read_crate(files: Mapping[str, bytes], name: str, version: str) -> RustCrate:
    """Return what a crate's files say of its library; `ConfigError` for an unusable manifest.

    `files` are the contents by their path within the crate, see `is_wanted`.
    """
    manifest = crate_manifest(files, name, version)
    sources = SourceFiles(files)
    if manifest.library is None:
        return RustCrate(manifest, None)
    macros = _macros(sources, manifest.library)
    reader = ModuleReader(
        sources, macros, build_words(files, manifest), is_proc_macro=manifest.is_proc_macro
    )
    root = reader.root(manifest.library)
    return RustCrate(manifest, root, tuple(sources.unread))


def _macros(sources: SourceFiles, library: str) -> Macros:
    """Return every macro defined in the library's folder."""
    folder = library.rpartition("/")[0]
    macros = Macros(sources.size)
    for content, tree in sources.holding(b"macro_rules!", folder):
        for node in definitions(content, tree):
            macros.note(name_of(node), text_of(node), _gates_before(node))
    return macros


def _gates_before(node: "Node") -> tuple[str, ...]:
    texts = []
    sibling = node.prev_sibling
    while sibling is not None and sibling.type in ("attribute_item", "line_comment"):
        if sibling.type == "attribute_item":
            texts.append(attribute_text(sibling))
        sibling = sibling.prev_sibling
    return read_attributes(reversed(texts)).gates
