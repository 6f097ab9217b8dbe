#include "unit.h"
#include "view/bar.h"

static const char *bar(int64_t value, int64_t full, size_t width, bool ascii)
{
	static struct buf out;
	buf_reset(&out);
	bar_add(&out, value, full, width, ascii);
	return buf_text(&out);
}

static const char *parts(int64_t a, int64_t b, int64_t c, int64_t goal, bool ascii)
{
	static struct buf out;
	buf_reset(&out);
	bar_add_parts(&out, (const int64_t[]){a, b, c}, goal, 8, ascii);
	return buf_text(&out);
}

START_TEST(is_proportional)
{
	ck_assert_str_eq(bar(50, 100, 8, false), "████");
	ck_assert_str_eq(bar(100, 100, 4, false), "████");
	ck_assert_str_eq(bar(50, 100, 8, true), "####");
	/* 3/16 of 4 columns: six eighths */
	ck_assert_str_eq(bar(3, 16, 4, false), "▊");
	ck_assert_str_eq(bar(9, 16, 4, false), "██▎");
}
END_TEST

START_TEST(never_hides_and_never_overflows)
{
	ck_assert_str_eq(bar(1, 1000000, 8, false), "▏");
	ck_assert_str_eq(bar(1, 1000000, 8, true), "#");
	ck_assert_str_eq(bar(500, 100, 3, false), "███");
	ck_assert_str_eq(bar(0, 100, 8, false), "");
	ck_assert_str_eq(bar(-5, 100, 8, false), "");
	ck_assert_str_eq(bar(5, 0, 8, false), "");
	ck_assert_str_eq(bar(INT64_MAX, INT64_MAX, 2, false), "██");
}
END_TEST

START_TEST(parts_fill_towards_the_goal)
{
	ck_assert_str_eq(parts(50, 25, 25, 100, true), "####==--|");
	ck_assert_str_eq(parts(50, 0, 25, 100, true), "####--  |");
	ck_assert_str_eq(parts(0, 0, 0, 100, true), "        |");
	ck_assert_str_eq(parts(50, 0, 0, 100, false), "████    │");
	/* what is negative counts as nothing, what is beyond the goal is cut */
	ck_assert_str_eq(parts(50, -25, 25, 100, true), "####--  |");
	ck_assert_str_eq(parts(80, 90, 90, 100, true), "######==|");
	ck_assert_str_eq(parts(80, 0, 0, 0, true), "        |");
}
END_TEST

UNIT(bar)
{
	Suite *suite = suite_create("bar");
	TCase *cases = tcase_create("bars");

	tcase_add_test(cases, is_proportional);
	tcase_add_test(cases, never_hides_and_never_overflows);
	tcase_add_test(cases, parts_fill_towards_the_goal);
	suite_add_tcase(suite, cases);
	return suite;
}
