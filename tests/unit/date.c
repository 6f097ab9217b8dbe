#include "unit.h"
#include "property.h"
#include "base/date.h"
#include <string.h>
#include <time.h>

#define TODAY "2026-11-22" /* a Sunday */

START_TEST(test_every_day_goes_and_comes_back)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t days = -25567; /* 1900-01-01 */
	for (int year = 1900; year <= 2100; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
			int length = lengths[month - 1] + (leap && month == 2);
			for (int day = 1; day <= 31; day++) {
				char iso[40], back[DATE_SIZE];
				snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
				HOLDS(date_valid(iso) == (day <= length), "%s", iso);
				if (day > length) continue;
				date_from_days(days, back);
				HOLDS(date_days(iso) == days && strcmp(iso, back) == 0, "%s", iso);
				HOLDS(month_number(iso) == year * 12 + month - 1, "%s", iso);
				days++;
			}
		}
	ck_assert_int_eq(date_days("1970-01-01"), 0);
	ck_assert_int_eq(date_days("2000-03-01"), 11017);
	ck_assert_int_eq(date_days("9999-12-31"), 2932896);
}
END_TEST

START_TEST(test_far_days_are_held)
{
	char out[DATE_SIZE];
	date_from_days(INT64_MAX, out);
	ck_assert_str_eq(out, "9999-12-31");
	date_from_days(INT64_MIN, out);
	ck_assert_str_eq(out, "0000-01-01");
	date_from_days(date_days("9999-12-31"), out);
	ck_assert_str_eq(out, "9999-12-31");
	month_last(INT64_MAX, out);
	ck_assert_str_eq(out, "9999-12-31");
	month_first(-1, out);
	ck_assert_str_eq(out, "0000-01-01");
}
END_TEST

START_TEST(test_valid)
{
	static const char *const bad[] = {"",           "2026",        "2026-11",
	                                  "2026-11-2",  "2026-11-222", "2026-11-22 ",
	                                  " 2026-11-2", "2026-00-10",  "2026-13-10",
	                                  "2026-02-29", "1900-02-29",  "2026-11-00",
	                                  "2026-11-31", "1899-12-31",  "2026/11/22",
	                                  "20261122",   "2026-1a-22",  "2026-11-22T00:00:00Z",
	                                  "0000-01-01", "-026-11-22"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!date_valid(bad[i]), "%s", bad[i]);
	ck_assert(date_valid("2024-02-29"));
	ck_assert(date_valid("2000-02-29"));
	ck_assert(month_valid("2026-11"));
	ck_assert(!month_valid("2026-13"));
	ck_assert(!month_valid("2026-00"));
	ck_assert(!month_valid("2026-1"));
	ck_assert(!month_valid("2026-11-22"));
	ck_assert(!month_valid(""));
}
END_TEST

START_TEST(test_months)
{
	char out[DATE_SIZE];
	ck_assert_int_eq(month_number("2026-11"), 2026 * 12 + 10);
	month_from_number(2026 * 12 + 10, out);
	ck_assert_str_eq(out, "2026-11");
	month_first(2026 * 12 + 1, out);
	ck_assert_str_eq(out, "2026-02-01");
	month_last(2026 * 12 + 1, out);
	ck_assert_str_eq(out, "2026-02-28");
	month_last(2024 * 12 + 1, out);
	ck_assert_str_eq(out, "2024-02-29");
	date_add_months("2026-01-31", 1, out);
	ck_assert_str_eq(out, "2026-02-28");
	date_add_months("2026-11-30", 3, out);
	ck_assert_str_eq(out, "2027-02-28");
	date_add_months("2026-01-15", -1, out);
	ck_assert_str_eq(out, "2025-12-15");
	date_add_months("2024-02-29", 12, out);
	ck_assert_str_eq(out, "2025-02-28");
	date_add_days("2026-12-31", 1, out);
	ck_assert_str_eq(out, "2027-01-01");
	date_add_days("2026-03-01", -1, out);
	ck_assert_str_eq(out, "2026-02-28");

	uint64_t seed = 11;
	for (int i = 0; i < 50000; i++) {
		char day[DATE_SIZE], moved[DATE_SIZE], next[DATE_SIZE];
		int64_t months = chance_between(&seed, -600, 600);
		date_from_days(chance_between(&seed, 0, 40000), day);
		date_add_months(day, months, moved);
		HOLDS(date_valid(moved), "%s %s", day, moved);
		HOLDS(month_number(moved) == month_number(day) + months, "%s %s", day, moved);
		HOLDS(strcmp(moved + 8, day + 8) <= 0, "%s %s", day, moved);
		if (strcmp(moved + 8, day + 8) < 0) { /* only a month's last day is earlier */
			date_add_days(moved, 1, next);
			HOLDS(strcmp(next + 8, "01") == 0, "%s %s", day, moved);
		}
	}
}
END_TEST

