"""A first look at a log: `data/sessions.csv` alone, read with DuckDB and polars.

`python notebooks/first_look.py` prints the totals, `marimo edit notebooks/first_look.py` shows
them beside the chart; either takes another file with `-- --sessions FILE`.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="First look")

with app.setup:
    from pathlib import Path

    import duckdb
    import marimo as mo
    import plotly.graph_objects as go
    import polars as pl

    COLUMNS = {
        "date": "date",
        "llm": "varchar",
        "model": "varchar",
        "module": "varchar",
        "tokens_in": "bigint",
        "tokens_out": "bigint",
        "cost_usd": "decimal(18, 9)",
        "duration_min": "decimal(12, 2)",
        "loc_python": "bigint",
        "loc_rust": "bigint",
        "hallucinations": "bigint",
        "tests_pass": "varchar",
        "session_id": "varchar",
    }
    # Lines are not summed over sessions: two sessions may count the same ones.
    SUMMED = ("tokens_in", "tokens_out", "cost_usd", "duration_min", "hallucinations")


@app.function
def total(values):
    """The sum of the known values as text, without trailing zeros; empty if none is known."""
    if not values.count():
        return ""
    text = f"{values.sum():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@app.cell
def title():
    mo.md("""
    # First look

    What the sessions of this port came to, from `data/sessions.csv` and nothing else.
    An empty cell is unknown, never 0: each total says how many sessions it leaves out.
    Sessions that ran at the same time each count their own minutes.
    """)


@app.cell
def source():
    _given = mo.cli_args().get("sessions")
    sessions_csv = (
        Path(str(_given)) if _given else Path(__file__).parent.parent / "data/sessions.csv"
    )
    return (sessions_csv,)


@app.cell
def log(sessions_csv):
    # Nothing is sniffed: DuckDB would take 1/2 for a date, and a merge marker for a row.
    sessions = pl.DataFrame(
        duckdb.sql(
            """
            select * from read_csv(
                $file, columns = $columns, auto_detect = false, header = true,
                delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false
            )
            order by date, session_id
            """,
            params={"file": str(sessions_csv), "columns": COLUMNS},
        )
    )
    return (sessions,)


@app.cell
def sums(sessions):
    totals = pl.DataFrame(
        {
            "column": SUMMED,
            "total": [total(sessions[name]) for name in SUMMED],
            "sessions": [sessions[name].count() for name in SUMMED],
            "left_out": [sessions[name].null_count() for name in SUMMED],
        }
    )
    return (totals,)


@app.cell
def totals_in_words(sessions, totals):
    lines = [
        f"{row['column']}: {row['total'] or 'unknown'}"
        f" from {row['sessions']} of {len(sessions)} sessions, {row['left_out']} left out"
        for row in totals.iter_rows(named=True)
    ]
    print("\n".join(lines))
    mo.ui.table(totals, selection=None)


@app.cell
def cost_so_far(sessions):
    priced = sessions.drop_nulls("cost_usd").with_columns(
        so_far_usd=pl.col("cost_usd").cum_sum().over("llm")
    )
    unpriced = len(sessions) - len(priced)
    figure = go.Figure(
        data=[
            go.Scatter(
                name=llm,
                x=one["date"].to_list(),
                y=one["so_far_usd"].cast(pl.Float64).to_list(),
                mode="lines+markers",
                line_shape="hv",
            )
            for (llm,), one in priced.group_by("llm", maintain_order=True)
        ],
        layout={
            "title": {"text": f"Cost so far by llm (sessions left out: {unpriced})"},
            "yaxis": {"title": {"text": "US dollars at list price"}, "rangemode": "tozero"},
        },
    )
    figure
    return (figure,)


if __name__ == "__main__":
    app.run()
