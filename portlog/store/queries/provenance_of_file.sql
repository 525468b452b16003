-- What one file of the port was ported from.
-- in:  $port_path varchar
-- out: the columns of provenance
from provenance
where port_path = $port_path
order by provenance_id
