-- What one session ported.
-- in:  $session_id varchar
-- out: the columns of provenance
from provenance
where session_id = $session_id
order by provenance_id
