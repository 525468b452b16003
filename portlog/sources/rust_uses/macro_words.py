"""Which macros read their tokens as plain code, and which attributes are the compiler's own."""

PLAIN_MACROS = frozenset(
    {
        *("assert", "assert_eq", "assert_ne", "debug_assert", "debug_assert_eq"),
        *("debug_assert_ne", "dbg", "eprint", "eprintln", "format", "format_args", "matches"),
        *("panic", "print", "println", "thread_local", "todo", "unimplemented", "unreachable"),
        *("vec", "write", "writeln", "addr_of", "addr_of_mut", "pin", "ready", "compile_error"),
        *("anyhow", "bail", "ensure", "eyre", "error", "warn", "info", "debug", "trace", "log"),
        *("json", "join", "try_join", "select", "lazy_static", "cfg_if", "hashmap"),
    }
)
# their tokens become code somewhere else, or no code at all
QUOTING_MACROS = frozenset(
    {
        *("quote", "quote_spanned", "parse_quote", "parse_quote_spanned", "stringify", "concat"),
        *("include", "include_str", "include_bytes", "env", "option_env", "asm", "global_asm"),
        *("cfg", "line", "file", "module_path", "macro_rules", "naked_asm", "format_quote"),
    }
)
# where items stand, these bring no names but those among their tokens
TELLING_MACROS = frozenset(
    {
        *("thread_local", "lazy_static", "cfg_if", "bitflags", "compile_error", "global_asm"),
        *("assert", "const_assert", "const_assert_eq", "static_assertions", "criterion_main"),
        *("assert_impl_all", "assert_not_impl_any", "assert_impl", "criterion_group", "test"),
        *("macro_rules", "static_detect", "quickcheck", "proptest", "doctest"),
    }
)
INCLUDE = "include"
OF_STD = frozenset(
    {"Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"}
)
# the common ones that are known to bring no further names
QUIET_DERIVES = OF_STD | {
    *("Serialize", "Deserialize", "Error", "Parser", "Subcommand", "Args", "ValueEnum"),
}
# the compiler's: https://doc.rust-lang.org/reference/attributes.html
BUILT_IN_ATTRIBUTES = frozenset(
    {
        *("allow", "expect", "warn", "deny", "forbid", "deprecated", "must_use", "inline", "cold"),
        *("cfg", "cfg_attr", "derive", "test", "ignore", "should_panic", "bench", "doc", "repr"),
        *("automatically_derived", "macro_export", "macro_use", "proc_macro", "path", "feature"),
        *("proc_macro_derive", "proc_macro_attribute", "link", "link_name", "link_ordinal"),
        *("no_link", "crate_type", "no_main", "export_name", "link_section", "no_mangle", "used"),
        *("crate_name", "no_builtins", "target_feature", "track_caller", "instruction_set"),
        *("no_std", "no_implicit_prelude", "recursion_limit", "type_length_limit"),
        *("panic_handler", "global_allocator", "windows_subsystem", "non_exhaustive", "debugger"),
        *("unsafe", "no_core", "rustc_dummy", "default", "global_asm", "debugger_visualizer"),
        *("diagnostic", "coverage", "optimize", "fundamental", "lang", "may_dangle", "track"),
    }
)
TOOLS = frozenset({"rustfmt", "clippy", "diagnostic", "miri", "rust_analyzer", "rustdoc"})
LINT_ATTRIBUTES = frozenset({"allow", "expect", "warn", "deny", "forbid", "feature", "doc"})
DECLARING_WORDS = frozenset(
    {"mod", "struct", "enum", "union", "trait", "type", "use", "as", "crate"}
)
