"""All benchmarks in one table; `just bench` runs it."""

import import_logs
import log
import startup
import verify_crate
from measure import compile_bytecode, print_table

if __name__ == "__main__":
    compile_bytecode()
    print_table([*startup.rows(), *verify_crate.rows(), *log.rows(), *import_logs.rows()])
