-- Every session by its model, with what it cost and how that is known.
-- in:  nothing
-- out: llm varchar, model varchar, date date, session_id varchar, module varchar, basis varchar,
--      rule varchar, cost_usd decimal(18,9)
select
    llm,
    model,
    date,
    sessions.session_id,
    module,
    basis,
    rule,
    sessions.cost_usd
from sessions
join session_prices using (session_id)
order by llm, model, date, sessions.session_id
