#include "base/date.h"

#include <string.h>
#include <time.h>

#define YEAR_FIRST 1900
#define YEAR_LAST 9999

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The `count` digits at `text` as a number, or -1. */
static int read_digits(const char *text, int count)
{
	int number = 0;
	for (int i = 0; i < count; i++) {
		if (!is_digit(text[i])) return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

static void write_digits(char *out, int count, int64_t number)
{
	while (count--) {
		out[count] = (char)('0' + number % 10);
		number /= 10;
	}
}

static int64_t clamp(int64_t number, int64_t low, int64_t high)
{
	return number < low ? low : number > high ? high : number;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int month_length(int64_t year, int64_t month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return lengths[month - 1] + (month == 2 && leap);
}

/* Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	month += month <= 2 ? 9 : -3;
	int64_t before = year * 365 + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400);
	return before + (153 * month + 2) / 5 + day - 1 - 719468;
}

static void write_date(char out[DATE_SIZE], int64_t year, int64_t month, int64_t day)
{
	memcpy(out, "0000-00-00", DATE_SIZE);
	write_digits(out, 4, year);
	write_digits(out + 5, 2, month);
	write_digits(out + 8, 2, day);
}

static void write_time(char out[TIME_SIZE], int64_t hour, int64_t minute, int64_t second)
{
	memcpy(out + 10, "T00:00:00Z", TIME_SIZE - 10);
	write_digits(out + 11, 2, hour);
	write_digits(out + 14, 2, minute);
	write_digits(out + 17, 2, second);
}

static bool in_range(int64_t days)
{
	return days >= days_of(YEAR_FIRST, 1, 1) && days <= days_of(YEAR_LAST, 12, 31);
}

int64_t date_days(const char *iso)
{
	return days_of(read_digits(iso, 4), read_digits(iso + 5, 2), read_digits(iso + 8, 2));
}

void date_from_days(int64_t days, char out[DATE_SIZE])
{
	days = clamp(days, days_of(0, 1, 1), days_of(YEAR_LAST, 12, 31));
	int64_t year = floor_div(days * 400, 146097) + 1970;
	while (days_of(year, 1, 1) > days)
		year--;
	while (days_of(year + 1, 1, 1) <= days)
		year++;
	int64_t day = days - days_of(year, 1, 1) + 1;
	int64_t month = 1;
	for (; day > month_length(year, month); month++)
		day -= month_length(year, month);
	write_date(out, year, month, day);
}

/* `2026-11` at the start of `text`. */
static bool starts_with_month(const char *text)
{
	if (read_digits(text, 4) < YEAR_FIRST || text[4] != '-') return false;
	int month = read_digits(text + 5, 2);
	return month >= 1 && month <= 12;
}

/* `2026-11-22` at the start of `text`. */
static bool starts_with_date(const char *text)
{
	if (!starts_with_month(text) || text[7] != '-') return false;
	int day = read_digits(text + 8, 2);
	return day >= 1 && day <= month_length(read_digits(text, 4), read_digits(text + 5, 2));
}

bool date_valid(const char *text)
{
	return starts_with_date(text) && !text[10];
}

bool month_valid(const char *text)
{
	return starts_with_month(text) && !text[7];
}

int64_t month_number(const char *iso)
{
	return read_digits(iso, 4) * INT64_C(12) + read_digits(iso + 5, 2) - 1;
}

/* The `day` of a month, or its last day where it has fewer. */
static void month_day(int64_t number, int64_t day, char out[DATE_SIZE])
{
	number = clamp(number, 0, YEAR_LAST * 12 + 11);
	int64_t year = number / 12, month = number % 12 + 1;
	write_date(out, year, month, clamp(day, 1, month_length(year, month)));
}

void month_from_number(int64_t number, char out[DATE_SIZE])
{
	month_day(number, 1, out);
	out[7] = '\0';
}

void month_first(int64_t number, char out[DATE_SIZE])
{
	month_day(number, 1, out);
}

void month_last(int64_t number, char out[DATE_SIZE])
{
	month_day(number, 31, out);
}

void date_add_months(const char *iso, int64_t months, char out[DATE_SIZE])
{
	month_day(month_number(iso) + months, read_digits(iso + 8, 2), out);
}

void date_add_days(const char *iso, int64_t days, char out[DATE_SIZE])
{
	date_from_days(date_days(iso) + days, out);
}

/* ---- what people write ----------------------------------------------------------------------- */

#define WORD_SIZE 48 /* longer than any date or time */

static const char not_date[] = "not a date: write 2026-11-22, fri or in 2 weeks";
static const char not_period[] = "not a period: write 2026, 2026-Q2 or 2026-11";
static const char out_of_range[] = "a day outside the years 1900 to 9999";

/* `text` in lower case, its words one space apart; false if it is longer than any date. */
static bool normalise(const char *text, char out[WORD_SIZE])
{
	size_t length = 0;
	for (; *text; text++) {
		char c = *text;
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			if (!length || out[length - 1] == ' ') continue;
			c = ' ';
		}
		if (length == WORD_SIZE - 1) return false;
		out[length++] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
	}
	length -= length && out[length - 1] == ' ';
	out[length] = '\0';
	return true;
}

/* First and last month of `2026`, `fy26`, `2026-q2` or `2026-11`. */
static bool read_months(const char *text, int64_t *first, int64_t *last)
{
	size_t length = strlen(text);
	int year = -1;
	if (strncmp(text, "fy", 2) == 0) {
		if (length == 4 && read_digits(text + 2, 2) >= 0)
			year = 2000 + read_digits(text + 2, 2);
		else if (length == 6)
			year = read_digits(text + 2, 4);
		text = "";
	} else if (length >= 4) {
		year = read_digits(text, 4);
		text += 4;
	}
	if (year < YEAR_FIRST) return false;
	*first = year * INT64_C(12);
	if (!*text) {
		*last = *first + 11;
		return true;
	}
	text += *text == '-';
	if (text[0] == 'q' && text[1] >= '1' && text[1] <= '4' && !text[2]) {
		*first += (text[1] - '1') * 3;
		*last = *first + 2;
		return true;
	}
	int month = text[-1] == '-' ? read_digits(text, 2) : -1;
	*first += month - 1;
	*last = *first;
	return month >= 1 && month <= 12 && !text[2];
}

/* 0 for Monday to 6 for Sunday, or -1. */
static int read_weekday(const char *text)
{
	static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
	                                    "friday", "saturday", "sunday"};
	for (int i = 0; i < 7; i++)
		if (strcmp(text, names[i]) == 0 || (strlen(text) == 3 && strncmp(text, names[i], 3) == 0))
			return i;
	return -1;
}

/* The day `months` away from `today`, or one that is out of range. */
static int64_t days_after_months(const char *today, int64_t months)
{
	char day[DATE_SIZE];
	int64_t number = month_number(today) + months;
	if (number < 0 || number > YEAR_LAST * 12 + 11) return INT64_MAX;
	date_add_months(today, months, day);
	return date_days(day);
}

/* `3 days`, with `sign` before it and `after` behind. */
static bool read_distance(const char *text, const char *after, int sign, const char *today,
                          int64_t *out)
{
	static const struct {
		const char *name;
		int days;
	} units[] = {{"day", 1}, {"week", 7}, {"month", 0}};
	int64_t count = 0;
	int digits = 0;
	for (; is_digit(*text) && digits < 9; digits++)
		count = count * 10 + (*text++ - '0');
	count *= sign;
	if (!digits || *text++ != ' ') return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t length = strlen(units[i].name);
		if (strncmp(text, units[i].name, length) != 0) continue;
		text += length + (text[length] == 's');
		*out = units[i].days ? date_days(today) + count * units[i].days
		                     : days_after_months(today, count);
		return strcmp(text, after) == 0;
	}
	return false;
}

