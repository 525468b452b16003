-- All that was read, rule by rule, and its parts over those of the sessions whose usage tells them.
-- in:  nothing
-- out: basis varchar, rule varchar, sessions bigint, tokens decimal(38,0), split_sessions bigint,
--      uncached decimal(38,0), cache_writes decimal(38,0), cache_reads decimal(38,0)
select
    basis,
    rule,
    count(*) as sessions,
    cast(sum(tokens_in) as decimal(38, 0)) as tokens,
    count(uncached) as split_sessions,
    sum(uncached) as uncached,
    sum(cache_writes) as cache_writes,
    sum(cache_reads) as cache_reads
from session_reads
where tokens_in is not null
group by basis, rule
order by basis, rule