static const struct {
	const char *text, *today, *first, *last;
} read_as[] = {
	{"2026-11-22", TODAY, "2026-11-22", "2026-11-22"},
	{"  2026-11-22 ", TODAY, "2026-11-22", "2026-11-22"},
	{"today", TODAY, "2026-11-22", "2026-11-22"},
	{"TODAY", TODAY, "2026-11-22", "2026-11-22"},
	{"yesterday", TODAY, "2026-11-21", "2026-11-21"},
	{"tomorrow", "2026-12-31", "2027-01-01", "2027-01-01"},
	{"mon", TODAY, "2026-11-23", "2026-11-23"},
	{"Sun", TODAY, "2026-11-29", "2026-11-29"},
	{"fri", "2026-11-25", "2026-11-27", "2026-11-27"},
	{"friday", "2026-11-25", "2026-11-27", "2026-11-27"},
	{"wed", "2026-11-25", "2026-12-02", "2026-12-02"},
	{"tue", "2026-11-25", "2026-12-01", "2026-12-01"},
	{"next fri", "2026-11-25", "2026-12-04", "2026-12-04"},
	{"Next  Fri", "2026-11-23", "2026-12-04", "2026-12-04"},
	{"next mon", "2026-11-23", "2026-11-30", "2026-11-30"},
	{"next sun", TODAY, "2026-11-29", "2026-11-29"},
	{"next mon", TODAY, "2026-11-23", "2026-11-23"},
	{"thu", "1969-12-31", "1970-01-01", "1970-01-01"},
	{"thu", "1960-01-01", "1960-01-07", "1960-01-07"},
	{"in 3 days", TODAY, "2026-11-25", "2026-11-25"},
	{"in 1 day", TODAY, "2026-11-23", "2026-11-23"},
	{"in 2 weeks", TODAY, "2026-12-06", "2026-12-06"},
	{"in 3 months", "2026-11-30", "2027-02-28", "2027-02-28"},
	{"3 days ago", TODAY, "2026-11-19", "2026-11-19"},
	{"1 week ago", TODAY, "2026-11-15", "2026-11-15"},
	{"12 months ago", "2024-02-29", "2023-02-28", "2023-02-28"},
	{"eom", TODAY, "2026-11-30", "2026-11-30"},
	{"EOM", "2024-02-01", "2024-02-29", "2024-02-29"},
	{"eoq", TODAY, "2026-12-31", "2026-12-31"},
	{"eoq", "2026-05-31", "2026-06-30", "2026-06-30"},
	{"eoy", TODAY, "2026-12-31", "2026-12-31"},
	{"2026-02", TODAY, "2026-02-01", "2026-02-28"},
	{"2026-Q1", TODAY, "2026-01-01", "2026-03-31"},
	{"2026q4", TODAY, "2026-10-01", "2026-12-31"},
	{"2026", TODAY, "2026-01-01", "2026-12-31"},
	{"FY26", TODAY, "2026-01-01", "2026-12-31"},
	{"fy2027", TODAY, "2027-01-01", "2027-12-31"},
	{"1900", TODAY, "1900-01-01", "1900-12-31"},
};

START_TEST(test_reads)
{
	for (size_t i = 0; i < sizeof read_as / sizeof *read_as; i++) {
		char out[DATE_SIZE], first[DATE_SIZE], last[DATE_SIZE], month[DATE_SIZE];
		const char *text = read_as[i].text, *today = read_as[i].today;
		const char *why = date_parse(text, today, false, out);
		ck_assert_msg(!why, "%s: %s", text, why);
		ck_assert_msg(strcmp(out, read_as[i].first) == 0, "%s: %s", text, out);
		ck_assert_ptr_null(date_parse(text, today, true, out));
		ck_assert_msg(strcmp(out, read_as[i].last) == 0, "%s: %s", text, out);
		ck_assert_ptr_null(period_parse(text, today, first, last));
		ck_assert_str_eq(first, read_as[i].first);
		ck_assert_str_eq(last, read_as[i].last);
		ck_assert_ptr_null(month_parse(text, today, month));
		ck_assert(month_valid(month));
		ck_assert(strncmp(month, read_as[i].first, 7) == 0);
	}
}
END_TEST

