-- What the migrations and schema/views.sql make; written by "make schema", compared by a test.
CREATE TABLE acceptance (
    id TEXT NOT NULL PRIMARY KEY,
    deliverable TEXT NOT NULL REFERENCES deliverable (id),
    org TEXT NOT NULL REFERENCES org (id),
    verdict TEXT NOT NULL CHECK (verdict = 'accept' OR verdict = 'rework'),
    given_on TEXT NOT NULL,
    words TEXT
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
CREATE TABLE cash_balance (
    id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    note TEXT
) STRICT;
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
CREATE TABLE change_row (
    number INTEGER NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    record TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation = 'add' OR operation = 'edit' OR operation = 'remove'),
    before TEXT,
    after TEXT
) STRICT;
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
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
    change INTEGER NOT NULL, syndicate TEXT REFERENCES syndicate (id), condition_amount INTEGER CHECK (condition_amount >= 0), condition_members INTEGER CHECK (condition_members >= 0), expires TEXT, budget_line TEXT, fiscal_year TEXT, purchase_order TEXT, public INTEGER CHECK (public = 0 OR public = 1), withdrawn_on TEXT,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE TABLE deliverable (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    initiative TEXT NOT NULL REFERENCES initiative (id),
    position INTEGER CHECK (position > 0),
    low_hours INTEGER CHECK (low_hours >= 0),
    mode_hours INTEGER CHECK (mode_hours >= 0),
    high_hours INTEGER CHECK (high_hours >= 0),
    spent_hours INTEGER CHECK (spent_hours >= 0),
    definition_of_done TEXT,
    stretch INTEGER CHECK (stretch = 0 OR stretch = 1),
    state TEXT NOT NULL CHECK (state = 'planned' OR state = 'building' OR state = 'demo' OR state = 'accepted'
        OR state = 'rework' OR state = 'dropped'),
    demo_on TEXT,
    accepted_on TEXT,
    upstream TEXT NOT NULL CHECK (upstream = 'none' OR upstream = 'endorsed' OR upstream = 'proposed'
        OR upstream = 'in-review' OR upstream = 'merged' OR upstream = 'released' OR upstream = 'rejected'),
    upstream_url TEXT,
    upstream_outcome TEXT CHECK (upstream_outcome = 'rework' OR upstream_outcome = 'separate-package'
        OR upstream_outcome = 'carried-patch'),
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL,
    CHECK (mode_hours >= low_hours),
    CHECK (high_hours >= mode_hours),
    CHECK (high_hours >= low_hours)
) STRICT;
CREATE TABLE endorsement (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    initiative TEXT NOT NULL REFERENCES initiative (id),
    org TEXT NOT NULL REFERENCES org (id),
    person TEXT REFERENCES person (id),
    given_on TEXT,
    words TEXT,
    letter INTEGER CHECK (letter = 0 OR letter = 1),
    testers INTEGER CHECK (testers >= 0),
    other_help TEXT,
    public INTEGER CHECK (public = 0 OR public = 1),
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
) STRICT;
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
CREATE TABLE initiative (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'draft' OR state = 'candidate' OR state = 'scoped' OR state = 'funding'
        OR state = 'funded' OR state = 'in-flight' OR state = 'review' OR state = 'done' OR state = 'parked'),
    problem TEXT,
    solution TEXT,
    implementation TEXT,
    fit TEXT,
    price INTEGER CHECK (price >= 0),
    upstream_plan TEXT,
    owner TEXT,
    tags TEXT,
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
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
CREATE TABLE payment (
    id TEXT NOT NULL PRIMARY KEY,
    contract TEXT NOT NULL REFERENCES contract (id),
    paid_on TEXT NOT NULL,
    amount INTEGER NOT NULL,
    note TEXT,
    source TEXT,
    external_id TEXT
) STRICT;
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
CREATE TABLE person_month (
    id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL UNIQUE,
    people INTEGER NOT NULL CHECK (people >= 0),
    hours INTEGER NOT NULL CHECK (hours >= 0),
    billable_share INTEGER NOT NULL CHECK (billable_share >= 0 AND billable_share <= 1000000),
    leave INTEGER CHECK (leave >= 0),
    note TEXT
) STRICT;
CREATE TABLE pipeline (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0)
) STRICT;
CREATE TABLE scenario (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    base TEXT NOT NULL CHECK (base = 'committed' OR base = 'base' OR base = 'expected'),
    notes TEXT,
    folded TEXT NOT NULL
) STRICT;
CREATE TABLE scenario_change (
    id TEXT NOT NULL PRIMARY KEY,
    scenario TEXT NOT NULL REFERENCES scenario (id),
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE TABLE setting (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL,
    note TEXT
) STRICT;
CREATE TABLE slot (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    initiative TEXT NOT NULL REFERENCES initiative (id),
    syndicate TEXT REFERENCES syndicate (id),
    sow TEXT REFERENCES sow (id),
    state TEXT NOT NULL CHECK (state = 'held' OR state = 'queued' OR state = 'pulled' OR state = 'delivered'
        OR state = 'lapsed'),
    position INTEGER CHECK (position > 0),
    held_on TEXT,
    queued_on TEXT,
    pulled_on TEXT,
    delivered_on TEXT,
    quoted_on TEXT,
    start_p50 TEXT,
    start_p85 TEXT,
    finish_p50 TEXT,
    finish_p85 TEXT,
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
) STRICT;
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
CREATE TABLE sow (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    initiative TEXT REFERENCES initiative (id),
    syndicate TEXT REFERENCES syndicate (id),
    deal TEXT REFERENCES deal (id),
    state TEXT NOT NULL CHECK (state = 'draft' OR state = 'approved' OR state = 'issued' OR state = 'part-signed'
        OR state = 'executed' OR state = 'active' OR state = 'accepted' OR state = 'closed' OR state = 'amended'
        OR state = 'terminated'),
    price INTEGER CHECK (price > 0),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    drafted_on TEXT,
    executed_on TEXT,
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL,
    CHECK (syndicate IS NULL OR deal IS NULL)
) STRICT;
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
CREATE TABLE stage_change (
    id TEXT NOT NULL PRIMARY KEY,
    deal TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    from_stage TEXT REFERENCES stage (id),
    stage TEXT NOT NULL REFERENCES stage (id),
    since TEXT NOT NULL,
    change INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE stage_total (
    stage TEXT NOT NULL REFERENCES stage (id),
    year INTEGER NOT NULL,
    deals INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (stage, year)
) STRICT, WITHOUT ROWID;
CREATE TABLE syndicate (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    initiative TEXT NOT NULL REFERENCES initiative (id),
    state TEXT NOT NULL CHECK (state = 'forming' OR state = 'open' OR state = 'reached' OR state = 'contracting'
        OR state = 'committed' OR state = 'closed' OR state = 'lapsed' OR state = 'cancelled'),
    price INTEGER CHECK (price > 0),
    threshold INTEGER CHECK (threshold > 0),
    ceiling INTEGER CHECK (ceiling > 0),
    deadline TEXT,
    min_members INTEGER CHECK (min_members > 0),
    share_rule TEXT CHECK (share_rule = 'equal' OR share_rule = 'proportional' OR share_rule = 'tiered'
        OR share_rule = 'fixed'),
    overshoot_rule TEXT CHECK (overshoot_rule = 'cap' OR overshoot_rule = 'rebate' OR overshoot_rule = 'stretch'
        OR overshoot_rule = 'next'),
    next_initiative TEXT REFERENCES initiative (id),
    contracting_until TEXT,
    choice TEXT CHECK (choice = 'bridge' OR choice = 'subset' OR choice = 'extension'),
    bridge INTEGER CHECK (bridge > 0),
    notes TEXT,
    source TEXT,
    external_id TEXT,
    folded TEXT NOT NULL
) STRICT;
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
CREATE TABLE tier (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    fee_per_year INTEGER CHECK (fee_per_year >= 0),
    valid_from TEXT,
    valid_to TEXT,
    CHECK (valid_to >= valid_from)
) STRICT;
CREATE TABLE transition (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    entity TEXT NOT NULL,
    initiative TEXT REFERENCES initiative (id),
    syndicate TEXT REFERENCES syndicate (id),
    deal TEXT REFERENCES deal (id),
    sow TEXT REFERENCES sow (id),
    deliverable TEXT REFERENCES deliverable (id),
    slot TEXT REFERENCES slot (id),
    field TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    reason TEXT
) STRICT;
CREATE TABLE usage (
    id TEXT NOT NULL PRIMARY KEY,
    org TEXT REFERENCES org (id),
    cluster TEXT NOT NULL,
    month TEXT NOT NULL,
    active_users INTEGER NOT NULL CHECK (active_users >= 0),
    source TEXT,
    external_id TEXT
) STRICT;
CREATE TABLE usage_price (
    id TEXT NOT NULL PRIMARY KEY,
    up_to INTEGER NOT NULL CHECK (up_to > 0),
    price INTEGER NOT NULL CHECK (price >= 0),
    valid_from TEXT,
    valid_to TEXT,
    CHECK (valid_to >= valid_from)
) STRICT;
CREATE INDEX acceptance_deliverable ON acceptance (deliverable);
CREATE INDEX acceptance_org ON acceptance (org);
CREATE INDEX activity_at ON activity (at);
CREATE INDEX activity_deal ON activity (deal, at) WHERE deal IS NOT NULL;
CREATE UNIQUE INDEX activity_external ON activity (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX activity_org ON activity (org, at) WHERE org IS NOT NULL;
CREATE INDEX activity_people ON activity (people) WHERE people IS NOT NULL;
CREATE INDEX campaign_folded ON campaign (folded);
CREATE INDEX change_row_record ON change_row (record);
CREATE INDEX contract_deal ON contract (deal) WHERE deal IS NOT NULL;
CREATE INDEX contract_ends_on ON contract (ends_on);
CREATE UNIQUE INDEX contract_external ON contract (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX contract_folded ON contract (folded);
CREATE INDEX contract_org ON contract (org) WHERE org IS NOT NULL;
CREATE INDEX contract_renews ON contract (renews) WHERE renews IS NOT NULL;
CREATE INDEX contract_signed_on ON contract (signed_on);
CREATE INDEX cost_name ON cost (name);
CREATE INDEX deal_contract ON deal (contract) WHERE contract IS NOT NULL;
CREATE INDEX deal_declined ON deal (org, closed_on) WHERE kind = 'renewal' AND closed_on IS NOT NULL AND contract IS NULL;
CREATE UNIQUE INDEX deal_external ON deal (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX deal_folded ON deal (folded);
CREATE INDEX deal_org ON deal (org) WHERE org IS NOT NULL;
CREATE INDEX deal_stage ON deal (stage, id, stage_since, org, kind, revenue_type, tags, amount, probability, starts_on,
    ends_on, expected_close);
CREATE INDEX deal_syndicate ON deal (syndicate) WHERE syndicate IS NOT NULL;
CREATE UNIQUE INDEX deliverable_external ON deliverable (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX deliverable_folded ON deliverable (folded);
CREATE INDEX deliverable_initiative ON deliverable (initiative);
CREATE UNIQUE INDEX endorsement_external ON endorsement (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX endorsement_initiative ON endorsement (initiative);
CREATE INDEX endorsement_org ON endorsement (org);
CREATE INDEX endorsement_person ON endorsement (person) WHERE person IS NOT NULL;
CREATE INDEX import_row_key ON import_row (external_id, source, entity);
CREATE INDEX import_row_record ON import_row (record);
CREATE UNIQUE INDEX initiative_external ON initiative (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX initiative_folded ON initiative (folded);
CREATE INDEX membership_contract ON membership (contract) WHERE contract IS NOT NULL;
CREATE INDEX membership_ends_on ON membership (ends_on);
CREATE UNIQUE INDEX membership_external ON membership (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX membership_org ON membership (org, starts_on);
CREATE UNIQUE INDEX org_external ON org (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX org_folded ON org (folded);
CREATE INDEX org_parent ON org (parent) WHERE parent IS NOT NULL;
CREATE INDEX org_payer ON org (payer) WHERE payer IS NOT NULL;
CREATE INDEX org_via ON org (via) WHERE via IS NOT NULL;
CREATE INDEX payment_contract ON payment (contract);
CREATE UNIQUE INDEX payment_external ON payment (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX payment_paid_on ON payment (paid_on);
CREATE INDEX person_email ON person (lower(email)) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX person_external ON person (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX person_folded ON person (folded);
CREATE INDEX person_org ON person (org) WHERE org IS NOT NULL;
CREATE INDEX scenario_change_scenario ON scenario_change (scenario);
CREATE INDEX scenario_folded ON scenario (folded);
CREATE UNIQUE INDEX slot_external ON slot (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX slot_folded ON slot (folded);
CREATE INDEX slot_initiative ON slot (initiative);
CREATE INDEX slot_sow ON slot (sow) WHERE sow IS NOT NULL;
CREATE INDEX slot_syndicate ON slot (syndicate) WHERE syndicate IS NOT NULL;
CREATE INDEX snapshot_deal_snapshot ON snapshot_deal (snapshot);
CREATE INDEX snapshot_folded ON snapshot (folded);
CREATE INDEX snapshot_month_snapshot ON snapshot_month (snapshot);
CREATE INDEX sow_deal ON sow (deal) WHERE deal IS NOT NULL;
CREATE UNIQUE INDEX sow_external ON sow (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX sow_folded ON sow (folded);
CREATE INDEX sow_initiative ON sow (initiative) WHERE initiative IS NOT NULL;
CREATE INDEX sow_syndicate ON sow (syndicate) WHERE syndicate IS NOT NULL;
CREATE UNIQUE INDEX syndicate_external ON syndicate (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX syndicate_folded ON syndicate (folded);
CREATE INDEX syndicate_initiative ON syndicate (initiative);
CREATE INDEX syndicate_next ON syndicate (next_initiative) WHERE next_initiative IS NOT NULL;
CREATE INDEX target_year ON target (year);
CREATE INDEX task_activity ON task (activity) WHERE activity IS NOT NULL;
CREATE INDEX task_deal ON task (deal) WHERE deal IS NOT NULL;
CREATE INDEX task_due_on ON task (due_on) WHERE done_on IS NULL;
CREATE UNIQUE INDEX task_external ON task (external_id, source) WHERE external_id IS NOT NULL;
CREATE INDEX task_org ON task (org) WHERE org IS NOT NULL;
CREATE INDEX transition_deal ON transition (deal) WHERE deal IS NOT NULL;
CREATE INDEX transition_deliverable ON transition (deliverable) WHERE deliverable IS NOT NULL;
CREATE INDEX transition_initiative ON transition (initiative) WHERE initiative IS NOT NULL;
CREATE INDEX transition_slot ON transition (slot) WHERE slot IS NOT NULL;
CREATE INDEX transition_sow ON transition (sow) WHERE sow IS NOT NULL;
CREATE INDEX transition_syndicate ON transition (syndicate) WHERE syndicate IS NOT NULL;
CREATE INDEX usage_cluster ON usage (cluster, month);
CREATE UNIQUE INDEX usage_external ON usage (external_id, source) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX usage_month ON usage (month, cluster, coalesce(org, ''));
CREATE INDEX usage_org ON usage (org) WHERE org IS NOT NULL;
CREATE TRIGGER deal_stage_changed AFTER UPDATE OF stage ON deal WHEN NEW.stage <> OLD.stage
BEGIN
    INSERT INTO stage_change (id, deal, position, from_stage, stage, since, change)
    SELECT NEW.id || '.' || (h.last + 1), NEW.id, h.last + 1, OLD.stage, NEW.stage,
        CASE WHEN NEW.change <> OLD.change OR NEW.stage_since <> OLD.stage_since THEN NEW.stage_since
            ELSE strftime('%Y-%m-%d', 'now') END,
        CASE WHEN NEW.change <> OLD.change THEN NEW.change END
    FROM (SELECT coalesce(max(position), 0) AS last FROM stage_change WHERE id > NEW.id || '.' AND id < NEW.id || '/') AS h;
END;
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
CREATE VIEW v_member AS
SELECT m.id, m.slug, o.slug AS org, o.name AS org_name, t.name AS tier, c.slug AS contract,
    coalesce(c.signed_on, m.starts_on) AS signed_on, m.starts_on, m.ends_on, m.ended_reason
FROM membership AS m
JOIN org AS o ON o.id = m.org
LEFT JOIN tier AS t ON t.id = m.tier
LEFT JOIN contract AS c ON c.id = m.contract;
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
CREATE VIEW v_payment AS
SELECT y.id, c.slug AS contract, c.name AS contract_name, o.slug AS org, o.name AS org_name,
    c.revenue_type, y.paid_on, y.amount, c.currency, y.note
FROM payment AS y
JOIN contract AS c ON c.id = y.contract
LEFT JOIN org AS o ON o.id = c.org;
