-- What else is known of one session.
-- in:  $session_id varchar
-- out: the columns of session_details
from session_details
where session_id = $session_id
