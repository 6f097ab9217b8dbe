#include "model.h"
#include "base/text.h"

/* ---- slugs ---- */

START_TEST(test_slugs)
{
	char name[400], expected[400];
	OK(add("org", "name=Universität Zürich"));
	ck_assert_str_eq(cell("org", "universitat-zurich", "name"), "Universität Zürich");
	OK(add("org", "name=北京大学"));
	ck_assert_int_eq(strncmp(syndic_last_write(db)->reference, "org-", 4), 0);
	ck_assert_uint_eq(strlen(syndic_last_write(db)->reference), 10);
	OK(add("org", "name=!!!"));
	ck_assert_int_eq(strncmp(syndic_last_write(db)->reference, "org-", 4), 0);
	for (int i = 1; i <= 12; i++) {
		const char *slug;
		OK(add("deal", "name=Same name"));
		slug = syndic_last_write(db)->reference;
		snprintf(expected, sizeof expected, i == 1 ? "same-name" : "same-name-%d", i);
		if (i <= 3) ck_assert_str_eq(slug, expected);
		if (i > 3) ck_assert_uint_eq(strlen(slug), strlen("same-name-") + 6);
		ck_assert_str_eq(cell("deal", keep_text(slug), "name"), "Same name");
	}
	/* A long one keeps to 60 with its number, and can be written again. */
	memset(name, 'a', 300);
	snprintf(name + 300, 10, "%s", "");
	memcpy(name, "name=", 5);
	for (int i = 0; i < 12; i++) {
		char again[100];
		OK(add("org", name));
		snprintf(again, sizeof again, "slug=%s", syndic_last_write(db)->reference);
		ck_assert_uint_le(strlen(again + 5), 60);
		OK(edit("org", again + 5, "slug=moved-away"));
		OK(edit("org", "moved-away", again));
	}
	/* Taken away, it is made again from the name. */
	OK(edit("org", "universitat-zurich", "slug=uzh"));
	OK(edit("org", "uzh", "slug="));
	ck_assert_str_eq(syndic_last_write(db)->reference, "universitat-zurich");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* ---- what a write says ---- */

START_TEST(test_last_write)
{
	struct syndic_rows *rows;
	OK(add("org", "name=Acme"));
	ck_assert_str_eq(syndic_last_write(db)->entity, "org");
	ck_assert_str_eq(syndic_last_write(db)->reference, "acme");
	ck_assert_int_eq(syndic_last_write(db)->change, 1);
	ck_assert_int_eq(syndic_last_write(db)->rows, 1);
	OK(edit("org", "acme", "name=Acme"));
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	ck_assert_str_eq(syndic_last_write(db)->reference, "acme");
	OK(edit("org", "acme", "slug=acme-inc", "country=CH", "tags=a,b"));
	ck_assert_str_eq(syndic_last_write(db)->reference, "acme-inc");
	OK(syndic_last_difference(db, &rows));
	ck_assert_str_eq(column_text(rows, "field"), "slug\ncountry\ntags\n");
	OK(syndic_last_difference(db, &rows));
	ck_assert_str_eq(column_text(rows, "after"), "acme-inc\nCH\na,b\n");
	OK(syndic_last_difference(db, &rows));
	ck_assert_str_eq(column_text(rows, "before"), "acme\n\n\n");
	OK(add("deal", "name=D", "org=acme-inc", "amount=5"));
	OK(syndic_last_difference(db, &rows));
	ck_assert_str_eq(column_text(rows, "field"),
	                 "slug\nname\norg\npipeline\nstage\nstage_since\namount\ncurrency\n");
	OK(rm("deal", "d"));
	ck_assert_str_eq(syndic_last_write(db)->entity, "deal");
	ck_assert_str_eq(syndic_last_write(db)->reference, "d");
	OK(add("task", "what=x"));
	ck_assert_str_eq(syndic_last_write(db)->reference, "#1");
	ck_assert_int_eq(add("org", "kind=company"), SYNDIC_MISUSE);
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	ck_assert_int_eq(syndic_last_write(db)->rows, 0);
}
END_TEST

/* ---- a dry run ---- */

static char *file_bytes(size_t *length)
{
	FILE *file = fopen(db_file(), "rb");
	char *bytes = malloc(4 << 20);
	*length = fread(bytes, 1, 4 << 20, file);
	fclose(file);
	return bytes;
}

START_TEST(test_dry_run_writes_nothing)
{
	struct syndic *real = db;
	struct syndic_rows *rows;
	size_t before_length, after_length;
	char *before, *after;
	const struct syndic_conversation said = {
		.org = "acme", .summary = "x", .next_step = "y", .next_due = "fri", .deal = "open"};
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=Open", "org=acme", "revenue_type=membership", "starts_on=2026-01-01"));
	OK(add("deal", "name=Gone"));
	OK(lose("gone"));
	before = file_bytes(&before_length);

	db = open_as(TODAY, "", true);
	OK(add("org", "name=Other"));
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	ck_assert_int_eq(syndic_last_write(db)->rows, 1);
	ck_assert_str_eq(syndic_last_write(db)->reference, "other");
	OK(syndic_last_difference(db, &rows));
	ck_assert_str_eq(column_text(rows, "after"), "other\nOther\n");
	OK(win("open"));
	OK(syndic_last_difference(db, &rows));
	ck_assert_ptr_nonnull(strstr(column_text(rows, "entity"), "membership"));
	OK(syndic_log(db, &said));
	ck_assert_str_eq(syndic_last_write(db)->reference, "#1");
	OK(syndic_log(db, &said));
	ck_assert_str_eq(syndic_last_write(db)->reference, "#1");
	OK(reopen("gone"));
	OK(rm("deal", "gone"));
	OK(undo(0));
	OK(edit("org", "acme", "name=Changed"));
	ck_assert_str_eq(cell("org", "acme", "name"), "Acme");
	ck_assert_str_eq(cell("deal", "open", "stage"), "Discovery");
	ck_assert_str_eq(findings(), "");
	syndic_close(db);
	db = real;

	after = file_bytes(&after_length);
	ck_assert_uint_eq(before_length, after_length);
	ck_assert_int_eq(memcmp(before, after, before_length), 0);
	free(before);
	free(after);
}
END_TEST

/* ---- what is referred to stays ---- */

START_TEST(test_rm_of_what_is_in_use)
{
	static const char *const people[] = {"ana@example.org", NULL};
	const struct syndic_conversation said = {
		.org = "acme", .summary = "x", .people = people, .add_person = true, .next_step = "y"};
	OK(add("org", "name=Acme"));
	OK(add("org", "name=Child", "parent=acme"));
	REFUSED(rm("org", "acme"), SYNDIC_CONFLICT, "", "org child refers to it");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic org show child");
	OK(rm("org", "child"));
	OK(add("deal", "name=D", "org=acme", "tier=general", "amount=5"));
	REFUSED(rm("org", "acme"), SYNDIC_CONFLICT, "", "deal d refers to it");
	REFUSED(rm("tier", "general"), SYNDIC_CONFLICT, "", "deal d refers to it");
	REFUSED(rm("stage", "membership-discovery"), SYNDIC_CONFLICT, "", "deal d refers to it");
	REFUSED(rm("pipeline", "membership"), SYNDIC_CONFLICT, "", "refers to it");
	OK(move("d", "Proposal"));
	/* Its history still names the stage. */
	REFUSED(rm("stage", "membership-discovery"), SYNDIC_CONFLICT, "", "refers to it");
	OK(win("d"));
	REFUSED(rm("deal", "d"), SYNDIC_CONFLICT, "", "contract d refers to it");
	REFUSED(rm("contract", "d"), SYNDIC_CONFLICT, "", "deal d refers to it");
	OK(syndic_log(db, &said));
	REFUSED(rm("person", "ana@example.org"), SYNDIC_CONFLICT, "", "activity #1 refers to it");
	REFUSED(rm("activity", "#1"), SYNDIC_CONFLICT, "", "task #1 refers to it");
	OK(rm("task", "1"));
	OK(rm("activity", "#1"));
	OK(rm("person", "ana@example.org"));
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* ---- lists ---- */

static const char *filtered(const char *entity, const char *sort, const char *name,
                            const struct given *said)
{
	const struct syndic_list_options options = {.filters = said->inputs,
	                                            .filter_count = said->count,
	                                            .sort = sort};
	struct syndic_rows *rows;
	OK(syndic_list(db, entity, &options, &rows));
	return column_text(rows, name);
}
#define LISTED(entity, sort, ...) filtered(entity, sort, "slug", SAID(__VA_ARGS__))

START_TEST(test_filters)
{
	static const struct syndic_input no_pipeline = {"pipeline", NULL},
									 closed = {"stage", "Closed Won"};
	struct syndic_list_options options = {.filters = &no_pipeline, .filter_count = 1};
	struct syndic_rows *rows;
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "amount=100", "org=acme", "tags=x", "expected_close=2026-05-05"));
	OK(add("deal", "name=B", "amount=200", "tags=x,y", "pipeline=project", "owner=Zoë"));
	OK(add("deal", "name=C", "tags=xx", "stage=Proposal", "probability=0.5"));
	OK(win("b"));
	ck_assert_str_eq(LISTED("deal", NULL, "amount=>100"), "b\n");
	ck_assert_str_eq(LISTED("deal", NULL, "amount=>=100"), "a\nb\n");
	ck_assert_str_eq(LISTED("deal", NULL, "amount=<200"), "a\n");
	ck_assert_str_eq(LISTED("deal", NULL, "amount="), "c\n");
	ck_assert_str_eq(LISTED("deal", NULL, "amount=!"), "a\nb\n");
	ck_assert_str_eq(LISTED("deal", NULL, "amount=!100"), "b\nc\n");
	ck_assert_str_eq(LISTED("deal", NULL, "tags=x"), "a\nb\n");
	ck_assert_str_eq(LISTED("deal", NULL, "tags=!x"), "c\n");
	ck_assert_str_eq(LISTED("deal", NULL, "org=acme"), "a\n");
	ck_assert_str_eq(LISTED("deal", NULL, "org=!acme"), "b\nc\n");
	ck_assert_str_eq(LISTED("deal", NULL, "name=~a"), "a\n");
	ck_assert_str_eq(LISTED("deal", NULL, "name=~%"), "");
	ck_assert_str_eq(LISTED("deal", NULL, "owner=Zoë"), "b\n");
	ck_assert_str_eq(LISTED("deal", NULL, "expected_close=2026-Q2"), "a\n");
	ck_assert_str_eq(LISTED("deal", NULL, "expected_close=>2026-Q1"), "a\n");
	ck_assert_str_eq(LISTED("deal", NULL, "expected_close=<2026-05-05"), "");
	ck_assert_str_eq(LISTED("deal", NULL, "pipeline=membership", "stage=Proposal"), "c\n");
	ck_assert_str_eq(LISTED("deal", NULL, "stage=Proposal", "pipeline=membership"), "c\n");
	ck_assert_str_eq(LISTED("deal", NULL, "stage=Closed Won"), "b\n");
	ck_assert_str_eq(LISTED("deal", NULL, "stage=!Closed Won"), "a\nc\n");
	ck_assert_str_eq(LISTED("deal", NULL, "stage=Discovery"), "a\n");
	ck_assert_str_eq(LISTED("deal", "-amount", "tags=!"), "b\na\nc\n");
	ck_assert_str_eq(LISTED("deal", "stage", "tags=!"), "b\na\nc\n");
	ck_assert_str_eq(LISTED("contract", NULL, "deal=b"), "b\n");
	ck_assert_str_eq(LISTED("stage", NULL, "probability=>=70%", "outcome=open"),
	                 "cofunding-binding\nmembership-contract-admin\nmembership-renewal\n"
	                 "project-contract-admin\n");
	OK(syndic_list(db, "deal", &options, &rows));
	ck_assert_str_eq(column_text(rows, "slug"), "");
	options = (struct syndic_list_options){.filters = &closed, .filter_count = 1, .limit = 1};
	OK(syndic_list(db, "deal", &options, &rows));
	ck_assert_str_eq(column_text(rows, "slug"), "b\n");
}
END_TEST

