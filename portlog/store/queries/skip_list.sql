-- What is left out of the port on purpose, or proposed to be, and why.
-- in:  nothing
-- out: the columns of skips
from skips
order by original_path, symbol
