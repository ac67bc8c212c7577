"""Who the people and companies are: parts of names, and how they are put together.

All invented. Companies are a poetic word, a trade and sometimes a region; their e-mail
domains end in `.example`, which nobody can own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .parameters import SIZE_CONTACTS, SIZE_SHARE
from .workdays import Bools, Floats, Ints

Pairs = tuple[tuple[str, str], ...]


def _pairs(text: str) -> Pairs:
    """`漢字:romaji` words as pairs."""
    pairs = [word.split(":") for word in text.split()]
    return tuple((written, roman) for written, roman in pairs)


SURNAMES = _pairs(
    "佐藤:sato 鈴木:suzuki 高橋:takahashi 髙橋:takahashi 田中:tanaka 伊藤:ito 渡辺:watanabe "
    "山本:yamamoto 中村:nakamura 小林:kobayashi 加藤:kato 吉田:yoshida 山田:yamada 佐々木:sasaki "
    "山口:yamaguchi 松本:matsumoto 井上:inoue 木村:kimura 林:hayashi 斎藤:saito 清水:shimizu "
    "山﨑:yamazaki 池田:ikeda 橋本:hashimoto 阿部:abe 石川:ishikawa 前田:maeda 藤田:fujita "
    "後藤:goto 小川:ogawa 岡本:okamoto 長谷川:hasegawa 村上:murakami 近藤:kondo 石井:ishii "
    "坂本:sakamoto 遠藤:endo 青木:aoki 藤井:fujii 西村:nishimura 福田:fukuda 太田:ota 三浦:miura "
    "竹内:takeuchi 中川:nakagawa 原田:harada 松田:matsuda 柴田:shibata 宮本:miyamoto 内田:uchida"
)
GIVEN = _pairs(
    "太郎:taro 健:ken 大輔:daisuke 翔太:shota 拓也:takuya 直樹:naoki 健一:kenichi 誠:makoto "
    "浩:hiroshi 隆:takashi 学:manabu 亮:ryo 剛:tsuyoshi 和也:kazuya 雄太:yuta 蓮:ren 悠斗:yuto "
    "陽介:yosuke 哲也:tetsuya 博:hiro 智子:tomoko 由美:yumi 恵:megumi 裕子:yuko 真由美:mayumi "
    "久美子:kumiko 陽子:yoko 美咲:misaki 愛:ai 彩:aya 麻衣:mai 千尋:chihiro 葵:aoi 結衣:yui "
    "さくら:sakura 直美:naomi 香織:kaori 里奈:rina 瞳:hitomi 舞:mai"
)
_TITLES = (
    ("担当", 0.24), ("主任", 0.14), ("係長", 0.10), ("課長", 0.17), ("部長", 0.11),
    ("マネージャー", 0.09), ("情報システム部 課長", 0.05), ("経営企画室 室長", 0.03),
    ("取締役", 0.03), ("代表取締役", 0.02), ("", 0.02),
)  # fmt: skip
TITLES = tuple(title for title, _ in _TITLES)
_TITLE_SHARE = np.array([share for _, share in _TITLES])

_WORDS = _pairs(
    "青空:aozora 風待:kazemachi 雪灯:yukiakari 夕凪:yunagi 浅葱:asagi 萌木:moegi 霧笛:muteki "
    "星影:hoshikage 月白:tsukishiro 朝露:asatsuyu 花筏:hanaikada 木霊:kodama 水面:minamo "
    "遠雷:enrai 茜雲:akanegumo 小春:koharu 白波:shiranami 深緑:fukamidori 若苗:wakanae "
    "銀杏葉:ichoba 山吹色:yamabukiiro 薄氷:usurai 春霞:harugasumi 秋桜:akizakura "
    "冬木立:fuyukodachi 夏雲:natsugumo 東雲野:shinonomeno 千歳緑:chitosemidori 瑠璃川:rurikawa "
    "琥珀岳:kohakudake 翡翠浜:hisuihama 珊瑚崎:sangosaki 鳴海野:narumino 渚沢:nagisawa "
    "汐見坂:shiomizaka 帆影:hokage 灯台前:todaimae 羅針:rashin 汀:migiwa 稲穂路:inahoji "
    "麦秋:bakushu 竹林舎:chikurinsha 楓橋:kaedebashi 柊坂:hiiragizaka 椿台:tsubakidai "
    "藤波野:fujinamino 菫丘:sumireoka 蓮池通:hasuikedori 鶴舞野:tsurumaino 燕沢:tsubamezawa "
    "鷺山辺:sagiyamabe 蛍川:hotarukawa 鈴音:suzune 笛吹野:fuefukino 太鼓橋:taikobashi "
    "琴浜:kotohama 歯車堂:hagurumado 滑車屋:kasshaya 方位:hoi 八重雲:yaegumo 七竈:nanakamado "
    "五線:gosen 三日月野:mikazukino 双葉路:futabaji 一番星野:ichibanboshino 零番地:zerobanchi "
    "虹架:nijikake 雨宿:amayadori 陽炎:kagero 木漏日:komorebi 薫風路:kunpuji 潮騒:shiosai"
)
_TRADES = _pairs(
    "食品:foods 精機:seiki 物流:logistics 電子:denshi 建設:kensetsu 商事:shoji 化学:kagaku "
    "印刷:print システムズ:systems 製作所:works 工業:kogyo 産業:sangyo 医療機器:medical "
    "薬品:pharma 設計:sekkei 不動産:estate 運輸:unyu 倉庫:soko 金属:metal 樹脂:plastics "
    "繊維:textile 紙業:paper 家具:furniture 機械:machine 電機:electric 通信:telecom ソフト:soft "
    "広告社:ad 教育:edu 人材:staff 警備:guard 環境:eco エネルギー:energy 農産:farm 水産:fishery "
    "飲料:drinks 製菓:sweets 包装:pack 計測:keisoku 住設:jusetsu"
)
_REGIONS: Pairs = (
    ("", ""),
    *_pairs(
        "関東:kanto 東北:tohoku 九州:kyushu 北陸:hokuriku 中部:chubu 関西:kansai 四国:shikoku "
        "中国:chugoku 北海道:hokkaido 東海:tokai 首都圏:shutoken 信越:shinetsu 東日本:higashi "
        "西日本:nishi 南:minami 中央:chuo 第一:daiichi 第二:daini 新:shin 総合:sogo 国際:kokusai "
        "湾岸:wangan 山陰:sanin"
    ),
)
_LEGAL_FORMS = (
    ("株式会社{}", 0.54), ("{}株式会社", 0.29), ("㈱{}", 0.04), ("有限会社{}", 0.05),
    ("合同会社{}", 0.05), ("LATIN", 0.03),
)  # fmt: skip
_FORMS = tuple(form for form, _ in _LEGAL_FORMS)
_FORM_SHARE = np.array([share for _, share in _LEGAL_FORMS])


@dataclass(frozen=True)
class Customers:
    """The companies that leads and deals belong to. One entry a company in every field.

    `size` is 0 small, 1 middle, 2 large; `casual_name` is what people type when they don't
    write the registered name.
    """

    name: list[str]
    casual_name: list[str]
    domain: list[str]
    size: Ints


@dataclass(frozen=True)
class Identities:
    """Names of the people; shape (leads,) each. All but `number` index a table of this module.

    `number` is unique per person and goes into the e-mail; `company` indexes `Customers`.
    """

    surname: Ints
    given: Ints
    title: Ints
    company: Ints
    writes_casually: Bools
    number: Ints


def found_customers(people: int, rng: np.random.Generator) -> Customers:
    """About one company for every 2.2 people, as far as the name parts reach."""
    layer = len(_WORDS) * len(_TRADES)
    count = max(1, min(int(people / 2.2), layer * len(_REGIONS)))
    # Names without a region are used up first; a region tells later ones apart.
    codes = np.concatenate([
        rng.permutation(layer) + layer * region for region in range(-(-count // layer))
    ])[:count].tolist()  # fmt: skip
    forms = rng.choice(len(_FORMS), count, p=_FORM_SHARE).tolist()
    names: list[str] = []
    casual: list[str] = []
    domains: list[str] = []
    for code, form in zip(codes, forms, strict=True):
        region, region_latin = _REGIONS[code // layer]
        word, latin = _WORDS[code % layer // len(_TRADES)]
        trade, trade_latin = _TRADES[code % len(_TRADES)]
        latin_parts = [part for part in (latin, trade_latin, region_latin) if part]
        stem = f"{word}{region}{trade}"
        if _FORMS[form] == "LATIN":  # a comma inside the field, as foreign-style names have
            names.append(f"{' '.join(latin_parts).upper()} Co., Ltd.")
        else:
            names.append(_FORMS[form].format(stem))
        casual.append(f"㈱{stem}" if form == 0 else f"{stem}(株)" if form == 1 else stem)
        domains.append(f"{'-'.join(latin_parts)}.example")
    size = rng.choice(3, count, p=np.array(SIZE_SHARE)).astype(np.int64)
    return Customers(names, casual, domains, size)


def contact_weights(customers: Customers) -> Floats:
    """Share of all contacts that each company has: large ones have more. Shape (companies,)."""
    weight = np.array(SIZE_CONTACTS)[customers.size]
    normalised: Floats = weight / weight.sum()
    return normalised


def name_people(people: int, customers: Customers, rng: np.random.Generator) -> Identities:
    """Names, titles and companies for `people` persons."""
    # Common surnames first: a gentle fall-off over the list.
    fall = 1.0 / (np.arange(len(SURNAMES)) + 12.0)
    return Identities(
        surname=rng.choice(len(SURNAMES), people, p=fall / fall.sum()).astype(np.int64),
        given=rng.integers(0, len(GIVEN), people),
        title=rng.choice(len(TITLES), people, p=_TITLE_SHARE).astype(np.int64),
        company=rng.choice(len(customers.name), people, p=contact_weights(customers)),
        writes_casually=rng.random(people) < 0.08,
        number=rng.permutation(people).astype(np.int64) + 101,
    )


def company_names(who: Identities, customers: Customers, rows: Ints) -> list[str]:
    """The company as each of the people `rows` wrote it."""
    picked = zip(who.company[rows].tolist(), who.writes_casually[rows].tolist(), strict=True)
    return [customers.casual_name[c] if casual else customers.name[c] for c, casual in picked]


def emails(who: Identities, customers: Customers, rows: Ints) -> list[str]:
    """Lower-case ASCII addresses of the people `rows`, unique per person."""
    picked = zip(
        who.given[rows].tolist(),
        who.surname[rows].tolist(),
        who.number[rows].tolist(),
        who.company[rows].tolist(),
        strict=True,
    )
    return [
        f"{GIVEN[given][1]}.{SURNAMES[surname][1]}{number}@{customers.domain[company]}"
        for given, surname, number, company in picked
    ]
