#include "model.h"

/* Every field of every kind of record is a column of its table, in this order, and nothing else is
 * but what the library keeps beside. */
START_TEST(test_descriptors_are_the_schema)
{
	for (size_t e = 0; e < syndic_entity_count(); e++) {
		const struct syndic_entity *entity = syndic_entity_at(e);
		char sql[200];
		struct buf expected = {0};
		snprintf(sql, sizeof sql,
		         "SELECT name, type FROM pragma_table_info('%s')"
		         " WHERE name <> 'folded' AND name <> 'change' ORDER BY cid",
		         entity->name);
		for (size_t i = 0; i < entity->field_count; i++) {
			enum syndic_type type = entity->fields[i].type;
			bool number = type == SYNDIC_INT || type == SYNDIC_RATIO || type == SYNDIC_MONEY ||
			              type == SYNDIC_BOOL || type == SYNDIC_DECIMAL;
			buf_printf(&expected, "%s|%s\n", entity->fields[i].name, number ? "INTEGER" : "TEXT");
			ck_assert_ptr_eq(syndic_entity_find(entity->name), entity);
			ck_assert_int_eq(syndic_field_find(entity, entity->fields[i].name), (int)i);
			if (type == SYNDIC_REF || type == SYNDIC_REFS)
				ck_assert_ptr_nonnull(syndic_entity_find(entity->fields[i].refers_to));
			ck_assert_int_eq(type == SYNDIC_CHOICE && !entity->fields[i].choices, 0);
			ck_assert_str_ne(entity->fields[i].help, "");
		}
		ck_assert_str_eq(buf_text(&expected), foreign(sql));
		ck_assert_int_ge(syndic_field_find(entity, entity->reference), 0);
		buf_free(&expected);
	}
	ck_assert_ptr_null(syndic_entity_at(syndic_entity_count()));
	ck_assert_ptr_eq(syndic_entity_find("usage-price"), syndic_entity_find("usage_price"));
}
END_TEST

/* The schema and the descriptor name the same choices: each can be written, another cannot. */
START_TEST(test_choices_are_the_schema)
{
	for (size_t e = 0; e < syndic_entity_count(); e++) {
		const struct syndic_entity *entity = syndic_entity_at(e);
		for (size_t i = 0; i < entity->field_count; i++) {
			const struct syndic_field *field = &entity->fields[i];
			char sql[200];
			const char *table;
			if (field->type != SYNDIC_CHOICE || strcmp(field->name, "lost_reason") == 0) continue;
			snprintf(sql, sizeof sql, "SELECT sql FROM sqlite_schema WHERE name = '%s'",
			         entity->name);
			table = foreign(sql);
			for (size_t c = 0; field->choices[c]; c++) {
				char rule[100];
				snprintf(rule, sizeof rule, "%s = '%s'", field->name, field->choices[c]);
				ck_assert_msg(strstr(table, rule) != NULL, "%s: %s", entity->name, rule);
			}
		}
	}
}
END_TEST

