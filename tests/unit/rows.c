#include "unit.h"
#include "base/rows.h"
#include <string.h>

static const struct syndic_column columns[] = {
	{"name", "Name", SYNDIC_TEXT, 0},
	{"amount", "Amount", SYNDIC_MONEY, 0},
};

START_TEST(test_memory_rows)
{
	struct syndic_rows *rows = rows_new(columns, 2);
	char name[40];
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof name, "org %d", i); /* overwritten, so it must be copied */
		rows_add_text(rows, name);
		rows_add_number(rows, i * 100);
	}
	rows_add_text(rows, NULL);
	rows_add_null(rows);
	rows_add_text(rows, "half a row");
	ck_assert_uint_eq(rows_count(rows), 101);
	ck_assert_uint_eq(syndic_rows_column_count(rows), 2);
	ck_assert_str_eq(syndic_rows_column(rows, 1)->name, "amount");
	ck_assert_ptr_null(syndic_rows_column(rows, 2));
	ck_assert_int_eq(syndic_rows_value(rows, 0).kind, SYNDIC_NULL); /* before the first */

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 100; i++) {
			ck_assert_int_eq(syndic_rows_next(rows), 1);
			snprintf(name, sizeof name, "org %d", i);
			struct syndic_value value = syndic_rows_value(rows, 0);
			ck_assert_str_eq(value.text, name);
			ck_assert_uint_eq(value.length, strlen(name));
			ck_assert_int_eq(syndic_rows_value(rows, 1).number, i * 100);
			ck_assert_int_eq(syndic_rows_value(rows, 2).kind, SYNDIC_NULL);
		}
		ck_assert_int_eq(syndic_rows_next(rows), 1);
		ck_assert_int_eq(syndic_rows_value(rows, 0).kind, SYNDIC_NULL);
		ck_assert_str_eq(syndic_rows_value(rows, 0).text, "");
		ck_assert_int_eq(syndic_rows_next(rows), 0);
		ck_assert_int_eq(syndic_rows_next(rows), 0);
		ck_assert_int_eq(syndic_rows_value(rows, 0).kind, SYNDIC_NULL);
		rows_rewind(rows);
	}
	syndic_rows_free(rows);
	syndic_rows_free(NULL);
}
END_TEST

START_TEST(test_no_rows)
{
	struct syndic_rows *rows = rows_new(columns, 2);
	ck_assert_uint_eq(rows_count(rows), 0);
	ck_assert_int_eq(syndic_rows_next(rows), 0);
	ck_assert_int_eq(syndic_rows_value(rows, 0).kind, SYNDIC_NULL);
	syndic_rows_free(rows);
}
END_TEST

/* Counts down from *context; freed once. */
static int down_next(void *context)
{
	int *left = context;
	return *left > 0 ? (--*left, 1) : -1;
}

static struct syndic_value down_value(const void *context, size_t index)
{
	return value_number(*(const int *)context * 10 + (int)index);
}

static void down_free(void *context)
{
	*(int *)context = -7;
}

START_TEST(test_rows_of_a_source)
{
	static const struct rows_source source = {down_next, down_value, down_free};
	int left = 2;
	struct syndic_rows *rows = rows_from(&source, &left, columns, 2);
	ck_assert_int_eq(syndic_rows_next(rows), 1);
	ck_assert_int_eq(syndic_rows_value(rows, 1).number, 11);
	ck_assert_int_eq(syndic_rows_next(rows), 1);
	ck_assert_int_eq(syndic_rows_value(rows, 0).number, 0);
	ck_assert_int_eq(syndic_rows_next(rows), -1);
	syndic_rows_free(rows);
	ck_assert_int_eq(left, -7);
}
END_TEST

START_TEST(test_plain)
{
	static const struct {
		struct syndic_value value;
		enum syndic_type type;
		const char *plain;
	} cases[] = {
		{{SYNDIC_NUMBER, 1500000, "", 0}, SYNDIC_MONEY, "15000.00"},
		{{SYNDIC_NUMBER, 300000, "", 0}, SYNDIC_RATIO, "0.3"},
		{{SYNDIC_NUMBER, 1, "", 0}, SYNDIC_BOOL, "true"},
		{{SYNDIC_NUMBER, 0, "", 0}, SYNDIC_BOOL, "false"},
		{{SYNDIC_NUMBER, -42, "", 0}, SYNDIC_INT, "-42"},
		{{SYNDIC_NULL, 0, "", 0}, SYNDIC_MONEY, ""},
		{{SYNDIC_STRING, 0, "2026-11-22", 10}, SYNDIC_DATE, "2026-11-22"},
		{{SYNDIC_STRING, 0, "a,b", 3}, SYNDIC_WORDS, "a,b"},
	};
	struct buf out = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_reset(&out);
		value_add_plain(&out, cases[i].value, cases[i].type);
		ck_assert_str_eq(buf_text(&out), cases[i].plain);
	}
	buf_free(&out);
}
END_TEST

START_TEST(test_equal)
{
	ck_assert(value_equal(value_null(), value_text(NULL)));
	ck_assert(!value_equal(value_null(), value_text("")));
	ck_assert(!value_equal(value_null(), value_number(0)));
	ck_assert(value_equal(value_number(5), value_number(5)));
	ck_assert(!value_equal(value_number(5), value_number(-5)));
	ck_assert(value_equal(value_text("a"), value_text("a")));
	ck_assert(!value_equal(value_text("a"), value_text("ab")));
	ck_assert(!value_equal(value_text("5"), value_number(5)));
}
END_TEST

UNIT(rows)
{
	Suite *suite = suite_create("rows");
	TCase *cases = tcase_create("rows");
	tcase_add_test(cases, test_memory_rows);
	tcase_add_test(cases, test_no_rows);
	tcase_add_test(cases, test_rows_of_a_source);
	tcase_add_test(cases, test_plain);
	tcase_add_test(cases, test_equal);
	suite_add_tcase(suite, cases);
	return suite;
}
