"""What goes wrong when a week or a month is written to a file."""

# kind: (English, Japanese)
PROBLEMS: dict[str, tuple[str, str]] = {
    "no_japanese_font": (
        (
            "a PDF needs a Japanese font and none was found: install one (Debian, Ubuntu: "
            "fonts-noto-cjk or fonts-ipaexfont), or name a font file in {detail}; PowerPoint and "
            "Excel need none"
        ),
        (
            "PDF に使う日本語フォントがありません。fonts-noto-cjk や fonts-ipaexfont を入れるか、"
            "環境変数 {detail} にフォントを指定してください(PowerPoint と Excel には不要です)"
        ),
    ),
    "font_not_there": (
        "the font file that {detail} names is not there: {value}",
        "環境変数 {detail} のフォントファイルがありません: {value}",
    ),
    "file_not_written": (
        "{value} cannot be written: {detail}",
        "{value} に書き込めません: {detail}",
    ),
    "not_a_month_of_the_data": (
        "the data hold no {value}: they run from {detail}",
        "{value}のデータはありません。データの期間: {detail}",
    ),
}
