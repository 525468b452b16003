-- How far the log reaches, and how many of its sessions are of no module.
-- in:  nothing
-- out: sessions bigint, first_day date, last_day date, llms bigint, modules bigint,
--      without_module bigint
select
    count(*) as sessions,
    min(date) as first_day,
    max(date) as last_day,
    count(distinct llm) as llms,
    count(distinct module) as modules,
    count(*) - count(module) as without_module
from sessions
