-- The rows of churn of one session.
-- in:  $session_id varchar
-- out: the columns of churn
from churn
where session_id = $session_id
order by all
