-- The crates and items that a session is known to have suggested, each with its latest answer.
-- in:  nothing
-- out: the columns of crates
select * exclude (place)
from (
    select
        *,
        row_number() over (
            partition by session_id, registry, name, requirement, features, item
            order by checked_at desc, lookup_id desc
        ) as place
    from crates
    where session_id is not null
)
where place = 1
order by session_id, name, item
