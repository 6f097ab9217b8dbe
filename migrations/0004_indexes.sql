-- Covers what reports read of open deals: they stand scattered among closed ones.
DROP INDEX deal_stage;
CREATE INDEX deal_stage ON deal (stage, id, stage_since, org, kind, revenue_type, tags, amount, probability, starts_on,
    ends_on, expected_close);

-- Whose a cluster was in its latest month.
CREATE INDEX usage_cluster ON usage (cluster, month);
