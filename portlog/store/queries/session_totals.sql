-- The sum of each measure over the sessions where it is known, rule by rule. Sessions that ran at
-- the same time, as far as their first and last moments are known, add the smaller of their minutes
-- together and the time between the first's beginning and the last's end: the rule union/1.
-- in:  nothing
-- out: measure varchar, basis varchar, rule varchar, sessions bigint, overlapping bigint,
--      amount decimal(38,9)
with amounts as (
    unpivot (
        select
            session_id,
            cast(cost_usd as decimal(38, 9)) as cost_usd,
            cast(tokens_in as decimal(38, 9)) as tokens_in,
            cast(tokens_out as decimal(38, 9)) as tokens_out
        from sessions
    )
    on cost_usd, tokens_in, tokens_out
    into name measure value amount
),
timed as (
    select
        sessions.session_id,
        coalesce(basis, 'claimed') as basis,
        coalesce(rule, 'typed') as rule,
        duration_min,
        started_at,
        ended_at,
        coalesce(started_at <= ended_at, false) as has_span
    from sessions
    left join session_details using (session_id)
    left join cell_origins
        on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'duration_min'
    where duration_min is not null
),
in_order as (
    select *, max(ended_at) over earlier as busy_until
    from timed
    window earlier as (
        partition by basis, rule, has_span
        order by started_at, ended_at, session_id
        rows between unbounded preceding and 1 preceding
    )
),
clustered as (
    select
        *,
        sum(case when has_span and started_at < busy_until then 0 else 1 end) over (
            partition by basis, rule, has_span
            order by started_at, ended_at, session_id
            rows unbounded preceding
        ) as cluster
    from in_order
),
clusters as (
    select
        basis,
        rule,
        count(*) as sessions,
        sum(duration_min) as summed_min,
        date_diff('second', min(started_at), max(ended_at)) / 60 as spanned_min
    from clustered
    group by basis, rule, has_span, cluster
)
select
    measure,
    coalesce(basis, 'claimed') as basis,
    coalesce(rule, 'typed') as rule,
    count(*) as sessions,
    0 as overlapping,
    sum(amount) as amount
from amounts
left join cell_origins
    on cell_origins.session_id = amounts.session_id and cell_origins.cell = amounts.measure
group by all
union all
select
    'duration_min' as measure,
    basis,
    rule,
    cast(sum(sessions) as bigint) as sessions,
    cast(sum(case when sessions > 1 then sessions else 0 end) as bigint) as overlapping,
    cast(
        sum(
            case
                when sessions > 1 then least(summed_min, cast(spanned_min as decimal(38, 2)))
                else summed_min
            end
        ) as decimal(38, 9)
    ) as amount
from clusters
group by basis, rule
order by measure, basis, rule
