#include "exchange/style.h"

#include <string.h>

#include "base/money.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The numbers of `22/11/2026`: three runs of digits between the same separator. */
struct parts {
	int number[3];
	size_t digits[3];
	const char *tail;
};

static bool parts_of(const char *text, struct parts *out)
{
	char separator = '\0';
	for (int i = 0; i < 3; i++) {
		out->number[i] = 0;
		out->digits[i] = 0;
		for (; digit(*text) && out->digits[i] < 5; text++, out->digits[i]++)
			out->number[i] = 10 * out->number[i] + (*text - '0');
		if (out->digits[i] == 0 || out->digits[i] > 4) return false;
		if (i == 2) break;
		if (*text != '-' && *text != '/' && *text != '.') return false;
		if (separator && *text != separator) return false;
		separator = *text++;
	}
	out->tail = text;
	while (*text == ' ')
		text++;
	if (*text == 'T' && text == out->tail) text++;
	return *text == '\0' || (text > out->tail && digit(*text));
}

static bool iso_start(const char *text)
{
	for (int i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? text[i] != '-' : !digit(text[i])) return false;
	return true;
}

enum date_shape date_shape(const char *text)
{
	struct parts parts;
	if (iso_start(text)) return DATE_YEAR_FIRST;
	if (!parts_of(text, &parts)) return DATE_NONE;
	if (parts.digits[0] == 4) return DATE_YEAR_FIRST;
	if (parts.digits[0] > 2 || parts.digits[1] > 2 || parts.digits[2] != 4) return DATE_NONE;
	if (parts.number[0] > 12) return DATE_DAY_FIRST;
	return parts.number[1] > 12 ? DATE_MONTH_FIRST : DATE_EITHER;
}

const char *date_read(const char *text, enum date_order order, char out[DATE_SIZE],
                      const char **tail)
{
	struct parts parts;
	const char *rest = text + 10;
	if (iso_start(text) && (!*rest || ((*rest == ' ' || *rest == 'T') && digit(rest[1])))) {
		memcpy(out, text, 10);
		out[10] = '\0';
		if (tail) *tail = rest;
		return date_valid(out) ? NULL : "there is no such day";
	}
	if (!parts_of(text, &parts)) return "it is no date; write 2026-11-22";
	if (parts.digits[0] == 4) order = ORDER_YMD;
	if (order == ORDER_UNKNOWN) return "day and month cannot be told apart";
	int at_year = order == ORDER_YMD ? 0 : 2, at_month = order == ORDER_MDY ? 0 : 1;
	int at_day = 3 - at_year - at_month;
	if (parts.digits[at_year] != 4) return "its year needs four digits";
	int year = parts.number[at_year], month = parts.number[at_month], day = parts.number[at_day];
	if (month < 1 || month > 12 || day < 1 || day > 31) return "there is no such day";
	out[0] = (char)('0' + year / 1000);
	out[1] = (char)('0' + year / 100 % 10);
	out[2] = (char)('0' + year / 10 % 10);
	out[3] = (char)('0' + year % 10);
	out[4] = out[7] = '-';
	out[5] = (char)('0' + month / 10);
	out[6] = (char)('0' + month % 10);
	out[8] = (char)('0' + day / 10);
	out[9] = (char)('0' + day % 10);
	out[10] = '\0';
	if (tail) *tail = parts.tail;
	return date_valid(out) ? NULL : "there is no such day";
}

enum money_shape money_shape(const char *text)
{
	size_t points = 0, commas = 0, behind = 0;
	const char *whole = text;
	char last = '\0';
	for (; *text; text++) {
		points += *text == '.';
		commas += *text == ',';
		if (*text == '.' || *text == ',') {
			last = *text;
			behind = 0;
		} else if (digit(*text)) {
			behind++;
		}
	}
	if (points + commas == 0) return MONEY_PLAIN;
	enum money_shape shape = last == '.' ? MONEY_POINT : MONEY_COMMA;
	if (points == 0 || commas == 0) {
		if (points + commas > 1)
			shape = last == '.' ? MONEY_COMMA : MONEY_POINT;
		else if (behind == 3)
			shape = last == '.' ? MONEY_UNCLEAR : MONEY_PLAIN;
	}
	/* What is no amount proves nothing. */
	int64_t cents;
	const char *why = shape == MONEY_PLAIN
	                      ? NULL
	                      : money_parse_style(whole, shape == MONEY_POINT ? '.' : ',', &cents);
	return why ? MONEY_PLAIN : shape;
}

bool money_is_plain(const char *text)
{
	size_t behind = 0;
	text += *text == '-';
	if (!digit(*text)) return false;
	while (digit(*text))
		text++;
	if (*text == '.')
		for (text++; digit(*text); text++)
			behind++;
	else
		behind = 1;
	return *text == '\0' && (behind == 1 || behind == 2);
}

const char *money_read(const char *text, size_t length, char mark, int64_t *cents)
{
	const char *p = text;
	bool negative = *p == '-';
	int64_t value = 0;
	if (length > 14) return money_parse_style(text, mark, cents);
	if (negative) p++;
	const char *first = p;
	for (; digit(*p); p++)
		value = 10 * value + (*p - '0');
	if (p == first) return money_parse_style(text, mark, cents);
	value *= 100;
	if (*p == mark && digit(p[1])) {
		value += 10 * (p[1] - '0');
		p += 2;
		if (digit(*p)) value += *p++ - '0';
	}
	if (*p || value > MONEY_MAX) return money_parse_style(text, mark, cents);
	*cents = negative ? -value : value;
	return NULL;
}
