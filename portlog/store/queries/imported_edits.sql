-- The columns that a person has changed in each of an agent's imported sessions.
-- in:  $agent varchar
-- out: session_id varchar, edited varchar
select session_id, string_agg(edited, ' ' order by "columns") as edited
from origins
where edited is not null
  and session_id in (select session_id from imports where agent = $agent)
group by session_id
order by session_id
