-- The sessions whose name is, or ends in, what was typed.
-- in:  $name varchar
-- out: the columns of sessions
from sessions
where session_id = $name or ends_with(session_id, '-' || $name)
order by session_id
