create view session_sizes as
select session_id, "{loc_original}" as loc_original, "{loc_port}" as loc_port
from sessions;

create view session_tests as
select
    session_id,
    cast(split_part(tests_pass, '/', 1) as bigint) as passed,
    cast(split_part(tests_pass, '/', 2) as bigint) as total
from sessions
where tests_pass is not null;

create view cell_origins as
select
    session_id,
    cell,
    first(basis order by "columns") as basis,
    first(rule order by "columns") as rule
from (
    select session_id, "columns", unnest(string_split("columns", ' ')) as cell, basis, rule, edited
    from origins
)
where not list_contains(string_split(coalesce(edited, ''), ' '), cell)
group by session_id, cell;
