-- Views for other programs: Datasette, a spreadsheet, a query by hand. Their names and columns are
-- kept; they are made anew at each upgrade. Money is whole cents, a ratio whole millionths, a date
-- ISO text; an unknown is NULL. Records stand by their slug, stages and tiers by name; org_name is
-- the name of org.

-- Every deal. probability: the deal's own, else its stage's.
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

-- Deals that may still be won, by their stage: closed ones are not touched.
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

-- Every contract. collected: the sum of its payments, else the figure given; NULL where neither is
-- known, which is not nothing. pipeline: of the deal that it came from.
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

-- Every payment, with what it was paid for.
CREATE VIEW v_payment AS
SELECT y.id, c.slug AS contract, c.name AS contract_name, o.slug AS org, o.name AS org_name,
    c.revenue_type, y.paid_on, y.amount, c.currency, y.note
FROM payment AS y
JOIN contract AS c ON c.id = y.contract
LEFT JOIN org AS o ON o.id = c.org;

-- Every term of membership. signed_on: the contract's, else the first day of the term.
CREATE VIEW v_member AS
SELECT m.id, m.slug, o.slug AS org, o.name AS org_name, t.name AS tier, c.slug AS contract,
    coalesce(c.signed_on, m.starts_on) AS signed_on, m.starts_on, m.ends_on, m.ended_reason
FROM membership AS m
JOIN org AS o ON o.id = m.org
LEFT JOIN tier AS t ON t.id = m.tier
LEFT JOIN contract AS c ON c.id = m.contract;
