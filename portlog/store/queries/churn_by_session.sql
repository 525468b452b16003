-- The lines that each session changed, by language.
-- in:  nothing
-- out: the columns of churn
from churn
order by session_id, language
