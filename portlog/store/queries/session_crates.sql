-- The look-ups that belong to a session.
-- in:  $session_id varchar
-- out: the columns of crates
from crates
where session_id = $session_id
order by lookup_id
