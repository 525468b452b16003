-- By which rules the cells of the sessions are known, and how many cells of how many sessions.
-- in:  nothing
-- out: cell varchar, basis varchar, rule varchar, cells bigint
with cells as (
    unpivot (
        select
            session_id,
            cast(tokens_in as varchar) as tokens_in,
            cast(tokens_out as varchar) as tokens_out,
            cast(cost_usd as varchar) as cost_usd,
            cast(duration_min as varchar) as duration_min,
            cast(loc_original as varchar) as loc_original,
            cast(loc_port as varchar) as loc_port,
            cast(hallucinations as varchar) as hallucinations,
            cast(tests_pass as varchar) as tests_pass
        from sessions
        join session_sizes using (session_id)
    )
    on tokens_in, tokens_out, cost_usd, duration_min, loc_original, loc_port, hallucinations,
        tests_pass
    into name cell value written
)
select
    cells.cell,
    coalesce(basis, 'claimed') as basis,
    coalesce(rule, 'typed') as rule,
    count(*) as cells
from cells
left join plain_cell_origins as origins
    on origins.session_id = cells.session_id and origins.cell = cells.cell
group by all
order by rule, basis, cells.cell
