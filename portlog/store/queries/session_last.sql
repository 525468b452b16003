-- The session that was recorded last, by its day.
-- in:
-- out: the columns of sessions
from sessions
order by date desc, session_id desc
limit 1
