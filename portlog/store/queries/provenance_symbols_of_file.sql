-- The symbols of originals in the parts that one file of the port was ported from.
-- in:  $port_path varchar
-- out: the columns of provenance_symbols
from provenance_symbols
where provenance_id in (select provenance_id from provenance where port_path = $port_path)
order by provenance_id, symbol
