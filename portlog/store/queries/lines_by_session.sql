-- The lines of both sides that each session tells, and how each of the two is known.
-- in:  nothing
-- out: date date, session_id varchar, module varchar, loc_original bigint, original_basis varchar,
--      original_rule varchar, loc_port bigint, port_basis varchar, port_rule varchar
select
    date,
    sessions.session_id,
    module,
    loc_original,
    case when loc_original is not null then coalesce(original.basis, 'claimed') end
        as original_basis,
    case when loc_original is not null then coalesce(original.rule, 'typed') end as original_rule,
    loc_port,
    case when loc_port is not null then coalesce(port.basis, 'claimed') end as port_basis,
    case when loc_port is not null then coalesce(port.rule, 'typed') end as port_rule
from sessions
join session_sizes using (session_id)
left join plain_cell_origins as original
    on original.session_id = sessions.session_id and original.cell = 'loc_original'
left join plain_cell_origins as port
    on port.session_id = sessions.session_id and port.cell = 'loc_port'
where loc_original is not null or loc_port is not null
order by date, sessions.session_id
