-- The newest answer to each question that was asked for each claim.
-- in:
-- out: the columns of crates
from crates
qualify row_number() over (
    partition by registry, name, requirement, features, item, claimed_at, suggested_by, session_id
    order by checked_at desc, lookup_id desc
) = 1
order by checked_at, lookup_id
