-- How many crates and items got which verdict, by the newest answer to each question that was asked
-- for each claim.
-- in:  nothing
-- out: verdict varchar, crates bigint, items bigint, of_a_model bigint
select
    verdict,
    count(*) filter (item is null) as crates,
    count(item) as items,
    count(coalesce(suggested_by, session_id)) as of_a_model
from (
    select *
    from crates
    qualify row_number() over (
        partition by
            registry, name, requirement, features, item, claimed_at, suggested_by, session_id
        order by checked_at desc, lookup_id desc
    ) = 1
)
group by verdict
order by count(*) desc, verdict
