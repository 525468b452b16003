-- How many of the sessions and commits that are known are in the log.
-- in:  nothing
-- out: the columns of coverage
from coverage
order by agent
