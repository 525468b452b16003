-- What each llm has cost up to and with each session, rule by rule; no cost, no sum. Where a cost is
-- not known because calls have no price, they are counted.
-- in:  nothing
-- out: date date, session_id varchar, llm varchar, module varchar, basis varchar, rule varchar,
--      cost_usd decimal(18,9), so_far_usd decimal(38,9), unpriced_calls bigint
select
    date,
    sessions.session_id,
    llm,
    module,
    basis,
    rule,
    sessions.cost_usd,
    sum(sessions.cost_usd) over (
        partition by llm, basis, rule order by date, sessions.session_id rows unbounded preceding
    ) as so_far_usd,
    unpriced_calls
from sessions
join session_prices using (session_id)
order by date, sessions.session_id
