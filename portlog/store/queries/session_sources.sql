-- The sources that became a session.
-- in:  $session_id varchar
-- out: the columns of imports
from imports
where session_id = $session_id
order by agent, source
