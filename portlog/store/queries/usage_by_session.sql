-- What each session used, by model and tier.
-- in:  nothing
-- out: the columns of usage
from usage
order by session_id, model, tier
