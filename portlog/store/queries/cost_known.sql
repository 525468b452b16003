-- How many sessions there are, and what they cost, rule by rule; a row without a rule counts those
-- whose cost nobody knows.
-- in:  nothing
-- out: basis varchar, rule varchar, sessions bigint, cost_usd decimal(38,9)
select
    case when cost_usd is not null then coalesce(basis, 'claimed') end as basis,
    case when cost_usd is not null then coalesce(rule, 'typed') end as rule,
    count(*) as sessions,
    sum(cost_usd) as cost_usd
from sessions
left join cell_origins
    on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'cost_usd'
group by all
order by basis nulls last, rule
