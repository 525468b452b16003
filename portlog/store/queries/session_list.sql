-- Sessions, newest last; an empty $module asks for those of no module.
-- in:  $llm varchar, $module varchar, $since date, $last bigint (each may be null)
-- out: the columns of sessions
select *
from (
    from sessions
    where ($llm is null or llm = $llm)
      and ($module is null or coalesce(module, '') = $module)
      and ($since is null or date >= $since)
    order by date desc, session_id desc
    limit coalesce($last, 9223372036854775807)
)
order by date, session_id
