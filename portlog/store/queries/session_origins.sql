-- Where cells come from, for sessions from a day on.
-- in:  $since date (may be null)
-- out: the columns of origins
from origins
where $since is null or session_id >= cast($since as varchar)
order by session_id, columns
