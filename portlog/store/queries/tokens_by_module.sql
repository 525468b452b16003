-- Tokens read and written for each module, rule by rule; a row without a rule counts the sessions
-- where nobody knows. What was read is told by its parts in a row of those sessions whose usage is
-- known, and as a whole in another.
-- in:  nothing
-- out: module varchar, measure varchar, basis varchar, rule varchar, sessions bigint,
--      tokens decimal(38,0), uncached decimal(38,0), cache_writes decimal(38,0),
--      cache_reads decimal(38,0)
with counts as (
    select
        session_id,
        'tokens_in' as measure,
        tokens_in as tokens,
        basis,
        rule,
        uncached,
        cache_writes,
        cache_reads
    from session_reads
    union all
    select
        sessions.session_id,
        'tokens_out' as measure,
        tokens_out as tokens,
        case when tokens_out is not null then coalesce(basis, 'claimed') end as basis,
        case when tokens_out is not null then coalesce(rule, 'typed') end as rule,
        null as uncached,
        null as cache_writes,
        null as cache_reads
    from sessions
    left join cell_origins
        on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'tokens_out'
)
select
    module,
    measure,
    basis,
    rule,
    count(*) as sessions,
    cast(sum(tokens) as decimal(38, 0)) as tokens,
    sum(uncached) as uncached,
    sum(cache_writes) as cache_writes,
    sum(cache_reads) as cache_reads
from counts
join sessions using (session_id)
group by module, measure, basis, rule, uncached is null
order by module nulls last, measure, basis nulls last, rule, uncached is null
