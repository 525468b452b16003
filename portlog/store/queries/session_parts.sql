-- What usage tells beside the cells of sessions from a name on: what was read past all caches,
-- and the calls for want of whose price the cost is not known.
-- in:  $first varchar (may be null)
-- out: session_id varchar, uncached decimal(38,0), unpriced_calls bigint
select session_id, uncached, unpriced_calls
from session_reads
join session_prices using (session_id)
where (uncached is not null or unpriced_calls is not null)
  and ($first is null or session_id >= $first)
order by session_id
