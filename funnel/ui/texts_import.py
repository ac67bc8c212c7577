"""What the screens say between the choosing of files and a version in force, mapping aside."""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    # choosing files
    "choose_files": (
        "CSV・TSV・Excel・ZIP を、複数まとめて選べます。",
        "CSV, TSV, Excel or ZIP; several at once.",
    ),
    "nothing_changes_yet": (
        "選ぶとすぐに読み取ります。「公開する」を押すまで、いまの数字は変わりません。",
        "Reading starts at once. Nothing changes before you press “Publish”.",
    ),
    "known_tools": (
        "自動で認識: {tools}。ほかの表は、列の対応を一度だけ確認します。",
        "Recognised: {tools}. For any other table you check its columns once.",
    ),
    "upload_exports": ("データを取り込む", "Upload exports"),
    "mapping_file": (
        "マッピングファイル(TOML)を使う",
        "Use a mapping file (TOML)",
    ),
    "mapping_file_first": (
        "先にここで選ぶと、次に選ぶファイルをこの対応で読みます。",
        "Choose it first: the files chosen next are read by it.",
    ),
    # reading
    "step_receiving": ("ファイルを受け取っています", "Receiving the files"),
    "step_copying": ("元のファイルを保存しています", "Keeping the files as they came"),
    "step_recognising": ("何の表かを調べています", "Finding out what tables they are"),
    "step_reading": ("値を読み取っています", "Reading the values"),
    "step_building": ("数字を組み立てています", "Building the figures"),
    "step_saving": ("保存しています", "Saving"),
    "step_comparing": ("いまの版と比べています", "Comparing with the version in force"),
    "step_publishing": ("公開しています", "Publishing"),
    "step_waiting": (
        "ほかの人の公開が終わるのを待っています",
        "Waiting: somebody else is publishing",
    ),
    # refused as a whole
    "refused_title": ("読み取れませんでした", "This could not be read"),
    "refused_unchanged": (
        "いまの数字はそのままです(何も変わっていません)。",
        "Nothing has changed: the figures are as they were.",
    ),
    "refused_next": (
        "ファイルを直すか書き出し直して、もう一度選ぶ。",
        "Mend the file or export it again, and choose it once more.",
    ),
    "refused_next_map": (
        "列の対応が合っているかを確認するか、ファイルを直してもう一度選ぶ。",
        "Check what its columns were taken for, or mend the file and choose it once more.",
    ),
    "taken_for": (
        "「{file}」は {tool} の{object}として読みました。",
        "“{file}” was taken for {object} of {tool}.",
    ),
    "mapping_not_saved": (
        "公開しましたが、列の対応は保存できませんでした。次の取り込みでもう一度確認します。",
        "It was published, but the mapping could not be saved: it will be asked again next time.",
    ),
    "map_instead": ("列の対応を確認する", "Check its columns"),
    "go_on_without": ("この{count}ファイルを除いて続ける", "Go on without these {count}"),
    "choose_again": ("ファイルを選び直す", "Choose again"),
    "problems_more": ("ほか {count}件", "{count} more"),
    # preview
    "preview_title": ("{rows}行を読み取りました", "{rows} rows were read"),
    "repeat_title": ("取り込み済みです", "This is in force already"),
    "repeat_evidence": (
        "いまの第{before}版に入っているファイルと同じです。公開しても何も変わりません。",
        "Version {before} holds the very same files. Publishing changes nothing.",
    ),
    "repeat_next": (
        "「やめる」を押して、新しく書き出したファイルを選ぶ。",
        "Cancel, and choose a fresh export.",
    ),
    "older_next": (
        "「やめる」を押して、新しいほうのファイルを選ぶ。",
        "Cancel, and choose the newer file.",
    ),
    "preview_title_refused": (
        "{rows}行を読み取りました。{refused}行は読めません",
        "{rows} rows were read; {refused} cannot be",
    ),
    "preview_none": (
        "まだ公開していません。はじめての版になります。",
        "Not published yet. It will be the first version.",
    ),
    "preview_demo": (
        "まだ公開していません。公開すると、デモのデータは外れます。",
        "Not published yet. Publishing removes the demo data.",
    ),
    "preview_changes": (
        "まだ公開していません。第{before}版から: {changes}。",
        "Not published yet. Against version {before}: {changes}.",
    ),
    "preview_same": ("変わるところはありません", "nothing changes"),
    "preview_part": (
        "{object} 新規{new}・変更{changed}・消える{gone}",
        "{object}: {new} new, {changed} changed, {gone} gone",
    ),
    "preview_past_part": ("過去の月の数字 {count}か所", "{count} figures of past months"),
    "preview_next": (
        "下の内容を確認して公開する。公開したあとも、1クリックで元に戻せます。",
        "Check what stands below and publish. One click undoes it.",
    ),
    "preview_next_first": ("下の内容を確認して公開する。", "Check what stands below and publish."),
    "publish": ("公開する", "Publish"),
    "publish_rest": ("{count}行を除いて公開する", "Publish without {count} rows"),
    "cancel": ("やめる", "Cancel"),
    "cancelled": ("取り込みをやめました。何も変わっていません。", "Cancelled. Nothing changed."),
    "upload_lost": (
        "ページを読み込み直したため、途中の取り込みはなくなりました。ファイルをもう一度選んでください。",
        "The page was loaded anew, and the upload under way is gone: choose the files again.",
    ),
    "moved": (
        "ほかの人が先に公開したので、その版と比べ直しました。もう一度確認してください。",
        "Somebody published in the meantime. This is compared with their version now.",
    ),
    # preview: what to decide first
    "warnings": ("公開する前に確認", "Check before publishing"),
    "warn_partial": (
        (
            "{tool} の{object}が {before}行から {after}行に減り、{lost}件がなくなります。"
            "一部だけのファイルではありませんか。"
        ),
        (
            "{object} of {tool} go from {before} rows to {after}; {lost} would be gone. "
            "Is the file only a part?"
        ),
    ),
    "warn_older": (
        (
            "「{file}」は {day} の書き出しで、いまの {tool} の{object}({before} の書き出し)より"
            "古いファイルです。新しいほうを選び直してください。"
        ),
        (
            "{file} was exported on {day}, before the {object} of {tool} in force "
            "(exported on {before}). Is there a newer file to choose?"
        ),
    ),
    "adds_choice": ("前のデータを", "What was there before is"),
    "adds_no": ("置き換える", "replaced"),
    "adds_yes": ("残して追加する", "kept, and this added"),
    "adds_in_use": (
        "前のデータを残して追加しています。",
        "What was there before is kept, and the files are added.",
    ),
    "warn_stages_lost": (
        "計測できなくなる段階: {stages}。日付の列が入っているか確認してください。",
        "No longer measured: {stages}. Are the date columns in the export?",
    ),
    "warn_emptied": (
        "{object}の「{column}」が空になります(前は {count}件に値がありました)。",
        "“{column}” of {object} becomes empty ({count} had a value before).",
    ),
    "warn_vanished": (
        "{tool} {object}からなくなった列: {columns}",
        "Columns gone from {tool} {object}: {columns}",
    ),
    "warn_unverified": (
        (
            "実物のファイルで確かめていない読み方: {tables}。"
            "「列の読み方」を見て、違えば「読み方を直す」を選んでください。"
        ),
        (
            "Not tried on real files yet: {tables}. "
            "Look at “Columns as read”, and change the reading where it is wrong."
        ),
    ),
    "warn_unused": (
        "使わなかった表: {files}",
        "Tables not used: {files}",
    ),
    "stages_gained": ("新しく計測できる段階: {stages}", "Newly measured: {stages}"),
    "columns_gained": ("{tool} {object}の新しい列: {columns}", "New in {tool} {object}: {columns}"),
    # preview: what is in the files and not read
    "unread": ("読んでいない列があります", "Columns that are not read"),
    "unread_why": (
        "このまま公開すると、次の列は数字に入りません。使う列なら「読み方を直す」を押してください。",
        "Published as it is, these columns do not count. If they should: “Change how it is read”.",
    ),
    "unread_column": (
        "{file} の「{column}」は「{field}」ではありませんか",
        "“{column}” of {file}: is it “{field}”?",
    ),
    # preview: what the version amounts to
    "summary": ("公開するとこうなります", "What the version says"),
    "summary_note": (
        "商談の結果が実際と違うときは「読み方を直す」",
        "If the outcomes of deals look wrong: “Change how it is read”",
    ),
    "outcome_won": ("受注", "Won"),
    "outcome_lost": ("失注", "Lost"),
    "outcome_open": ("進行中", "Open"),
    "outcome_unknown": (
        "うち{count}件は、意味の分からないフェーズ",
        "{count} of them have a stage nobody explained",
    ),
    # preview: files
    "read_files": ("読み取ったファイル", "Files read"),
    "column_certainty": ("読み方の確かさ", "How sure"),
    "column_rows_aside": ("対象外の行", "Set aside"),
    "column_left_lines": ("集計・注記の行", "Totals, notices"),
    "column_encoding": ("文字コード", "Encoding"),
    "column_kind_of": ("種類", "Kind"),
    "column_text": ("内容", "Text"),
    "left_lines": (
        "表の行ではないため除いた行({count})",
        "Lines that are no rows of the table ({count})",
    ),
    "left_total": ("合計の行", "Total"),
    "left_footer": ("末尾の注記", "Footer"),
    "left_repeated_header": ("見出しの繰り返し", "Header repeated"),
    "replaced_files": ("置き換わるファイル: {files}", "Replaces: {files}"),
    "reread": ("読み方を直す", "Change how it is read"),
    "reread_which": ("読み方を直す表", "Table to change"),
    # preview: refused rows
    "refused_rows": ("読めない行", "Rows that cannot be read"),
    "refused_rows_note": ("{count}行・この行だけ除きます", "{count} rows; only these are left out"),
    "refused_rows_do": (
        "元のツールで直して書き出し直すと、次の取り込みで入ります。",
        "Mend them in the tool and export again: the next upload takes them.",
    ),
    # preview: columns
    "columns_read": ("列の読み方", "Columns as read"),
    "columns_read_note": (
        "ファイルの列 → 項目と、最初の値",
        "Columns of the file, the fields they fill, first values",
    ),
    "columns_unused": ("使わない列: {columns}", "Not used: {columns}"),
    # preview: values as read
    "readings": ("書き方を読み替えた値", "Values understood"),
    "readings_note": ("元の書き方 → 読み取った値", "As written → as understood"),
    "column_raw": ("元の値", "As written"),
    "column_read": ("読み取った値", "As understood"),
    "column_rows": ("行数", "Rows"),
    # preview: changes
    "changes": ("変わること", "What changes"),
    "changes_note": ("第{before}版との違い", "Against version {before}"),
    "changes_first": ("はじめての版です", "The first version"),
    "changes_none": (
        "リードにも商談にも変わるところはありません。",
        "Neither leads nor deals change.",
    ),
    "changes_first_text": (
        "リード {leads}件、商談 {deals}件が入ります。",
        "{leads} leads and {deals} deals come in.",
    ),
    "other_rows": ("**{object}** {before}行 → {after}行", "**{object}**: {before} → {after} rows"),
    "other_rows_part": ("{object} {before}行 → {after}行", "{object}: {before} → {after} rows"),
    "spend_total": (
        "変わる月の費用の合計 {before} → {after}",
        "Spend of these months {before} → {after}",
    ),
    "spend_by_month": ("月ごとの費用を見る", "Spend by month"),
    "count_new": ("新規", "New"),
    "count_changed": ("変更", "Changed"),
    "count_gone": ("消える", "Gone"),
    "field_changed_count": ("{field}が変わる: {count}件", "{field} changes: {count}"),
    "examples_of": ("{object}の例を見る", "Examples: {object}"),
    "column_field": ("項目", "Field"),
    "column_before": ("前", "Before"),
    "column_after": ("後", "After"),
    "column_change": ("変化", "Change"),
    "past": ("過去の数字", "Past figures"),
    "past_note": ("{day}までの月", "Months up to {day}"),
    "past_none": (
        "過去の月の数字は変わりません。",
        "No figure of a past month changes.",
    ),
    "past_some": (
        "公開すると、次の月の数字が変わります(変わらないところは空欄)。",
        "Publishing changes these months (blank: no change).",
    ),
    "column_month": ("月", "Month"),
    "new_values": ("はじめて見る値", "Values never seen before"),
    "new_values_note": (
        "書き間違いなら、元のツールで直してください",
        "Typing errors are best mended in the tool",
    ),
    "column_like": ("似ている値", "Looks like"),
    "kind_source": ("リードソース", "Lead source"),
    "kind_owner": ("担当者", "Owner"),
    "kind_status": ("ステータス", "Status"),
    "kind_stage": ("フェーズ", "Stage"),
    "links_card": ("商談とリードのつながり", "Deals and their leads"),
    "links_linked": ("つながる商談", "Linked"),
    "links_unlinked": ("つながらない商談", "Not linked"),
    "links_ambiguous": ("候補が複数", "Ambiguous"),
    "links_suggested": ("会社名での候補", "Suggested"),
    "links_before": ("前 {count}", "before {count}"),
    "links_later": (
        "候補は、公開したあとに「つながり」の画面で1件ずつ確認できます。",
        "After publishing, the page of links goes through the suggestions one by one.",
    ),
    # published
    "published": ("第{version}版を公開しました", "Version {version} is in force"),
    "published_evidence": (
        "{day}までのデータ。リード {leads}件・商談 {deals}件。{refused}",
        "Data to {day}: {leads} leads, {deals} deals. {refused}",
    ),
    "published_refused": ("除いた行 {count}。", "{count} rows left out."),
    "published_next": (
        "数字を見て会議を始める。おかしければ、いつでも元に戻せます。",
        "See the week. If something looks wrong, undo it.",
    ),
    "published_next_first": ("数字を見て会議を始める。", "See the week and start the meeting."),
    "undo": ("元に戻す", "Undo"),
    "undone": ("第{version}版に戻しました", "Version {version} is in force again"),
    "undone_evidence": (
        "第{undone}版は履歴に残っています。",
        "Version {undone} stays in the history.",
    ),
    "undone_next": (
        "ファイルを直して取り込み直すか、やり直す。",
        "Mend the files and upload them again, or redo.",
    ),
    "redo": ("やり直す", "Redo"),
    "check_links": ("つながりを確認({count}件)", "Check links ({count})"),
    "check_quality": ("データ品質({count}種類)", "Data quality ({count} kinds)"),
    # history
    "page_history": ("履歴", "History"),
    "history_title": ("いま使っているのは第{version}版です", "Version {version} is in force"),
    "history_evidence": (
        "{who}さんが {at} に公開しました。",
        "Published by {who} on {at}.",
    ),
    "history_next": (
        "数字がおかしいときは、下の一覧から前の版に戻す。",
        "If a figure looks wrong, bring an earlier version back.",
    ),
    "history_version": ("第{version}版", "Version {version}"),
    "history_in_force": ("使用中", "in force"),
    "history_demo": ("デモ", "demo"),
    "history_no_files": (
        "ファイルなし(つながりの確認などを反映)",
        "No files (confirmed links taken in)",
    ),
    "history_file": (
        "{file} — {tool} {object} {rows}行",
        "{file} — {tool} {object}, {rows} rows",
    ),
    "history_file_refused": ("(除いた行 {count})", " ({count} left out)"),
    "history_agreement": (
        "ファイルなし(合意 第{number}号で集計し直し)",
        "No files (judged anew by agreement {number})",
    ),
    "history_no_agreement": (
        "ファイルなし(合意を取り消して集計し直し)",
        "No files (judged anew, the agreement was taken back)",
    ),
    "history_no_changes": (
        "リードにも商談にも変わったところはありません",
        "neither leads nor deals changed",
    ),
    "history_bring_back": ("この版に戻す", "Bring this back"),
    "history_sure": ("第{version}版に戻しますか", "Bring version {version} back?"),
    "history_sure_why": (
        (
            "今週の画面などの数字が、{at} に {who}さんが公開した版に戻ります。"
            "いまの第{current}版は消えません。"
        ),
        ("All pages show the version {who} published on {at}. Version {current} is kept."),
    ),
    "history_do": ("第{version}版に戻す", "Bring version {version} back"),
    "history_log_entry": (
        "{at} {who}さんが第{left}版からこの第{version}版に戻しました",
        "{at}: {who} went back from version {left} to this version {version}",
    ),
    "history_never": ("未使用", "never used"),
    "history_damaged": ("ファイルが壊れています({detail})", "The file is damaged ({detail})"),
    "history_since_base": ("第{base}版から: {changes}", "Against version {base}: {changes}"),
    "history_more": ("古い版をさらに表示", "Show older versions"),
}
