#include "unit.h"
#include "property.h"
#include "base/money.h"
#include <stdbool.h>
#include <string.h>

__extension__ typedef __int128 wide;

static const struct {
	const char *text;
	char mark;
	int64_t cents;
} read_as[] = {
	{"15000", '.', 1500000},
	{"15,000.00", '.', 1500000},
	{"15,000", '.', 1500000},
	{"$300k", '.', 30000000},
	{"1.48M", '.', 148000000},
	{"1.485M", '.', 148500000},
	{"2.5K", '.', 250000},
	{"3m", '.', 300000000},
	{"-1.50", '.', -150},
	{"USD 20", '.', 2000},
	{"20 USD", '.', 2000},
	{"20 €", '.', 2000},
	{"€20", '.', 2000},
	{"-$5", '.', -500},
	{"$-5", '.', -500},
	{"\u22125", '.', -500},
	{"  7.5\t", '.', 750},
	{".5", '.', 50},
	{"0", '.', 0},
	{"-0", '.', 0},
	{"007", '.', 700},
	{"1,234", '.', 123400},
	{"1,234,567.89", '.', 123456789},
	{"1 234 567.89", '.', 123456789},
	{"1000000000000", '.', MONEY_MAX},
	{"-1,000,000,000,000.00", '.', -MONEY_MAX},
	{"1.234,56", ',', 123456},
	{"1 234,5", ',', 123450},
	{"1\u00A0234,5", ',', 123450},
	{"1\u202F234\u202F567,5", ',', 123456750},
	{"1.234", ',', 123400},
	{"1.234.567", ',', 123456700},
	{"0,3", ',', 30},
	{"1.234,56 €", ',', 123456},
};

START_TEST(test_reads)
{
	for (size_t i = 0; i < sizeof read_as / sizeof *read_as; i++) {
		int64_t cents = -1;
		const char *why = money_parse_style(read_as[i].text, read_as[i].mark, &cents);
		ck_assert_msg(!why, "%s: %s", read_as[i].text, why);
		ck_assert_msg(cents == read_as[i].cents, "%s: %lld", read_as[i].text, (long long)cents);
	}
}
END_TEST

static const struct {
	const char *text;
	char mark;
	const char *why; /* part of the reason */
} refused[] = {
	{"1.234", '.', "or thousands?"},
	{"12.345", '.', "third decimal"},
	{"1.2345", '.', "third decimal"},
	{"1.500", '.', "third decimal"},
	{"1.50000", '.', "third decimal"},
	{"1.234567891M", '.', "third decimal"},
	{"0.00000000000000000000000001k", '.', "third decimal"},
	{"1,23", '.', "comma is ambiguous"},
	{"1,2345", '.', "comma is ambiguous"},
	{"12,34,567", '.', "comma is ambiguous"},
	{"1234,567", '.', "comma is ambiguous"},
	{"1.234,56", '.', "not an amount"},
	{"0,123", '.', "not an amount"},
	{"1,234 567", '.', "not an amount"},
	{"1,234", ',', "third decimal"},
	{"1.23", ',', "point is ambiguous"},
	{"1.2345", ',', "point is ambiguous"},
	{"1,5.5", ',', "not an amount"},
	{"", '.', "empty"},
	{"  ", '.', "empty"},
	{"-", '.', "not an amount"},
	{"+1", '.', "not an amount"},
	{"--1", '.', "not an amount"},
	{"-$-1", '.', "not an amount"},
	{".", '.', "not an amount"},
	{"1.", '.', "not an amount"},
	{"1.k", '.', "not an amount"},
	{"$", '.', "not an amount"},
	{"k", '.', "not an amount"},
	{"1kk", '.', "not an amount"},
	{"1 2", '.', "not an amount"},
	{"USD 20 USD", '.', "not an amount"},
	{"usd 20", '.', "not an amount"},
	{"ten", '.', "not an amount"},
	{"0x10", '.', "not an amount"},
	{"1e3", '.', "not an amount"},
	{"inf", '.', "not an amount"},
	{"1000000000000.01", '.', "too large"},
	{"1000001M", '.', "too large"},
	{"9223372036854775808", '.', "too large"},
	{"99999999999999999999999999999999", '.', "too large"},
};

