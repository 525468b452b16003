-- The sum of each measure in each module, in each phase of the plan and with each model, rule by
-- rule; a group without a name holds the sessions of no module, or of no phase. Sessions that ran at
-- the same time are added by the rule union/1.
-- in:  nothing
-- out: scope varchar, llm varchar, name varchar, measure varchar, basis varchar, rule varchar,
--      sessions bigint, overlapping bigint, amount decimal(38,9)
from group_sums
where scope <> 'all'
order by scope, llm, name nulls last, measure, basis, rule
