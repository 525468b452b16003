-- What the usage of each of an agent's imported sessions costs; nothing where a row has no price.
-- in:  $agent varchar
-- out: session_id varchar, cost_usd decimal(38,9)
select session_id, case when count(*) = count(cost_usd) then sum(cost_usd) end as cost_usd
from usage
where session_id in (select session_id from imports where agent = $agent)
group by session_id
order by session_id
