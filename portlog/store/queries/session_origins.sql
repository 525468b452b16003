-- Where cells come from, for sessions from a name on.
-- in:  $first varchar (may be null)
-- out: the columns of origins
from origins
where $first is null or session_id >= $first
order by session_id, columns
