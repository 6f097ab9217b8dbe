#include "model/slip.h"

#include <stdio.h>
#include <string.h>

#include "base/money.h"

enum { SLIP_MOST_MONTHS = 60, LONGEST = 20 };

/* One number of months up to the next comma: money's parser reads two decimals and no more. */
static const char *parse_part(const char *text, size_t length, int64_t *out)
{
	char part[LONGEST + 1];
	int64_t hundredths;
	if (length == 0 || length > LONGEST || strspn(text, "0123456789. ") < length)
		return "not numbers of months, such as 0,1,4";
	snprintf(part, sizeof part, "%.*s", (int)length, text);
	if (money_parse(part, &hundredths)) return "not numbers of months, such as 0,1,4";
	if (hundredths > SLIP_MOST_MONTHS * 100) return "more than 60 months";
	*out = hundredths * (RATIO_ONE / 100);
	return NULL;
}

const char *slip_parse(const char *text, struct slip *out)
{
	int64_t parts[3];
	size_t count = 0;
	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ",");
		const char *why = count < 3 ? parse_part(at, length, &parts[count++])
		                            : "more than three numbers of months";
		if (why) return why;
		at += length;
		if (!*at) break;
	}
	if (count == 2) return "two numbers: give one, or least, most likely and most";
	*out = (struct slip){parts[0], parts[count == 1 ? 0 : 1], parts[count - 1]};
	if (out->least > out->likely || out->likely > out->most)
		return "not in order: least, most likely, most";
	return NULL;
}
