-- The names of the symbols in each ported part, as they were when it was recorded.
-- in:  nothing
-- out: provenance_id varchar, symbols varchar[]
select provenance_id, list(symbol order by first_line, last_line desc) as symbols
from provenance_symbols
group by provenance_id
order by provenance_id
