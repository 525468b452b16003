-- The sessions whose cost nobody knows because calls in them have no price, and those calls.
-- in:  nothing
-- out: sessions bigint, calls bigint
select count(unpriced_calls) as sessions, cast(coalesce(sum(unpriced_calls), 0) as bigint) as calls
from session_prices