START_TEST(test_what_people_write)
{
	static const struct {
		const char *said, *field, *kept;
	} cases[] = {
		{"amount=$15k", "amount", "15000.00"},
		{"amount=15,000.50", "amount", "15000.50"},
		{"amount=0", "amount", "0.00"},
		{"amount=", "amount", ""},
		{"probability=30%", "probability", "0.3"},
		{"probability=.25", "probability", "0.25"},
		{"probability=1", "probability", "1"},
		{"starts-on=tomorrow", "starts_on", "2026-01-16"},
		{"starts_on=2026-Q2", "starts_on", "2026-04-01"},
		{"ends_on=2026-Q2", "ends_on", "2026-06-30"},
		{"ends_on=2026", "ends_on", "2026-12-31"},
		{"ends_on=2028-02", "ends_on", "2028-02-29"},
		{"expected_close=next fri", "expected_close", "2026-01-23"},
		{"kind=Renewal", "kind", "renewal"},
		{"revenue_type=GRANT", "revenue_type", "grant"},
		{"currency=usd", "currency", "USD"},
		{"tags=b; a,b ,, c", "tags", "a,b,c"},
		{"tags= , ", "tags", ""},
		{"stage=closed lost", "stage", "Closed Lost"},
		{"stage=membership-proposal", "stage", "Proposal"},
		{"stage=0000000000000000000000S105", "stage", "Renewal"},
		{"tier=Premier", "tier", "premier"},
		{"name=Zürich \xF0\x9F\x90\xBB", "name", "Zürich \xF0\x9F\x90\xBB"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char slug[40], with[60];
		snprintf(slug, sizeof slug, "deal-%zu", i);
		snprintf(with, sizeof with, "slug=%s", slug);
		if (strcmp(cases[i].field, "name") == 0) {
			OK(add("deal", with, cases[i].said));
		} else {
			OK(add("deal", "name=x", with, cases[i].said));
		}
		ck_assert_str_eq(cell("deal", slug, cases[i].field), cases[i].kept);
	}
	OK(add("activity", "summary=x", "at=2026-01-02 14:03"));
	ck_assert_str_eq(cell("activity", "#1", "at"), "2026-01-02T14:03:00Z");
	OK(add("usage", "cluster=x", "month=2025-12-14", "active_users=0"));
	ck_assert_str_eq(listed("usage", NULL, "month"), "2025-12\n");
	OK(add("contract", "name=c", "recurring=no", "auto_renew=TRUE", "restricted=1"));
	ck_assert_str_eq(cell("contract", "c", "recurring"), "false");
	ck_assert_str_eq(cell("contract", "c", "auto_renew"), "true");
	ck_assert_str_eq(cell("contract", "c", "restricted"), "true");
}
END_TEST

/* What is refused names the field, and what it would take. */
START_TEST(test_what_cannot_be_meant)
{
	static const struct {
		const char *entity, *said, *field, *part;
	} cases[] = {
		{"deal", "amount=1.234", "amount", "1.234"},
		{"deal", "amount=lots", "amount", "lots"},
		{"deal", "amount=-5", "amount", "negative"},
		{"deal", "amount=99999999999999999999", "amount", "99999999999999999999"},
		{"deal", "probability=1.5", "probability", "0 to 1"},
		{"deal", "probability=150%", "probability", "0 to 1"},
		{"deal", "probability=-0.1", "probability", "0 to 1"},
		{"deal", "starts_on=03/04/2026", "starts_on", "03/04/2026"},
		{"deal", "starts_on=2026-02-30", "starts_on", "2026-02-30"},
		{"deal", "kind=gift", "kind", "one of new, renewal, expansion"},
		{"deal", "lost_reason=whim", "lost_reason", "one of price, budget"},
		{"deal", "currency=EUR", "currency", "no exchange rates"},
		{"deal", "name=\xC3", "name", "not valid UTF-8"},
		{"deal", "id=01ARZ3NDEKTSV4RRFFQ69G5FAV", "id", "set by the program"},
		{"deal", "external_id=7", "external_id", "set by the program"},
		{"deal", "amuont=5", "amuont", "near: amount"},
		{"contract", "recurring=perhaps", "recurring", "not true or false"},
		{"contract", "amount=-1", "amount", "negative"},
		{"contract", "fee_per_year=-1", "fee_per_year", "negative"},
		{"contract", "currency=EUR", "currency", "no exchange rates"},
		{"activity", "minutes=many", "minutes", "not a whole number"},
		{"activity", "minutes=1.5", "minutes", "not a whole number"},
		{"activity", "minutes=99999999999", "minutes", "too large"},
		{"activity", "minutes=-1", "minutes", "negative"},
		{"usage", "month=13/2026", "month", "13/2026"},
		{"usage", "active_users=-1", "active_users", "negative"},
		{"target", "revenue_types=grant,bribe", "revenue_types", "one of membership"},
		{"person", "email=nobody", "email", "no e-mail address"},
		{"person", "email=a@b@c", "email", "no e-mail address"},
		{"person", "email=a b@c", "email", "no e-mail address"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *entity = cases[i].entity, *said = cases[i].said;
		const char *required = strcmp(entity, "activity") == 0 ? "summary=x"
		                       : strcmp(entity, "usage") == 0  ? "cluster=x"
		                       : strcmp(entity, "target") == 0 ? "label=x"
		                                                       : "name=x";
		enum syndic_status status;
		if (strncmp(said, "month", 5) == 0 || strcmp(entity, "usage") != 0) {
			status = add(entity, required, said);
		} else {
			status = add(entity, required, "month=2026-01", said);
		}
		refused(status, SYNDIC_MISUSE, cases[i].field, cases[i].part, said);
		ck_assert_str_eq(syndic_last_error(db)->entity, entity);
	}
	ck_assert_str_eq(foreign("SELECT count(*) FROM change"), "0\n");
}
END_TEST

/* What a record needs, and what stands against another field or record. */
START_TEST(test_rules_of_each_kind)
{
	OK(add("org", "name=Acme"));
	OK(add("contract", "name=Base"));
	OK(add("usage", "cluster=hub", "month=2026-01", "active_users=3"));
	OK(add("target", "key=arr", "label=x", "year=2026", "measure=arr", "amount=5"));
	REFUSED(add("org", "kind=company"), SYNDIC_MISUSE, "name", "name is missing");
	REFUSED(edit("org", "acme", "name="), SYNDIC_MISUSE, "name", "name is missing");
	REFUSED(edit("org", "acme", "slug=Not A Slug"), SYNDIC_MISUSE, "slug", "Not A Slug is not");
	ck_assert_str_eq(syndic_last_error(db)->help, "--slug not-a-slug");
	REFUSED(edit("org", "acme", "parent=acme"), SYNDIC_MISUSE, "parent", "its own parent");
	REFUSED(edit("org", "acme", "via=acme"), SYNDIC_MISUSE, "via", "its own via");
	OK(edit("org", "acme", "payer=acme")); /* which is what unknown means */
	ck_assert_str_eq(cell("org", "acme", "payer"), "");
	OK(add("org", "name=Other"));
	REFUSED(edit("org", "other", "slug=acme"), SYNDIC_CONFLICT, "slug", "another org");
	REFUSED(add("deal", "name=x", "starts_on=2026-02-01", "ends_on=2026-01-31"), SYNDIC_MISUSE,
	        "ends_on", "2026-01-31 is before starts_on 2026-02-01");
	REFUSED(add("contract", "name=x", "starts_on=2026-02-01", "ends_on=2026-01-31"), SYNDIC_MISUSE,
	        "ends_on", "before");
	REFUSED(edit("contract", "base", "renews=base"), SYNDIC_MISUSE, "renews", "itself");
	REFUSED(add("membership", "org=acme", "starts_on=2026-02-01", "ends_on=2026-01-31"),
	        SYNDIC_MISUSE, "ends_on", "before");
	REFUSED(edit("tier", "general", "valid_from=2026-02-01", "valid_to=2026-01-31"), SYNDIC_MISUSE,
	        "valid_to", "before");
	REFUSED(edit("tier", "general", "fee_per_year=-1"), SYNDIC_MISUSE, "fee_per_year", "negative");
	REFUSED(add("usage_price", "up_to=0", "price=1"), SYNDIC_MISUSE, "up_to", "counts from 1");
	REFUSED(add("usage_price", "up_to=5", "price=-1"), SYNDIC_MISUSE, "price", "negative");
	REFUSED(add("usage", "cluster=hub", "month=2026-01", "active_users=4"), SYNDIC_CONFLICT,
	        "month", "known already");
	OK(add("usage", "cluster=hub", "month=2026-01", "active_users=4", "org=acme"));
	REFUSED(add("pipeline", "name=x", "position=0"), SYNDIC_MISUSE, "position", "counts from 1");
	REFUSED(add("stage", "pipeline=gift", "name=x", "position=0", "probability=0", "outcome=open"),
	        SYNDIC_MISUSE, "position", "counts from 1");
	REFUSED(add("stage", "pipeline=gift", "name=x", "position=1", "probability=2", "outcome=open"),
	        SYNDIC_MISUSE, "probability", "0 to 1");
	REFUSED(add("stage", "pipeline=gift", "name=Invited", "position=9", "probability=0",
	            "outcome=open"),
	        SYNDIC_CONFLICT, "name", "another stage");
	REFUSED(add("target", "key=arr", "label=y", "year=2026", "measure=arr", "amount=5"),
	        SYNDIC_CONFLICT, "key", "another target");
	REFUSED(add("target", "key=k", "label=y", "year=26", "measure=arr", "amount=5"), SYNDIC_MISUSE,
	        "year", "four digits");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "quarter=5", "measure=arr", "amount=5"),
	        SYNDIC_MISUSE, "quarter", "1, 2, 3 or 4");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "measure=arr"), SYNDIC_MISUSE, "amount",
	        "wants an amount");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "measure=members"), SYNDIC_MISUSE,
	        "count", "want a count");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "measure=members", "count=-1"),
	        SYNDIC_MISUSE, "count", "negative");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "measure=share", "share=2"),
	        SYNDIC_MISUSE, "share", "0 to 1");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "measure=sum-of", "amount=5"),
	        SYNDIC_MISUSE, "sum_of", "sum-of");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "measure=sum-of", "sum_of=none"),
	        SYNDIC_NOT_FOUND, "", "no target none");
	REFUSED(add("target", "key=k", "label=y", "year=2026", "measure=arr", "amount=5",
	            "class=small"),
	        SYNDIC_MISUSE, "class", "shares only");
	OK(add("target", "key=sum", "label=y", "year=2026", "measure=sum-of", "sum_of=arr"));
	REFUSED(rm("target", "arr"), SYNDIC_CONFLICT, "", "target sum refers to it");
	REFUSED(edit("target", "sum", "sum_of=arr,sum"), SYNDIC_MISUSE, "sum_of", "part of itself");
	OK(edit("target", "arr", "key=base-arr"));
	ck_assert_str_eq(cell("target", "sum", "sum_of"), "base-arr");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_settings)
{
	static const struct {
		const char *key, *good, *bad;
	} cases[] = {
		{"renewal_rate", "0.75", "1.5"}, {"new_rate", "30%", "often"},
		{"grace_days", "0", "-1"},       {"quiet_days", "45", "1.5"},
		{"renewal_days", "120", ""},     {"small_below", "10k", "-5"},
		{"medium_below", "80000", "x"},  {"spread_method", "days", "weeks"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char value[40];
		snprintf(value, sizeof value, "value=%s", cases[i].good);
		OK(edit("setting", cases[i].key, value));
		ck_assert_str_eq(cell("setting", cases[i].key, "value"), cases[i].good);
		snprintf(value, sizeof value, "value=%s", cases[i].bad);
		REFUSED(edit("setting", cases[i].key, value), SYNDIC_MISUSE,
		        cases[i].bad[0] ? cases[i].key : "value", "");
		ck_assert_str_eq(cell("setting", cases[i].key, "value"), cases[i].good);
	}
	REFUSED(add("setting", "key=mood", "value=1"), SYNDIC_MISUSE, "key", "no setting called mood");
	REFUSED(add("setting", "key=quiet_days", "value=1"), SYNDIC_CONFLICT, "key", "another setting");
	REFUSED(add("setting", "key=correlation", "value=1"), SYNDIC_MISUSE, "correlation", "below 1");
	REFUSED(edit("setting", "quiet_days", "key=new_rate"), SYNDIC_CONFLICT, "key", "");
	REFUSED(edit("setting", "currency", "value=EUR"), SYNDIC_CONFLICT, "currency", "stays USD");
	REFUSED(rm("setting", "currency"), SYNDIC_CONFLICT, "currency", "");
	OK(rm("setting", "quiet_days"));
	REFUSED(edit("setting", "currency", "key=quiet_days", "value=30"), SYNDIC_CONFLICT, "key", "");
	syndic_close(open_as(TODAY, "", false)); /* it still opens */
}
END_TEST

START_TEST(test_what_does_not_exist)
{
	struct syndic_rows *rows;
	REFUSED(add("deel", "name=x"), SYNDIC_MISUSE, "", "near: deal");
	REFUSED(syndic_show(db, "", "x", &rows), SYNDIC_MISUSE, "", "no kind of record");
	REFUSED(add("change", "actor=x"), SYNDIC_MISUSE, "", "by the program alone");
	REFUSED(edit("stage_change", "x", "since=today"), SYNDIC_MISUSE, "", "by the program alone");
	REFUSED(rm("import_row", "#1"), SYNDIC_MISUSE, "", "by the program alone");
	REFUSED(syndic_show(db, "change", "#7", &rows), SYNDIC_NOT_FOUND, "", "no change #7");
	ck_assert_ptr_null(rows);
}
END_TEST

UNIT(fields)
{
	Suite *suite = suite_create("fields");
	TCase *cases = model_case("fields");
	tcase_add_test(cases, test_descriptors_are_the_schema);
	tcase_add_test(cases, test_choices_are_the_schema);
	tcase_add_test(cases, test_what_people_write);
	tcase_add_test(cases, test_what_cannot_be_meant);
	tcase_add_test(cases, test_rules_of_each_kind);
	tcase_add_test(cases, test_settings);
	tcase_add_test(cases, test_what_does_not_exist);
	suite_add_tcase(suite, cases);
	return suite;
}
