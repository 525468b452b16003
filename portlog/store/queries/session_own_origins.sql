-- Where the cells of one session come from.
-- in:  $session_id varchar
-- out: the columns of origins
from origins
where session_id = $session_id
order by columns
