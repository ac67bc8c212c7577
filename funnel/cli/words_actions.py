"""What the commands say of actions and of the voice of sales."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
    "actions_none": (
        "No action fits: the meeting decides on them, or funnel action add.",
        "該当する行動はありません。会議か funnel action add で決められます。",
    ),
    "actions_kept": (
        "Open {open:,}, overdue {overdue:,}; done in time in the last {weeks} weeks: {in_time}",
        "未完了 {open:,}件、うち期限切れ {overdue:,}件。直近{weeks}週の期限内完了: {in_time}",
    ),
    "actions_none_due": ("none was due", "期限が来た行動なし"),
    "action_row": (
        "{mark} {number:>3}  {due}  {title} ({owner})",
        "{mark} {number:>3}  {due}  {title}({owner})",
    ),
    "action_late": ("overdue ", "期限切れ "),
    "action_moved": ("        {figure}: {said}", "        {figure}: {said}"),
    "action_learned": ("        {outcome}: {learned}", "        {outcome}: {learned}"),
    "action_success": ("it helped", "うまくいった"),
    "action_failure": ("it did not help", "うまくいかなかった"),
    "action_unknown": ("learned", "学び"),
    "action_no_data": (
        "there are no data yet from after the decision",
        "決めた日より後のデータがまだありません",
    ),
    "action_added": ("Action {number}: {title}", "行動 {number}: {title}"),
    "action_done": ("Action {number} is done: {title}", "行動 {number} を完了にしました: {title}"),
    "action_dropped": (
        "Action {number} is dropped: {title}",
        "行動 {number} を取りやめました: {title}",
    ),
    "voices_none": ("No voice from {since} to {until}.", "{since}〜{until} の声はありません。"),
    "voices_count": ("{count:,} of {total:,}: {title}", "{count:,}/{total:,} {title}"),
    "voices_source": (
        "  {source}: {count:,} of {total:,} {title}",
        "  {source}: {count:,}/{total:,} {title}",
    ),
    "voices_no_source": ("(no source)", "(ソースなし)"),
    "voices_unknown_lead": ("(not in the exports)", "(いまのデータにない)"),
    "voice_row": (
        "{number:>4}  {day}  {about}  {title}: {said}",
        "{number:>4}  {day}  {about}  {title}: {said}",
    ),
    "voice_general": ("in general", "全般"),
    "voice_added": ("Voice {number} is kept.", "声 {number} を残しました。"),
    "voice_removed": ("Voice {number} is taken back.", "声 {number} を取り消しました。"),
    "notes_none": ("No note on a day fits.", "該当するできごとはありません。"),
    "note_row": ("{number:>4}  {day}  {text}{source}", "{number:>4}  {day}  {text}{source}"),
    "note_added": ("Note {number} is kept.", "できごと {number} を残しました。"),
    "note_removed": ("Note {number} is taken back.", "できごと {number} を取り消しました。"),
}  # fmt: skip
