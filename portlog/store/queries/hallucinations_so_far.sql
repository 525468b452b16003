-- The hallucinations up to and with each session, rule by rule; no count, no sum.
-- in:  nothing
-- out: date date, session_id varchar, basis varchar, rule varchar, hallucinations bigint,
--      so_far decimal(38,0)
with counts as (
    select
        date,
        sessions.session_id,
        hallucinations,
        case when hallucinations is not null then coalesce(basis, 'claimed') end as basis,
        case when hallucinations is not null then coalesce(rule, 'typed') end as rule
    from sessions
    left join cell_origins
        on cell_origins.session_id = sessions.session_id and cell_origins.cell = 'hallucinations'
)
select
    date,
    session_id,
    basis,
    rule,
    hallucinations,
    cast(
        sum(hallucinations) over (
            partition by basis, rule order by date, session_id rows unbounded preceding
        ) as decimal(38, 0)
    ) as so_far
from counts
order by date, session_id
