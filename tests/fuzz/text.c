/* What people write: dates, money, ratios and text. What is printed is read back as the same. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

static void money(const char *text)
{
	struct buf out = {0};
	int64_t cents, again;

	if (!money_parse(text, &cents)) {
		money_add_plain(&out, cents);
		if (money_parse(buf_text(&out), &again) || again != cents) abort();
		buf_reset(&out);
		money_add(&out, cents, 0);
		if (money_parse(buf_text(&out), &again) || again != cents) abort();
	}
	(void)money_parse_style(text, ',', &cents);
	(void)money_parse_style(text, '.', &cents);
	buf_reset(&out);
	if (!ratio_parse(text, &cents)) {
		ratio_add_plain(&out, cents);
		if (ratio_parse(buf_text(&out), &again) || again != cents) abort();
	}
	buf_free(&out);
}

static void date(const char *text)
{
	char first[DATE_SIZE], last[DATE_SIZE], time[TIME_SIZE];

	if (!date_parse(text, "2026-11-22", false, first)) {
		if (!date_valid(first)) abort();
		date_from_days(date_days(first), last);
		if (strcmp(first, last) != 0) abort();
	}
	if (!period_parse(text, "2026-11-22", first, last) && strcmp(first, last) > 0) abort();
	if (!month_parse(text, "2026-11-22", first) && !month_valid(first)) abort();
	(void)time_parse(text, "2026-11-22", time);
}

static void text(const char *given)
{
	struct buf out = {0}, again = {0};

	text_display(&out, given, 20, false);
	if (!text_utf8_valid(buf_text(&out), out.length) || text_width(buf_text(&out)) > 20) abort();
	for (size_t i = 0; i < out.length; i++) {
		if ((unsigned char)out.data[i] < ' ' || out.data[i] == 0x7f) abort();
	}
	buf_reset(&out);
	text_fold(&out, given);
	text_fold(&again, buf_text(&out));
	if (strcmp(buf_text(&out), buf_text(&again)) != 0) abort();
	buf_reset(&out);
	text_slug(&out, given);
	if (out.length > 60 || strspn(buf_text(&out), "abcdefghijklmnopqrstuvwxyz0123456789-") != out.length) abort();
	buf_free(&out);
	buf_free(&again);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char *given = strndup((const char *)data, size);

	money(given);
	date(given);
	text(given);
	free(given);
	return 0;
}