START_TEST(test_filters_that_cannot_be_meant)
{
	static const struct {
		const char *field, *text, *part;
		enum syndic_status status;
	} cases[] = {
		{"amuont", "5", "near: amount", SYNDIC_MISUSE},
		{"amount", "~5", "no meaning", SYNDIC_MISUSE},
		{"amount", ">", "a value is missing", SYNDIC_MISUSE},
		{"amount", "lots", "lots", SYNDIC_MISUSE},
		{"tags", ">x", "no meaning", SYNDIC_MISUSE},
		{"kind", "<new", "no meaning", SYNDIC_MISUSE},
		{"expected_close", "soon", "soon", SYNDIC_MISUSE},
		{"expected_close", "!2026", "one day", SYNDIC_MISUSE},
		{"stage", "Porposal", "near: Proposal", SYNDIC_NOT_FOUND},
		{"org", "nobody", "no org nobody", SYNDIC_NOT_FOUND},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct syndic_input filter = {cases[i].field, cases[i].text};
		struct syndic_list_options options = {.filters = &filter, .filter_count = 1};
		struct syndic_rows *rows;
		enum syndic_status status = syndic_list(db, "deal", &options, &rows);
		refused(status, cases[i].status, syndic_last_error(db)->field, cases[i].part,
		        cases[i].text);
		ck_assert_ptr_null(rows);
	}
	struct syndic_list_options options = {.sort = "-colour"};
	struct syndic_rows *rows;
	REFUSED(syndic_list(db, "deal", &options, &rows), SYNDIC_MISUSE, "colour", "no field colour");
}
END_TEST

