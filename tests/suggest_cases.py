"""Headers and what each column is: those of tools, of spreadsheets,
and ones made up to mislead."""

from __future__ import annotations

from funnel.importers.profiles.profile import Object

Case = tuple[str, Object, dict[str, str | None], list[list[str]]]
"""A name, the object, each header with its canonical column or None, and some rows."""

CASES: list[Case] = [
    # As research knows the tools' headers.
    (
        "salesforce leads", "leads",
        {
            "Lead ID": "id", "Last Name": "last_name", "First Name": "first_name",
            "Company": "company", "Email": "email", "Title": "title", "Phone": None,
            "Lead Status": "status", "Industry": "industry", "Rating": None,
            "Lead Source": "source",
            "No. of Employees": "company_size", "Lead Owner": "owner", "Converted": None,
            "Created Date": "created",
        },
        [],
    ),
    (
        "salesforce leads ja", "leads",
        {
            "リード ID": "id", "姓": "last_name", "名": "first_name", "会社名": "company",
            "メール": "email", "役職": "title", "電話": None, "状況": "status", "業種": "industry",
            "評価": None, "リードソース": "source", "従業員数": "company_size",
            "リード 所有者": "owner",
            "取引開始済み": None, "作成日": "created", "最終更新日": None,
        },
        [],
    ),
    (
        "salesforce opportunities", "deals",
        {
            "Opportunity ID": "id", "Opportunity Name": "name", "Stage": "stage",
            "Close Date": "closed", "Amount": "amount", "Probability (%)": "probability",
            "Account Name": "company", "Opportunity Owner": "owner", "Created Date": "opened",
            "Expected Revenue": None, "Next Step": None, "Last Modified Date": None,
            "Lead Source": "source", "Type": None, "Age": None, "Fiscal Period": None,
        },
        [],
    ),
    (
        "salesforce opportunities ja", "deals",
        {
            "商談名": "name", "フェーズ": "stage", "完了予定日": "closed", "金額": "amount",
            "確度(%)": "probability", "取引先名": "company", "商談 所有者": "owner",
            "商談 所有者: 部署": None, "作成日": "opened", "商談 ID": "id",
            "リードソース": "source",
            "期待収益": None, "次のステップ": None, "最終更新日": None, "会計期間": None,
        },
        [],
    ),
    (
        "salesforce history", "stage_history",
        {
            "編集日時": "changed", "項目名": "field", "編集者": "who", "元の値": "stage_before",
            "新しい値": "stage", "商談 ID": "deal_id", "商談名": "name",
        },
        [],
    ),
    (
        "salesforce tasks", "sales_activities",
        {
            "Activity ID": "id", "Subject": "title", "Date": "occurred",
            "Assigned": "owner", "Lead ID": "lead_id", "Opportunity ID": "deal_id",
            "Activity Type": "kind", "Priority": None, "Call Result": "outcome",
        },
        [],
    ),
    (
        "hubspot contacts", "leads",
        {
            "Record ID": "id", "First Name": "first_name", "Last Name": "last_name",
            "Email": "email", "Lifecycle Stage": "status", "Create Date": "created",
            "Became a Marketing Qualified Lead Date": "mql", "Original Source": "source",
            "Became a Sales Qualified Lead Date": "sql", "Became a Customer Date": None,
            "Phone Number": None, "Job Title": "title", "Last Activity Date": None,
            "Number of Pageviews": None, "Original Source Drill-Down 1": None,
        },
        [],
    ),
    (
        "hubspot contacts ja", "leads",
        {
            "レコードID": "id", "名": "first_name", "姓": "last_name", "Eメール": "email",
            "ライフサイクルステージ": "status", "作成日": "created", "オリジナルソース": "source",
            "MQL(マーケティング上の有望な見込み客)になった日付": "mql", "電話番号": None,
            "顧客に転換した日付": None, "最終アクティビティー日": None, "生年月日": None,
        },
        [],
    ),
    (
        "hubspot deals", "deals",
        {
            "Record ID": "id", "Deal Name": "name", "Deal Stage": "stage", "Pipeline": None,
            "Amount": "amount", "Close Date": "closed", "Create Date": "opened",
            "Deal owner": "owner", "Associated Contact IDs": "lead_ids", "Deal Type": None,
            "Forecast probability": None, "Last Modified Date": None,
        },
        [],
    ),
    (
        "zoho leads", "leads",
        {
            "見込み客の担当者": "owner", "会社": "company", "姓": "last_name", "メール": "email",
            "見込み客のデータ元": "source", "見込み客のステータス": "status", "電話": None,
            "Webサイト": None, "作成日時": "created", "更新日時": None, "年間売上": None,
        },
        [],
    ),
    (
        "zoho deals", "deals",
        {
            "商談の担当者": "owner", "商談名": "name", "取引先名": "company", "種類": None,
            "見込み客のデータ元": "source", "関連キャンペーン": None, "総額": "amount",
            "完了予定日": "closed", "ステージ": "stage", "確度": None, "売上の期待値": None,
        },
        [],
    ),
    (
        "pipedrive", "deals",
        {
            "Deal - Title": "name", "Deal - Value": "amount", "Deal - Stage": "stage",
            "Deal - Deal created": "opened", "Deal - Lost reason": "lost_reason",
            "Deal - ID": "id", "Deal - Organization": "company", "Deal - Owner": "owner",
            "Deal - Update time": None, "Deal - Total activities": None,
        },
        [],
    ),
    (
        "mazrica", "deals",
        {
            "案件名": "name", "契約予定日": "expected", "担当者": "owner", "フェーズ": "stage",
            "商品・サービス": "product", "チャネル": "source", "契約金額": "amount",
            "案件タイプ": None,
        },
        [],
    ),
    (
        "esales", "deals",
        {
            "案件コード": "id", "案件名": "name", "進捗状況": "stage", "受注予定日": "expected",
            "顧客名": "company",
        },
        [],
    ),
    (
        "sansan", "leads",
        {
            "会社名": "company", "氏名[姓]": "last_name", "氏名[名]": "first_name",
            "名刺交換日": "created", "e-mail": "email", "部署": None, "役職": "title", "TEL": None,
            "携帯電話": None, "URL": None, "郵便番号": None, "住所": None,
        },
        [],
    ),
    (
        "satori", "leads",
        {
            "苗字": "last_name", "名前": "first_name", "苗字(ふりがな)": None, "メモ": None,
            "メールアドレス": "email", "会社名": "company", "住所": None, "スター": None,
            "登録日時": "created", "スコア": "score", "電話番号": None,
        },
        [],
    ),
    # What nobody has described.
    (
        "unknown ja", "leads",
        {
            "顧客番号": "id", "お名前": "name", "会社": "company", "流入経路": "source",
            "登録日時": "created", "MQL到達日": "mql", "営業へ渡した日": "handed_over",
            "営業が受け取った日": "accepted", "営業有望判定日": "sql", "営業の担当": "owner",
            "連絡先": "email", "電話": None, "状況": "status", "更新日": None,
        },
        [
            ["K-0001", "阿部 葵", "㈱アスター", "展示会", "2026/01/05 9:00", "2026/01/09",
             "2026/01/12", "2026/01/13", "2026/01/20", "田中", "aoi@aster.example",
             "03-1234-5678", "対応中", "2026/02/01"],
            ["K-0002", "馬場 蓮", "樺商事", "ウェブ", "2026/01/06 10:30", "", "", "", "", "佐藤",
             "ren@birch.example", "06-1234-5678", "新規", "2026/02/01"],
            ["K-0003", "千葉 結衣", "杉産業", "ウェブ", "2026/01/08 11:00", "2026/01/15", "", "",
             "",
             "佐藤", "yui@cedar.example", "", "有望", "2026/02/02"],
        ],
    ),
    (
        "unknown en", "leads",
        {
            "Customer number": "id", "Your name": "name", "Firm": "company",
            "How did you hear about us?": "source", "Signed up at": "created",
            "MQL reached on": "mql", "Passed to sales on": "handed_over",
            "Sales accepted on": "accepted", "SQL reached on": "sql", "Sales rep": "owner",
            "Mail": "email", "Phone": None, "Current status": "status", "Last updated": None,
            "Date of birth": None, "Newsletter opt-in": None,
        },
        [
            ["C1", "Ann", "Aster", "Fair", "2026-01-05", "", "", "", "", "Lee", "a@x.example",
             "+44 20 1234 5678", "open", "2026-02-01", "1980-05-06", "yes"],
            ["C2", "Bob", "Birch", "Web", "2026-01-06", "2026-01-09", "", "", "", "Lee",
             "b@x.example", "", "open", "2026-02-01", "1990-05-06", "no"],
            ["C3", "Cid", "Cedar", "Web", "2026-01-06", "", "", "", "", "Kim", "c@x.example", "",
             "hot", "2026-02-01", "", "no"],
        ],
    ),
    (
        "renamed leads ja", "leads",
        {
            "会員番号": "id", "メルアド": "email", "フルネーム": "name", "勤務先": "company",
            "知ったきっかけ": "source", "資料請求日時": "created", "ＭＱＬになった日": "mql",
            "営業への引渡し日": "handed_over", "営業受領日": "accepted",
            "初回架電日": "first_contact",
            "アポ取得日": "sql", "差戻し日": "sent_back", "再引渡し日": "handed_over_again",
            "差戻し理由": "reason", "営業マン": "owner", "現在の状態": "status", "年齢": None,
            "最終ログイン日時": None, "次回連絡予定日": None, "メール配信停止日": None,
            "誕生日": None, "備考": None, "部署名": None, "都道府県": None,
        },
        [
            ["10", "a@x.example", "阿部 葵", "アスター", "展示会", "2026/1/5", "", "", "", "", "",
             "",
             "", "", "田中", "新規", "41", "2026/2/1", "2026/3/1", "", "1985/5/5", "", "営業部",
             "東京都"],
            ["11", "b@x.example", "馬場 蓮", "バーチ", "広告", "2026/1/6", "", "", "", "", "", "",
             "",
             "", "田中", "新規", "35", "2026/2/1", "2026/3/1", "", "1990/5/5", "", "総務部",
             "大阪府"],
            ["12", "c@x.example", "千葉 結衣", "シダー", "広告", "2026/1/7", "", "", "", "", "",
             "", "",
             "", "佐藤", "新規", "35", "2026/2/1", "2026/3/1", "", "1991/5/5", "", "総務部",
             "大阪府"],
        ],
    ),
    (
        "renamed leads en", "leads",
        {
            "contact_uuid": "id", "work_email": "email", "given_name": "first_name",
            "family_name": "last_name", "organisation_name": "company",
            "acquisition_channel": "source", "date_of_creation": "created",
            "mql_timestamp": "mql",
            "sales_handoff_at": "handed_over", "sal_timestamp": "accepted",
            "first_call_at": "first_contact", "sql_timestamp": "sql", "returned_at": "sent_back",
            "return_reason": "reason", "assigned_to": "owner", "lead_phase": "status",
            "updated_at": None, "last_login_at": None, "mobile_phone": None, "lead_score": "score",
            "company_size": "company_size", "company_phone": None, "email_opt_out": None,
            "owner_email": None, "birthday": None, "zip_code": None,
        },
        [],
    ),
    (
        "renamed deals ja", "deals",
        {
            "案件番号": "id", "案件タイトル": "name", "お客様名": "company",
            "営業担当者名": "owner",
            "案件ステータス": "stage", "受注金額(税抜)": "amount", "案件が発生した日": "opened",
            "受注(失注)日": "closed", "負けた理由": "lost_reason", "商材": "product",
            "顧客番号": "lead_ids", "引合元": "source", "更新日時": None, "請求日": None,
            "粗利": None, "契約開始日": None, "電話番号": None, "前回訪問日": None,
        },
        [],
    ),
    (
        "renamed deals en", "deals",
        {
            "oppty_no": "id", "deal_title": "name", "client_name": "company",
            "account_executive": "owner", "pipeline_stage": "stage", "contract_value": "amount",
            "opened_at": "opened", "closed_at": "closed", "loss_reason": "lost_reason",
            "product_name": "product", "primary_contact_id": "lead_ids", "ccy": None,
            "lead_channel": "source", "modified_at": None, "stage_changed_at": None,
            "discount": None, "contract_start_date": None, "invoice_date": None,
        },
        [],
    ),
    (
        "links", "links",
        {"リード番号": "lead_id", "案件番号": "deal_id", "登録者": None},
        [],
    ),
    (
        "touches ja", "touches",
        {
            "会員番号": "lead_id", "メールアドレス": "email", "行動の種類": "kind",
            "セミナー名": "campaign", "行動日時": "occurred", "流入元": "source",
            "IPアドレス": None,
            "OS": None,
        },
        [],
    ),
    (
        "touches en", "touches",
        {
            "lead_id": "lead_id", "email_address": "email", "engagement_type": "kind",
            "campaign_name": "campaign", "engagement_timestamp": "occurred",
            "utm_source": "source",
            "browser": None,
        },
        [],
    ),
    (
        "calls", "sales_activities",
        {
            "活動番号": "id", "リード番号": "lead_id", "商談番号": "deal_id",
            "活動の種類": "kind",
            "架電日時": "occurred", "架電者": "owner", "架電結果": "outcome", "件名": "title",
            "通話時間": None,
        },
        [],
    ),
    (
        "spend ja", "spend",
        {"計上年月": "since", "広告媒体": "source", "キャンペーン": "campaign",
         "消化金額": "amount",
         "予算額": "planned", "クリック数": None, "表示回数": None, "CPA": None},
        [],
    ),
    (
        "spend en", "spend",
        {"Report month": "since", "Ad platform": "source", "Campaign name": "campaign",
         "Amount spent (JPY)": "amount", "Planned budget": "planned", "Impressions": None,
         "Clicks": None, "Cost per click": None},
        [],
    ),
    # As somebody who tried the product wrote them.
    (
        "trial marketing tool", "leads",
        {
            "顧客No": "id", "企業名": "company", "部署": None, "氏名": "name",
            "メールアドレス": "email", "流入元": "source", "初回CV日時": "created",
            "ホット判定日": "mql", "営業連携日": "handed_over", "スコア": "score", "最終来訪": None,
        },
        [["000000", "㈱青葉製作所", "情シス", "山本 0", "ma0@corp0.co.jp", "自然検索",
          "2026年08月01日 09:05", "2026年08月13日", "", "0", "3日前"]],
    ),
    (
        "trial salesforce ja", "leads",
        {
            "リード ID": "id", "姓": "last_name", "名": "first_name", "会社名": "company",
            "メール": "email", "リードソース": "source", "状況": "status", "作成日": "created",
            "MQL判定日": "mql", "IS引渡日": "handed_over", "リード 所有者": "owner", "備考": None,
        },
        [],
    ),
    (
        "trial deals ja", "deals",
        {
            "レコード番号": "id", "案件タイトル": "name", "お客様名": "company",
            "ご担当者様メール": "email", "進み具合": "stage", "見積金額(税抜・千円)": "amount",
            "決着日": "closed", "弊社担当": "owner", "失注の訳": "lost_reason",
            "作成日時": "opened", "更新者": None,
        },
        [],
    ),
    (
        "trial deals en", "deals",
        {
            "Ref": None, "Customer": "company", "Contact mail": "email", "Step": "stage",
            "Deal value (JPY)": "amount", "Opened on": "opened", "Closed on": "closed",
            "Rep": "owner",
        },
        [],
    ),
    ("targets", "targets", {"対象年月": "month", "KPI": "metric", "目標値": "value"}, []),
    ("owners", "owners", {"社員名": "owner", "所属チーム": "team", "内線": None,
    "社員番号": None}, []),
]  # fmt: skip

