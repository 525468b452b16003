-- The tests of each module as the last session that knows them has them; likewise, in a row without a
-- module, those of the sessions of no module.
-- in:  nothing
-- out: module varchar, date date, passed bigint, total bigint, basis varchar, rule varchar
select
    module,
    date,
    passed,
    total,
    coalesce(basis, 'claimed') as basis,
    coalesce(rule, 'typed') as rule
from sessions
join session_tests using (session_id)
left join cell_origins
    on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'tests_pass'
qualify row_number() over (partition by module order by date desc, sessions.session_id desc) = 1
order by module nulls last
