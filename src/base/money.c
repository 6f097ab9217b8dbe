#include "base/money.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

__extension__ typedef unsigned __int128 wide;

#define DIGITS_MAX 18 /* any number of so many digits fits into 64 bits */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of white space at `text`, no-break ones included. */
static size_t space_at(const char *text)
{
	if (*text == ' ' || (*text >= '\t' && *text <= '\r')) return 1;
	if (strncmp(text, "\u00A0", 2) == 0) return 2;
	return strncmp(text, "\u202F", 3) == 0 || strncmp(text, "\u2009", 3) == 0 ? 3 : 0;
}

static const char *skip_space(const char *text)
{
	for (size_t size; (size = space_at(text));)
		text += size;
	return text;
}

static const char *skip_minus(const char *text, bool *negative)
{
	size_t size = *text == '-' ? 1 : strncmp(text, "\u2212", 3) == 0 ? 3 : 0;
	*negative = *negative || size;
	return text + size;
}

/* A decimal number as written: `number` with its point moved left by `decimals`. */
struct digits {
	int64_t number;
	int decimals, digits;
	bool too_long;
};

static void add_digit(struct digits *digits, char c)
{
	if (digits->digits == DIGITS_MAX) {
		digits->too_long = true;
		return;
	}
	digits->number = digits->number * 10 + (c - '0');
	digits->digits += digits->number > 0;
}

/* number × scale as a whole, or false if it is none. */
static bool digits_scaled(struct digits digits, int64_t scale, wide *out)
{
	wide number = (wide)digits.number * (wide)scale;
	for (int i = 0; i < digits.decimals; i++, number /= 10)
		if (number % 10) return false;
	*out = number;
	return true;
}

static const char not_money[] = "not an amount: write 15000, 15,000.00, -1.50, $300k or 1.48M";

static const struct {
	const char *sign, *codes;
} currencies[] = {
	{"$", "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP"},
	{"\u20AC", "EUR"},
	{"\u00A3", "GBP"},
	{"\u00A5", "JPY CNY"},
};

/* The size of a currency's mark at `text`: a sign, which may stand for several codes, or three
 * letters (no codes); else 0. */
static size_t currency_at(const char *text, const char **codes)
{
	for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++) {
		size_t size = strlen(currencies[i].sign);
		if (strncmp(text, currencies[i].sign, size) == 0) {
			*codes = currencies[i].codes;
			return size;
		}
	}
	size_t letters = 0;
	while (text[letters] >= 'A' && text[letters] <= 'Z')
		letters++;
	*codes = NULL;
	return letters == 3 ? 3 : 0;
}

/* The size of a separator of thousands at `text`, if three digits and no fourth follow it. */
static size_t separator_at(const char *text, char mark)
{
	size_t size = *text == mark ? 1 : space_at(text);
	if (!size) return 0;
	const char *group = text + size;
	return is_digit(group[0]) && is_digit(group[1]) && is_digit(group[2]) && !is_digit(group[3])
	           ? size
	           : 0;
}

/* Reads digits with separators of thousands, all of one sort, and decimals; moves *text past
 * them. */
static const char *read_number(const char **text, char decimal_mark, struct digits *digits)
{
	const char thousands = decimal_mark == ',' ? '.' : ',';
	const char *at = *text;
	int leading = 0, groups = 0;
	for (; is_digit(*at); leading++)
		add_digit(digits, *at++);
	const char *first = at;
	for (size_t size; leading >= 1 && leading <= 3 && (size = separator_at(at, thousands));
	     groups++) {
		if (groups && strncmp(at, first, size) != 0) return not_money;
		at += size;
		for (int i = 0; i < 3; i++)
			add_digit(digits, *at++);
	}
	if (groups && digits->digits <= 3 * groups) return not_money; /* 0,123 has a decimal comma */
	if (*at == thousands)
		return decimal_mark == ','
		           ? "the point is ambiguous here: decimals stand after a comma in this column"
		           : "the comma is ambiguous: write 1,234 for thousands and 1.23 for cents";
	if (*at == decimal_mark) {
		for (at++; is_digit(*at); digits->decimals++)
			add_digit(digits, *at++);
		if (!digits->decimals) return not_money;
	}
	*text = at;
	return leading || digits->decimals ? NULL : not_money;
}

const char *money_parse(const char *text, int64_t *cents)
{
	return money_parse_style(text, '.', cents);
}

