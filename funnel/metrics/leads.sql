-- title: Leads | リード
-- formula: people created | 登録された人数
-- unit: count
-- better: higher
-- needs: lead
-- rows: lead
-- en: People who first appear in the exports in the period.
-- ja: 書き出しに初めて現れた人数(期間内の登録日)。
select * from stage_counts
where
    basis = $basis and stage = 'lead'
    and $as_of between known_from and known_to
