/* Any text: what is read as money or a ratio is printed so that it reads back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
	if (!condition) abort();
}

static void check_money(const char *text, char mark)
{
	int64_t cents = 0, again = 0;
	if (money_parse_style(text, mark, &cents)) return;
	require(cents >= -MONEY_MAX && cents <= MONEY_MAX);
	struct buf printed = {0};
	money_add_plain(&printed, cents);
	require(!money_parse(buf_text(&printed), &again) && again == cents);
	buf_reset(&printed);
	money_add(&printed, cents, 0);
	require(!money_parse(buf_text(&printed), &again) && again == cents);
	buf_free(&printed);
}

static void check_ratio(const char *text)
{
	int64_t ratio = 0, again = 0;
	if (ratio_parse(text, &ratio)) return;
	struct buf printed = {0};
	ratio_add_plain(&printed, ratio);
	require(!ratio_parse(buf_text(&printed), &again) && again == ratio);
	buf_free(&printed);
}

/* The bytes as an amount and weights: parts sum to it and none has the other sign. */
static void check_split(const uint8_t *data, size_t size)
{
	int64_t weights[16] = {0}, parts[16], cents = 0, sum = 0, count = 0;
	if (size < 10) return;
	memcpy(&cents, data, 8);
	cents %= MONEY_MAX;
	for (size_t i = 8; i < size && count < 16; i++)
		sum += weights[count++] = data[i];
	if (!sum) return;
	money_split(cents, weights, parts, count);
	for (int64_t i = 0; i < count; i++) {
		require(cents >= 0 ? parts[i] >= 0 : parts[i] <= 0);
		require(weights[i] || !parts[i]);
		cents -= parts[i];
	}
	require(cents == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	check_money(text, '.');
	check_money(text, ',');
	check_ratio(text);
	check_split(data, size);
	free(text);
	return 0;
}
