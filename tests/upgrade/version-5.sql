-- A database as version 5 left it: pledges before there were syndicates, an undo, projections.
PRAGMA application_id=1398361668;
PRAGMA user_version=5;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE org (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT CHECK (kind = 'university' OR kind = 'research' OR kind = 'consortium' OR kind = 'foundation'
        OR kind = 'government' OR kind = 'company' OR kind = 'community' OR kind = 'other'),
    country TEXT,
    website TEXT,
    domain TEXT,
    parent TEXT REFERENCES org (id),
    via TEXT REFERENCES org (id),
    payer TEXT REFERENCES org (id),
    owner TEXT,
    tags TEXT,
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
) STRICT;
INSERT INTO org VALUES('01M8AS4DAWX30APS92ZT1S39QD','bids','Bay Institute for Data',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,replace('bay institute for data\n\n','\n',char(10)));
INSERT INTO org VALUES('01M8AS4DB1K1RFNMDQDX437D8B','harborview','Harborview','university',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,replace('harborview\n\n','\n',char(10)));
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    org TEXT REFERENCES org (id),
    role TEXT,
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
) STRICT;
CREATE TABLE pipeline (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0)
) STRICT;
INSERT INTO pipeline VALUES('0000000000000000000000P001','membership','membership',1);
INSERT INTO pipeline VALUES('0000000000000000000000P002','project','project',2);
INSERT INTO pipeline VALUES('0000000000000000000000P003','cofunding','cofunding',3);
INSERT INTO pipeline VALUES('0000000000000000000000P004','gift','gift',4);
CREATE TABLE stage (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    pipeline TEXT NOT NULL REFERENCES pipeline (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    probability INTEGER NOT NULL CHECK (probability >= 0 AND probability <= 1000000),
    outcome TEXT NOT NULL CHECK (outcome = 'open' OR outcome = 'won' OR outcome = 'lost'),
    UNIQUE (pipeline, name)
) STRICT;
INSERT INTO stage VALUES('0000000000000000000000S101','membership-discovery','0000000000000000000000P001','Discovery',1,50000,'open');
INSERT INTO stage VALUES('0000000000000000000000S102','membership-enrichment','0000000000000000000000P001','Enrichment',2,100000,'open');
INSERT INTO stage VALUES('0000000000000000000000S103','membership-outreach','0000000000000000000000P001','Outreach',3,200000,'open');
INSERT INTO stage VALUES('0000000000000000000000S104','membership-proposal','0000000000000000000000P001','Proposal',4,300000,'open');
INSERT INTO stage VALUES('0000000000000000000000S105','membership-renewal','0000000000000000000000P001','Renewal',5,800000,'open');
INSERT INTO stage VALUES('0000000000000000000000S106','membership-contract-admin','0000000000000000000000P001','Contract Admin',6,950000,'open');
INSERT INTO stage VALUES('0000000000000000000000S107','membership-closed-won','0000000000000000000000P001','Closed Won',7,1000000,'won');
INSERT INTO stage VALUES('0000000000000000000000S108','membership-closed-lost','0000000000000000000000P001','Closed Lost',8,0,'lost');
INSERT INTO stage VALUES('0000000000000000000000S201','project-discovery','0000000000000000000000P002','Discovery',1,50000,'open');
INSERT INTO stage VALUES('0000000000000000000000S202','project-enrichment','0000000000000000000000P002','Enrichment',2,100000,'open');
INSERT INTO stage VALUES('0000000000000000000000S203','project-outreach','0000000000000000000000P002','Outreach',3,200000,'open');
INSERT INTO stage VALUES('0000000000000000000000S204','project-proposal','0000000000000000000000P002','Proposal',4,300000,'open');
INSERT INTO stage VALUES('0000000000000000000000S206','project-contract-admin','0000000000000000000000P002','Contract Admin',5,950000,'open');
INSERT INTO stage VALUES('0000000000000000000000S207','project-closed-won','0000000000000000000000P002','Closed Won',6,1000000,'won');
INSERT INTO stage VALUES('0000000000000000000000S208','project-closed-lost','0000000000000000000000P002','Closed Lost',7,0,'lost');
INSERT INTO stage VALUES('0000000000000000000000S301','cofunding-interest','0000000000000000000000P003','Interest',1,100000,'open');
INSERT INTO stage VALUES('0000000000000000000000S302','cofunding-soft','0000000000000000000000P003','Soft',2,300000,'open');
INSERT INTO stage VALUES('0000000000000000000000S303','cofunding-binding','0000000000000000000000P003','Binding',3,700000,'open');
INSERT INTO stage VALUES('0000000000000000000000S304','cofunding-contracted','0000000000000000000000P003','Contracted',4,1000000,'won');
INSERT INTO stage VALUES('0000000000000000000000S305','cofunding-withdrawn','0000000000000000000000P003','Withdrawn',5,0,'lost');
INSERT INTO stage VALUES('0000000000000000000000S401','gift-prospect','0000000000000000000000P004','Prospect',1,50000,'open');
INSERT INTO stage VALUES('0000000000000000000000S402','gift-invited','0000000000000000000000P004','Invited',2,150000,'open');
INSERT INTO stage VALUES('0000000000000000000000S403','gift-submitted','0000000000000000000000P004','Submitted',3,300000,'open');
INSERT INTO stage VALUES('0000000000000000000000S404','gift-awarded','0000000000000000000000P004','Awarded',4,1000000,'won');
INSERT INTO stage VALUES('0000000000000000000000S405','gift-declined','0000000000000000000000P004','Declined',5,0,'lost');
CREATE TABLE tier (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    fee_per_year INTEGER CHECK (fee_per_year >= 0),
    valid_from TEXT,
    valid_to TEXT,
    CHECK (valid_to >= valid_from)
) STRICT;
INSERT INTO tier VALUES('0000000000000000000000T001','general','general',1500000,NULL,NULL);
INSERT INTO tier VALUES('0000000000000000000000T002','premier','premier',5000000,NULL,NULL);
INSERT INTO tier VALUES('0000000000000000000000T003','essential','essential',NULL,NULL,NULL);
CREATE TABLE usage_price (
    id TEXT NOT NULL PRIMARY KEY,
    up_to INTEGER NOT NULL CHECK (up_to > 0),
    price INTEGER NOT NULL CHECK (price >= 0),
    valid_from TEXT,
    valid_to TEXT,
    CHECK (valid_to >= valid_from)
) STRICT;
INSERT INTO usage_price VALUES('0000000000000000000000B001',10,1000,NULL,NULL);
INSERT INTO usage_price VALUES('0000000000000000000000B002',100,500,NULL,NULL);
INSERT INTO usage_price VALUES('0000000000000000000000B003',1000,250,NULL,NULL);
INSERT INTO usage_price VALUES('0000000000000000000000B004',10000,125,NULL,NULL);
CREATE TABLE deal (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    org TEXT REFERENCES org (id),
    pipeline TEXT NOT NULL REFERENCES pipeline (id),
    stage TEXT NOT NULL REFERENCES stage (id),
    stage_since TEXT NOT NULL,
    kind TEXT CHECK (kind = 'new' OR kind = 'renewal' OR kind = 'expansion'),
    revenue_type TEXT CHECK (revenue_type = 'membership' OR revenue_type = 'service' OR revenue_type = 'usage'
        OR revenue_type = 'project' OR revenue_type = 'grant' OR revenue_type = 'gift'),
    tier TEXT REFERENCES tier (id),
    amount INTEGER CHECK (amount >= 0),
    currency TEXT NOT NULL,
    probability INTEGER CHECK (probability >= 0 AND probability <= 1000000),
    starts_on TEXT,
    ends_on TEXT,
    expected_close TEXT,
    closed_on TEXT,
    lost_reason TEXT,
    owner TEXT,
    next_step TEXT,
    campaign TEXT,
    tags TEXT,
    contract TEXT REFERENCES contract (id) DEFERRABLE INITIALLY DEFERRED,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL,
    change INTEGER NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
INSERT INTO deal VALUES('01M8AS4DBC2GDXX7WEAWCWACY9','usage-quotas-bids','Usage quotas: BIDS','01M8AS4DAWX30APS92ZT1S39QD','0000000000000000000000P003','0000000000000000000000S302','2026-01-15',NULL,'project',NULL,3000000,'USD',NULL,'2026-07-01','2026-12-31','2026-06-01',NULL,NULL,NULL,'send the outline',NULL,NULL,NULL,NULL,NULL,replace('usage quotas: bids\n','\n',char(10)),16);
INSERT INTO deal VALUES('01M8AS4DBH6810229CPAH8K1NV','usage-quotas-harborview','Usage quotas: Harborview','01M8AS4DB1K1RFNMDQDX437D8B','0000000000000000000000P003','0000000000000000000000S304','2026-01-15',NULL,'project',NULL,4500000,'USD',NULL,NULL,NULL,NULL,'2026-01-15',NULL,NULL,NULL,NULL,NULL,'01M8AS4DBQ5TCWWH92NRXE25BE',NULL,NULL,replace('usage quotas: harborview\n','\n',char(10)),6);
CREATE TABLE stage_change (
    id TEXT NOT NULL PRIMARY KEY,
    deal TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    from_stage TEXT REFERENCES stage (id),
    stage TEXT NOT NULL REFERENCES stage (id),
    since TEXT NOT NULL,
    change INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO stage_change VALUES('01M8AS4DBC2GDXX7WEAWCWACY9.1','01M8AS4DBC2GDXX7WEAWCWACY9',1,NULL,'0000000000000000000000S302','2026-01-15',4);
INSERT INTO stage_change VALUES('01M8AS4DBH6810229CPAH8K1NV.1','01M8AS4DBH6810229CPAH8K1NV',1,NULL,'0000000000000000000000S303','2026-01-15',5);
INSERT INTO stage_change VALUES('01M8AS4DBH6810229CPAH8K1NV.2','01M8AS4DBH6810229CPAH8K1NV',2,'0000000000000000000000S303','0000000000000000000000S304','2026-01-15',6);
CREATE TABLE contract (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    number TEXT,
    org TEXT REFERENCES org (id),
    deal TEXT REFERENCES deal (id),
    revenue_type TEXT CHECK (revenue_type = 'membership' OR revenue_type = 'service' OR revenue_type = 'usage'
        OR revenue_type = 'project' OR revenue_type = 'grant' OR revenue_type = 'gift'),
    tier TEXT REFERENCES tier (id),
    kind TEXT CHECK (kind = 'new' OR kind = 'renewal' OR kind = 'expansion'),
    amount INTEGER CHECK (amount >= 0),
    fee_per_year INTEGER CHECK (fee_per_year >= 0),
    currency TEXT NOT NULL,
    recurring INTEGER CHECK (recurring = 0 OR recurring = 1),
    starts_on TEXT,
    ends_on TEXT,
    signed_on TEXT,
    collected INTEGER,
    billing TEXT CHECK (billing = 'upfront' OR billing = 'monthly' OR billing = 'milestone' OR billing = 'completion'),
    renews TEXT REFERENCES contract (id),
    auto_renew INTEGER CHECK (auto_renew = 0 OR auto_renew = 1),
    restricted INTEGER CHECK (restricted = 0 OR restricted = 1),
    tags TEXT,
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
INSERT INTO contract VALUES('01M8AS4DBQ5TCWWH92NRXE25BE','usage-quotas-harborview','Usage quotas: Harborview',NULL,'01M8AS4DB1K1RFNMDQDX437D8B','01M8AS4DBH6810229CPAH8K1NV','project',NULL,NULL,4500000,NULL,'USD',NULL,'2026-02-01','2026-07-31','2026-01-15',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,replace('usage quotas: harborview\n\n\n','\n',char(10)));
CREATE TABLE payment (
    id TEXT NOT NULL PRIMARY KEY,
    contract TEXT NOT NULL REFERENCES contract (id),
    paid_on TEXT NOT NULL,
    amount INTEGER NOT NULL,
    note TEXT,
    source TEXT,
    external_id TEXT
) STRICT;
CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    org TEXT NOT NULL REFERENCES org (id),
    tier TEXT REFERENCES tier (id),
    contract TEXT REFERENCES contract (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    ended_reason TEXT,
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
INSERT INTO membership VALUES('01M8AS4DB66TECKE25FH4TWTME','bids-2025','01M8AS4DAWX30APS92ZT1S39QD','0000000000000000000000T001',NULL,'2025-07-01','2026-06-30',NULL,NULL,NULL,NULL,replace('\n','\n',char(10)));
CREATE TABLE usage (
    id TEXT NOT NULL PRIMARY KEY,
    org TEXT REFERENCES org (id),
    cluster TEXT NOT NULL,
    month TEXT NOT NULL,
    active_users INTEGER NOT NULL CHECK (active_users >= 0),
    source TEXT,
    external_id TEXT
) STRICT;
CREATE TABLE activity (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'call' OR kind = 'email' OR kind = 'meeting' OR kind = 'event' OR kind = 'note'),
    org TEXT REFERENCES org (id),
    deal TEXT REFERENCES deal (id),
    people TEXT,
    minutes INTEGER CHECK (minutes >= 0),
    summary TEXT NOT NULL,
    body TEXT,
    author TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
) STRICT;
INSERT INTO activity VALUES('01M8AS4DDNCYNN8K9CFM1S8BST',1,'2026-01-15','note','01M8AS4DAWX30APS92ZT1S39QD','01M8AS4DBC2GDXX7WEAWCWACY9',NULL,25,'Would pledge',NULL,'root',NULL,NULL,replace('would pledge\n\n','\n',char(10)));
CREATE TABLE task (
    id TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    what TEXT NOT NULL,
    due_on TEXT,
    done_on TEXT,
    org TEXT REFERENCES org (id),
    deal TEXT REFERENCES deal (id),
    activity TEXT REFERENCES activity (id),
    owner TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
) STRICT;
INSERT INTO task VALUES('01M8AS4DDP2Z0X4VP5TFBTXKTQ',1,'send the outline','2026-01-20',NULL,'01M8AS4DAWX30APS92ZT1S39QD','01M8AS4DBC2GDXX7WEAWCWACY9','01M8AS4DDNCYNN8K9CFM1S8BST','root',NULL,NULL,replace('send the outline\n','\n',char(10)));
CREATE TABLE target (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    year INTEGER NOT NULL CHECK (year >= 1900 AND year <= 9999),
    quarter INTEGER CHECK (quarter >= 1 AND quarter <= 4),
    measure TEXT NOT NULL CHECK (measure = 'arr' OR measure = 'new-arr' OR measure = 'bookings' OR measure = 'revenue'
        OR measure = 'collected' OR measure = 'members' OR measure = 'new-members' OR measure = 'share'
        OR measure = 'sum-of'),
    amount INTEGER,
    count INTEGER CHECK (count >= 0),
    share INTEGER CHECK (share >= 0 AND share <= 1000000),
    revenue_types TEXT,
    class TEXT CHECK (class = 'small' OR class = 'medium' OR class = 'large' OR class = 'usage'
        OR class = 'fundraising'),
    kind TEXT CHECK (kind = 'new' OR kind = 'renewal' OR kind = 'expansion' OR kind = 'not-new'),
    pipeline TEXT REFERENCES pipeline (id),
    org TEXT REFERENCES org (id),
    tag TEXT,
    cofunded INTEGER CHECK (cofunded = 0 OR cofunded = 1),
    signed INTEGER,
    work_from TEXT,
    work_to TEXT,
    sum_of TEXT,
    note TEXT,
    CHECK (work_to >= work_from)
) STRICT;
CREATE TABLE setting (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL,
    note TEXT
) STRICT;
INSERT INTO setting VALUES('0000000000000000000000K001','currency','USD','the one currency of this database');
INSERT INTO setting VALUES('0000000000000000000000K002','renewal_rate','0.8','share of ending terms that renew, until history tells');
INSERT INTO setting VALUES('0000000000000000000000K003','new_rate','0.3','share of new deals that are won, until history tells');
INSERT INTO setting VALUES('0000000000000000000000K004','grace_days','90','a lapsed term counts so long while its renewal is open');
INSERT INTO setting VALUES('0000000000000000000000K005','small_below','20000.00','size class: small below this a year');
INSERT INTO setting VALUES('0000000000000000000000K006','medium_below','75000.00','size class: medium below this a year, large from it');
INSERT INTO setting VALUES('0000000000000000000000K007','spread_method','months','months or days: how an amount spreads over its term');
INSERT INTO setting VALUES('0000000000000000000000K008','quiet_days','30','an open deal without conversation for so long is quiet');
INSERT INTO setting VALUES('0000000000000000000000K009','renewal_days','90','renewals so near appear in next');
INSERT INTO setting VALUES('0000000000000000000000K010','correlation','0.1','how much deals win and fail together: 0 not at all');
INSERT INTO setting VALUES('0000000000000000000000K011','slip','0,1,4','months from closing to the start: least, most likely, most');
INSERT INTO setting VALUES('0000000000000000000000K012','gate_committed_runway','6','to hire: months of committed runway at least');
INSERT INTO setting VALUES('0000000000000000000000K013','gate_estimated_runway','12','to hire: months of estimated runway at least');
INSERT INTO setting VALUES('0000000000000000000000K014','gate_cash_reserve','3','to hire: months of cost in the bank at least');
INSERT INTO setting VALUES('0000000000000000000000K015','gate_cost_coverage','0.85','to hire: committed revenue to cost at least');
INSERT INTO setting VALUES('0000000000000000000000K016','gate_run_out','0.1','to hire: chance of running out within 12 months at most');
INSERT INTO setting VALUES('0000000000000000000000K017','gate_findings','10','to hire: findings of review at most');
INSERT INTO setting VALUES('0000000000000000000000K018','gate_snapshot_days','31','to hire: days since the last snapshot at most');
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('activity',1);
INSERT INTO counter VALUES('change',17);
INSERT INTO counter VALUES('change_row',45);
INSERT INTO counter VALUES('task',1);
CREATE TABLE change (
    number INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    command TEXT NOT NULL,
    first_row INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    undoes INTEGER REFERENCES change (number),
    undone_by INTEGER REFERENCES change (number)
) STRICT;
INSERT INTO change VALUES(1,'2026-11-26T01:57:13Z','root','syndic org add ''Bay Institute for Data'' --slug bids',1,1,NULL,NULL);
INSERT INTO change VALUES(2,'2026-11-26T01:57:13Z','root','syndic org add Harborview --kind university',2,1,NULL,NULL);
INSERT INTO change VALUES(3,'2026-11-26T01:57:13Z','root','syndic membership add --org bids --tier general --starts-on 2025-07-01 --ends-on 2026-06-30',3,1,NULL,NULL);
INSERT INTO change VALUES(4,'2026-11-26T01:57:13Z','root','syndic deal add ''Usage quotas: BIDS'' --org bids --pipeline cofunding --stage Soft --amount 30k --revenue-type project --expected-close 2026-06-01 --starts-on 2026-07-01 --ends-on 2026-12-31',4,1,NULL,NULL);
INSERT INTO change VALUES(5,'2026-11-26T01:57:13Z','root','syndic deal add ''Usage quotas: Harborview'' --org harborview --pipeline cofunding --stage Binding --amount 45k --revenue-type project',5,1,NULL,NULL);
INSERT INTO change VALUES(6,'2026-11-26T01:57:13Z','root','syndic deal win usage-quotas-harborview --starts-on 2026-02-01 --ends-on 2026-07-31',6,2,NULL,NULL);
INSERT INTO change VALUES(7,'2026-11-26T01:57:13Z','root','syndic deal lose usage-quotas-bids --lost-reason budget',8,1,NULL,8);
INSERT INTO change VALUES(8,'2026-11-26T01:57:13Z','root','syndic undo',9,1,7,NULL);
INSERT INTO change VALUES(9,'2026-11-26T01:57:13Z','root','syndic campaign add ''Spring round'' --cost 500',10,1,NULL,NULL);
INSERT INTO change VALUES(10,'2026-11-26T01:57:13Z','root','syndic cost add Sponsor --kind fee --share 15%',11,1,NULL,NULL);
INSERT INTO change VALUES(11,'2026-11-26T01:57:13Z','root','syndic cash-balance add 2025-12 --amount 300k',12,1,NULL,NULL);
INSERT INTO change VALUES(12,'2026-11-26T01:57:13Z','root','syndic actual add 2025-12 --revenue-type membership --amount 12k',13,1,NULL,NULL);
INSERT INTO change VALUES(13,'2026-11-26T01:57:13Z','root','syndic scenario add ''No hiring''',14,1,NULL,NULL);
INSERT INTO change VALUES(14,'2026-11-26T01:57:13Z','root','syndic scenario set no-hiring deal.usage-quotas-bids=won',15,1,NULL,NULL);
INSERT INTO change VALUES(15,'2026-11-26T01:57:13Z','root','syndic snapshot take --notes kept',16,26,NULL,NULL);
INSERT INTO change VALUES(16,'2026-11-26T01:57:13Z','root','syndic log bids ''Would pledge'' --deal usage-quotas-bids --minutes 25 --next ''send the outline'' --due 2026-01-20',42,3,NULL,NULL);
INSERT INTO change VALUES(17,'2026-11-26T01:57:13Z','root','syndic assumption add --key grace_days --value 90 --why ''as agreed''',45,1,NULL,NULL);
CREATE TABLE change_row (
    number INTEGER NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    record TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation = 'add' OR operation = 'edit' OR operation = 'remove'),
    before TEXT,
    after TEXT
) STRICT;
INSERT INTO change_row VALUES(1,'org','01M8AS4DAWX30APS92ZT1S39QD','add',NULL,'{"slug":"bids","name":"Bay Institute for Data"}');
INSERT INTO change_row VALUES(2,'org','01M8AS4DB1K1RFNMDQDX437D8B','add',NULL,'{"slug":"harborview","name":"Harborview","kind":"university"}');
INSERT INTO change_row VALUES(3,'membership','01M8AS4DB66TECKE25FH4TWTME','add',NULL,'{"slug":"bids-2025","org":"01M8AS4DAWX30APS92ZT1S39QD","tier":"0000000000000000000000T001","starts_on":"2025-07-01","ends_on":"2026-06-30"}');
INSERT INTO change_row VALUES(4,'deal','01M8AS4DBC2GDXX7WEAWCWACY9','add',NULL,'{"slug":"usage-quotas-bids","name":"Usage quotas: BIDS","org":"01M8AS4DAWX30APS92ZT1S39QD","pipeline":"0000000000000000000000P003","stage":"0000000000000000000000S302","stage_since":"2026-01-15","revenue_type":"project","amount":3000000,"currency":"USD","starts_on":"2026-07-01","ends_on":"2026-12-31","expected_close":"2026-06-01"}');
INSERT INTO change_row VALUES(5,'deal','01M8AS4DBH6810229CPAH8K1NV','add',NULL,'{"slug":"usage-quotas-harborview","name":"Usage quotas: Harborview","org":"01M8AS4DB1K1RFNMDQDX437D8B","pipeline":"0000000000000000000000P003","stage":"0000000000000000000000S303","stage_since":"2026-01-15","revenue_type":"project","amount":4500000,"currency":"USD"}');
INSERT INTO change_row VALUES(6,'deal','01M8AS4DBH6810229CPAH8K1NV','edit','{"stage":"0000000000000000000000S303","closed_on":null,"contract":null}','{"stage":"0000000000000000000000S304","closed_on":"2026-01-15","contract":"01M8AS4DBQ5TCWWH92NRXE25BE"}');
INSERT INTO change_row VALUES(7,'contract','01M8AS4DBQ5TCWWH92NRXE25BE','add',NULL,'{"slug":"usage-quotas-harborview","name":"Usage quotas: Harborview","org":"01M8AS4DB1K1RFNMDQDX437D8B","deal":"01M8AS4DBH6810229CPAH8K1NV","revenue_type":"project","amount":4500000,"currency":"USD","starts_on":"2026-02-01","ends_on":"2026-07-31","signed_on":"2026-01-15"}');
INSERT INTO change_row VALUES(8,'deal','01M8AS4DBC2GDXX7WEAWCWACY9','edit','{"stage":"0000000000000000000000S302","closed_on":null,"lost_reason":null}','{"stage":"0000000000000000000000S305","closed_on":"2026-01-15","lost_reason":"budget"}');
INSERT INTO change_row VALUES(9,'deal','01M8AS4DBC2GDXX7WEAWCWACY9','edit','{"stage":"0000000000000000000000S305","closed_on":"2026-01-15","lost_reason":"budget"}','{"stage":"0000000000000000000000S302","closed_on":null,"lost_reason":null}');
INSERT INTO change_row VALUES(10,'campaign','01M8AS4DC81MP6HC7CJXDG0XK1','add',NULL,'{"slug":"spring-round","name":"Spring round","cost":50000}');
INSERT INTO change_row VALUES(11,'cost','01M8AS4DCD1PTNYDR6T6RB2P5M','add',NULL,'{"slug":"sponsor","name":"Sponsor","kind":"fee","share":150000}');
INSERT INTO change_row VALUES(12,'cash_balance','01M8AS4DCJ8Y3J40AVCGQ7A2XK','add',NULL,'{"month":"2025-12","amount":30000000}');
INSERT INTO change_row VALUES(13,'actual','01M8AS4DCQZ2BQ3FY2WY5MM99D','add',NULL,'{"month":"2025-12","revenue_type":"membership","amount":1200000}');
INSERT INTO change_row VALUES(14,'scenario','01M8AS4DCWF5ATPKZ8RMFW3XWK','add',NULL,'{"slug":"no-hiring","name":"No hiring","base":"expected"}');
INSERT INTO change_row VALUES(15,'scenario_change','01M8AS4DD40J5XWSE1PTXVXVJA','add',NULL,'{"scenario":"01M8AS4DCWF5ATPKZ8RMFW3XWK","what":"deal.usage-quotas-bids","value":"won"}');
INSERT INTO change_row VALUES(16,'snapshot','01M8AS4DDGMBT3WGK8J7ZN8TV8','add',NULL,'{"slug":"2026-01-15","name":"2026-01-15","taken_on":"2026-01-15","first_month":"2026-01","months":24,"paths":10000,"seed":1,"slip":"0,1,4","correlation":100000,"method":"months","ledger":"remaining","learned":0,"committed":4500000,"expected":5400000,"p10":4500000,"p50":4500000,"p90":7500000,"notes":"kept"}');
INSERT INTO change_row VALUES(17,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TV9','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-01","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(18,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVA','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-02","committed":750000,"usage":0,"expected":750000,"p10":750000,"p50":750000,"p90":750000}');
INSERT INTO change_row VALUES(19,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVB','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-03","committed":750000,"usage":0,"expected":750000,"p10":750000,"p50":750000,"p90":750000}');
INSERT INTO change_row VALUES(20,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVC','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-04","committed":750000,"usage":0,"expected":750000,"p10":750000,"p50":750000,"p90":750000}');
INSERT INTO change_row VALUES(21,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVD','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-05","committed":750000,"usage":0,"expected":750000,"p10":750000,"p50":750000,"p90":750000}');
INSERT INTO change_row VALUES(22,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVE','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-06","committed":750000,"usage":0,"expected":750000,"p10":750000,"p50":750000,"p90":750000}');
INSERT INTO change_row VALUES(23,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVF','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-07","committed":750000,"usage":0,"expected":850000,"p10":750000,"p50":750000,"p90":1250000}');
INSERT INTO change_row VALUES(24,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVG','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-08","committed":0,"usage":0,"expected":137500,"p10":0,"p50":0,"p90":500000}');
INSERT INTO change_row VALUES(25,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVH','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-09","committed":0,"usage":0,"expected":150000,"p10":0,"p50":0,"p90":500000}');
INSERT INTO change_row VALUES(26,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVJ','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-10","committed":0,"usage":0,"expected":150000,"p10":0,"p50":0,"p90":500000}');
INSERT INTO change_row VALUES(27,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVK','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-11","committed":0,"usage":0,"expected":150000,"p10":0,"p50":0,"p90":500000}');
INSERT INTO change_row VALUES(28,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVM','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2026-12","committed":0,"usage":0,"expected":150000,"p10":0,"p50":0,"p90":500000}');
INSERT INTO change_row VALUES(29,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVN','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-01","committed":0,"usage":0,"expected":50000,"p10":0,"p50":0,"p90":500000}');
INSERT INTO change_row VALUES(30,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVP','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-02","committed":0,"usage":0,"expected":12500,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(31,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVQ','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-03","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(32,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVR','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-04","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(33,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVS','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-05","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(34,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVT','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-06","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(35,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVV','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-07","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(36,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVW','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-08","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(37,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVX','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-09","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(38,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVY','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-10","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(39,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TVZ','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-11","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(40,'snapshot_month','01M8AS4DDGMBT3WGK8J7ZN8TW0','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","month":"2027-12","committed":0,"usage":0,"expected":0,"p10":0,"p50":0,"p90":0}');
INSERT INTO change_row VALUES(41,'snapshot_deal','01M8AS4DDGMBT3WGK8J7ZN8TW1','add',NULL,'{"snapshot":"01M8AS4DDGMBT3WGK8J7ZN8TV8","deal":"01M8AS4DBC2GDXX7WEAWCWACY9","name":"Usage quotas: BIDS","pipeline":"cofunding","stage":"Soft","probability":300000,"amount":3000000,"expected_close":"2026-06-01"}');
INSERT INTO change_row VALUES(42,'activity','01M8AS4DDNCYNN8K9CFM1S8BST','add',NULL,'{"number":1,"at":"2026-01-15","kind":"note","org":"01M8AS4DAWX30APS92ZT1S39QD","deal":"01M8AS4DBC2GDXX7WEAWCWACY9","minutes":25,"summary":"Would pledge","author":"root"}');
INSERT INTO change_row VALUES(43,'task','01M8AS4DDP2Z0X4VP5TFBTXKTQ','add',NULL,'{"number":1,"what":"send the outline","due_on":"2026-01-20","org":"01M8AS4DAWX30APS92ZT1S39QD","deal":"01M8AS4DBC2GDXX7WEAWCWACY9","activity":"01M8AS4DDNCYNN8K9CFM1S8BST","owner":"root"}');
INSERT INTO change_row VALUES(44,'deal','01M8AS4DBC2GDXX7WEAWCWACY9','edit','{"next_step":null}','{"next_step":"send the outline"}');
INSERT INTO change_row VALUES(45,'assumption','01M8AS4DDV23J5PGN0RR16V19A','add',NULL,'{"key":"grace_days","value":"90","why":"as agreed"}');
CREATE TABLE import_batch (
    id TEXT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    source TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT,
    at TEXT NOT NULL,
    header TEXT NOT NULL,
    mapping TEXT NOT NULL,
    change INTEGER NOT NULL REFERENCES change (number)
) STRICT;
CREATE TABLE import_row (
    number INTEGER NOT NULL PRIMARY KEY,
    batch TEXT NOT NULL REFERENCES import_batch (id),
    entity TEXT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    record TEXT NOT NULL,
    line INTEGER NOT NULL,
    raw TEXT NOT NULL,
    said TEXT NOT NULL
) STRICT;
CREATE TABLE stage_total (
    stage TEXT NOT NULL REFERENCES stage (id),
    year INTEGER NOT NULL,
    deals INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (stage, year)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_total VALUES('0000000000000000000000S304',2026,1,4500000);
CREATE TABLE campaign (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    cost INTEGER CHECK (cost >= 0),
    days INTEGER CHECK (days >= 0),
    starts_on TEXT,
    ends_on TEXT,
    owner TEXT,
    notes TEXT,
    folded TEXT NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
INSERT INTO campaign VALUES('01M8AS4DC81MP6HC7CJXDG0XK1','spring-round','Spring round',50000,NULL,NULL,NULL,NULL,NULL,replace('spring round\n\n','\n',char(10)));
CREATE TABLE cost (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT CHECK (kind = 'personnel' OR kind = 'fee' OR kind = 'infrastructure' OR kind = 'travel' OR kind = 'other'),
    line TEXT CHECK (line = 'membership' OR line = 'development' OR line = 'fundraising'),
    amount INTEGER CHECK (amount >= 0),
    share INTEGER CHECK (share >= 0 AND share <= 1000000),
    starts_on TEXT,
    ends_on TEXT,
    notes TEXT,
    CHECK (ends_on >= starts_on),
    CHECK ((amount IS NULL) <> (share IS NULL)),
    CHECK (share IS NULL OR line IS NULL)
) STRICT;
INSERT INTO cost VALUES('01M8AS4DCD1PTNYDR6T6RB2P5M','sponsor','Sponsor','fee',NULL,NULL,150000,NULL,NULL,NULL);
CREATE TABLE cash_balance (
    id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    note TEXT
) STRICT;
INSERT INTO cash_balance VALUES('01M8AS4DCJ8Y3J40AVCGQ7A2XK','2025-12',30000000,NULL);
CREATE TABLE actual (
    id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL,
    revenue_type TEXT NOT NULL CHECK (revenue_type = 'membership' OR revenue_type = 'service' OR revenue_type = 'usage'
        OR revenue_type = 'project' OR revenue_type = 'grant' OR revenue_type = 'gift'),
    amount INTEGER NOT NULL,
    note TEXT,
    UNIQUE (month, revenue_type)
) STRICT;
INSERT INTO actual VALUES('01M8AS4DCQZ2BQ3FY2WY5MM99D','2025-12','membership',1200000,NULL);
CREATE TABLE assumption (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL,
    why TEXT,
    source TEXT
) STRICT;
INSERT INTO assumption VALUES('01M8AS4DDV23J5PGN0RR16V19A','grace_days','90','as agreed',NULL);
CREATE TABLE scenario (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    base TEXT NOT NULL CHECK (base = 'committed' OR base = 'base' OR base = 'expected'),
    notes TEXT,
    folded TEXT NOT NULL
) STRICT;
INSERT INTO scenario VALUES('01M8AS4DCWF5ATPKZ8RMFW3XWK','no-hiring','No hiring','expected',NULL,replace('no hiring\n\n','\n',char(10)));
CREATE TABLE scenario_change (
    id TEXT NOT NULL PRIMARY KEY,
    scenario TEXT NOT NULL REFERENCES scenario (id),
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    CHECK (ends_on >= starts_on)
) STRICT;
INSERT INTO scenario_change VALUES('01M8AS4DD40J5XWSE1PTXVXVJA','01M8AS4DCWF5ATPKZ8RMFW3XWK','deal.usage-quotas-bids','won',NULL,NULL);
CREATE TABLE snapshot (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    taken_on TEXT NOT NULL,
    first_month TEXT NOT NULL,
    months INTEGER NOT NULL CHECK (months > 0),
    paths INTEGER NOT NULL CHECK (paths > 0),
    seed INTEGER NOT NULL,
    slip TEXT NOT NULL,
    correlation INTEGER NOT NULL CHECK (correlation >= 0 AND correlation < 1000000),
    method TEXT NOT NULL,
    ledger TEXT NOT NULL,
    learned INTEGER NOT NULL CHECK (learned = 0 OR learned = 1),
    committed INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    p10 INTEGER NOT NULL,
    p50 INTEGER NOT NULL,
    p90 INTEGER NOT NULL,
    notes TEXT,
    folded TEXT NOT NULL
) STRICT;
INSERT INTO snapshot VALUES('01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-01-15','2026-01-15','2026-01-15','2026-01',24,10000,1,'0,1,4',100000,'months','remaining',0,4500000,5400000,4500000,4500000,7500000,'kept',replace('2026-01-15\nkept\n','\n',char(10)));
CREATE TABLE snapshot_month (
    id TEXT NOT NULL PRIMARY KEY,
    snapshot TEXT NOT NULL REFERENCES snapshot (id),
    month TEXT NOT NULL,
    committed INTEGER NOT NULL,
    usage INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    p10 INTEGER NOT NULL,
    p50 INTEGER NOT NULL,
    p90 INTEGER NOT NULL
) STRICT;
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TV9','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-01',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVA','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-02',750000,0,750000,750000,750000,750000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVB','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-03',750000,0,750000,750000,750000,750000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVC','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-04',750000,0,750000,750000,750000,750000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVD','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-05',750000,0,750000,750000,750000,750000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVE','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-06',750000,0,750000,750000,750000,750000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVF','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-07',750000,0,850000,750000,750000,1250000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVG','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-08',0,0,137500,0,0,500000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVH','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-09',0,0,150000,0,0,500000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVJ','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-10',0,0,150000,0,0,500000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVK','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-11',0,0,150000,0,0,500000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVM','01M8AS4DDGMBT3WGK8J7ZN8TV8','2026-12',0,0,150000,0,0,500000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVN','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-01',0,0,50000,0,0,500000);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVP','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-02',0,0,12500,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVQ','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-03',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVR','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-04',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVS','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-05',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVT','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-06',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVV','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-07',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVW','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-08',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVX','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-09',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVY','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-10',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TVZ','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-11',0,0,0,0,0,0);
INSERT INTO snapshot_month VALUES('01M8AS4DDGMBT3WGK8J7ZN8TW0','01M8AS4DDGMBT3WGK8J7ZN8TV8','2027-12',0,0,0,0,0,0);
CREATE TABLE snapshot_deal (
    id TEXT NOT NULL PRIMARY KEY,
    snapshot TEXT NOT NULL REFERENCES snapshot (id),
    deal TEXT NOT NULL,
    name TEXT NOT NULL,
    pipeline TEXT NOT NULL,
    stage TEXT NOT NULL,
    probability INTEGER NOT NULL CHECK (probability >= 0 AND probability <= 1000000),
    amount INTEGER,
    expected_close TEXT
) STRICT;
INSERT INTO snapshot_deal VALUES('01M8AS4DDGMBT3WGK8J7ZN8TW1','01M8AS4DDGMBT3WGK8J7ZN8TV8','01M8AS4DBC2GDXX7WEAWCWACY9','Usage quotas: BIDS','cofunding','Soft',300000,3000000,'2026-06-01');
CREATE INDEX org_folded ON org (folded);
CREATE INDEX org_parent ON org (parent) WHERE parent IS NOT NULL;
CREATE INDEX org_via ON org (via) WHERE via IS NOT NULL;
CREATE INDEX org_payer ON org (payer) WHERE payer IS NOT NULL;
CREATE UNIQUE INDEX org_external ON org (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX person_folded ON person (folded);
CREATE INDEX person_email ON person (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX person_org ON person (org) WHERE org IS NOT NULL;
CREATE UNIQUE INDEX person_external ON person (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX deal_folded ON deal (folded);
CREATE INDEX deal_org ON deal (org) WHERE org IS NOT NULL;
CREATE INDEX deal_contract ON deal (contract) WHERE contract IS NOT NULL;
CREATE UNIQUE INDEX deal_external ON deal (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX contract_folded ON contract (folded);
CREATE INDEX contract_org ON contract (org) WHERE org IS NOT NULL;
CREATE INDEX contract_deal ON contract (deal) WHERE deal IS NOT NULL;
CREATE INDEX contract_renews ON contract (renews) WHERE renews IS NOT NULL;
CREATE INDEX contract_ends_on ON contract (ends_on);
CREATE INDEX contract_signed_on ON contract (signed_on);
CREATE UNIQUE INDEX contract_external ON contract (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX payment_contract ON payment (contract);
CREATE INDEX payment_paid_on ON payment (paid_on);
CREATE UNIQUE INDEX payment_external ON payment (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX membership_org ON membership (org, starts_on);
CREATE INDEX membership_contract ON membership (contract) WHERE contract IS NOT NULL;
CREATE INDEX membership_ends_on ON membership (ends_on);
CREATE UNIQUE INDEX membership_external ON membership (external_id, source) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX usage_month ON usage (month, cluster, coalesce(org, ''));
CREATE INDEX usage_org ON usage (org) WHERE org IS NOT NULL;
CREATE UNIQUE INDEX usage_external ON usage (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX activity_at ON activity (at);
CREATE INDEX activity_org ON activity (org, at) WHERE org IS NOT NULL;
CREATE INDEX activity_deal ON activity (deal, at) WHERE deal IS NOT NULL;
CREATE INDEX activity_people ON activity (people) WHERE people IS NOT NULL;
CREATE UNIQUE INDEX activity_external ON activity (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX task_due_on ON task (due_on) WHERE done_on IS NULL;
CREATE INDEX task_org ON task (org) WHERE org IS NOT NULL;
CREATE INDEX task_deal ON task (deal) WHERE deal IS NOT NULL;
CREATE INDEX task_activity ON task (activity) WHERE activity IS NOT NULL;
CREATE UNIQUE INDEX task_external ON task (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX target_year ON target (year);
CREATE TRIGGER deal_stage_changed AFTER UPDATE OF stage ON deal WHEN NEW.stage <> OLD.stage
BEGIN
    INSERT INTO stage_change (id, deal, position, from_stage, stage, since, change)
    SELECT NEW.id || '.' || (h.last + 1), NEW.id, h.last + 1, OLD.stage, NEW.stage,
        CASE WHEN NEW.change <> OLD.change OR NEW.stage_since <> OLD.stage_since THEN NEW.stage_since
            ELSE strftime('%Y-%m-%d', 'now') END,
        CASE WHEN NEW.change <> OLD.change THEN NEW.change END
    FROM (SELECT coalesce(max(position), 0) AS last FROM stage_change WHERE id > NEW.id || '.' AND id < NEW.id || '/') AS h;
END;
CREATE INDEX change_row_record ON change_row (record);
CREATE INDEX import_row_key ON import_row (external_id, source, entity);
CREATE INDEX import_row_record ON import_row (record);
CREATE INDEX deal_stage ON deal (stage, id, stage_since, org, kind, revenue_type, tags, amount, probability, starts_on,
    ends_on, expected_close);
CREATE INDEX usage_cluster ON usage (cluster, month);
CREATE INDEX campaign_folded ON campaign (folded);
CREATE INDEX cost_name ON cost (name);
CREATE INDEX scenario_folded ON scenario (folded);
CREATE INDEX scenario_change_scenario ON scenario_change (scenario);
CREATE INDEX snapshot_folded ON snapshot (folded);
CREATE INDEX snapshot_month_snapshot ON snapshot_month (snapshot);
CREATE INDEX snapshot_deal_snapshot ON snapshot_deal (snapshot);
CREATE INDEX deal_declined ON deal (org, closed_on) WHERE kind = 'renewal' AND closed_on IS NOT NULL AND contract IS NULL;
CREATE VIEW v_deal AS
SELECT d.id, d.slug, d.name, o.slug AS org, o.name AS org_name, p.slug AS pipeline, s.name AS stage,
    s.outcome, d.stage_since, d.kind, d.revenue_type, t.name AS tier, d.amount, d.currency,
    coalesce(d.probability, s.probability) AS probability, d.starts_on, d.ends_on, d.expected_close,
    d.closed_on, d.lost_reason, d.owner, d.next_step, d.campaign, d.tags, c.slug AS contract
FROM deal AS d
JOIN stage AS s ON s.id = d.stage
JOIN pipeline AS p ON p.id = d.pipeline
LEFT JOIN org AS o ON o.id = d.org
LEFT JOIN tier AS t ON t.id = d.tier
LEFT JOIN contract AS c ON c.id = d.contract;
CREATE VIEW v_open_deal AS
SELECT d.id, d.slug, d.name, o.slug AS org, o.name AS org_name, p.slug AS pipeline, s.name AS stage,
    s.position AS stage_position, d.stage_since, d.kind, d.revenue_type, t.name AS tier, d.amount,
    d.currency, coalesce(d.probability, s.probability) AS probability, d.starts_on, d.ends_on,
    d.expected_close, d.owner, d.next_step, d.campaign, d.tags
FROM stage AS s
CROSS JOIN deal AS d
JOIN pipeline AS p ON p.id = d.pipeline
LEFT JOIN org AS o ON o.id = d.org
LEFT JOIN tier AS t ON t.id = d.tier
WHERE d.stage = s.id AND s.outcome = 'open';
CREATE VIEW v_contract AS
SELECT c.id, c.slug, c.name, c.number, o.slug AS org, o.name AS org_name, d.slug AS deal,
    p.slug AS pipeline, c.revenue_type, t.name AS tier, c.kind, c.amount, c.fee_per_year, c.currency,
    coalesce(c.recurring, CASE WHEN c.revenue_type = 'membership' OR c.revenue_type = 'service'
        OR c.revenue_type = 'usage' THEN 1 ELSE 0 END) AS recurring,
    c.starts_on, c.ends_on, c.signed_on,
    coalesce((SELECT sum(y.amount) FROM payment AS y WHERE y.contract = c.id), c.collected) AS collected,
    c.billing, c.auto_renew, c.restricted, c.tags
FROM contract AS c
LEFT JOIN org AS o ON o.id = c.org
LEFT JOIN deal AS d ON d.id = c.deal
LEFT JOIN pipeline AS p ON p.id = d.pipeline
LEFT JOIN tier AS t ON t.id = c.tier;
CREATE VIEW v_payment AS
SELECT y.id, c.slug AS contract, c.name AS contract_name, o.slug AS org, o.name AS org_name,
    c.revenue_type, y.paid_on, y.amount, c.currency, y.note
FROM payment AS y
JOIN contract AS c ON c.id = y.contract
LEFT JOIN org AS o ON o.id = c.org;
CREATE VIEW v_member AS
SELECT m.id, m.slug, o.slug AS org, o.name AS org_name, t.name AS tier, c.slug AS contract,
    coalesce(c.signed_on, m.starts_on) AS signed_on, m.starts_on, m.ends_on, m.ended_reason
FROM membership AS m
JOIN org AS o ON o.id = m.org
LEFT JOIN tier AS t ON t.id = m.tier
LEFT JOIN contract AS c ON c.id = m.contract;
COMMIT;
