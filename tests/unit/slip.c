#include "unit.h"
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "model/slip.h"

static void reads(const char *text, double least, double likely, double most)
{
	struct slip slip;
	const char *why = slip_parse(text, &slip);

	ck_assert_msg(why == NULL, "%s: %s", text, why);
	ck_assert_int_eq(slip.least, (int64_t)(least * RATIO_ONE));
	ck_assert_int_eq(slip.likely, (int64_t)(likely * RATIO_ONE));
	ck_assert_int_eq(slip.most, (int64_t)(most * RATIO_ONE));
}

static void refuses(const char *text, const char *part)
{
	struct slip slip;
	const char *why = slip_parse(text, &slip);

	ck_assert_msg(why != NULL, "%s is read", text);
	ck_assert_msg(strstr(why, part) != NULL, "%s: %s", text, why);
}

START_TEST(numbers_of_months)
{
	reads("0", 0, 0, 0);
	reads("0,1,4", 0, 1, 4);
	reads(" 0 , 1 , 4 ", 0, 1, 4);
	reads("2.5", 2.5, 2.5, 2.5);
	reads("0,0,60", 0, 0, 60);
	reads("60", 60, 60, 60);
	reads("1,1,1", 1, 1, 1);
}
END_TEST

START_TEST(anything_else)
{
	static const char *const nothing[] = {
		"",    ",",   "0,1,",   "0,,4",         "a",
		"nan", "inf", "-1,0,4", "0,1,1e3",      "1e1",
		"0x1", "+1",  "1 2",    "0;1;4",        "0.125",
		"$1",  "1k",  "∞",      "0,1,4 months", "123456789012345678901"};

	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
		refuses(nothing[i], "numbers of months");
	refuses("0,1", "two numbers");
	refuses("0,1,4,5", "more than three");
	refuses("61", "more than 60");
	refuses("0,1,60.01", "more than 60");
	refuses("1,0,4", "not in order");
	refuses("0,5,4", "not in order");
}
END_TEST

UNIT(slip)
{
	Suite *suite = suite_create("slip");
	TCase *cases = tcase_create("slip");

	tcase_add_test(cases, numbers_of_months);
	tcase_add_test(cases, anything_else);
	suite_add_tcase(suite, cases);
	return suite;
}
