-- What projections rest on: costs, cash, closed months, assumptions, scenarios, and what was once
-- forecast. Months are ISO text, `2026-11`.

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
CREATE INDEX campaign_folded ON campaign (folded);

-- One of amount (a month) and share (of all revenue). Rows of one name follow each other.
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
CREATE INDEX cost_name ON cost (name);

-- What was in the bank at the end of a month.
CREATE TABLE cash_balance (
    id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    note TEXT
) STRICT;

-- What a month that is closed did bring, by revenue type.
CREATE TABLE actual (
    id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL,
    revenue_type TEXT NOT NULL CHECK (revenue_type = 'membership' OR revenue_type = 'service' OR revenue_type = 'usage'
        OR revenue_type = 'project' OR revenue_type = 'grant' OR revenue_type = 'gift'),
    amount INTEGER NOT NULL,
    note TEXT,
    UNIQUE (month, revenue_type)
) STRICT;

CREATE TABLE assumption (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL,
    why TEXT,
    source TEXT
) STRICT;

CREATE TABLE scenario (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    base TEXT NOT NULL CHECK (base = 'committed' OR base = 'base' OR base = 'expected'),
    notes TEXT,
    folded TEXT NOT NULL
) STRICT;
CREATE INDEX scenario_folded ON scenario (folded);

CREATE TABLE scenario_change (
    id TEXT NOT NULL PRIMARY KEY,
    scenario TEXT NOT NULL REFERENCES scenario (id),
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX scenario_change_scenario ON scenario_change (scenario);

-- A forecast as it was once made, to be scored later. Its deals stand as they were then: `deal` is an
-- id, whether or not the deal is still there.
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
CREATE INDEX snapshot_folded ON snapshot (folded);

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
CREATE INDEX snapshot_month_snapshot ON snapshot_month (snapshot);

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
CREATE INDEX snapshot_deal_snapshot ON snapshot_deal (snapshot);

INSERT INTO setting (id, key, value, note) VALUES
    ('0000000000000000000000K010', 'correlation', '0.1', 'how much deals win and fail together: 0 not at all'),
    ('0000000000000000000000K011', 'slip', '0,1,4', 'months from closing to the start: least, most likely, most'),
    ('0000000000000000000000K012', 'gate_committed_runway', '6', 'to hire: months of committed runway at least'),
    ('0000000000000000000000K013', 'gate_estimated_runway', '12', 'to hire: months of estimated runway at least'),
    ('0000000000000000000000K014', 'gate_cash_reserve', '3', 'to hire: months of cost in the bank at least'),
    ('0000000000000000000000K015', 'gate_cost_coverage', '0.85', 'to hire: committed revenue to cost at least'),
    ('0000000000000000000000K016', 'gate_run_out', '0.1', 'to hire: chance of running out within 12 months at most'),
    ('0000000000000000000000K017', 'gate_findings', '10', 'to hire: findings of review at most'),
    ('0000000000000000000000K018', 'gate_snapshot_days', '31', 'to hire: days since the last snapshot at most');

-- Renewals that were lost: reports look at those of an organisation whose contract ends.
CREATE INDEX deal_declined ON deal (org, closed_on) WHERE kind = 'renewal' AND closed_on IS NOT NULL AND contract IS NULL;
