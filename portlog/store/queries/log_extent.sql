-- How far the log reaches.
-- in:  nothing
-- out: sessions bigint, first_day date, last_day date, llms bigint, modules bigint
select
    count(*) as sessions,
    min(date) as first_day,
    max(date) as last_day,
    count(distinct llm) as llms,
    count(distinct module) as modules
from sessions
