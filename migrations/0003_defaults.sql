-- What a new database begins with. The ids are fixed, so that two databases agree on them.

INSERT INTO pipeline (id, slug, name, position) VALUES
    ('0000000000000000000000P001', 'membership', 'membership', 1),
    ('0000000000000000000000P002', 'project', 'project', 2),
    ('0000000000000000000000P003', 'cofunding', 'cofunding', 3),
    ('0000000000000000000000P004', 'gift', 'gift', 4);

INSERT INTO stage (id, slug, pipeline, name, position, probability, outcome) VALUES
    ('0000000000000000000000S101', 'membership-discovery', '0000000000000000000000P001', 'Discovery', 1, 50000, 'open'),
    ('0000000000000000000000S102', 'membership-enrichment', '0000000000000000000000P001', 'Enrichment', 2, 100000, 'open'),
    ('0000000000000000000000S103', 'membership-outreach', '0000000000000000000000P001', 'Outreach', 3, 200000, 'open'),
    ('0000000000000000000000S104', 'membership-proposal', '0000000000000000000000P001', 'Proposal', 4, 300000, 'open'),
    ('0000000000000000000000S105', 'membership-renewal', '0000000000000000000000P001', 'Renewal', 5, 800000, 'open'),
    ('0000000000000000000000S106', 'membership-contract-admin', '0000000000000000000000P001', 'Contract Admin', 6, 950000, 'open'),
    ('0000000000000000000000S107', 'membership-closed-won', '0000000000000000000000P001', 'Closed Won', 7, 1000000, 'won'),
    ('0000000000000000000000S108', 'membership-closed-lost', '0000000000000000000000P001', 'Closed Lost', 8, 0, 'lost'),
    ('0000000000000000000000S201', 'project-discovery', '0000000000000000000000P002', 'Discovery', 1, 50000, 'open'),
    ('0000000000000000000000S202', 'project-enrichment', '0000000000000000000000P002', 'Enrichment', 2, 100000, 'open'),
    ('0000000000000000000000S203', 'project-outreach', '0000000000000000000000P002', 'Outreach', 3, 200000, 'open'),
    ('0000000000000000000000S204', 'project-proposal', '0000000000000000000000P002', 'Proposal', 4, 300000, 'open'),
    ('0000000000000000000000S206', 'project-contract-admin', '0000000000000000000000P002', 'Contract Admin', 5, 950000, 'open'),
    ('0000000000000000000000S207', 'project-closed-won', '0000000000000000000000P002', 'Closed Won', 6, 1000000, 'won'),
    ('0000000000000000000000S208', 'project-closed-lost', '0000000000000000000000P002', 'Closed Lost', 7, 0, 'lost'),
    ('0000000000000000000000S301', 'cofunding-interest', '0000000000000000000000P003', 'Interest', 1, 100000, 'open'),
    ('0000000000000000000000S302', 'cofunding-soft', '0000000000000000000000P003', 'Soft', 2, 300000, 'open'),
    ('0000000000000000000000S303', 'cofunding-binding', '0000000000000000000000P003', 'Binding', 3, 700000, 'open'),
    ('0000000000000000000000S304', 'cofunding-contracted', '0000000000000000000000P003', 'Contracted', 4, 1000000, 'won'),
    ('0000000000000000000000S305', 'cofunding-withdrawn', '0000000000000000000000P003', 'Withdrawn', 5, 0, 'lost'),
    ('0000000000000000000000S401', 'gift-prospect', '0000000000000000000000P004', 'Prospect', 1, 50000, 'open'),
    ('0000000000000000000000S402', 'gift-invited', '0000000000000000000000P004', 'Invited', 2, 150000, 'open'),
    ('0000000000000000000000S403', 'gift-submitted', '0000000000000000000000P004', 'Submitted', 3, 300000, 'open'),
    ('0000000000000000000000S404', 'gift-awarded', '0000000000000000000000P004', 'Awarded', 4, 1000000, 'won'),
    ('0000000000000000000000S405', 'gift-declined', '0000000000000000000000P004', 'Declined', 5, 0, 'lost');

INSERT INTO tier (id, slug, name, fee_per_year, valid_from, valid_to) VALUES
    ('0000000000000000000000T001', 'general', 'general', 1500000, NULL, NULL),
    ('0000000000000000000000T002', 'premier', 'premier', 5000000, NULL, NULL),
    ('0000000000000000000000T003', 'essential', 'essential', NULL, NULL, NULL);

-- A month's fee by active users of one payer: 10 at $10, the next 90 at $5, the next 900 at $2.50,
-- the next 9,000 at $1.25, above that nothing.
INSERT INTO usage_price (id, up_to, price, valid_from, valid_to) VALUES
    ('0000000000000000000000B001', 10, 1000, NULL, NULL),
    ('0000000000000000000000B002', 100, 500, NULL, NULL),
    ('0000000000000000000000B003', 1000, 250, NULL, NULL),
    ('0000000000000000000000B004', 10000, 125, NULL, NULL);

INSERT INTO setting (id, key, value, note) VALUES
    ('0000000000000000000000K001', 'currency', 'USD', 'the one currency of this database'),
    ('0000000000000000000000K002', 'renewal_rate', '0.8', 'share of ending terms that renew, until history tells'),
    ('0000000000000000000000K003', 'new_rate', '0.3', 'share of new deals that are won, until history tells'),
    ('0000000000000000000000K004', 'grace_days', '90', 'a lapsed term counts so long while its renewal is open'),
    ('0000000000000000000000K005', 'small_below', '20000.00', 'size class: small below this a year'),
    ('0000000000000000000000K006', 'medium_below', '75000.00', 'size class: medium below this a year, large from it'),
    ('0000000000000000000000K007', 'spread_method', 'months', 'months or days: how an amount spreads over its term'),
    ('0000000000000000000000K008', 'quiet_days', '30', 'an open deal without conversation for so long is quiet'),
    ('0000000000000000000000K009', 'renewal_days', '90', 'renewals so near appear in next');

INSERT INTO counter (name, value) VALUES ('change', 0), ('change_row', 0), ('activity', 0), ('task', 0);