START_TEST(test_refuses)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		int64_t cents = 77;
		const char *why = money_parse_style(refused[i].text, refused[i].mark, &cents);
		ck_assert_msg(why, "%s was read as %lld", refused[i].text, (long long)cents);
		ck_assert_msg(strstr(why, refused[i].why), "%s: %s", refused[i].text, why);
		ck_assert_int_eq(cents, 77);
	}
}
END_TEST

START_TEST(test_plain_style_is_the_point)
{
	int64_t cents;
	ck_assert_ptr_null(money_parse("1,234.50", &cents));
	ck_assert_int_eq(cents, 123450);
	ck_assert_ptr_nonnull(money_parse("1,23", &cents));
	ck_assert_ptr_nonnull(money_parse("1.234", &cents));
}
END_TEST

START_TEST(test_other_currencies)
{
	static const struct {
		const char *text, *currency;
		bool good;
	} cases[] = {
		{"15000", "USD", true},  {"$300k", "USD", true},   {"$300k", "CAD", true},
		{"USD 20", "USD", true}, {"20 USD", "USD", true},  {"-$20", "USD", true},
		{"20 €", "EUR", true},   {"€20", "USD", false},    {"EUR 20", "USD", false},
		{"$20", "EUR", false},   {"20 GBP", "USD", false}, {"£1.48M", "USD", false},
		{"1.48M", "USD", true},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t cents;
		ck_assert_ptr_null(money_parse(cases[i].text, &cents));
		ck_assert_msg(!money_check_currency(cases[i].text, cases[i].currency) == cases[i].good,
		              "%s in %s", cases[i].text, cases[i].currency);
	}
}
END_TEST

static const char *printed(struct buf *buf, int64_t cents, int style)
{
	buf_reset(buf);
	if (style < 0)
		money_add_plain(buf, cents);
	else
		money_add(buf, cents, style);
	return buf_text(buf);
}

START_TEST(test_prints)
{
	struct buf buf = {0};
	ck_assert_str_eq(printed(&buf, 1500000, -1), "15000.00");
	ck_assert_str_eq(printed(&buf, -5, -1), "-0.05");
	ck_assert_str_eq(printed(&buf, 0, -1), "0.00");
	ck_assert_str_eq(printed(&buf, INT64_MIN, -1), "-92233720368547758.08");
	ck_assert_str_eq(printed(&buf, 1500000, 0), "15,000.00");
	ck_assert_str_eq(printed(&buf, 99999, 0), "999.99");
	ck_assert_str_eq(printed(&buf, -123456789, 0), "-1,234,567.89");
	ck_assert_str_eq(printed(&buf, 1500000, 1), "15,000");
	ck_assert_str_eq(printed(&buf, 99950, 1), "1,000");
	ck_assert_str_eq(printed(&buf, 99949, 1), "999");
	ck_assert_str_eq(printed(&buf, -50, 1), "-1");
	ck_assert_str_eq(printed(&buf, -49, 1), "0");
	buf_free(&buf);
}
END_TEST

static const char *brief(int64_t cents)
{
	static struct buf buf;
	buf_reset(&buf);
	money_add_brief(&buf, cents);
	return buf_text(&buf);
}

START_TEST(test_prints_briefly)
{
	ck_assert_str_eq(brief(0), "0");
	ck_assert_str_eq(brief(-49), "0");
	ck_assert_str_eq(brief(-50), "-1");
	ck_assert_str_eq(brief(95000), "950");
	ck_assert_str_eq(brief(99949), "999");
	ck_assert_str_eq(brief(99950), "1K");
	ck_assert_str_eq(brief(125000), "1.25K");
	ck_assert_str_eq(brief(-9786700), "-97.9K");
	ck_assert_str_eq(brief(999499), "9.99K");
	ck_assert_str_eq(brief(999500), "10K");
	ck_assert_str_eq(brief(30000000), "300K");
	ck_assert_str_eq(brief(99949999), "999K");
	ck_assert_str_eq(brief(99950000), "1M");
	ck_assert_str_eq(brief(148000000), "1.48M");
	ck_assert_str_eq(brief(-120000000), "-1.2M");
	ck_assert_str_eq(brief(105000000), "1.05M");
	/* half a cent below 1,485,000 is nearer to 1.48M: rounded once, not twice */
	ck_assert_str_eq(brief(148499950), "1.48M");
	ck_assert_str_eq(brief(MONEY_MAX), "1000000M");
	ck_assert_str_eq(brief(INT64_MAX), "92233720369M");
	ck_assert_str_eq(brief(INT64_MIN), "-92233720369M");
}
END_TEST

