"""What the commands say that bring data in, keep its versions and the costs entered."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
    "not_published": (
        "Nothing was published; the version before stays in force.",
        "公開していません。以前の版がそのまま使われます。",
    ),
    "refuse_rows": (
        "--refuse-rows leaves these rows out and publishes the rest.",
        "--refuse-rows を付けると、この行を除いて公開します。",
    ),
    "file": ("{file}: {title} {object}, {rows:,} rows", "{file}: {title} {object}、{rows:,} 行"),
    "rows_refused": (", {count:,} refused", "、読めない行 {count:,}"),
    "rows_aside": (", {count:,} set aside", "、対象外 {count:,}"),
    "rows_superseded": (", {count:,} superseded", "、新しい行で置換 {count:,}"),
    "footer_rows": (", {count:,} lines that are no rows", "、表の行ではない {count:,} 行を除外"),
    "worth_reading": (
        "  Nothing is read from {header}, which may be {field}: tell by a mapping or on the page",
        "  {header} は読んでいません({field} かもしれません)。マッピングか画面で指定できます",
    ),
    "replaces": ("Replaces {file} ({rows:,} rows).", "{file}({rows:,} 行)と入れ替えます。"),
    "unused": ("Not used: {file}", "使わないもの: {file}"),
    "older": (
        "Careful: {file} was exported on {day}, before the one it came over ({in_force}).",
        "注意: {file} は {day} の書き出しで、それまでのもの({in_force})より古いファイルです。",
    ),
    "in_force": ("Version {version} is in force.", "版 {version} を公開しました。"),
    "back_in_force": (
        "Version {version} is in force again (it was version {before}).",
        "版 {version} に戻しました(それまでは版 {before})。",
    ),
    "is_in_force": ("Version {version} is in force already.", "版 {version} がすでに有効です。"),
    "nothing_to_do": (
        "Version {version} is in force already: nothing to do.",
        "版 {version} がすでに有効です。何もしません。",
    ),
    "no_versions": (
        "Nothing is in force yet: funnel import FILE...",
        "まだ何も公開されていません: funnel import ファイル...",
    ),
    "would_publish": (
        "Nothing was published: this is what would change.",
        "公開していません。公開すると次のように変わります。",
    ),
    "subject": (
        "  {subject}: {before:,} -> {after:,} ({new:,} new, {changed:,} changed, {gone:,} gone)",
        "  {subject}: {before:,} → {after:,}(新規 {new:,}、変更 {changed:,}、消失 {gone:,})",
    ),
    "other_rows": (
        "  {object}: {before:,} -> {after:,} rows",
        "  {object}: {before:,} → {after:,} 行",
    ),
    "spent": ("  {month} spend: {before} -> {after}", "  {month} 費用: {before} → {after}"),
    "past": (
        "  {month} {metric}: {before} -> {after}",
        "  {month} {metric}: {before} → {after}",
    ),
    "partial": (
        "  {tool} {object}: {lost:,} of {before:,} rows are not in the new file; --adds keeps them",
        "  {tool} {object}: {before:,} 行のうち {lost:,} 行が新しいファイルになし(--adds で残す)",
    ),
    "vanished": (
        "  {tool} {object}: without {columns}",
        "  {tool} {object}: なくなった列 {columns}",
    ),
    "can_be_imported": ("Nothing is wrong with it.", "問題はありません。"),
    "whole": (
        "All is whole: {versions:,} versions, {raw_files:,} raw files.",
        "異常はありません。版 {versions:,}、元ファイル {raw_files:,}。",
    ),
    "left_over": (
        "Of an import that was cut off, can be deleted: uploads/{folder}",
        "途中で切れた取り込みの残り(消してかまいません): uploads/{folder}",
    ),
    "waiting": (
        "Another import is under way: waiting for it to end.",
        "別の取り込みが動いています。終わるのを待っています。",
    ),
    "copying": ("keeping the files", "ファイルを保存"),
    "recognising": ("recognising tables", "表を判別"),
    "reading": ("reading", "読み取り"),
    "building": ("building the tables", "集計用の表を作成"),
    "saving": ("saving", "保存"),
    "watching": ("Watching {folder}.", "{folder} を見張っています。"),
    "imported": (
        "Imported {files}: version {version} is in force.",
        "{files} を取り込み、版 {version} を公開しました。",
    ),
    "refused": (
        "Refused {files}, moved to {folder}:",
        "{files} は取り込めません({folder} に移動):",
    ),
    "put_off": ("Not yet: {files}, tried again later:", "{files} はあとでもう一度試します:"),
    "entry": ("{mark} {number:>4}  {at}  {who}", "{mark} {number:>4}  {at}  {who}"),
    "entry_file": (
        "          {name}: {title} {object}, {rows:,} rows",
        "          {name}: {title} {object}、{rows:,} 行",
    ),
    "entry_change": (
        "          {subject}: {added:,} new, {changed:,} changed, {gone:,} gone",
        "          {subject}: 新規 {added:,}、変更 {changed:,}、消失 {gone:,}",
    ),
    "entry_back": (
        "          back in force {at} by {who}",
        "          {at} に {who} がこの版に戻した",
    ),
    "never_in_force": ("          never was in force", "          公開されなかった版"),
    "cost_added": (
        "Cost {id} is kept; it counts once funnel rebuild or the next import took it in.",
        "費用 {id} を保存しました。funnel rebuild か次の取り込みで数字に入ります。",
    ),
    "cost": (
        "{id:>4}  {month}  {amount:>14,} {currency}  source {source}, campaign {campaign} ({who})",
        "{id:>4}  {month}  {amount:>14,} {currency}  ソース {source}、施策 {campaign}({who})",
    ),
    "cost_removed": (
        "Cost {id} is gone; funnel rebuild or the next import follows.",
        "費用 {id} を消しました。funnel rebuild か次の取り込みで数字に反映されます。",
    ),
    "entry_judged": (
        "          judged anew by agreement {number}",
        "          合意 第{number}号で集計し直し",
    ),
    "judging": ("judging by the agreement", "合意に沿って集計"),
    "leads": ("leads", "リード"),
    "deals": ("deals", "商談"),
}
