-- What the sessions of each module cost and how long they took, rule by rule; a row without a rule
-- counts the sessions of which nobody knows.
-- in:  nothing
-- out: module varchar, measure varchar, basis varchar, rule varchar, sessions bigint,
--      amount decimal(38,9)
with efforts as (
    select
        session_id,
        'cost_usd' as measure,
        cast(cost_usd as decimal(38, 9)) as amount
    from sessions
    union all
    select
        session_id,
        'duration_min' as measure,
        cast(duration_min as decimal(38, 9)) as amount
    from sessions
)
select
    module,
    measure,
    case when amount is not null then coalesce(basis, 'claimed') end as basis,
    case when amount is not null then coalesce(rule, 'typed') end as rule,
    count(*) as sessions,
    cast(sum(amount) as decimal(38, 9)) as amount
from efforts
join sessions using (session_id)
left join cell_origins
    on cell_origins.session_id = efforts.session_id and cell_origins.cell = efforts.measure
group by all
order by module nulls last, measure, basis nulls last, rule
