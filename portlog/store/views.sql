create view session_sizes as
select session_id, "{loc_original}" as loc_original, "{loc_port}" as loc_port
from sessions;

create view session_tests as
select
    session_id,
    cast(split_part(tests_pass, '/', 1) as bigint) as passed,
    cast(split_part(tests_pass, '/', 2) as bigint) as total
from sessions
where tests_pass is not null;

create view cell_origins as
select
    session_id,
    cell,
    first(basis order by "columns") as basis,
    first(rule order by "columns") as rule
from (
    select session_id, "columns", unnest(string_split("columns", ' ')) as cell, basis, rule, edited
    from origins
)
where not list_contains(string_split(coalesce(edited, ''), ' '), cell)
group by session_id, cell;

-- the same, the two cells of lines under names that do not depend on the languages
create view plain_cell_origins as
select
    session_id,
    case cell
        when '{loc_original}' then 'loc_original'
        when '{loc_port}' then 'loc_port'
        else cell
    end as cell,
    basis,
    rule
from cell_origins;

create view session_usage as
select
    session_id,
    cast(sum(input) as decimal(38, 0)) as uncached,
    cast(sum(cache_write_5m) + sum(cache_write_1h) as decimal(38, 0)) as cache_writes,
    cast(sum(cache_read) as decimal(38, 0)) as cache_reads,
    cast(sum(requests) filter (cost_usd is null) as bigint) as unpriced_calls
from usage
group by session_id;

-- what usage tells of a cell holds only where the cell is the one that was logged
create view session_reads as
select
    session_id,
    tokens_in,
    basis,
    rule,
    case when is_as_used then uncached end as uncached,
    case when is_as_used then cache_writes end as cache_writes,
    case when is_as_used then cache_reads end as cache_reads
from (
    select
        sessions.session_id,
        tokens_in,
        case when tokens_in is not null then coalesce(basis, 'claimed') end as basis,
        case when tokens_in is not null then coalesce(rule, 'typed') end as rule,
        uncached,
        cache_writes,
        cache_reads,
        basis = 'logged' and uncached + cache_writes + cache_reads = tokens_in as is_as_used
    from sessions
    left join cell_origins
        on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'tokens_in'
    left join session_usage on session_usage.session_id = sessions.session_id
);

create view session_prices as
select
    sessions.session_id,
    cost_usd,
    case when cost_usd is not null then coalesce(basis, 'claimed') end as basis,
    case when cost_usd is not null then coalesce(rule, 'typed') end as rule,
    case when cost_usd is null then unpriced_calls end as unpriced_calls
from sessions
left join cell_origins
    on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'cost_usd'
left join session_usage on session_usage.session_id = sessions.session_id;

-- what sessions are grouped by; no name for those of no module, and of no phase of the plan
create view session_groups as
select
    session_id,
    'all' as scope,
    cast(null as varchar) as llm,
    cast(null as varchar) as name
from sessions
union all
select session_id, 'module', null, module
from sessions
union all
select session_id, 'phase', null, cast(phase as varchar)
from sessions
left join plan using (module)
union all
select session_id, 'model', llm, model
from sessions;

-- the sum of each measure over the sessions of a group that know it, rule by rule; sessions that ran
-- at the same time, as far as their first and last moments are known, add the smaller of their
-- minutes together and the time between the first's beginning and the last's end: the rule union/1
create view group_sums as
with amounts as (
    unpivot (
        select
            session_id,
            cast(cost_usd as decimal(38, 9)) as cost_usd,
            cast(tokens_in as decimal(38, 9)) as tokens_in,
            cast(tokens_out as decimal(38, 9)) as tokens_out,
            cast(hallucinations as decimal(38, 9)) as hallucinations
        from sessions
    )
    on cost_usd, tokens_in, tokens_out, hallucinations
    into name measure value amount
),
timed as (
    select
        scope,
        session_groups.llm,
        name,
        session_id,
        coalesce(basis, 'claimed') as basis,
        coalesce(rule, 'typed') as rule,
        duration_min,
        started_at,
        ended_at,
        coalesce(started_at <= ended_at, false) as has_span
    from session_groups
    join sessions using (session_id)
    left join session_details using (session_id)
    left join (from cell_origins where cell = 'duration_min') as told using (session_id)
    where duration_min is not null
),
in_order as (
    select *, max(ended_at) over earlier as busy_until
    from timed
    window earlier as (
        partition by scope, llm, name, basis, rule, has_span
        order by started_at, ended_at, session_id
        rows between unbounded preceding and 1 preceding
    )
),
clustered as (
    select
        *,
        sum(case when has_span and started_at < busy_until then 0 else 1 end) over (
            partition by scope, llm, name, basis, rule, has_span
            order by started_at, ended_at, session_id
            rows unbounded preceding
        ) as cluster
    from in_order
),
clusters as (
    select
        scope,
        llm,
        name,
        basis,
        rule,
        count(*) as sessions,
        sum(duration_min) as summed_min,
        date_diff('second', min(started_at), max(ended_at)) / 60 as spanned_min
    from clustered
    group by scope, llm, name, basis, rule, has_span, cluster
)
select
    scope,
    llm,
    name,
    measure,
    coalesce(basis, 'claimed') as basis,
    coalesce(rule, 'typed') as rule,
    count(*) as sessions,
    0 as overlapping,
    sum(amount) as amount
from amounts
join session_groups using (session_id)
left join cell_origins
    on cell_origins.session_id = amounts.session_id and cell_origins.cell = amounts.measure
group by all
union all
select
    scope,
    llm,
    name,
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
group by scope, llm, name, basis, rule;
