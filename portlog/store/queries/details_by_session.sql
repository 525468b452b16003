-- What else is known of each session.
-- in:  nothing
-- out: the columns of session_details
from session_details
order by session_id
