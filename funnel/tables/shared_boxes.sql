-- one row per local part of an address that belongs to a desk and names nobody
create temp table shared_boxes as
select unnest([
    'info', 'sales', 'contact', 'office', 'support', 'admin', 'mail', 'inquiry', 'webmaster',
    'soumu', 'eigyo', 'toiawase', 'noreply', 'no-reply'
]) as box;