/* What is brief is within half of its third digit. */
START_TEST(test_brief_is_near)
{
	uint64_t seed = 8;
	for (int i = 0; i < 30000; i++) {
		int64_t cents = chance_between(&seed, -MONEY_MAX, MONEY_MAX) >> (i % 48), read;
		HOLDS(!money_parse(brief(cents), &read), "%lld", (long long)cents);
		int64_t size = llabs(cents), step = 100;
		while (size >= 1000 * step && step < 100000000)
			step *= 10;
		HOLDS(2 * llabs(read - cents) <= step, "%lld", (long long)cents);
	}
}
END_TEST

START_TEST(test_what_is_printed_reads_back)
{
	struct buf buf = {0};
	uint64_t seed = 3;
	for (int i = 0; i < 30000; i++) {
		int64_t cents = chance_between(&seed, -MONEY_MAX, MONEY_MAX) >> (i % 48), read;
		HOLDS(!money_parse(printed(&buf, cents, -1), &read) && read == cents, "%lld",
		      (long long)cents);
		HOLDS(!money_parse(printed(&buf, cents, 0), &read) && read == cents, "%lld",
		      (long long)cents);
		HOLDS(!money_parse(printed(&buf, cents, 1), &read) &&
		          read == (cents + (cents < 0 ? -50 : 50)) / 100 * 100,
		      "%lld", (long long)cents);
	}
	buf_free(&buf);
}
END_TEST

START_TEST(test_ratios)
{
	static const struct {
		const char *text;
		int64_t millionths;
		const char *plain, *percent;
	} cases[] = {
		{"0.3", 300000, "0.3", "30 %"},
		{".3", 300000, "0.3", "30 %"},
		{"1", 1000000, "1", "100 %"},
		{"0", 0, "0", "0 %"},
		{"30%", 300000, "0.3", "30 %"},
		{" 30 % ", 300000, "0.3", "30 %"},
		{"33.3333%", 333333, "0.333333", "33.3 %"},
		{"0.333333", 333333, "0.333333", "33.3 %"},
		{"0.99999", 999990, "0.99999", "100 %"},
		{"0.0005", 500, "0.0005", "0.1 %"},
		{"0.0004", 400, "0.0004", "0 %"},
		{"-0.0004", -400, "-0.0004", "0 %"},
		{"-0.25", -250000, "-0.25", "-25 %"},
		{"0.3000000000", 300000, "0.3", "30 %"},
		{"37.5", 37500000, "37.5", "3750 %"},
	};
	struct buf buf = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t read;
		ck_assert_ptr_null(ratio_parse(cases[i].text, &read));
		ck_assert_int_eq(read, cases[i].millionths);
		buf_reset(&buf);
		ratio_add_plain(&buf, read);
		ck_assert_str_eq(buf_text(&buf), cases[i].plain);
		buf_reset(&buf);
		ratio_add_percent(&buf, read);
		ck_assert_str_eq(buf_text(&buf), cases[i].percent);
	}
	buf_free(&buf);
}
END_TEST

