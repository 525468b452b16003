"""The names that every module sees without an import.

https://doc.rust-lang.org/std/prelude/ and https://doc.rust-lang.org/reference/names/preludes.html
"""

# what a dependency of such a name stands in for, while the standard library itself is built
BUILT_WITH_RUST = frozenset({"std", "core", "alloc"})
STD_CRATES = frozenset({"std", "core", "alloc", "proc_macro", "test"})
# reached by `#![feature(rustc_private)]` only
COMPILER_PREFIX = "rustc_"
# brought by a tool that compiles in the compiler's place
TOOL_CRATES = frozenset({"kani", "miri"})
PRELUDE_MODULES = frozenset({"prelude", "v1"})
PRIMITIVES = frozenset(
    {
        *("bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "f16", "f32", "f64"),
        *("i8", "i16", "i32", "i64", "i128", "isize", "f128"),
    }
)
PRELUDE = frozenset(
    {
        *("Option", "Some", "None", "Result", "Ok", "Err", "Box", "String", "Vec", "ToOwned"),
        *("ToString", "Send", "Sync", "Sized", "Copy", "Unpin", "Drop", "Fn", "FnMut", "FnOnce"),
        *("AsyncFn", "AsyncFnMut", "AsyncFnOnce", "AsMut", "AsRef", "From", "Into", "Default"),
        *("Iterator", "Extend", "IntoIterator", "DoubleEndedIterator", "ExactSizeIterator"),
        *("Clone", "Eq", "PartialEq", "Ord", "PartialOrd", "TryFrom", "TryInto", "FromIterator"),
        *("Future", "IntoFuture", "Debug", "Hash"),
    }
)
BUILT_IN = PRIMITIVES | PRELUDE
# of the standard library: what is meant where one of them is used without an import
STD_MODULES = frozenset(
    {
        *("any", "array", "borrow", "boxed", "cell", "char", "clone", "cmp", "collections"),
        *("convert", "env", "error", "ffi", "fmt", "fs", "future", "hash", "hint", "io", "iter"),
        *("marker", "mem", "net", "num", "ops", "os", "panic", "path", "pin", "process", "ptr"),
        *("rc", "slice", "str", "string", "sync", "task", "thread", "time", "vec", "ascii"),
    }
)
