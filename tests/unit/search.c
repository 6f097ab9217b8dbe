#include "store_fixture.h"

static size_t found(struct syndic *handle, const char *text, int64_t limit, const char *first)
{
	struct syndic_rows *rows;
	char line[200];
	size_t count = 0;

	FIXTURE_OK(handle, syndic_search(handle, text, limit, &rows));
	while (syndic_rows_next(rows) == 1) {
		if (count++) continue;
		snprintf(line, sizeof line, "%s", fixture_cell(rows, "entity"));
		snprintf(line + strlen(line), sizeof line - strlen(line), " %s",
		         fixture_cell(rows, "reference"));
		snprintf(line + strlen(line), sizeof line - strlen(line), " %s",
		         fixture_cell(rows, "where"));
		if (first) ck_assert_str_eq(line, first);
	}
	syndic_rows_free(rows);
	return count;
}

START_TEST(every_searched_field_is_found)
{
	struct syndic *handle = fixture_new("2026-11-22");

	fixture_add(handle, "org", "name=Universität Zürich", "notes=pays in francs", NULL);
	fixture_add(handle, "person", "name=Ana Ruiz", "email=ana@uzh.example",
	            "org=universitat-zurich", NULL);
	fixture_add(handle, "deal", "name=Renewal 2027", NULL);
	fixture_add(handle, "contract", "name=Membership", "number=C-17", "notes=three francs", NULL);
	fixture_add(handle, "membership", "org=universitat-zurich", "starts_on=2026-01-01",
	            "notes=joined at the summit", NULL);
	fixture_add(handle, "activity", "summary=Called about 50% more", "body=They want a_b tests",
	            NULL);
	fixture_add(handle, "task", "what=Send the quote", NULL);
	ck_assert_uint_eq(found(handle, "ZURICH", 0, "org universitat-zurich name"), 1);
	ck_assert_uint_eq(found(handle, "  universitat   zürich ", 0, NULL), 1);
	ck_assert_uint_eq(found(handle, "francs", 0, "org universitat-zurich notes"), 2);
	ck_assert_uint_eq(found(handle, "francs", 1, NULL), 1);
	ck_assert_uint_eq(found(handle, "uzh.ex", 0, "person ana-ruiz email"), 1);
	ck_assert_uint_eq(found(handle, "2027", 0, "deal renewal-2027 name"), 1);
	ck_assert_uint_eq(found(handle, "c-17", 0, "contract membership number"), 1);
	ck_assert_uint_eq(found(handle, "three", 0, "contract membership notes"), 1);
	ck_assert_uint_eq(found(handle, "summit", 0, "membership universitat-zurich-2026 notes"), 1);
	ck_assert_uint_eq(found(handle, "called", 0, "activity #1 summary"), 1);
	ck_assert_uint_eq(found(handle, "quote", 0, "task #1 what"), 1);
	ck_assert_uint_eq(found(handle, "nowhere", 0, NULL), 0);
	syndic_close(handle);
}
END_TEST

/* LIKE's own characters stand for themselves, and a text ends within its field. */
START_TEST(wildcards_are_text)
{
	struct syndic *handle = fixture_new("2026-11-22");

	fixture_add(handle, "activity", "summary=50% more", "body=a_b tests\\n", NULL);
	fixture_add(handle, "activity", "summary=500 more", "body=axb tests", NULL);
	ck_assert_uint_eq(found(handle, "50%", 0, "activity #1 summary"), 1);
	ck_assert_uint_eq(found(handle, "a_b", 0, "activity #1 body"), 1);
	ck_assert_uint_eq(found(handle, "tests\\", 0, "activity #1 body"), 1);
	ck_assert_uint_eq(found(handle, "more a", 0, NULL), 0);
	ck_assert_uint_eq(found(handle, "more\na", 0, NULL), 0);
	syndic_close(handle);
}
END_TEST

START_TEST(too_little_or_too_much_is_no_text)
{
	struct syndic *handle = fixture_new("2026-11-22");
	struct syndic_rows *rows;
	char text[60000] = "";

	ck_assert_int_eq(syndic_search(handle, " \t", 0, &rows), SYNDIC_MISUSE);
	ck_assert_ptr_null(rows);
	ck_assert_int_eq(syndic_search(handle, "", 0, &rows), SYNDIC_MISUSE);
	memset(text, 'x', sizeof text - 1);
	ck_assert_int_eq(syndic_search(handle, text, 0, &rows), SYNDIC_MISUSE);
	ck_assert_ptr_null(rows);
	syndic_close(handle);
}
END_TEST

UNIT(search)
{
	Suite *suite = suite_create("search");
	TCase *cases = tcase_create("finding text");

	tcase_add_test(cases, every_searched_field_is_found);
	tcase_add_test(cases, wildcards_are_text);
	tcase_add_test(cases, too_little_or_too_much_is_no_text);
	suite_add_tcase(suite, cases);
	return suite;
}
