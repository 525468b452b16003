-- Tokens read and written for each module, rule by rule; a row without a rule counts the sessions
-- where nobody knows.
-- in:  nothing
-- out: module varchar, measure varchar, basis varchar, rule varchar, sessions bigint,
--      tokens decimal(38,0)
with counts as (
    select session_id, module, measure, tokens
    from sessions
    unpivot include nulls (tokens for measure in (tokens_in, tokens_out))
),
made as (
    select
        module,
        measure,
        case when tokens is not null then coalesce(basis, 'claimed') end as basis,
        case when tokens is not null then coalesce(rule, 'typed') end as rule,
        tokens
    from counts
    left join cell_origins
        on cell_origins.session_id = counts.session_id and cell_origins.cell = counts.measure
)
select
    module,
    measure,
    basis,
    rule,
    count(*) as sessions,
    cast(sum(tokens) as decimal(38, 0)) as tokens
from made
group by all
order by module, measure, basis nulls last, rule
