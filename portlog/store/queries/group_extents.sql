-- How far the log reaches in each module, in each phase of the plan, and with each model; a group
-- without a name holds the sessions of no module, or of no phase.
-- in:  nothing
-- out: scope varchar, llm varchar, name varchar, sessions bigint, first_day date, last_day date,
--      modules bigint, without_module bigint, models varchar[], tasks varchar[],
--      without_task bigint, reviewed bigint, unpriced_sessions bigint, unpriced_calls bigint
select
    scope,
    session_groups.llm,
    name,
    count(*) as sessions,
    min(date) as first_day,
    max(date) as last_day,
    count(distinct module) as modules,
    count(*) - count(module) as without_module,
    list(distinct sessions.llm || ' ' || model order by sessions.llm || ' ' || model) as models,
    coalesce(list(distinct task order by task) filter (task is not null), []) as tasks,
    count(*) - count(task) as without_task,
    count(hallucinations) as reviewed,
    count(unpriced_calls) as unpriced_sessions,
    cast(coalesce(sum(unpriced_calls), 0) as bigint) as unpriced_calls
from session_groups
join sessions using (session_id)
join session_prices using (session_id)
left join session_details using (session_id)
where scope <> 'all'
group by scope, session_groups.llm, name
order by scope, session_groups.llm, name nulls last