START_TEST(test_decimals)
{
	static const struct {
		const char *text;
		int64_t millionths; /* -1: refused */
	} cases[] = {
		{"12.5", 12500000}, {" 80 ", 80000000},  {"1,200", 1200000000}, {"1,200.25", 1200250000},
		{"0", 0},           {".5", 500000},      {"12,5", -1},          {"1,2000", -1},
		{",100", -1},       {"1,000,5", -1},     {"50%", -1},           {"-1", -1},
		{"", -1},           {"twelve", -1},      {"0.1234567", -1},     {"1000000", DECIMAL_MAX},
		{"1000001", -1},    {"1,000,000,0", -1}, {"1,,000", -1},        {"1.200", -1},
		{"12.500", -1},     {"0.125", 125000},   {"1.2340", 1234000},   {"1234.125", 1234125000},
		{"1.5.2", -1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t read = -1;
		const char *why = decimal_parse(cases[i].text, &read);
		ck_assert_msg((why == NULL) == (cases[i].millionths >= 0), "%s: %s", cases[i].text,
		              why ? why : "read");
		ck_assert_msg(read == cases[i].millionths, "%s", cases[i].text);
	}
	/* What is printed is read again. */
	for (int64_t number = 0; number < 3 * RATIO_ONE; number += 500) {
		struct buf text = {0};
		int64_t read = -1;
		decimal_add_plain(&text, number);
		ck_assert_msg(!decimal_parse(buf_text(&text), &read) && read == number, "%s",
		              buf_text(&text));
		buf_free(&text);
	}
}
END_TEST

START_TEST(test_ratios_refused)
{
	static const char *const bad[] = {"",   " ",   "0.3000001", "30.00001%",    "0,3",
	                                  "0.", ".",   "%",         "30%%",         "30 per",
	                                  "x",  "--1", "1e3",       "999999999999", "1.5.5"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int64_t read = 77;
		ck_assert_msg(ratio_parse(bad[i], &read), "%s", bad[i]);
		ck_assert_int_eq(read, 77);
	}
}
END_TEST

START_TEST(test_ratios_read_back)
{
	struct buf buf = {0};
	uint64_t seed = 4;
	for (int i = 0; i < 30000; i++) {
		int64_t ratio = chance_between(&seed, -INT64_C(100000000), INT64_C(100000000)), read;
		buf_reset(&buf);
		ratio_add_plain(&buf, ratio);
		HOLDS(!ratio_parse(buf_text(&buf), &read) && read == ratio, "%s", buf_text(&buf));
	}
	buf_free(&buf);
}
END_TEST

START_TEST(test_muldiv)
{
	ck_assert_int_eq(muldiv(1, 1, 2), 1);
	ck_assert_int_eq(muldiv(-1, 1, 2), -1);
	ck_assert_int_eq(muldiv(1, -1, 3), 0);
	ck_assert_int_eq(muldiv(2, -1, 3), -1);
	ck_assert_int_eq(muldiv(1, 1, -2), -1);
	ck_assert_int_eq(muldiv(MONEY_MAX, MONEY_MAX, MONEY_MAX), MONEY_MAX);
	ck_assert_int_eq(muldiv(INT64_MAX, 2, 1), INT64_MAX);
	ck_assert_int_eq(muldiv(INT64_MIN, 2, 1), INT64_MIN);
	ck_assert_int_eq(muldiv(INT64_MIN, INT64_MIN, INT64_MIN), INT64_MIN);
	uint64_t seed = 5;
	for (int i = 0; i < 60000; i++) {
		int64_t a = (int64_t)chance(&seed) >> (i % 60), b = (int64_t)chance(&seed) >> (i % 53);
		int64_t c = (int64_t)chance(&seed) >> (i % 31);
		if (!c) continue;
		/* The nearest whole number is half away at most; a half goes away from zero. */
		wide product = (wide)a * b, quotient = product / c;
		if (quotient >= INT64_MAX || quotient <= INT64_MIN) continue;
		wide twice = 2 * ((wide)muldiv(a, b, c) * c - product), size = c < 0 ? -(wide)c : c;
		HOLDS(twice <= size && twice >= -size, "round %d", i);
		if (twice == size || twice == -size)
			HOLDS((wide)muldiv(a, b, c) * muldiv(a, b, c) > quotient * quotient, "round %d", i);
	}
}
END_TEST

START_TEST(test_equal_shares)
{
	uint64_t seed = 6;
	for (int i = 0; i < 5000; i++) {
		int64_t cents = chance_between(&seed, -MONEY_MAX, MONEY_MAX) >> (i % 48);
		int64_t count = chance_between(&seed, 1, 60), sum = 0, before = 0;
		for (int64_t k = 0; k < count; k++) {
			int64_t share = money_share_equal(cents, count, k), size = share < 0 ? -share : share;
			HOLDS(k == 0 || (size <= before && before - size <= 1), "round %d", i);
			before = size;
			sum += share;
		}
		HOLDS(sum == cents, "round %d", i);
	}
	ck_assert_int_eq(money_share_equal(100, 3, 0), 34);
	ck_assert_int_eq(money_share_equal(100, 3, 1), 33);
	ck_assert_int_eq(money_share_equal(-100, 3, 0), -34);
	ck_assert_int_eq(money_share_equal(-100, 3, 2), -33);
}
END_TEST

START_TEST(test_split_by_largest_remainder)
{
	int64_t out[4];
	money_split(100, (const int64_t[]){1, 1, 1}, out, 3);
	ck_assert(out[0] == 34 && out[1] == 33 && out[2] == 33);
	money_split(10, (const int64_t[]){5, 0, 7, 3}, out, 4); /* 3.33 0 4.67 2.00 */
	ck_assert(out[0] == 3 && out[1] == 0 && out[2] == 5 && out[3] == 2);
	money_split(-10, (const int64_t[]){5, 0, 7, 3}, out, 4);
	ck_assert(out[0] == -3 && out[1] == 0 && out[2] == -5 && out[3] == -2);
	money_split(0, (const int64_t[]){1, 2}, out, 2);
	ck_assert(out[0] == 0 && out[1] == 0);
	money_split(MONEY_MAX, (const int64_t[]){INT64_MAX, INT64_MAX}, out, 2);
	ck_assert(out[0] == MONEY_MAX / 2 && out[1] == MONEY_MAX / 2);

	uint64_t seed = 7;
	for (int round = 0; round < 2000; round++) {
		int64_t weights[40], parts[40], count = chance_between(&seed, 1, 40), sum = 0, total = 0;
		for (int64_t i = 0; i < count; i++)
			sum += weights[i] = chance_between(&seed, 0, round % 3 ? 1000000 : 2);
		if (!sum) continue;
		int64_t cents = chance_between(&seed, 0, MONEY_MAX) >> (round % 47);
		money_split(cents, weights, parts, count);
		for (int64_t i = 0; i < count; i++) {
			wide exact = (wide)cents * weights[i];
			int64_t low = (int64_t)(exact / sum);
			HOLDS(parts[i] == low || parts[i] == low + 1, "round %d", round);
			total += parts[i];
			/* No part that was rounded down has a better claim than one that was rounded up. */
			for (int64_t k = 0; k < count; k++) {
				wide other = (wide)cents * weights[k];
				bool down = parts[i] == low, up = parts[k] == (int64_t)(other / sum) + 1;
				if (down && up)
					HOLDS(exact % sum < other % sum || (exact % sum == other % sum && k < i),
					      "round %d", round);
			}
		}
		HOLDS(total == cents, "round %d", round);
	}
}
END_TEST

UNIT(money)
{
	Suite *suite = suite_create("money");
	TCase *cases = tcase_create("money and ratios");
	tcase_add_test(cases, test_reads);
	tcase_add_test(cases, test_refuses);
	tcase_add_test(cases, test_plain_style_is_the_point);
	tcase_add_test(cases, test_other_currencies);
	tcase_add_test(cases, test_prints);
	tcase_add_test(cases, test_prints_briefly);
	tcase_add_test(cases, test_brief_is_near);
	tcase_add_test(cases, test_what_is_printed_reads_back);
	tcase_add_test(cases, test_ratios);
	tcase_add_test(cases, test_ratios_refused);
	tcase_add_test(cases, test_decimals);
	tcase_add_test(cases, test_ratios_read_back);
	tcase_add_test(cases, test_muldiv);
	tcase_add_test(cases, test_equal_shares);
	tcase_add_test(cases, test_split_by_largest_remainder);
	suite_add_tcase(suite, cases);
	return suite;
}
