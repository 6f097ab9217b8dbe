#include "unit.h"
#include <string.h>
#include "exchange/sha256.h"
#include "exchange/style.h"

START_TEST(shapes_of_dates)
{
	static const struct {
		const char *text;
		enum date_shape shape;
	} dates[] = {
		{"2026-11-22", DATE_YEAR_FIRST},
		{"2026-11-22 09:30", DATE_YEAR_FIRST},
		{"2026/11/22", DATE_YEAR_FIRST},
		{"22/11/2026", DATE_DAY_FIRST},
		{"11/22/2026", DATE_MONTH_FIRST},
		{"3.4.2026", DATE_EITHER},
		{"03-04-2026 09:30", DATE_EITHER},
		{"03/04/26", DATE_NONE},
		{"3/4-2026", DATE_NONE},
		{"early spring", DATE_NONE},
		{"", DATE_NONE},
		{"03/04/2026x", DATE_NONE},
	};
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		ck_assert_msg(date_shape(dates[i].text) == dates[i].shape, "%s", dates[i].text);
}
END_TEST

START_TEST(dates_are_read_in_their_order)
{
	static const struct {
		const char *text;
		enum date_order order;
		const char *iso; /* NULL: refused */
	} dates[] = {
		{"2026-11-22", ORDER_UNKNOWN, "2026-11-22"},
		{"2026-11-22T16:50:06.678Z", ORDER_UNKNOWN, "2026-11-22"},
		{"2026/3/4", ORDER_UNKNOWN, "2026-03-04"},
		{"2026-3-4", ORDER_DMY, "2026-03-04"},
		{"03/04/2026", ORDER_DMY, "2026-04-03"},
		{"03/04/2026", ORDER_MDY, "2026-03-04"},
		{"3.4.2026 10:00", ORDER_DMY, "2026-04-03"},
		{"03/04/2026", ORDER_UNKNOWN, NULL},
		{"22/11/2026", ORDER_MDY, NULL},
		{"2026-02-30", ORDER_UNKNOWN, NULL},
		{"29/02/2025", ORDER_DMY, NULL},
		{"2026-11-22x", ORDER_UNKNOWN, NULL},
		{"22/11/26", ORDER_DMY, NULL},
		{"99999/11/22", ORDER_DMY, NULL},
		{"tomorrow", ORDER_DMY, NULL},
		{"", ORDER_DMY, NULL},
	};
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		char iso[DATE_SIZE];
		const char *why = date_read(dates[i].text, dates[i].order, iso, NULL);
		ck_assert_msg((why == NULL) == (dates[i].iso != NULL), "%s: %s", dates[i].text,
		              why ? why : iso);
		if (!why) ck_assert_str_eq(iso, dates[i].iso);
	}
}
END_TEST

START_TEST(shapes_of_money)
{
	static const struct {
		const char *text;
		enum money_shape shape;
	} amounts[] = {
		{"1500", MONEY_PLAIN},         {"1500.5", MONEY_POINT},    {"1,500", MONEY_PLAIN},
		{"1,500.00", MONEY_POINT},     {"1.500,00", MONEY_COMMA},  {"1500,5", MONEY_COMMA},
		{"1.500", MONEY_UNCLEAR},      {"1.500.000", MONEY_COMMA}, {"1,500,000", MONEY_POINT},
		{"$15,000.00", MONEY_POINT},   {"n.a.", MONEY_PLAIN},      {"1500.005", MONEY_PLAIN},
		{"approx. 5000", MONEY_PLAIN}, {"TBD", MONEY_PLAIN},       {"", MONEY_PLAIN},
	};
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
		ck_assert_msg(money_shape(amounts[i].text) == amounts[i].shape, "%s", amounts[i].text);
}
END_TEST

START_TEST(money_is_read_by_its_mark)
{
	static const struct {
		const char *text;
		char mark;
		bool good;
		int64_t cents;
	} amounts[] = {
		{"1500", '.', true, 150000},
		{"-0.05", '.', true, -5},
		{"1500.5", '.', true, 150050},
		{"1,500.05", '.', true, 150005},
		{"1.500,05", ',', true, 150005},
		{"1500,5", ',', true, 150050},
		{"1.500", ',', true, 150000},
		{"1.500", '.', false, 0},
		{"1,500", '.', true, 150000},
		{"1500.005", '.', false, 0},
		{"$15,000", '.', true, 1500000},
		{"TBD", '.', false, 0},
		{"999999999999", '.', true, 99999999999900},
		{"99999999999999999999", '.', false, 0},
		{"", '.', false, 0},
		{"-", '.', false, 0},
	};
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		int64_t cents = -1;
		const char *why =
			money_read(amounts[i].text, strlen(amounts[i].text), amounts[i].mark, &cents);
		ck_assert_msg((why == NULL) == amounts[i].good, "%s: %s", amounts[i].text, why);
		if (!why) ck_assert_int_eq(cents, amounts[i].cents);
	}
}
END_TEST

START_TEST(what_needs_no_look_at_its_column)
{
	static const char *const plain[] = {"0", "1500", "-1500", "1500.5", "1500.05"};
	static const char *const others[] = {"1,500", "1500.", "1500.005", "$1", "1e5", "", "-", ".5"};
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		ck_assert_msg(money_is_plain(plain[i]), "%s", plain[i]);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert_msg(!money_is_plain(others[i]), "%s", others[i]);
}
END_TEST

/* The examples of the standard, and a length that fills its blocks unevenly. */
START_TEST(sha_256_as_in_the_standard)
{
	static const struct {
		const char *text;
		size_t times;
		const char *hash;
	} cases[] = {
		{"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
	     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
		{"aaaaaaaaaa", 100000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sha256 hash;
		char found[65];
		sha256_begin(&hash);
		for (size_t n = 0; n < cases[i].times; n++)
			sha256_add(&hash, cases[i].text, strlen(cases[i].text));
		sha256_end(&hash, found);
		ck_assert_str_eq(found, cases[i].hash);
	}
}
END_TEST

UNIT(style)
{
	Suite *suite = suite_create("style");
	TCase *cases = tcase_create("dates and money of a column");

	tcase_add_test(cases, shapes_of_dates);
	tcase_add_test(cases, dates_are_read_in_their_order);
	tcase_add_test(cases, shapes_of_money);
	tcase_add_test(cases, money_is_read_by_its_mark);
	tcase_add_test(cases, what_needs_no_look_at_its_column);
	tcase_add_test(cases, sha_256_as_in_the_standard);
	suite_add_tcase(suite, cases);
	return suite;
}
