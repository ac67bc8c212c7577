-- one row per domain of mailboxes that anyone can have, so that it names no company
create temp table free_mail as
select unnest([
    'gmail.com', 'googlemail.com', 'yahoo.com', 'yahoo.co.jp', 'ymail.ne.jp', 'ybb.ne.jp',
    'hotmail.com', 'hotmail.co.jp', 'outlook.com', 'outlook.jp', 'live.jp', 'live.com', 'msn.com',
    'icloud.com', 'me.com', 'mac.com', 'aol.com', 'gmx.com', 'proton.me', 'protonmail.com',
    'mail.com', 'qq.com', '163.com', '126.com', 'naver.com', 'docomo.ne.jp', 'ezweb.ne.jp',
    'au.com', 'softbank.ne.jp', 'i.softbank.jp', 'disney.ne.jp', 'ymobile.ne.jp', 'vodafone.ne.jp',
    'rakuten.jp', 'excite.co.jp', 'infoseek.jp', 'goo.jp', 'mail.goo.ne.jp', 'nifty.com',
    'biglobe.ne.jp', 'so-net.ne.jp', 'ocn.ne.jp', 'plala.or.jp', 'dion.ne.jp', 'asahi-net.or.jp'
]) as domain;
