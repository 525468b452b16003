-- The hallucinations of each session and how the count is known; empty until it is reviewed.
-- in:  nothing
-- out: date date, session_id varchar, llm varchar, model varchar, module varchar,
--      hallucinations bigint, basis varchar, rule varchar
select
    date,
    sessions.session_id,
    llm,
    model,
    module,
    hallucinations,
    case when hallucinations is not null then coalesce(basis, 'claimed') end as basis,
    case when hallucinations is not null then coalesce(rule, 'typed') end as rule
from sessions
left join cell_origins
    on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'hallucinations'
order by date, sessions.session_id