TRAPS: list[tuple[Object, str]] = [
    *(
        ("leads", cell)
        for cell in (
            "生年月日", "更新日", "最終更新日時", "電話", "電話番号", "携帯番号", "FAX番号",
            "郵便番号",
            "法人番号", "会社電話番号", "会社住所", "会社URL", "氏名カナ", "ふりがな",
            "部署名",
            "メール配信停止日", "メール開封数", "メルマガ購読", "次回連絡日", "最終ログイン日時",
            "登録者", "更新者", "退会日", "年齢", "従業員代表者", "備考", "メモ",
            "営業担当者のメール", "担当者電話番号", "契約満了日", "設立年月日", "訪問回数",
            "支払状況", "ホットライン番号", "Is hot lead", "IS担当者のメール",
            "Birth date", "Date of birth", "Last modified", "Updated at", "Last activity date",
            "Phone", "Mobile number", "Fax no", "Zip code", "Account ID", "Company ID",
            "Created by", "Modified by", "Email opt out", "Emails opened", "Owner email",
            "Company phone", "Number of visits", "Last login", "Website",
            "Email domain", "Next step date", "Valid until", "Deleted by",
        )
    ),
    *(
        ("deals", cell)
        for cell in (
            "更新日", "最終更新日", "電話番号", "請求日", "入金日", "契約開始日", "単価",
            "消費税",
            "粗利", "割引額", "商談所有者のメール", "次回訪問日", "フェーズ変更日",
            "取引先電話番号",
            "取引先コード", "失注日時の更新者", "数量", "備考", "Unit price", "Tax", "Discount",
            "Invoice date", "Contract start date", "Stage changed at", "Last modified date",
            "Stage duration", "Owner email", "Account ID", "Owner phone", "Expected revenue",
            "Weighted amount", "Next step", "Quantity",
        )
    ),
    *(("spend", cell) for cell in ("クリック数", "表示回数", "CPA", "CPC", "Impressions",
    "Cost per lead")),
]  # fmt: skip
"""Headers that mean something else, however much they look like a column."""
