-- What was taken in from one kind of source.
-- in:  $agent varchar
-- out: the columns of imports
from imports
where agent = $agent
order by source
