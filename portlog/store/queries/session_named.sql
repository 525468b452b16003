-- The sessions whose name, or another name of theirs, is what was typed, or ends in it.
-- in:  $name varchar
-- out: the columns of sessions
from sessions
where
    session_id = $name
    or ends_with(session_id, '-' || $name)
    or session_id in (select session_id from imports where source = $name)
    or session_id in (
        select session_id
        from session_details
        where list_contains(string_split(aliases, ' '), $name)
    )
order by session_id
