-- one row per record of a tool (a lead or a deal) and run of uploads that showed it unchanged
-- Earlier runs come from the version before (`seen_before`). An export that is uploaded again, or
-- is older than what was seen already, changes nothing. `not_before_on` is the day something else
-- was last seen; of a record created since the last snapshot of its table, the day it was created;
-- null where nothing tells. Records that never said anything are not kept.
create table seen_records as
with shown as (
    select
        'lead' as subject,
        tool,
        id,
        file_no,
        created_on as began_on,
        status as state,
        state as meaning,
        owner,
        mql_on,
        mql_at,
        handed_over_on,
        handed_over_at,
        handed_over_again_on,
        handed_over_again_at,
        accepted_on,
        accepted_at,
        first_contact_on,
        first_contact_at,
        sql_on,
        sql_at,
        sent_back_on,
        sent_back_at,
        status is not null
        or coalesce(
            mql_on,
            handed_over_on,
            handed_over_again_on,
            accepted_on,
            first_contact_on,
            sql_on,
            sent_back_on
        ) is not null as says_something
    from staged_leads
    union all
    select
        'deal' as subject,
        tool,
        id,
        file_no,
        opened_on as began_on,
        coalesce(stage, outcome) as state,
        outcome as meaning,
        null as owner,
        null as mql_on,
        null as mql_at,
        null as handed_over_on,
        null as handed_over_at,
        null as handed_over_again_on,
        null as handed_over_again_at,
        null as accepted_on,
        null as accepted_at,
        null as first_contact_on,
        null as first_contact_at,
        null as sql_on,
        null as sql_at,
        null as sent_back_on,
        null as sent_back_at,
        true as says_something
    from staged_deals
),

last_before as (
    select *
    from seen_before
    where is_last
),

tables_before as (
    select
        subject,
        tool,
        max(last_seen_on) as last_seen_on
    from last_before
    group by subject, tool
),

dated as (
    select
        shown.*,
        staged_files.exported_on,
        tables_before.last_seen_on as table_seen_on
    from shown
    inner join staged_files on shown.file_no = staged_files.file_no
    left join tables_before
        on shown.subject = tables_before.subject and shown.tool = tables_before.tool
),

compared as (
    select
        dated.*,
        last_before.seen_no,
        last_before.subject as subject_before,
        last_before.tool as tool_before,
        last_before.id as id_before,
        last_before.state as state_before,
        last_before.meaning as meaning_before,
        last_before.owner as owner_before,
        last_before.mql_on as mql_on_before,
        last_before.mql_at as mql_at_before,
        last_before.handed_over_on as handed_over_on_before,
        last_before.handed_over_at as handed_over_at_before,
        last_before.handed_over_again_on as handed_over_again_on_before,
        last_before.handed_over_again_at as handed_over_again_at_before,
        last_before.accepted_on as accepted_on_before,
        last_before.accepted_at as accepted_at_before,
        last_before.first_contact_on as first_contact_on_before,
        last_before.first_contact_at as first_contact_at_before,
        last_before.sql_on as sql_on_before,
        last_before.sql_at as sql_at_before,
        last_before.sent_back_on as sent_back_on_before,
        last_before.sent_back_at as sent_back_at_before,
        last_before.first_seen_on,
        last_before.last_seen_on,
        last_before.not_before_on,
        last_before.run_no,
        coalesce(dated.exported_on >= last_before.last_seen_on, dated.id is not null) as is_news,
        (
            last_before.state is distinct from dated.state
            -- an earlier release kept no owners, and a blank one says nothing
            or coalesce(last_before.owner != dated.owner, false)
            or last_before.mql_on is distinct from dated.mql_on
            or last_before.mql_at is distinct from dated.mql_at
            or last_before.handed_over_on is distinct from dated.handed_over_on
            or last_before.handed_over_at is distinct from dated.handed_over_at
            or last_before.handed_over_again_on is distinct from dated.handed_over_again_on
            or last_before.handed_over_again_at is distinct from dated.handed_over_again_at
            or last_before.accepted_on is distinct from dated.accepted_on
            or last_before.accepted_at is distinct from dated.accepted_at
            or last_before.first_contact_on is distinct from dated.first_contact_on
            or last_before.first_contact_at is distinct from dated.first_contact_at
            or last_before.sql_on is distinct from dated.sql_on
            or last_before.sql_at is distinct from dated.sql_at
            or last_before.sent_back_on is distinct from dated.sent_back_on
            or last_before.sent_back_at is distinct from dated.sent_back_at
        ) as is_changed
    from dated
    full outer join last_before
        on
            dated.subject = last_before.subject
            and dated.tool = last_before.tool
            and dated.id = last_before.id
),

sides as (
    select unnest([false, true]) as is_new
),

runs as (
    select
        compared.*,
        sides.is_new
    from compared
    cross join sides
    where
        case
            when not sides.is_new then compared.seen_no is not null
            when compared.seen_no is null then compared.says_something
            else compared.is_news and compared.is_changed
        end
)

select
    case when is_new then subject else subject_before end as subject,
    case when is_new then tool else tool_before end as tool,
    case when is_new then id else id_before end as id,
    case when is_new then state else state_before end as state,
    case when is_new then meaning else meaning_before end as meaning,
    case
        when is_new then coalesce(owner, owner_before)
        when is_news and not is_changed then coalesce(owner_before, owner)
        else owner_before
    end as owner,
    case when is_new then mql_on else mql_on_before end as mql_on,
    case when is_new then mql_at else mql_at_before end as mql_at,
    case when is_new then handed_over_on else handed_over_on_before end as handed_over_on,
    case when is_new then handed_over_at else handed_over_at_before end as handed_over_at,
    case when is_new then handed_over_again_on else handed_over_again_on_before end
        as handed_over_again_on,
    case when is_new then handed_over_again_at else handed_over_again_at_before end
        as handed_over_again_at,
    case when is_new then accepted_on else accepted_on_before end as accepted_on,
    case when is_new then accepted_at else accepted_at_before end as accepted_at,
    case when is_new then first_contact_on else first_contact_on_before end as first_contact_on,
    case when is_new then first_contact_at else first_contact_at_before end as first_contact_at,
    case when is_new then sql_on else sql_on_before end as sql_on,
    case when is_new then sql_at else sql_at_before end as sql_at,
    case when is_new then sent_back_on else sent_back_on_before end as sent_back_on,
    case when is_new then sent_back_at else sent_back_at_before end as sent_back_at,
    case when is_new then exported_on else first_seen_on end as first_seen_on,
    case when is_new or (is_news and not is_changed) then exported_on else last_seen_on end
        as last_seen_on,
    case
        when not is_new then not_before_on
        when seen_no is not null then last_seen_on
        when exported_on >= table_seen_on and coalesce(began_on >= table_seen_on, subject = 'deal')
            then coalesce(least(began_on, exported_on), table_seen_on)
    end as not_before_on,
    case when is_new then coalesce(run_no, 0) + 1 else run_no end as run_no,
    is_new or not (is_news and is_changed) as is_last
from runs
union all
select
    subject,
    tool,
    id,
    state,
    meaning,
    owner,
    mql_on,
    mql_at,
    handed_over_on,
    handed_over_at,
    handed_over_again_on,
    handed_over_again_at,
    accepted_on,
    accepted_at,
    first_contact_on,
    first_contact_at,
    sql_on,
    sql_at,
    sent_back_on,
    sent_back_at,
    first_seen_on,
    last_seen_on,
    not_before_on,
    run_no,
    is_last
from seen_before
where not is_last;
