-- What each llm has cost up to and with each session, rule by rule; no cost, no sum.
-- in:  nothing
-- out: date date, session_id varchar, llm varchar, module varchar, basis varchar, rule varchar,
--      cost_usd decimal(18,9), so_far_usd decimal(38,9)
with priced as (
    select
        date,
        sessions.session_id,
        llm,
        module,
        case when cost_usd is not null then coalesce(basis, 'claimed') end as basis,
        case when cost_usd is not null then coalesce(rule, 'typed') end as rule,
        cost_usd
    from sessions
    left join cell_origins
        on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'cost_usd'
)
select
    *,
    sum(cost_usd) over (
        partition by llm, basis, rule order by date, session_id rows unbounded preceding
    ) as so_far_usd
from priced
order by date, session_id
