-- The sum of each measure over the sessions where it is known, rule by rule. Sessions that ran at
-- the same time, as far as their first and last moments are known, add the smaller of their minutes
-- together and the time between the first's beginning and the last's end: the rule union/1.
-- in:  nothing
-- out: measure varchar, basis varchar, rule varchar, sessions bigint, overlapping bigint,
--      amount decimal(38,9)
select measure, basis, rule, sessions, overlapping, amount
from group_sums
where scope = 'all' and measure <> 'hallucinations'
order by measure, basis, rule
