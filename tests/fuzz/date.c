/* Any text: what is read as a date, month, time or period is a valid one and reads back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition) abort();
}

static void check(const char *text, const char *today)
{
	char day[DATE_SIZE], end[DATE_SIZE], first[DATE_SIZE], last[DATE_SIZE], time[TIME_SIZE];
	char again[TIME_SIZE];
	bool is_date = !date_parse(text, today, false, day);
	require(is_date == !date_parse(text, today, true, end));
	require(is_date == !period_parse(text, today, first, last));
	require(is_date == !month_parse(text, today, again));
	if (is_date) {
		require(month_valid(again) && date_valid(day) && date_valid(end));
		require(strcmp(day, first) == 0 && strcmp(end, last) == 0 && strcmp(first, last) <= 0);
		require(!date_parse(day, today, false, again) && strcmp(day, again) == 0);
		date_from_days(date_days(day), again);
		require(strcmp(day, again) == 0);
		int64_t years = term_years(first, last);
		require(years > 0 && years <= 1000000);
	}
	if (!time_parse(text, today, time)) {
		require(strlen(time) == 10 || strlen(time) == 20);
		require(!time_parse(time, today, again) && strcmp(time, again) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	check(text, "2026-11-22");
	check(text, "2024-02-29");
	check(text, "9999-12-31");
	check(text, "1900-01-01");
	free(text);
	return 0;
}
