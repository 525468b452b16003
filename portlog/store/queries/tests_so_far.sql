-- Each session that tells of tests, and the tests of all modules as their last such sessions up to
-- then have them, rule by rule; sessions of no module are part of no such sum.
-- in:  nothing
-- out: date date, session_id varchar, module varchar, basis varchar, rule varchar, passed bigint,
--      total bigint, passed_so_far decimal(38,0), total_so_far decimal(38,0)
with told as (
    select
        date,
        sessions.session_id,
        module,
        coalesce(basis, 'claimed') as basis,
        coalesce(rule, 'typed') as rule,
        passed,
        total
    from sessions
    join session_tests using (session_id)
    left join cell_origins
        on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'tests_pass'
),
changes as (
    select
        *,
        case when module is not null then
            cast(passed as hugeint) - coalesce(lag(passed) over earlier, 0)
        end as more_passed,
        case when module is not null then
            cast(total as hugeint) - coalesce(lag(total) over earlier, 0)
        end as more_in_all
    from told
    window earlier as (partition by basis, rule, module order by date, session_id)
)
select
    date,
    session_id,
    module,
    basis,
    rule,
    passed,
    total,
    case when module is not null then
        cast(sum(more_passed) over up_to_here as decimal(38, 0))
    end as passed_so_far,
    case when module is not null then
        cast(sum(more_in_all) over up_to_here as decimal(38, 0))
    end as total_so_far
from changes
window up_to_here as (
    partition by basis, rule order by date, session_id rows unbounded preceding
)
order by date, session_id
