-- The sessions that agents' own logs became.
-- in:  nothing
-- out: the columns of sessions
from sessions
where session_id in (select session_id from imports where agent <> 'csv')
order by date, session_id