static const struct {
	const char *text, *why; /* part of the reason */
} refused[] = {
	{"03/04/2026", "day or month first?"},
	{"3.4.2026", "day or month first?"},
	{"22/11/26", "day or month first?"},
	{"2026/11/22", "day or month first?"},
	{"30 Feb", "month and day as numbers"},
	{"Nov 22, 2026", "month and day as numbers"},
	{"22 November", "month and day as numbers"},
	{"2026-02-30", "no such day"},
	{"2026-02-29", "no such day"},
	{"2026-13-01", "no such day"},
	{"2026-11-00", "no such day"},
	{"1899-12-31", "outside the years"},
	{"in 999999 weeks", "outside the years"},
	{"in 999999999 months", "outside the years"},
	{"999999999 months ago", "outside the years"},
	{"2000 months ago", "outside the years"},
	{"9999999999 days ago", "not a date"},
	{"", "empty"},
	{"   ", "empty"},
	{"2026-13", "not a date"},
	{"2026-00", "not a date"},
	{"202611", "not a date"},
	{"2026-", "not a date"},
	{"2026-q5", "not a date"},
	{"2026-q0", "not a date"},
	{"2026-q11", "not a date"},
	{"2026-111", "not a date"},
	{"fy", "not a date"},
	{"fy1", "not a date"},
	{"fy123", "not a date"},
	{"fy26-q1", "not a date"},
	{"1899", "not a date"},
	{"20261122", "not a date"},
	{"2026-11-22x", "no such day"},
	{"2026-11-22 2026-11-23", "no such day"},
	{"f", "not a date"},
	{"frid", "not a date"},
	{"next", "not a date"},
	{"next week", "not a date"},
	{"next 2026-11-22", "not a date"},
	{"in 3", "not a date"},
	{"in 3 dayz", "not a date"},
	{"in days", "not a date"},
	{"in -3 days", "not a date"},
	{"in 3 days ago", "not a date"},
	{"3 days", "not a date"},
	{"46052", "not a date"},
	{"todayy", "not a date"},
	{"today tomorrow today tomorrow today tomorrow today tomorrow", "not a date"},
};

START_TEST(test_refuses)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		char out[DATE_SIZE] = "untouched", last[DATE_SIZE] = "untouched";
		const char *why = date_parse(refused[i].text, TODAY, false, out);
		ck_assert_msg(why, "%s was read as %s", refused[i].text, out);
		ck_assert_msg(strstr(why, refused[i].why), "%s: %s", refused[i].text, why);
		ck_assert_ptr_nonnull(month_parse(refused[i].text, TODAY, out));
		ck_assert_ptr_nonnull(period_parse(refused[i].text, TODAY, out, last));
		ck_assert_str_eq(out, "untouched");
		ck_assert_str_eq(last, "untouched");
	}
}
END_TEST