/* ---- texts from outside ---- */

START_TEST(test_long_and_odd_texts)
{
	enum { LENGTH = 70000 };
	struct syndic_rows *rows;
	char *text = malloc(2 * LENGTH + 1);
	struct syndic_input inputs[] = {{"name", text}, {"slug", "long"}};
	struct syndic_input contains = {"name", NULL};
	for (size_t i = 0; i < LENGTH; i++)
		memcpy(text + 2 * i, "é", 2);
	text[2 * LENGTH] = '\0';
	OK(syndic_add(db, "org", inputs, 2));
	OK(syndic_show(db, "org", "long", &rows));
	ck_assert_int_eq(syndic_rows_next(rows), 1);
	ck_assert_uint_eq(syndic_rows_value(rows, column_of(rows, "name")).length, 2 * LENGTH);
	syndic_rows_free(rows);
	/* Wherever it is told, it stays valid. */
	text[2 * LENGTH - 2] = '\0';
	REFUSED(syndic_show(db, "org", text, &rows), SYNDIC_NOT_FOUND, "", "there is no org");
	ck_assert(
		text_utf8_valid(syndic_last_error(db)->message, strlen(syndic_last_error(db)->message)));
	ck_assert(text_utf8_valid(syndic_last_error(db)->help, strlen(syndic_last_error(db)->help)));
	for (size_t cut = 0; cut < 2; cut++) {
		inputs[0] = (struct syndic_input){"kind", text + 2 * cut};
		text[2000 + cut] = 'e'; /* so that a cut falls on either byte */
		ck_assert_int_eq(syndic_add(db, "org", inputs, 1), SYNDIC_MISUSE);
		ck_assert(text_utf8_valid(syndic_last_error(db)->message,
		                          strlen(syndic_last_error(db)->message)));
	}
	contains.text = text;
	*text = '~';
	struct syndic_list_options options = {.filters = &contains, .filter_count = 1};
	enum syndic_status status = syndic_list(db, "org", &options, &rows);
	ck_assert_int_ne(status, SYNDIC_FAILED);
	syndic_rows_free(rows);
	free(text);

	OK(add("org", "name=first\nsecond\x1b]0;x\x07", "slug=odd"));
	ck_assert_str_eq(cell("org", "odd", "name"), "first\nsecond\x1b]0;x\x07");
	REFUSED(add("org", "name= \t"), SYNDIC_MISUSE, "name", "name is missing");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* ---- two handles on one file ---- */

START_TEST(test_two_handles)
{
	struct syndic *mine = db, *other = open_as(TODAY, "", false);
	OK(add("deal", "name=A"));
	ck_assert_str_eq(listed("deal", "stage=Discovery", "slug"), "a\n");
	db = other;
	OK(add("stage", "pipeline=membership", "name=Thinking", "position=9", "probability=0.1",
	       "outcome=open"));
	OK(move("a", "Thinking"));
	OK(add("task", "what=x"));
	db = mine;
	ck_assert_str_eq(listed("deal", "stage=Thinking", "slug"), "a\n");
	OK(add("deal", "name=B", "stage=Thinking"));
	OK(add("task", "what=y"));
	ck_assert_str_eq(syndic_last_write(db)->reference, "#2");
	OK(edit("stage", "membership-thinking", "name=Pondering"));
	db = other;
	ck_assert_str_eq(listed("deal", "stage=Pondering", "slug"), "a\nb\n");
	REFUSED(move("a", "Thinking"), SYNDIC_NOT_FOUND, "", "no stage Thinking");
	OK(move("a", "Proposal"));
	OK(move("b", "Proposal"));
	OK(add("deal", "name=C", "stage=Pondering"));
	db = mine;
	OK(lose("c"));
	ck_assert_str_eq(cell_of(other, "deal", "c", "stage"), "Closed Lost");
	ck_assert_str_eq(findings(), "");
	syndic_close(other);
	ck_assert_int_eq(syndic_last_write(db)->change, 11);
}
END_TEST

/* A foreign client may name its rows as it likes: nothing of ours overflows. */
START_TEST(test_foreign_ids)
{
	struct syndic_rows *rows;
	foreign("INSERT INTO org (id, slug, name, folded) VALUES"
	        " ('3f2b8c1e-6d7a-4a55-9f0e-0b1c2d3e4f50-and-much-more-of-the-same-kind', 'odd', 'Odd',"
	        " 'odd' || char(10) || char(10))");
	if (syndic_show(db, "org", "odd", &rows) == SYNDIC_OK) syndic_rows_free(rows);
	if (add("deal", "name=D", "org=odd") == SYNDIC_OK) OK(rm("deal", "d"));
	if (edit("org", "odd", "name=Even") == SYNDIC_OK)
		ck_assert_str_eq(cell("org", "odd", "name"), "Even");
	ck_assert_ptr_nonnull(strstr(findings(), "org odd"));
}
END_TEST

UNIT(record)
{
	Suite *suite = suite_create("record");
	TCase *cases = model_case("record");
	tcase_add_test(cases, test_slugs);
	tcase_add_test(cases, test_last_write);
	tcase_add_test(cases, test_dry_run_writes_nothing);
	tcase_add_test(cases, test_rm_of_what_is_in_use);
	tcase_add_test(cases, test_filters);
	tcase_add_test(cases, test_filters_that_cannot_be_meant);
	tcase_add_test(cases, test_long_and_odd_texts);
	tcase_add_test(cases, test_two_handles);
	tcase_add_test(cases, test_foreign_ids);
	suite_add_tcase(suite, cases);
	return suite;
}
