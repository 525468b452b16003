-- The sum of each measure over the sessions where it is known, rule by rule.
-- in:  nothing
-- out: measure varchar, basis varchar, rule varchar, sessions bigint, amount decimal(38,9)
with amounts as (
    unpivot (
        select
            session_id,
            cast(cost_usd as decimal(38, 9)) as cost_usd,
            cast(tokens_in as decimal(38, 9)) as tokens_in,
            cast(tokens_out as decimal(38, 9)) as tokens_out,
            cast(duration_min as decimal(38, 9)) as duration_min
        from sessions
    )
    on cost_usd, tokens_in, tokens_out, duration_min
    into name measure value amount
)
select
    measure,
    coalesce(basis, 'claimed') as basis,
    coalesce(rule, 'typed') as rule,
    count(*) as sessions,
    sum(amount) as amount
from amounts
left join cell_origins
    on cell_origins.session_id = amounts.session_id and cell_origins.cell = amounts.measure
group by all
order by measure, basis, rule
