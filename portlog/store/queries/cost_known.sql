-- How many sessions there are, and what they cost, rule by rule; a row without a rule counts those
-- whose cost nobody knows.
-- in:  nothing
-- out: basis varchar, rule varchar, sessions bigint, cost_usd decimal(38,9)
select basis, rule, count(*) as sessions, sum(cost_usd) as cost_usd
from session_prices
group by basis, rule
order by basis nulls last, rule