const char *money_parse_style(const char *text, char decimal_mark, int64_t *cents)
{
	bool negative = false;
	text = skip_space(text);
	if (!*text) return "empty: write an amount such as 15000";
	text = skip_minus(text, &negative);
	const char *codes;
	size_t currency = currency_at(text, &codes);
	text = skip_space(text + currency);
	if (currency && !negative) text = skip_minus(text, &negative);

	struct digits digits = {0};
	const char *why = read_number(&text, decimal_mark, &digits);
	if (why) return why;
	int64_t scale = *text == 'k' || *text == 'K'   ? 1000
	                : *text == 'm' || *text == 'M' ? 1000000
	                                               : 1;
	text = skip_space(text + (scale > 1));
	if (!currency) text = skip_space(text + currency_at(text, &codes));
	if (*text) return not_money;

	wide amount;
	if (digits.too_long && digits.digits > digits.decimals)
		return "too large: amounts end at 1,000,000,000,000";
	if (scale == 1 && digits.decimals == 3)
		return decimal_mark == ',' ? "a third decimal, or thousands? write 1234 or 1,23"
		                           : "a third decimal, or thousands? write 1234 or 1.23";
	if (digits.too_long || (scale == 1 && digits.decimals > 2) ||
	    !digits_scaled(digits, scale * 100, &amount))
		return "a third decimal: amounts are whole cents";
	if (amount > (wide)MONEY_MAX) return "too large: amounts end at 1,000,000,000,000";
	*cents = negative ? -(int64_t)amount : (int64_t)amount;
	return NULL;
}

const char *money_check_currency(const char *text, const char *currency)
{
	const char *codes;
	size_t size = 0;
	while (*text && !(size = currency_at(text, &codes)))
		text++;
	if (!size || (codes ? strstr(codes, currency) != NULL : strncmp(text, currency, size) == 0))
		return NULL;
	return "in another currency than the database's: there are no exchange rates";
}

static uint64_t magnitude(int64_t number)
{
	return number < 0 ? -(uint64_t)number : (uint64_t)number;
}

/* Digits of `number` with `mark` between thousands (0: none), and a minus before them. */
static void add_whole(struct buf *buf, uint64_t number, bool negative, char mark)
{
	char text[32];
	size_t at = sizeof text;
	int count = 0;
	do {
		if (mark && count && count % 3 == 0) text[--at] = mark;
		text[--at] = (char)('0' + number % 10);
		number /= 10;
		count++;
	} while (number);
	if (negative) text[--at] = '-';
	buf_add_n(buf, text + at, sizeof text - at);
}

static void add_cents(struct buf *buf, uint64_t cents)
{
	const char text[3] = {'.', (char)('0' + cents / 10), (char)('0' + cents % 10)};
	buf_add_n(buf, text, sizeof text);
}

void money_add_plain(struct buf *buf, int64_t cents)
{
	uint64_t size = magnitude(cents);
	add_whole(buf, size / 100, cents < 0, 0);
	add_cents(buf, size % 100);
}

void money_add(struct buf *buf, int64_t cents, int whole)
{
	uint64_t size = magnitude(cents);
	if (whole) {
		uint64_t units = (size + 50) / 100;
		add_whole(buf, units, cents < 0 && units, ',');
		return;
	}
	add_whole(buf, size / 100, cents < 0, ',');
	add_cents(buf, size % 100);
}

void money_add_short(struct buf *buf, int64_t cents)
{
	money_add(buf, cents, cents % 100 == 0);
}

void money_add_brief(struct buf *buf, int64_t cents)
{
	uint64_t whole = magnitude(muldiv(cents, 1, 100));
	if (whole < 1000) {
		add_whole(buf, whole, cents < 0 && whole, 0);
		return;
	}
	/* Rounded once, from the cents: what three digits of thousands would make 1000K is 1M. */
	uint64_t size = magnitude(cents) / 100;
	int64_t unit = size < 999500 ? 1000 : 1000000;
	int64_t step = size >= 100 * (uint64_t)unit  ? unit
	               : size >= 10 * (uint64_t)unit ? unit / 10
	                                             : unit / 100;
	uint64_t steps = magnitude(muldiv(cents, 1, 100 * step)), per_unit = (uint64_t)(unit / step);
	uint64_t part = steps % per_unit * 100 / per_unit; /* hundredths of the unit */
	add_whole(buf, steps / per_unit, cents < 0, 0);
	if (part) {
		const char decimals[3] = {'.', (char)('0' + part / 10), (char)('0' + part % 10)};
		buf_add_n(buf, decimals, part % 10 ? 3 : 2);
	}
	buf_add_char(buf, unit == 1000 ? 'K' : 'M');
}

const char *ratio_parse(const char *text, int64_t *millionths)
{
	static const char not_ratio[] = "not a number: write 0.3 or 30%";
	bool negative = false;
	text = skip_minus(skip_space(text), &negative);
	struct digits digits = {0};
	int leading = 0;
	for (; is_digit(*text); leading++)
		add_digit(&digits, *text++);
	if (*text == ',') return "a comma: write 0.3 or 30%";
	if (*text == '.') {
		for (text++; is_digit(*text); digits.decimals++)
			add_digit(&digits, *text++);
		if (!digits.decimals) return not_ratio;
	}
	if (!leading && !digits.decimals) return not_ratio;
	text = skip_space(text);
	int64_t scale = RATIO_ONE;
	if (*text == '%') {
		scale /= 100;
		text = skip_space(text + 1);
	}
	if (*text) return not_ratio;

	wide ratio;
	if (digits.too_long && digits.digits > digits.decimals) return "too large";
	if (digits.too_long || !digits_scaled(digits, scale, &ratio)) return "more than six decimals";
	if (ratio > (wide)MONEY_MAX) return "too large";
	*millionths = negative ? -(int64_t)ratio : (int64_t)ratio;
	return NULL;
}

