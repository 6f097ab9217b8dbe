#include "view/bar.h"
#include "base/money.h"

static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
static const char *const signs[2][4] = {{"█", "▒", "░", "│"}, {"#", "=", "-", "|"}};

/* How many of `steps` stand for value ÷ full. */
static size_t steps_of(int64_t value, int64_t full, size_t steps)
{
	if (value <= 0 || full <= 0) return 0;
	if (value >= full) return steps;
	size_t shown = (size_t)muldiv(value, (int64_t)steps, full);
	return shown > 0 ? shown : 1;
}

void bar_add(struct buf *out, int64_t value, int64_t full, size_t width, bool ascii)
{
	size_t per_column = ascii ? 1 : 8;
	size_t steps = steps_of(value, full, width * per_column);
	for (size_t i = 0; i < steps / per_column; i++)
		buf_add(out, bar_sign(0, ascii));
	buf_add(out, eighths[steps % per_column]);
}

void bar_add_parts(struct buf *out, const int64_t parts[3], int64_t goal, size_t width, bool ascii)
{
	size_t drawn = 0;
	int64_t sum = 0;
	for (size_t part = 0; part < 3; part++) {
		if (parts[part] <= 0) continue;
		sum += parts[part];
		for (size_t end = steps_of(sum, goal, width); drawn < end; drawn++)
			buf_add(out, bar_sign(part, ascii));
	}
	for (; drawn < width; drawn++)
		buf_add_char(out, ' ');
	buf_add(out, bar_sign(3, ascii));
}

const char *bar_sign(size_t part, bool ascii)
{
	return signs[ascii][part];
}
