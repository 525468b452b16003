-- The sessions that one agent's logs became.
-- in:  $agent varchar
-- out: the columns of sessions
from sessions
where session_id in (select session_id from imports where agent = $agent)
order by date, session_id
