-- The rows of usage of one session.
-- in:  $session_id varchar
-- out: the columns of usage
from usage
where session_id = $session_id
order by all
