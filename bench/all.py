"""All benchmarks in one table; `just bench` runs it."""

import import_logs
import log
import provenance
import report_site
import startup
import verify_crate
import verify_deps
import verify_use
from measure import compile_bytecode, print_table

if __name__ == "__main__":
    compile_bytecode()
    print_table(
        [
            *startup.rows(),
            *verify_crate.rows(),
            *verify_deps.rows(),
            *verify_use.rows(),
            *log.rows(),
            *import_logs.rows(),
            *report_site.rows(),
            *provenance.rows(),
        ]
    )
