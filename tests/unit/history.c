#include "model.h"

static const char *history_of(const char *entity, const char *reference, const char *column)
{
	struct syndic_rows *rows;
	OK(syndic_history(db, entity, reference, 0, &rows));
	return column_text(rows, column);
}

START_TEST(test_history)
{
	struct syndic_rows *rows;
	struct syndic *other;
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme"));
	OK(edit("org", "acme", "country=CH"));
	OK(edit("org", "acme", "country=CH")); /* nothing */
	ck_assert_int_eq(add("org", "kind=company"), SYNDIC_MISUSE);
	OK(win("a"));
	OK(undo(0));
	ck_assert_str_eq(history_of(NULL, NULL, "number"), "5\n4\n3\n2\n1\n");
	ck_assert_str_eq(history_of(NULL, NULL, "undoes"), "4\n\n\n\n\n");
	ck_assert_str_eq(history_of(NULL, NULL, "undone_by"), "\n5\n\n\n\n");
	ck_assert_str_eq(history_of("org", "acme", "number"), "3\n1\n");
	ck_assert_str_eq(history_of("deal", "a", "number"), "5\n4\n2\n");
	ck_assert_str_eq(history_of("org", "acme", "actor"), "ana\nana\n");
	ck_assert_str_eq(history_of("org", "acme", "command"), "a test\na test\n");
	OK(syndic_history(db, NULL, NULL, 2, &rows));
	ck_assert_str_eq(column_text(rows, "number"), "5\n4\n");
	REFUSED(syndic_history(db, "org", "acne", 0, &rows), SYNDIC_NOT_FOUND, "", "near: acme");
	other = open_as(TODAY, NULL, false);
	OK(syndic_edit(other, "org", "acme", (struct syndic_input[]){{"country", "DE"}}, 1));
	syndic_close(other);
	ck_assert_str_eq(history_of("org", "acme", "command"), "\na test\na test\n");
}
END_TEST

static const char *shown(int64_t number)
{
	struct syndic_rows *rows;
	struct buf out = {0};
	const char *text;
	OK(syndic_history_show(db, number, &rows));
	while (syndic_rows_next(rows) == 1) {
		for (size_t i = 0; i < syndic_rows_column_count(rows); i++)
			buf_printf(&out, "%s%s", i ? " " : "", plain(rows, i));
		buf_add_char(&out, '\n');
	}
	syndic_rows_free(rows);
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

START_TEST(test_one_change)
{
	struct syndic_rows *rows;
	OK(add("org", "name=Acme"));
	OK(add("org", "name=Other"));
	OK(add("person", "name=Bo"));
	OK(add("deal", "name=A", "org=acme", "probability=0.3", "tags=x,y"));
	OK(edit("deal", "a", "org=other", "amount=1500.5", "stage=Proposal", "probability="));
	ck_assert_str_eq(shown(5), "deal a edit org acme other\n"
	                           "deal a edit stage Discovery Proposal\n"
	                           "deal a edit amount  1500.50\n"
	                           "deal a edit probability 0.3 \n");
	OK(add("activity", "summary=s", "people=bo"));
	ck_assert_ptr_nonnull(strstr(shown(6), "activity #1 add people  bo\n"));
	/* What is gone is still named. */
	OK(rm("activity", "1"));
	OK(rm("person", "bo"));
	ck_assert_ptr_nonnull(strstr(shown(6), "activity #1 add people  bo\n"));
	ck_assert_ptr_nonnull(strstr(shown(7), "activity #1 remove summary s \n"));
	OK(rm("org", "acme"));
	ck_assert_ptr_nonnull(strstr(shown(5), "deal a edit org acme other\n"));
	ck_assert_ptr_nonnull(strstr(shown(1), "org acme add name  Acme\n"));
	REFUSED(syndic_history_show(db, 99, &rows), SYNDIC_NOT_FOUND, "number", "no change 99");
	ck_assert_ptr_null(rows);
}
END_TEST

/* At most so many lines are told of a write; of a change, all. */
START_TEST(test_long_changes)
{
	struct syndic_rows *rows;
	size_t lines = 0;
	OK(add("deal", "name=A"));
	OK(rm("deal", "a"));
	OK(syndic_last_difference(db, &rows));
	while (syndic_rows_next(rows) == 1)
		lines++;
	syndic_rows_free(rows);
	ck_assert_uint_gt(lines, 5);
	ck_assert_uint_le(lines, 500);
	OK(syndic_last_difference(db, &rows)); /* as often as it is asked for */
	ck_assert_int_eq(syndic_rows_next(rows), 1);
	syndic_rows_free(rows);
}
END_TEST

UNIT(history)
{
	Suite *suite = suite_create("history");
	TCase *cases = model_case("history");
	tcase_add_test(cases, test_history);
	tcase_add_test(cases, test_one_change);
	tcase_add_test(cases, test_long_changes);
	suite_add_tcase(suite, cases);
	return suite;
}
