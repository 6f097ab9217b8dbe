-- Co-funded development: what the shared roadmap holds, who funds it together, what was agreed, and
-- in which order it is built. Hours and people are whole millionths, so that 12.5 is exact. A state
-- is moved by its verb, never set by hand; each move leaves a row in transition.

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
CREATE INDEX initiative_folded ON initiative (folded);
CREATE UNIQUE INDEX initiative_external ON initiative (external_id, source) WHERE external_id IS NOT NULL;

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
CREATE INDEX endorsement_initiative ON endorsement (initiative);
CREATE INDEX endorsement_org ON endorsement (org);
CREATE INDEX endorsement_person ON endorsement (person) WHERE person IS NOT NULL;
CREATE UNIQUE INDEX endorsement_external ON endorsement (external_id, source) WHERE external_id IS NOT NULL;

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
CREATE INDEX syndicate_folded ON syndicate (folded);
CREATE INDEX syndicate_initiative ON syndicate (initiative);
CREATE INDEX syndicate_next ON syndicate (next_initiative) WHERE next_initiative IS NOT NULL;
CREATE UNIQUE INDEX syndicate_external ON syndicate (external_id, source) WHERE external_id IS NOT NULL;

-- A pledge is a deal in the pipeline `cofunding` that names its syndicate.
ALTER TABLE deal ADD COLUMN syndicate TEXT REFERENCES syndicate (id);
ALTER TABLE deal ADD COLUMN condition_amount INTEGER CHECK (condition_amount >= 0);
ALTER TABLE deal ADD COLUMN condition_members INTEGER CHECK (condition_members >= 0);
ALTER TABLE deal ADD COLUMN expires TEXT;
ALTER TABLE deal ADD COLUMN budget_line TEXT;
ALTER TABLE deal ADD COLUMN fiscal_year TEXT;
ALTER TABLE deal ADD COLUMN purchase_order TEXT;
ALTER TABLE deal ADD COLUMN public INTEGER CHECK (public = 0 OR public = 1);
ALTER TABLE deal ADD COLUMN withdrawn_on TEXT;
CREATE INDEX deal_syndicate ON deal (syndicate) WHERE syndicate IS NOT NULL;

-- One scope; those who sign are the pledges of its syndicate, or its one deal.
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
CREATE INDEX sow_folded ON sow (folded);
CREATE INDEX sow_initiative ON sow (initiative) WHERE initiative IS NOT NULL;
CREATE INDEX sow_syndicate ON sow (syndicate) WHERE syndicate IS NOT NULL;
CREATE INDEX sow_deal ON sow (deal) WHERE deal IS NOT NULL;
CREATE UNIQUE INDEX sow_external ON sow (external_id, source) WHERE external_id IS NOT NULL;

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
CREATE INDEX deliverable_folded ON deliverable (folded);
CREATE INDEX deliverable_initiative ON deliverable (initiative);
CREATE UNIQUE INDEX deliverable_external ON deliverable (external_id, source) WHERE external_id IS NOT NULL;

-- What one of those who pay says of a demo; its weight is its share.
CREATE TABLE acceptance (
    id TEXT NOT NULL PRIMARY KEY,
    deliverable TEXT NOT NULL REFERENCES deliverable (id),
    org TEXT NOT NULL REFERENCES org (id),
    verdict TEXT NOT NULL CHECK (verdict = 'accept' OR verdict = 'rework'),
    given_on TEXT NOT NULL,
    words TEXT
) STRICT;
CREATE INDEX acceptance_deliverable ON acceptance (deliverable);
CREATE INDEX acceptance_org ON acceptance (org);

-- A place in the delivery queue, and the estimate that was given when it was sold.
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
CREATE INDEX slot_folded ON slot (folded);
CREATE INDEX slot_initiative ON slot (initiative);
CREATE INDEX slot_syndicate ON slot (syndicate) WHERE syndicate IS NOT NULL;
CREATE INDEX slot_sow ON slot (sow) WHERE sow IS NOT NULL;
CREATE UNIQUE INDEX slot_external ON slot (external_id, source) WHERE external_id IS NOT NULL;

-- Who can work how much in a month; it goes on as in the last month that says so, leave excepted.
CREATE TABLE person_month (
    id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL UNIQUE,
    people INTEGER NOT NULL CHECK (people >= 0),
    hours INTEGER NOT NULL CHECK (hours >= 0),
    billable_share INTEGER NOT NULL CHECK (billable_share >= 0 AND billable_share <= 1000000),
    leave INTEGER CHECK (leave >= 0),
    note TEXT
) STRICT;

-- Each move of a state: `entity` names what moved, the other references to what it belongs. The id
-- rises with time.
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
CREATE INDEX transition_initiative ON transition (initiative) WHERE initiative IS NOT NULL;
CREATE INDEX transition_syndicate ON transition (syndicate) WHERE syndicate IS NOT NULL;
CREATE INDEX transition_deal ON transition (deal) WHERE deal IS NOT NULL;
CREATE INDEX transition_sow ON transition (sow) WHERE sow IS NOT NULL;
CREATE INDEX transition_deliverable ON transition (deliverable) WHERE deliverable IS NOT NULL;
CREATE INDEX transition_slot ON transition (slot) WHERE slot IS NOT NULL;

INSERT INTO setting (id, key, value, note) VALUES
    ('0000000000000000000000K019', 'work_in_progress', '2', 'slots that are built at the same time at most'),
    ('0000000000000000000000K020', 'operations_hours', '2', 'hours a month that operations spend on a member: measure it'),
    ('0000000000000000000000K021', 'onboarding_hours', '40', 'hours to take a new member aboard: measure it'),
    ('0000000000000000000000K022', 'hour_price', '250.00', 'what an hour of work is sold for'),
    ('0000000000000000000000K023', 'pledge_hours', '6', 'hours of conversations to a binding pledge, until history tells');