static int64_t last_of_month(int64_t number)
{
	char day[DATE_SIZE];
	month_last(number, day);
	return date_days(day);
}

static bool read_words(const char *text, const char *today, int64_t *out)
{
	int64_t days = date_days(today), month = month_number(today);
	int64_t weekday = ((days + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
	int wanted;
	if (strcmp(text, "today") == 0)
		*out = days;
	else if (strcmp(text, "yesterday") == 0)
		*out = days - 1;
	else if (strcmp(text, "tomorrow") == 0)
		*out = days + 1;
	else if (strcmp(text, "eom") == 0)
		*out = last_of_month(month);
	else if (strcmp(text, "eoq") == 0)
		*out = last_of_month(month - month % 3 + 2);
	else if (strcmp(text, "eoy") == 0)
		*out = last_of_month(month - month % 12 + 11);
	else if ((wanted = read_weekday(text)) >= 0)
		*out = days + (wanted - weekday + 6) % 7 + 1;
	else if (strncmp(text, "next ", 5) == 0 && (wanted = read_weekday(text + 5)) >= 0)
		*out = days - weekday + 7 + wanted;
	else if (strncmp(text, "in ", 3) == 0)
		return read_distance(text + 3, "", 1, today, out);
	else
		return read_distance(text, " ago", -1, today, out);
	return true;
}

static bool has_month_name(const char *text)
{
	static const char names[] = "jan feb mar apr may jun jul aug sep oct nov dec";
	for (const char *name = names; name < names + sizeof names - 1; name += 4)
		for (const char *at = text; *at; at++)
			if (strncmp(at, name, 3) == 0) return true;
	return false;
}

/* Why `text` is no date, as exactly as can be said. */
static const char *why_no_date(const char *text)
{
	int numbers = 0;
	bool slashes = strchr(text, '/') || strchr(text, '.');
	for (const char *at = text; *at; at++)
		numbers += is_digit(*at) && !is_digit(at[1]);
	if (slashes && numbers == 3) return "day or month first? write it as 2026-11-22";
	if (read_digits(text, 4) >= 0 && text[4] == '-' && read_digits(text + 5, 2) >= 0 &&
	    text[7] == '-' && read_digits(text + 8, 2) >= 0)
		return read_digits(text, 4) < YEAR_FIRST ? out_of_range : "no such day in the calendar";
	if (numbers && has_month_name(text))
		return "not a date: write month and day as numbers, such as 2026-11-22";
	return not_date;
}

const char *date_parse(const char *text, const char *today, bool last, char out[DATE_SIZE])
{
	char word[WORD_SIZE];
	int64_t first_month, last_month, days;
	if (!normalise(text, word)) return not_date;
	if (!*word) return "empty: write a date such as 2026-11-22";
	if (date_valid(word))
		memcpy(out, word, DATE_SIZE);
	else if (read_months(word, &first_month, &last_month))
		month_day(last ? last_month : first_month, last ? 31 : 1, out);
	else if (!read_words(word, today, &days))
		return why_no_date(word);
	else if (!in_range(days))
		return out_of_range;
	else
		date_from_days(days, out);
	return NULL;
}

const char *month_parse(const char *text, const char *today, char out[DATE_SIZE])
{
	char day[DATE_SIZE];
	const char *why = date_parse(text, today, false, day);
	if (why) return why == not_date ? "not a month: write 2026-11" : why;
	memcpy(out, day, 7);
	out[7] = '\0';
	return NULL;
}

const char *period_parse(const char *text, const char *today, char first[DATE_SIZE],
                         char last[DATE_SIZE])
{
	char from[DATE_SIZE], to[DATE_SIZE];
	const char *why = date_parse(text, today, false, from);
	if (why) return why == not_date ? not_period : why;
	why = date_parse(text, today, true, to);
	if (why) return why;
	memcpy(first, from, DATE_SIZE);
	memcpy(last, to, DATE_SIZE);
	return NULL;
}

/* `+02:00`, `+0200`, `+02`, `z` or nothing, as minutes; false if it is anything else. */
static bool read_offset(const char *text, int *minutes)
{
	*minutes = 0;
	if (!*text || strcmp(text, "z") == 0) return true;
	if (*text != '+' && *text != '-') return false;
	int sign = *text++ == '-' ? -1 : 1, hour = read_digits(text, 2), minute = 0;
	if (hour < 0 || hour > 14) return false;
	text += 2;
	if (*text) {
		text += *text == ':';
		minute = read_digits(text, 2);
		if (minute < 0 || minute > 59 || text[2]) return false;
	}
	*minutes = sign * (hour * 60 + minute);
	return true;
}

const char *time_parse(const char *text, const char *today, char out[TIME_SIZE])
{
	static const char not_time[] = "not a time: write 2026-11-22T14:03:00Z or 2026-11-22 14:03";
	char word[WORD_SIZE];
	if (!normalise(text, word) || !starts_with_date(word) || !word[10]) {
		char day[DATE_SIZE];
		const char *why = date_parse(text, today, false, day);
		if (!why) memcpy(out, day, DATE_SIZE);
		return why;
	}
	const char *at = word + 10;
	if ((*at != 't' && *at != ' ') || read_digits(at + 1, 2) < 0 || at[3] != ':') return not_time;
	int hour = read_digits(at + 1, 2), minute = read_digits(at + 4, 2), second = 0, offset;
	if (minute < 0) return not_time;
	at += 6;
	if (*at == ':') {
		second = read_digits(at + 1, 2);
		if (second < 0) return not_time;
		at += 3;
		if (*at == '.' && is_digit(at[1]))
			for (at++; is_digit(*at);)
				at++;
	}
	at += *at == ' ';
	if (hour > 23 || minute > 59 || second > 59 || !read_offset(at, &offset)) return not_time;

	int64_t minutes = date_days(word) * 1440 + hour * 60 + minute - offset;
	int64_t day = floor_div(minutes, 1440);
	minutes -= day * 1440;
	if (!in_range(day)) return out_of_range;
	date_from_days(day, out);
	write_time(out, minutes / 60, minutes % 60, second);
	return NULL;
}

/* ---- terms and clock ------------------------------------------------------------------------- */

/* The `day` of a month as days, or of its last day where it has fewer; also beyond year 9999. */
static int64_t days_in_month(int64_t number, int64_t day)
{
	int64_t year = number / 12, month = number % 12 + 1;
	return days_of(year, month, clamp(day, 1, month_length(year, month)));
}

int64_t term_years(const char *starts_on, const char *ends_on)
{
	int64_t end = date_days(ends_on) + 1, day = read_digits(starts_on + 8, 2);
	int64_t first = month_number(starts_on), months = month_number(ends_on) + 1 - first;
	if (end <= date_days(starts_on)) return 0;
	while (days_in_month(first + months, day) > end)
		months--;
	int64_t reached = days_in_month(first + months, day), over = end - reached;
	int64_t length = days_in_month(first + months + 1, day) - reached;
	if (over == 1 && months)
		over = 0;
	else if (over == length - 1)
		over = length;
	int64_t parts = months * length + over, year = length * 12;
	return (parts * 1000000 + year / 2) / year;
}

void clock_today(char out[DATE_SIZE])
{
	time_t now = time(NULL);
	struct tm here;
	localtime_r(&now, &here);
	write_date(out, here.tm_year + INT64_C(1900), here.tm_mon + 1, here.tm_mday);
}

void clock_now(char out[TIME_SIZE])
{
	time_t now = time(NULL);
	struct tm utc;
	gmtime_r(&now, &utc);
	write_date(out, utc.tm_year + INT64_C(1900), utc.tm_mon + 1, utc.tm_mday);
	write_time(out, utc.tm_hour, utc.tm_min, utc.tm_sec);
}
