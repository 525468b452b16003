-- Every session, newest first, with the origins of those of its cells that were not typed.
-- in:  nothing
-- out: date date, llm varchar, model varchar, module varchar, tokens_in bigint, tokens_out bigint,
--      cost_usd decimal(18,9), duration_min decimal(12,2), loc_original bigint, loc_port bigint,
--      hallucinations bigint, tests_pass varchar, session_id varchar, uncached decimal(38,0),
--      unpriced_calls bigint, origins struct(cell varchar, basis varchar, rule varchar)[]
select
    date,
    llm,
    model,
    module,
    sessions.tokens_in,
    tokens_out,
    sessions.cost_usd,
    duration_min,
    loc_original,
    loc_port,
    hallucinations,
    tests_pass,
    session_id,
    uncached,
    unpriced_calls,
    (
        select coalesce(list({'cell': cell, 'basis': basis, 'rule': rule} order by cell), [])
        from plain_cell_origins
        where plain_cell_origins.session_id = sessions.session_id
    ) as origins
from sessions
join session_sizes using (session_id)
join session_reads using (session_id)
join session_prices using (session_id)
order by date desc, session_id desc
