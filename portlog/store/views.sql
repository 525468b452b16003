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