START_TEST(test_times)
{
	static const struct {
		const char *text, *time; /* NULL: refused */
	} cases[] = {
		{"2026-11-22T14:03:00Z", "2026-11-22T14:03:00Z"},
		{"2026-11-22t14:03z", "2026-11-22T14:03:00Z"},
		{"2026-11-22 14:03", "2026-11-22T14:03:00Z"},
		{"2026-11-22 14:03:59.999", "2026-11-22T14:03:59Z"},
		{"2026-11-22T14:03:00+02:00", "2026-11-22T12:03:00Z"},
		{"2026-11-22T01:03:00+0200", "2026-11-21T23:03:00Z"},
		{"2026-12-31T23:30:15.123456-01", "2027-01-01T00:30:15Z"},
		{"2026-11-22 14:03 -05:30", "2026-11-22T19:33:00Z"},
		{"2026-11-22", "2026-11-22"},
		{"fri", "2026-11-27"},
		{"2026-11-22T24:00:00Z", NULL},
		{"2026-11-22T14:60:00Z", NULL},
		{"2026-11-22T14:00:60Z", NULL},
		{"2026-11-22T14", NULL},
		{"2026-11-22T14:", NULL},
		{"2026-11-22T14:0", NULL},
		{"2026-11-22T14:03:", NULL},
		{"2026-11-22T14:03:1", NULL},
		{"2026-11-22T14:03:00.", NULL},
		{"2026-11-22T14:03:00+", NULL},
		{"2026-11-22T14:03:00+15:00", NULL},
		{"2026-11-22T14:03:00+02:0", NULL},
		{"2026-11-22T14:03:00+02:000", NULL},
		{"2026-11-22T14:03:00Zz", NULL},
		{"2026-11-22 2 pm", NULL},
		{"2026-11-22x", NULL},
		{"2026-02-30T14:03:00Z", NULL},
		{"1900-01-01T00:00:00+01:00", NULL},
		{"9999-12-31T23:59:00-01:00", NULL},
		{"03/04/2026 14:03", NULL},
		{"14:03", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[TIME_SIZE] = "untouched";
		const char *why = time_parse(cases[i].text, TODAY, out);
		ck_assert_msg(!why == !!cases[i].time, "%s: %s", cases[i].text, why ? why : out);
		ck_assert_str_eq(out, why ? "untouched" : cases[i].time);
	}
}
END_TEST

START_TEST(test_terms)
{
	static const struct {
		const char *starts_on, *ends_on;
		int64_t years;
	} cases[] = {
		{"2026-02-15", "2027-02-14", 1000000}, {"2026-01-01", "2026-12-31", 1000000},
		{"2026-01-01", "2027-01-01", 1000000}, {"2026-01-01", "2026-12-30", 1000000},
		{"2026-01-01", "2027-06-30", 1500000}, {"2026-01-01", "2027-07-01", 1500000},
		{"2026-03-10", "2027-09-09", 1500000}, {"2024-02-29", "2025-02-28", 1000000},
		{"2023-03-01", "2024-02-29", 1000000}, {"2024-01-31", "2024-02-29", 83333},
		{"2026-01-01", "2026-01-31", 83333},   {"2026-01-01", "2026-01-30", 83333},
		{"2026-01-01", "2028-12-31", 3000000}, {"2026-01-01", "2026-06-30", 500000},
		{"2026-04-01", "2026-05-15", 123656}, /* 1 15/31 months */
		{"2026-04-01", "2026-04-01", 2778},   /* 1/30 */
		{"2026-04-01", "2026-03-31", 0},       {"2026-04-01", "2025-01-01", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t years = term_years(cases[i].starts_on, cases[i].ends_on);
		ck_assert_msg(years == cases[i].years, "%s to %s: %lld", cases[i].starts_on,
		              cases[i].ends_on, (long long)years);
	}

	/* A longer term is never fewer years, and whole months are whole months from any day. */
	uint64_t seed = 12;
	for (int round = 0; round < 60; round++) {
		char starts_on[DATE_SIZE], ends_on[DATE_SIZE];
		int64_t first = chance_between(&seed, 0, 40000), before = 0;
		date_from_days(first, starts_on);
		for (int64_t days = 0; days < 800; days++) {
			date_from_days(first + days, ends_on);
			int64_t years = term_years(starts_on, ends_on);
			HOLDS(years >= before, "%s to %s", starts_on, ends_on);
			HOLDS(llabs(years - (days + 1) * 1000000 / 365) < 20000, "%s to %s", starts_on,
			      ends_on);
			before = years;
		}
		for (int64_t months = 1; months < 60; months++) {
			date_add_months(starts_on, months, ends_on);
			HOLDS(term_years(starts_on, ends_on) == (months * 1000000 + 6) / 12, "%s to %s",
			      starts_on, ends_on);
			date_add_days(ends_on, -1, ends_on);
			HOLDS(term_years(starts_on, ends_on) == (months * 1000000 + 6) / 12, "%s to %s",
			      starts_on, ends_on);
		}
	}
}
END_TEST

START_TEST(test_clock)
{
	char before[TIME_SIZE], now[TIME_SIZE], after[TIME_SIZE], today[DATE_SIZE], day[20];
	time_t second = time(NULL);
	strftime(before, sizeof before, "%Y-%m-%dT%H:%M:%SZ", gmtime(&second));
	clock_now(now);
	second = time(NULL);
	strftime(after, sizeof after, "%Y-%m-%dT%H:%M:%SZ", gmtime(&second));
	ck_assert(strcmp(before, now) <= 0 && strcmp(now, after) <= 0);

	setenv("TZ", "UTC-14", 1); /* fourteen hours ahead */
	tzset();
	second = time(NULL);
	strftime(day, sizeof day, "%Y-%m-%d", localtime(&second));
	clock_today(today);
	ck_assert(date_valid(today));
	ck_assert(strcmp(today, day) >= 0);
}
END_TEST

UNIT(date)
{
	Suite *suite = suite_create("date");
	TCase *cases = tcase_create("dates");
	tcase_add_test(cases, test_every_day_goes_and_comes_back);
	tcase_add_test(cases, test_far_days_are_held);
	tcase_add_test(cases, test_valid);
	tcase_add_test(cases, test_months);
	tcase_add_test(cases, test_reads);
	tcase_add_test(cases, test_refuses);
	tcase_add_test(cases, test_times);
	tcase_add_test(cases, test_terms);
	tcase_add_test(cases, test_clock);
	suite_add_tcase(suite, cases);
	return suite;
}
