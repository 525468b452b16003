-- The modules of the port's plan, in the order in which their turn comes.
-- in:  nothing
-- out: the columns of plan
from plan
order by phase nulls last, "order" nulls last, module
