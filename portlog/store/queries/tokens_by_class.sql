-- Tokens by module and class, as the agents' own logs tell them, and in how many of its sessions.
-- in:  nothing
-- out: module varchar, sessions bigint, told_sessions bigint, uncached decimal(38,0),
--      cache_writes decimal(38,0), cache_reads decimal(38,0), written decimal(38,0)
select
    module,
    count(*) as sessions,
    count(told.session_id) as told_sessions,
    cast(sum(uncached) as decimal(38, 0)) as uncached,
    cast(sum(cache_writes) as decimal(38, 0)) as cache_writes,
    cast(sum(cache_reads) as decimal(38, 0)) as cache_reads,
    cast(sum(written) as decimal(38, 0)) as written
from sessions
left join (
    select
        session_id,
        sum(input) as uncached,
        sum(cache_write_5m) + sum(cache_write_1h) as cache_writes,
        sum(cache_read) as cache_reads,
        sum(output) as written
    from usage
    group by session_id
) as told using (session_id)
group by module
order by module nulls last
