-- A database as version 4 left it: a deal won and collected, an undo, an import.
PRAGMA application_id=1398361668;
PRAGMA user_version=4;
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
INSERT INTO org VALUES('01M8ABYET0B8K7ZJ867PXWF0SW','bids','Bay Institute for Data',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,replace('bay institute for data\n\n','\n',char(10)));
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
INSERT INTO person VALUES('01M8ABYET54QRFNFSVMAH6TY1Q','ana-ruiz','Ana Ruiz','ana@example.org',NULL,'01M8ABYET0B8K7ZJ867PXWF0SW',NULL,NULL,NULL,NULL,replace('ana ruiz\nana@example.org\n\n','\n',char(10)));
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
INSERT INTO deal VALUES('01M8ABYET9XH6DQNZEVMKWJA01','bids-2026','BIDS 2026','01M8ABYET0B8K7ZJ867PXWF0SW','0000000000000000000000P001','0000000000000000000000S107','2026-01-15',NULL,'membership','0000000000000000000000T001',1500000,'USD',NULL,'2026-02-01','2027-01-31',NULL,'2026-01-15',NULL,NULL,'quote','spring call',NULL,'01M8ABYETS7QAMK9MHRVGZV8NK',NULL,NULL,replace('bids 2026\n','\n',char(10)),6);
INSERT INTO deal VALUES('01M8ABYEVCWEV8TH29JMHVDRGW','reef-x','Reef "x"',NULL,'0000000000000000000000P001','0000000000000000000000S104','2026-01-15',NULL,'grant',NULL,10000,'USD',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'hubspot','7',replace('reef "x"\n','\n',char(10)),10);
CREATE TABLE stage_change (
    id TEXT NOT NULL PRIMARY KEY,
    deal TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    from_stage TEXT REFERENCES stage (id),
    stage TEXT NOT NULL REFERENCES stage (id),
    since TEXT NOT NULL,
    change INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO stage_change VALUES('01M8ABYET9XH6DQNZEVMKWJA01.1','01M8ABYET9XH6DQNZEVMKWJA01',1,NULL,'0000000000000000000000S101','2026-01-15',3);
INSERT INTO stage_change VALUES('01M8ABYET9XH6DQNZEVMKWJA01.2','01M8ABYET9XH6DQNZEVMKWJA01',2,'0000000000000000000000S101','0000000000000000000000S104','2026-01-15',5);
INSERT INTO stage_change VALUES('01M8ABYET9XH6DQNZEVMKWJA01.3','01M8ABYET9XH6DQNZEVMKWJA01',3,'0000000000000000000000S104','0000000000000000000000S107','2026-01-15',6);
INSERT INTO stage_change VALUES('01M8ABYEVCWEV8TH29JMHVDRGW.1','01M8ABYEVCWEV8TH29JMHVDRGW',1,NULL,'0000000000000000000000S104','2026-01-15',10);
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
INSERT INTO contract VALUES('01M8ABYETS7QAMK9MHRVGZV8NK','bids-2026','BIDS 2026',NULL,'01M8ABYET0B8K7ZJ867PXWF0SW','01M8ABYET9XH6DQNZEVMKWJA01','membership','0000000000000000000000T001',NULL,1500000,NULL,'USD',NULL,'2026-02-01','2027-01-31','2026-01-15',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,replace('bids 2026\n\n\n','\n',char(10)));
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
INSERT INTO membership VALUES('01M8ABYETS7QAMK9MHRVGZV8NM','bids-2026','01M8ABYET0B8K7ZJ867PXWF0SW','0000000000000000000000T001','01M8ABYETS7QAMK9MHRVGZV8NK','2026-02-01','2027-01-31',NULL,NULL,NULL,NULL,replace('\n','\n',char(10)));
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
INSERT INTO activity VALUES('01M8ABYETEF520DPCAY9K87XFC',1,'2026-01-15','note','01M8ABYET0B8K7ZJ867PXWF0SW','01M8ABYET9XH6DQNZEVMKWJA01',NULL,NULL,'Call',NULL,'ana',NULL,NULL,replace('call\n\n','\n',char(10)));
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
INSERT INTO task VALUES('01M8ABYETFX34DWSDGEGNQE7Z4',1,'quote','2026-01-20',NULL,'01M8ABYET0B8K7ZJ867PXWF0SW','01M8ABYET9XH6DQNZEVMKWJA01','01M8ABYETEF520DPCAY9K87XFC','ana',NULL,NULL,replace('quote\n','\n',char(10)));
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
INSERT INTO target VALUES('01M8ABYEV74BFQRM3SZGFAFBVH','t','T',2026,NULL,'arr',100000000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('activity',1);
INSERT INTO counter VALUES('change',10);
INSERT INTO counter VALUES('change_row',14);
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
INSERT INTO change VALUES(1,'2026-11-25T22:06:46Z','ana','syndic --db v4.db org add --name ''Bay Institute for Data'' --slug bids',1,1,NULL,NULL);
INSERT INTO change VALUES(2,'2026-11-25T22:06:46Z','ana','syndic --db v4.db person add --name ''Ana Ruiz'' --email ana@example.org --org bids',2,1,NULL,NULL);
INSERT INTO change VALUES(3,'2026-11-25T22:06:46Z','ana','syndic --db v4.db deal add --name ''BIDS 2026'' --org bids --revenue-type membership --tier general --amount 15k --starts-on 2026-02-01 --ends-on 2027-01-31 --campaign ''spring call''',3,1,NULL,NULL);
INSERT INTO change VALUES(4,'2026-11-25T22:06:46Z','ana','syndic --db v4.db log bids Call --deal bids-2026 --next quote --due 2026-01-20',4,3,NULL,NULL);
INSERT INTO change VALUES(5,'2026-11-25T22:06:46Z','ana','syndic --db v4.db deal move bids-2026 Proposal',7,1,NULL,NULL);
INSERT INTO change VALUES(6,'2026-11-25T22:06:46Z','ana','syndic --db v4.db deal win bids-2026',8,3,NULL,NULL);
INSERT INTO change VALUES(7,'2026-11-25T22:06:46Z','ana','syndic --db v4.db contract collect bids-2026 5000 --paid-on 2026-01-14',11,1,NULL,8);
INSERT INTO change VALUES(8,'2026-11-25T22:06:46Z','ana','syndic --db v4.db undo',12,1,7,NULL);
INSERT INTO change VALUES(9,'2026-11-25T22:06:46Z','ana','syndic --db v4.db target add --key t --label T --year 2026 --measure arr --amount 1000000',13,1,NULL,NULL);
INSERT INTO change VALUES(10,'2026-11-25T22:06:46Z','ana','syndic --db v4.db import deals d.csv',14,1,NULL,NULL);
CREATE TABLE change_row (
    number INTEGER NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    record TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation = 'add' OR operation = 'edit' OR operation = 'remove'),
    before TEXT,
    after TEXT
) STRICT;
INSERT INTO change_row VALUES(1,'org','01M8ABYET0B8K7ZJ867PXWF0SW','add',NULL,'{"slug":"bids","name":"Bay Institute for Data"}');
INSERT INTO change_row VALUES(2,'person','01M8ABYET54QRFNFSVMAH6TY1Q','add',NULL,'{"slug":"ana-ruiz","name":"Ana Ruiz","email":"ana@example.org","org":"01M8ABYET0B8K7ZJ867PXWF0SW"}');
INSERT INTO change_row VALUES(3,'deal','01M8ABYET9XH6DQNZEVMKWJA01','add',NULL,'{"slug":"bids-2026","name":"BIDS 2026","org":"01M8ABYET0B8K7ZJ867PXWF0SW","pipeline":"0000000000000000000000P001","stage":"0000000000000000000000S101","stage_since":"2026-01-15","revenue_type":"membership","tier":"0000000000000000000000T001","amount":1500000,"currency":"USD","starts_on":"2026-02-01","ends_on":"2027-01-31","campaign":"spring call"}');
INSERT INTO change_row VALUES(4,'activity','01M8ABYETEF520DPCAY9K87XFC','add',NULL,'{"number":1,"at":"2026-01-15","kind":"note","org":"01M8ABYET0B8K7ZJ867PXWF0SW","deal":"01M8ABYET9XH6DQNZEVMKWJA01","summary":"Call","author":"ana"}');
INSERT INTO change_row VALUES(5,'task','01M8ABYETFX34DWSDGEGNQE7Z4','add',NULL,'{"number":1,"what":"quote","due_on":"2026-01-20","org":"01M8ABYET0B8K7ZJ867PXWF0SW","deal":"01M8ABYET9XH6DQNZEVMKWJA01","activity":"01M8ABYETEF520DPCAY9K87XFC","owner":"ana"}');
INSERT INTO change_row VALUES(6,'deal','01M8ABYET9XH6DQNZEVMKWJA01','edit','{"next_step":null}','{"next_step":"quote"}');
INSERT INTO change_row VALUES(7,'deal','01M8ABYET9XH6DQNZEVMKWJA01','edit','{"stage":"0000000000000000000000S101"}','{"stage":"0000000000000000000000S104"}');
INSERT INTO change_row VALUES(8,'deal','01M8ABYET9XH6DQNZEVMKWJA01','edit','{"stage":"0000000000000000000000S104","closed_on":null,"contract":null}','{"stage":"0000000000000000000000S107","closed_on":"2026-01-15","contract":"01M8ABYETS7QAMK9MHRVGZV8NK"}');
INSERT INTO change_row VALUES(9,'contract','01M8ABYETS7QAMK9MHRVGZV8NK','add',NULL,'{"slug":"bids-2026","name":"BIDS 2026","org":"01M8ABYET0B8K7ZJ867PXWF0SW","deal":"01M8ABYET9XH6DQNZEVMKWJA01","revenue_type":"membership","tier":"0000000000000000000000T001","amount":1500000,"currency":"USD","starts_on":"2026-02-01","ends_on":"2027-01-31","signed_on":"2026-01-15"}');
INSERT INTO change_row VALUES(10,'membership','01M8ABYETS7QAMK9MHRVGZV8NM','add',NULL,'{"slug":"bids-2026","org":"01M8ABYET0B8K7ZJ867PXWF0SW","tier":"0000000000000000000000T001","contract":"01M8ABYETS7QAMK9MHRVGZV8NK","starts_on":"2026-02-01","ends_on":"2027-01-31"}');
INSERT INTO change_row VALUES(11,'payment','01M8ABYETZ3CR22DG47Z7B61SF','add',NULL,'{"contract":"01M8ABYETS7QAMK9MHRVGZV8NK","paid_on":"2026-01-14","amount":500000}');
INSERT INTO change_row VALUES(12,'payment','01M8ABYETZ3CR22DG47Z7B61SF','remove','{"contract":"01M8ABYETS7QAMK9MHRVGZV8NK","paid_on":"2026-01-14","amount":500000}',NULL);
INSERT INTO change_row VALUES(13,'target','01M8ABYEV74BFQRM3SZGFAFBVH','add',NULL,'{"key":"t","label":"T","year":2026,"measure":"arr","amount":100000000}');
INSERT INTO change_row VALUES(14,'deal','01M8ABYEVCWEV8TH29JMHVDRGW','add',NULL,'{"slug":"reef-x","name":"Reef \"x\"","pipeline":"0000000000000000000000P001","stage":"0000000000000000000000S104","stage_since":"2026-01-15","revenue_type":"grant","amount":10000,"currency":"USD","source":"hubspot","external_id":"7"}');
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
INSERT INTO import_batch VALUES('01M8ABYEVDC30RFDED45NCJY5D','deal','hubspot','d.csv','df390b4c2eaf8035a03013fddc535fb8783a126ce949aa8fef9292c1f9c6e753','2026-11-25T22:06:46Z','id,dealname,amount,dealstage,revenue_type',replace('profile hubspot\nid = external_id\ndealname = name\namount = amount\ndealstage = stage\nrevenue_type = revenue_type\n','\n',char(10)),10);
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
INSERT INTO import_row VALUES(1,'01M8ABYEVDC30RFDED45NCJY5D','deal','hubspot','7','01M8ABYEVCWEV8TH29JMHVDRGW',2,'7,"Reef ""x""",100,Proposal,grant','');
CREATE TABLE stage_total (
    stage TEXT NOT NULL REFERENCES stage (id),
    year INTEGER NOT NULL,
    deals INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (stage, year)
) STRICT, WITHOUT ROWID;
INSERT INTO stage_total VALUES('0000000000000000000000S107',2026,1,1500000);
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
