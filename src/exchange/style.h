/* How a column writes its dates and its money: proven by its data, never guessed row by row. */
#ifndef SYNDIC_EXCHANGE_STYLE_H
#define SYNDIC_EXCHANGE_STYLE_H
#include <stdbool.h>
#include <stddef.h>
#include "base/date.h"

enum date_order { ORDER_UNKNOWN, ORDER_YMD, ORDER_DMY, ORDER_MDY };

enum date_shape {
	DATE_YEAR_FIRST,  /* 2026-11-22, 2026/11/22, with or without a time behind */
	DATE_DAY_FIRST,   /* 22/11/2026: a thirteenth month there is not */
	DATE_MONTH_FIRST, /* 11/22/2026 */
	DATE_EITHER,      /* 03/04/2026 */
	DATE_NONE,
};
enum date_shape date_shape(const char *text);
/* Reads a date; a time behind it is passed over, unless `tail` takes where it begins. `order` is
 * needed only where the year does not come first. NULL on success, else why not, as a phrase. */
const char *date_read(const char *text, enum date_order order, char out[DATE_SIZE],
                      const char **tail);

enum money_shape {
	MONEY_PLAIN,   /* 1500, 1,500: read alike by whoever writes a point before the cents */
	MONEY_POINT,   /* 1,500.00 */
	MONEY_COMMA,   /* 1.500,00 */
	MONEY_UNCLEAR, /* 1.500 */
};
enum money_shape money_shape(const char *text);
/* Digits alone, or with a point and one or two more: an amount that says nothing of a style unless
 * the column proves a decimal comma. */
bool money_is_plain(const char *text);
/* Reads an amount with the decimal mark given. NULL on success, else why not. */
const char *money_read(const char *text, size_t length, char mark, int64_t *cents);

#endif
