-- The names of the symbols in each ported part, as they were when it was recorded.
-- in:  nothing
-- out: provenance_id varchar, symbol varchar
select provenance_id, symbol
from provenance_symbols
order by provenance_id, first_line, last_line desc
