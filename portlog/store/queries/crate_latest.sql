-- The newest answer to each question that was asked of a registry.
-- in:
-- out: the columns of crates
from crates
qualify row_number() over (
    partition by registry, name, requirement, features, item
    order by checked_at desc, lookup_id desc
) = 1
order by name, lookup_id