/* Commas only where thousands are: `1,200` but neither `1,2` nor `12,00`. */
static bool commas_group(const char *text)
{
	const char *comma = strchr(text, ',');
	size_t first = strspn(text, "0123456789");
	if (!comma) return true;
	if (comma != text + first || first == 0 || first > 3) return false;
	for (; *comma == ','; comma += 4)
		if (strspn(comma + 1, "0123456789") != 3) return false;
	return *comma == '\0' || *comma == '.';
}

const char *decimal_parse(const char *text, int64_t *millionths)
{
	enum { LONGEST = 32 };
	char plain[LONGEST];
	size_t length = 0;
	const char *why;
	int64_t number;
	text = skip_space(text);
	if (strchr(text, '%') || !commas_group(text)) return "not a number: write 12.5 or 1,200";
	for (; *text && length + 1 < sizeof plain; text++)
		if (*text != ',') plain[length++] = *text;
	if (*text) return "too large";
	plain[length] = '\0';
	if (strchr(plain, '.') == plain + length - 4 && plain[0] != '0' && length <= 7 && length >= 5)
		return "ambiguous: a thousand, or a decimal? Write 1200 or 1.2";
	why = ratio_parse(plain, &number);
	if (why) return strstr(why, "0.3") ? "not a number: write 12.5 or 1,200" : why;
	if (number < 0) return "negative";
	if (number > DECIMAL_MAX) return "too large";
	*millionths = number;
	return NULL;
}

void decimal_add_plain(struct buf *buf, int64_t millionths)
{
	bool three = millionths >= RATIO_ONE && millionths % 1000 == 0 && millionths % 10000 != 0;
	ratio_add_plain(buf, millionths);
	if (three) buf_add_char(buf, '0');
}

void ratio_add_plain(struct buf *buf, int64_t millionths)
{
	uint64_t size = magnitude(millionths), part = size % 1000000;
	add_whole(buf, size / 1000000, millionths < 0, 0);
	if (!part) return;
	char text[7] = ".";
	size_t length = sizeof text;
	for (size_t i = length; --i;) {
		text[i] = (char)('0' + part % 10);
		part /= 10;
	}
	while (text[length - 1] == '0')
		length--;
	buf_add_n(buf, text, length);
}

void ratio_add_percent(struct buf *buf, int64_t millionths)
{
	uint64_t tenths = (magnitude(millionths) + 500) / 1000;
	add_whole(buf, tenths / 10, millionths < 0 && tenths, 0);
	if (tenths % 10) {
		const char decimal[2] = {'.', (char)('0' + tenths % 10)};
		buf_add_n(buf, decimal, sizeof decimal);
	}
	buf_add(buf, " %");
}

int64_t muldiv(int64_t a, int64_t b, int64_t c)
{
	bool negative = (a < 0) ^ (b < 0) ^ (c < 0);
	wide product = (wide)magnitude(a) * magnitude(b), divisor = magnitude(c);
	wide quotient = product / divisor + (product % divisor * 2 >= divisor);
	if (quotient > (wide)INT64_MAX) return negative ? INT64_MIN : INT64_MAX;
	return negative ? -(int64_t)quotient : (int64_t)quotient;
}

int64_t money_share_equal(int64_t cents, int64_t count, int64_t index)
{
	assert(count > 0);
	int64_t rest = cents % count;
	return cents / count + (index < rest) - (index < -rest);
}

struct remainder {
	wide size;
	int64_t index;
};

static int by_remainder(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;
	if (x->size != y->size) return x->size < y->size ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

void money_split(int64_t cents, const int64_t *weights, int64_t *out, int64_t count)
{
	wide sum = 0;
	for (int64_t i = 0; i < count; i++)
		sum += (uint64_t)weights[i];
	assert(sum > 0);

	struct remainder *remainders = mem_alloc((size_t)count * sizeof *remainders);
	uint64_t size = magnitude(cents), left = size;
	for (int64_t i = 0; i < count; i++) {
		wide product = (wide)size * (wide)weights[i];
		out[i] = (int64_t)(product / sum);
		left -= (uint64_t)out[i];
		remainders[i] = (struct remainder){product % sum, i};
	}
	if (left) qsort(remainders, (size_t)count, sizeof *remainders, by_remainder);
	for (uint64_t i = 0; i < left; i++)
		out[remainders[i].index]++;
	if (cents < 0)
		for (int64_t i = 0; i < count; i++)
			out[i] = -out[i];
	free(remainders);
}
