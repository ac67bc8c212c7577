"""What is wrong with the workspace: its versions, its team store, the machine."""

# kind: (English, Japanese)
PROBLEMS: dict[str, tuple[str, str]] = {
    "raw_file_missing": (
        "the raw file of an earlier upload is missing ({detail}); import it again",
        "以前アップロードした元ファイルがありません({detail})。もう一度取り込んでください",
    ),
    "workspace_unusable": (
        "the workspace {value} cannot be used: {detail}",
        "ワークスペース {value} が使えません: {detail}",
    ),
    "disk_full": (
        "the disk is full ({value}: {detail}): make room and try again",
        "ディスクの空きが足りません({value}: {detail})。空きを作って、もう一度お試しください",
    ),
    "out_of_memory": (
        "not enough memory ({detail}): set FUNNEL_MEMORY_LIMIT higher, such as 4GB",
        "メモリーが足りません({detail})。環境変数 FUNNEL_MEMORY_LIMIT を 4GB などに上げてください",
    ),
    "setting_invalid": (
        "{detail} cannot be '{value}'",
        "{detail} に「{value}」は使えません",
    ),
    "team_store_unusable": (
        "{value}, where mappings and the log are kept, cannot be used: {detail}",
        "マッピングと操作の記録を置く {value} が使えません: {detail}",
    ),
    "team_store_newer": (
        "{value} was written by a later release ({detail}): update the app",
        "{value} は新しいリリースで書かれています({detail})。アプリを更新してください",
    ),
    "raw_file_changed": (
        "the raw file of an upload is not the one that came ({detail}); import it again",
        "アップロードした元ファイルが書き換わっています({detail})。もう一度取り込んでください",
    ),
    "version_moved": (
        "version {value} was put in force meanwhile: look at the changes again",
        "その間に版 {value} が公開されました。変更をもう一度確認してください",
    ),
    "draft_gone": (
        "what was prepared has been discarded: choose the files again",
        "準備した内容は破棄されています。ファイルをもう一度選んでください",
    ),
    "no_such_version": (
        "there is no version {value}",
        "版 {value} はありません",
    ),
    "no_version_before": (
        "version {value} is the first: there is none to go back to",
        "版 {value} が最初の版のため、戻れる版がありません",
    ),
    "version_damaged": (
        "version {value} is damaged: {detail}",
        "版 {value} のファイルが壊れています: {detail}",
    ),
    "import_failed": (
        "the import failed by a fault of the app ({detail}): nothing was published",
        "アプリの不具合で取り込めませんでした({detail})。何も公開していません",
    ),
    "version_outdated": (
        "this version was built by an earlier release ({detail}): run funnel rebuild",
        "以前のリリースで作られた版です({detail})。funnel rebuild で作り直してください",
    ),
    "file_unwritable": (
        "the file cannot be written: {detail}",
        "ファイルに書けません: {detail}",
    ),
    "no_such_folder": (
        "there is no such folder",
        "フォルダーがありません",
    ),
}
