#include "unit.h"
#include "property.h"
#include "base/date.h"
#include "base/money.h"
#include "base/text.h"
#include "view/chart.h"
#include <string.h>

#define UNKNOWN ((struct syndic_figure){false, 77})

static struct syndic_figure cents(int64_t value)
{
	return (struct syndic_figure){true, value};
}

/* Now and then unknown or beyond all bounds, else of any size. */
static struct syndic_figure chance_figure(uint64_t *seed, int round)
{
	switch (chance(seed) % 40) {
	case 0: return UNKNOWN;
	case 1: return cents(round % 2 ? INT64_MIN : INT64_MAX);
	case 2: return cents(0);
	default: return cents(chance_between(seed, -MONEY_MAX, MONEY_MAX) >> (round % 47));
	}
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

static int64_t limited(int64_t value)
{
	return value > MONEY_MAX ? MONEY_MAX : value < -MONEY_MAX ? -MONEY_MAX : value;
}

/* ---- sparklines ------------------------------------------------------------------------------- */

#define SPARK(columns, ascii, ...)                                                                 \
	spark((struct syndic_figure[]){__VA_ARGS__},                                                   \
	      sizeof((struct syndic_figure[]){__VA_ARGS__}) / sizeof(struct syndic_figure), columns,   \
	      ascii)

static const char *spark(const struct syndic_figure *values, size_t count, size_t columns,
                         bool ascii)
{
	static struct buf out;
	buf_reset(&out);
	chart_add_spark(&out, values, count, columns, ascii);
	return buf_text(&out);
}

START_TEST(sparklines_show_each_level)
{
	struct syndic_figure steps[8];
	for (int i = 0; i < 8; i++)
		steps[i] = cents(i * 1000);
	ck_assert_str_eq(spark(steps, 8, 8, false), "▁▂▃▄▅▆▇█");
	ck_assert_str_eq(spark(steps, 8, 80, false), "▁▂▃▄▅▆▇█");
	ck_assert_str_eq(spark(steps, 8, 8, true), "_.:-=+*#");
	ck_assert_str_eq(spark(steps, 0, 8, false), "");
	ck_assert_str_eq(spark(steps, 8, 0, false), "");
	/* means: 0.5, 2.5, 4.5, 6.5; of 7 steps 0.54, 2.69, 4.85, 7 */
	ck_assert_str_eq(spark(steps, 8, 4, false), "▂▄▆█");
	/* means of 2 and 3 in turn: 0, 1 | 2, 3, 4 | 5, 6, 7 */
	ck_assert_str_eq(spark(steps, 8, 3, false), "▂▅█");
}
END_TEST

START_TEST(sparklines_are_honest_about_nothing)
{
	ck_assert_str_eq(SPARK(9, false, cents(0), cents(0), cents(0)), "▁▁▁");
	ck_assert_str_eq(SPARK(9, false, cents(5), cents(5)), "██");
	/* the scale begins at zero, and a little is not nothing */
	ck_assert_str_eq(SPARK(9, false, cents(90), cents(100)), "▇█");
	ck_assert_str_eq(SPARK(9, false, cents(0), cents(1), cents(1000)), "▁▂█");
	/* below zero: the scale goes from the lowest to the highest, or to zero */
	ck_assert_str_eq(SPARK(9, false, cents(-700), cents(0), cents(700)), "▁▅█");
	ck_assert_str_eq(SPARK(9, false, cents(-700), cents(-100), cents(0)), "▁▇█");
	ck_assert_str_eq(SPARK(9, false, cents(-700), cents(-700)), "▁▁");
	/* what is not known is a gap, or left out of a mean */
	ck_assert_str_eq(SPARK(9, false, UNKNOWN, cents(7), UNKNOWN), " █ ");
	ck_assert_str_eq(SPARK(2, false, UNKNOWN, cents(7), UNKNOWN, UNKNOWN), "█ ");
	ck_assert_str_eq(SPARK(9, true, UNKNOWN, UNKNOWN), "  ");
	ck_assert_str_eq(SPARK(9, false, cents(INT64_MIN), cents(0), cents(INT64_MAX)), "▁▅█");
}
END_TEST

START_TEST(sparklines_rise_as_values_do)
{
	static const char order[] = "_.:-=+*#";
	uint64_t seed = 11;
	for (int round = 0; round < 3000; round++) {
		struct syndic_figure values[60];
		size_t count = (size_t)chance_between(&seed, 1, 60);
		size_t columns = (size_t)chance_between(&seed, 1, 80);
		for (size_t i = 0; i < count; i++)
			values[i] = chance_figure(&seed, round);
		size_t drawn = text_width(spark(values, count, columns, false));
		HOLDS(drawn == (count < columns ? count : columns), "round %d", round);
		const char *line = spark(values, count, columns, true);
		HOLDS(is_ascii(line) && strlen(line) == drawn, "%s", line);
		for (size_t i = 1; count <= columns && i < count; i++) {
			struct syndic_figure a = values[i - 1], b = values[i];
			HOLDS((line[i] == ' ') == !b.known, "%s", line);
			if (a.known && b.known && a.value <= b.value)
				HOLDS(strchr(order, line[i - 1]) <= strchr(order, line[i]), "%s", line);
		}
	}
}
END_TEST

/* ---- fans ------------------------------------------------------------------------------------- */

static const char *fan(const struct chart_fan *fan, int64_t full, size_t width, bool trim,
                       bool ascii)
{
	static struct buf out;
	buf_reset(&out);
	chart_add_fan(&out, fan, full, width, trim, ascii);
	return buf_text(&out);
}

/* On a scale of 12 columns, one for each of 1200 cents ÷ 12, and the one of the mark. */
static const char *fan_of(int64_t committed, int64_t p10, int64_t p50, int64_t p90,
                          struct syndic_figure expected)
{
	struct chart_fan given = {committed, cents(p10), cents(p50), cents(p90), expected};
	return fan(&given, 1200, 13, false, false);
}

START_TEST(fans_show_what_is_sure_and_what_may_come)
{
	ck_assert_str_eq(fan_of(400, 600, 900, 1200, UNKNOWN), "████▒▒░░░│░░░");
	ck_assert_str_eq(fan_of(400, 400, 400, 1000, UNKNOWN), "████│░░░░░░  ");
	ck_assert_str_eq(fan_of(400, 400, 400, 400, UNKNOWN), "████│        ");
	ck_assert_str_eq(fan_of(0, 0, 0, 300, UNKNOWN), "│░░░         ");
	ck_assert_str_eq(fan_of(0, 0, 0, 0, UNKNOWN), "│            ");
	ck_assert_str_eq(fan_of(1200, 1200, 1200, 1200, UNKNOWN), "████████████│");
	/* the expected value: beyond P50, before it, and on it */
	ck_assert_str_eq(fan_of(400, 400, 400, 1000, cents(600)), "████│░░◆░░░  ");
	ck_assert_str_eq(fan_of(400, 400, 900, 1000, cents(600)), "████░░◆░░│░  ");
	ck_assert_str_eq(fan_of(400, 400, 600, 1000, cents(600)), "████░░│░░░░  ");
	ck_assert_str_eq(fan_of(0, 0, 0, 1200, cents(1200)), "│░░░░░░░░░░░◆");
	/* a little is not nothing */
	ck_assert_str_eq(fan_of(1, 1, 1, 1, UNKNOWN), "█│           ");
}
END_TEST

START_TEST(fans_cut_honestly)
{
	ck_assert_str_eq(fan_of(400, 400, 900, 1300, UNKNOWN), "████░░░░░│░░▸");
	ck_assert_str_eq(fan_of(-1, 400, 900, 1200, UNKNOWN), "◂▒▒▒░░░░░│░░░");
	ck_assert_str_eq(fan_of(INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX, UNKNOWN), "◂░░░░░░░░░░░▸");
	ck_assert_str_eq(fan_of(0, 0, 0, 0, cents(1201)), "│           ▸");
	struct chart_fan sure = {400, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};
	ck_assert_str_eq(fan(&sure, 1200, 13, false, false), "████         ");
	ck_assert_str_eq(fan(&sure, 1200, 13, true, false), "████");
	ck_assert_str_eq(fan(&sure, 1200, 13, true, true), "####");
	ck_assert_str_eq(fan(&sure, 0, 3, false, true), "##>");
	ck_assert_str_eq(fan(&sure, 400, 0, false, true), "# ");
	sure.committed = 0;
	ck_assert_str_eq(fan(&sure, 0, 3, true, true), "");
	struct chart_fan all = {300, cents(500), cents(700), cents(1000), cents(800)};
	ck_assert_str_eq(fan(&all, 1200, 13, true, true), "###==--|-*-");
	for (enum chart_fan_part part = FAN_COMMITTED; part <= FAN_EXPECTED; part++)
		ck_assert_ptr_nonnull(
			strstr(fan(&all, 1200, 13, true, false), chart_fan_sign(part, false)));
}
END_TEST

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

START_TEST(fans_keep_their_order_and_width)
{
	uint64_t seed = 12;
	for (int round = 0; round < 5000; round++) {
		int64_t full = chance_between(&seed, 1, MONEY_MAX) >> (round % 45), values[4];
		if (!full) full = 1;
		for (size_t i = 0; i < 4; i++)
			values[i] = chance_between(&seed, 0, full);
		qsort(values, 4, sizeof *values, by_size);
		struct chart_fan row = {values[0], cents(values[1]), cents(values[2]), cents(values[3]),
		                        round % 3 ? cents(chance_between(&seed, 0, full)) : UNKNOWN};
		size_t width = (size_t)chance_between(&seed, 2, 120);
		HOLDS(text_width(fan(&row, full, width, false, false)) == width, "round %d", round);
		const char *line = fan(&row, full, width, false, true);
		HOLDS(is_ascii(line) && strlen(line) == width, "%s", line);
		/* Solid, then up to P10, then up to P90, the mark of P50 among the last, then nothing. */
		size_t at = strspn(line, "#*");
		HOLDS(at > 0 || !values[0], "%s", line);
		at += strspn(line + at, "=*");
		at += strspn(line + at, "-*");
		HOLDS(line[at] == '|', "%s", line);
		at++;
		at += strspn(line + at, "-*");
		at += strspn(line + at, " *");
		HOLDS(at == width, "%s", line);
		/* Where P50 is its mark stands, to half a column, or one where there is something. */
		int64_t mark = strchr(line, '|') - line,
				exact = muldiv(values[2], (int64_t)width - 1, full);
		HOLDS(mark == exact || (mark == 1 && exact == 0 && values[2] > 0), "%s", line);
		const char *trimmed = fan(&row, full, width, true, true);
		HOLDS(trimmed[strlen(trimmed) - 1] != ' ', "%s|", trimmed);
	}
}
END_TEST

START_TEST(fans_bear_anything)
{
	uint64_t seed = 13;
	for (int round = 0; round < 5000; round++) {
		struct chart_fan row = {chance_figure(&seed, round).value, chance_figure(&seed, round),
		                        chance_figure(&seed, round), chance_figure(&seed, round),
		                        chance_figure(&seed, round)};
		int64_t full = chance_figure(&seed, round).value;
		size_t width = (size_t)chance_between(&seed, 2, 60);
		HOLDS(text_width(fan(&row, full, width, false, false)) == width, "round %d", round);
		HOLDS(strlen(fan(&row, full, width, false, true)) == width, "round %d", round);
	}
}
END_TEST

/* ---- the balance ------------------------------------------------------------------------------ */

static const char *balance(const char *first, const struct chart_month *months, size_t count,
                           size_t width, size_t height, bool ascii)
{
	static struct buf out;
	buf_reset(&out);
	chart_add_balance(&out, first, months, count, width, height, ascii);
	return buf_text(&out);
}

static struct chart_month month_of(int64_t thousands, int64_t spread)
{
	return (struct chart_month){cents((thousands - spread) * 100000), cents(thousands * 100000),
	                            cents((thousands + spread) * 100000)};
}

/* Lines of 100K: P50 in the lines 3, 2, 1, 0, -1, -2, P10 in 2, 1, -1, -1, -2, -3 and P90 in
 * 4, 3, 2, 1, 1, -1. Months begin in the columns 0, 6, 11, 17, 22 and 28 of 33. */
START_TEST(a_balance_that_runs_out)
{
	struct chart_month months[6];
	for (int i = 0; i < 6; i++)
		months[i] = month_of(300 - i * 100, 120);
	ck_assert_str_eq(balance("2026-11", months, 6, 40, 9, false),
	                 " 400K ┤░░░░░░\n"
	                 "      │━━━━━━┓░░░░\n"
	                 " 200K ┤░░░░░░┗━━━━┓░░░░░\n"
	                 "      │      ░░░░░┗━━━━━┓░░░░░░░░░░\n"
	                 "    0 ┼───────────┬─────┗━━━━╳─────┬────\n"
	                 "      │           ░░░░░░░░░░░┗━━━━━┓░░░░\n"
	                 "-200K ┤                      ░░░░░░┗━━━━\n"
	                 "      │                            ░░░░░\n"
	                 "       2026-11    2027-01    ▲2027-03\n");
	ck_assert_str_eq(balance("2026-11", months, 6, 40, 9, true),
	                 " 400K +::::::\n"
	                 "      |======+::::\n"
	                 " 200K +::::::+====+:::::\n"
	                 "      |      :::::+=====+::::::::::\n"
	                 "    0 +-----------+-----+====X-----+----\n"
	                 "      |           :::::::::::+=====+::::\n"
	                 "-200K +                      ::::::+====\n"
	                 "      |                            :::::\n"
	                 "       2026-11    2027-01    ^2027-03\n");
}
END_TEST

START_TEST(a_balance_of_special_shape)
{
	struct chart_month months[4] = {0};
	ck_assert_str_eq(balance("2026-01", months, 0, 80, 10, false), "");
	/* constant: lines of 100K, few enough for each to have its label */
	months[0] = month_of(500, 0);
	ck_assert_str_eq(balance("2026-01", months, 1, 80, 8, false), "500K ┤━━━━━━━━\n"
	                                                              "400K ┤\n"
	                                                              "300K ┤\n"
	                                                              "200K ┤\n"
	                                                              "100K ┤\n"
	                                                              "   0 ┼────────\n"
	                                                              "      2026-01\n");
	/* nothing at all is on the axis, and next to nothing is not */
	months[0] = month_of(0, 0);
	ck_assert_str_eq(balance("2026-01", months, 1, 80, 8, false), "0 ┼━━━━━━━━\n"
	                                                              "   2026-01\n");
	months[0] = (struct chart_month){UNKNOWN, cents(-1), cents(5)};
	ck_assert_str_eq(balance("2026-01", months, 1, 80, 8, false), " 0 ┼╳───────\n"
	                                                              "-1 ┤━━━━━━━━\n"
	                                                              "    ▲2026-01\n");
	/* unknown months are gaps, of the line or of the band */
	months[0] = months[2] = month_of(100, 0);
	months[1] = (struct chart_month){UNKNOWN, UNKNOWN, UNKNOWN};
	months[3] = (struct chart_month){cents(0), UNKNOWN, cents(20000000)};
	ck_assert_str_eq(balance("2026-01", months, 4, 80, 4, true),
	                 "200K +                        ::::::::\n"
	                 "100K +========        ========::::::::\n"
	                 "   0 +------------------------+-------\n"
	                 "      2026-01                 2026-04\n");
	/* nothing is known */
	ck_assert_str_eq(balance("2026-01", months + 1, 1, 80, 4, true), "0 +--------\n"
	                                                                 "   2026-01\n");
}
END_TEST

/* Ten years in 40 columns: three or four months in each of 33, of which the worst is shown. */
START_TEST(a_balance_of_many_months_shows_the_worst)
{
	struct chart_month months[120];
	for (int i = 0; i < 120; i++)
		months[i] = month_of(i == 77 ? -50 : 300, 0);
	ck_assert_str_eq(balance("2026-01", months, 120, 40, 6, false),
	                 " 300K ┤━━━━━━━━━━━━━━━━━━━━━┓┏━━━━━━━━━━\n"
	                 " 200K ┤                     ┃┃\n"
	                 " 100K ┤                     ┃┃\n"
	                 "    0 ┼──────┬─────────┬────╳┃───┬──────\n"
	                 "-100K ┤                     ┗┛\n"
	                 "       2026-01              ▲2032-06\n");
}
END_TEST

/* A block read back: the cells right of the axis, line by line, the last of which names months. */
enum { LINES = 64, COLUMNS = 256, SIGN = 5 };
struct grid {
	char cells[LINES][COLUMNS][SIGN];
	int64_t lines, columns, zero; /* `zero`: the line of the axis */
	int64_t step; /* cents a line, by the label that is farthest from zero; 0: none */
};

static bool is(const char *cell, const char *signs)
{
	return *cell && *cell != ' ' && strstr(signs, cell);
}

static void read_label(struct grid *grid, const char *label)
{
	int64_t value;
	if (money_parse(label, &value)) return;
	int64_t away = grid->zero - grid->lines;
	HOLDS((value == 0) == (away == 0) && value % (away ? away : 1) == 0, "%.20s", label);
	if (away) grid->step = value / away;
}

/* Splits the block; checks the width and end of each line, and that one is the axis of zero. */
static void read_grid(struct grid *grid, const char *text, size_t width, size_t height)
{
	size_t labels = strspn(text, " -.0123456789KM"), sign;
	memset(grid, 0, sizeof *grid);
	for (const char *at = strstr(text, "0 ┼"); at > text; at--)
		grid->zero += at[-1] == '\n';
	for (const char *end; (end = strchr(text, '\n')); text = end + 1, grid->lines++) {
		char line[COLUMNS * SIGN], label[COLUMNS];
		HOLDS(grid->lines < (int64_t)height, "%d lines", (int)grid->lines);
		snprintf(line, sizeof line, "%.*s", (int)(end - text), text);
		HOLDS(text_width(line) <= width && end[-1] != ' ', "%.150s|", line);
		snprintf(label, sizeof label, "%.*s", (int)labels, line);
		if (end[1]) read_label(grid, label);
		const char *left = grid->lines == grid->zero ? "┼" : end[1] ? "│┤" : " ";
		int64_t column = -1;
		for (const char *at = line + labels; *at; at += sign, column++) {
			for (sign = 1; ((unsigned char)at[sign] & 0xC0) == 0x80;)
				sign++;
			if (column < 0)
				HOLDS(strncmp(at, left, sign) == 0 || strncmp(at, left + 3, sign) == 0, "%.150s",
				      line);
			else
				memcpy(grid->cells[grid->lines][column], at, sign);
		}
		if (grid->lines == grid->zero) grid->columns = column;
	}
}

/* Does a line stand for a value: to half a step, or the first beside zero for what is less? */
static bool stands_for(int64_t line, int64_t step, int64_t value)
{
	if (line == 0 || value == 0) return line == 0 && value == 0;
	if ((line < 0) != (value < 0)) return false;
	return 2 * llabs(line * step - value) <= step || (llabs(line) == 1 && llabs(value) < step);
}

static void check_column(const struct grid *grid, int64_t column, const struct chart_month *month)
{
	int64_t found = 0, p10 = limited(month->p10.value), p90 = limited(month->p90.value);
	for (int64_t line = 0; line < grid->lines - 1; line++) {
		const char *cell = grid->cells[line][column];
		int64_t level = grid->zero - line, value = level * grid->step;
		bool ends = is(cell, "━ ┗ ┏");
		found += ends;
		HOLDS(!ends || stands_for(level, grid->step, limited(month->p50.value)), "line %d",
		      (int)line);
		if (is(cell, "░"))
			HOLDS(month->p10.known && month->p90.known &&
			          (value >= p10 || stands_for(level, grid->step, p10)) &&
			          (value <= p90 || stands_for(level, grid->step, p90)),
			      "line %d", (int)line);
		if (month->p10.known && month->p90.known && value >= p10 && value <= p90)
			HOLDS(*cell && *cell != ' ', "line %d", (int)line);
	}
	HOLDS(found == month->p50.known, "%d", (int)column);
}

/* The first month below zero is marked on the axis and named beneath, and no other is. */
static void check_mark(const struct grid *grid, const char *first, const struct chart_month *months,
                       int64_t count)
{
	int64_t out = 0, column = 0, marks = 0;
	char name[DATE_SIZE], line[COLUMNS * SIGN] = "";
	while (out < count && !(months[out].p50.known && months[out].p50.value < 0))
		out++;
	while (column < grid->columns && !is(grid->cells[grid->zero][column], "╳"))
		column++;
	for (int64_t i = 0; i < grid->columns; i++) {
		marks += is(grid->cells[grid->zero][i], "╳") + is(grid->cells[grid->lines - 1][i], "▲");
		strncat(line, grid->cells[grid->lines - 1][i], SIGN);
	}
	HOLDS((column < grid->columns) == (out < count) && marks == 2 * (out < count), "%.150s", line);
	if (out == count) return;
	HOLDS(is(grid->cells[grid->lines - 1][column], "▲"), "%.150s", line);
	HOLDS(column * count / grid->columns <= out, "%.150s", line);
	HOLDS(out < (column + 1) * count / grid->columns || column * count / grid->columns == out,
	      "%.150s", line);
	month_from_number(month_number(first) + out, name);
	const char *mark = strstr(line, "▲");
	HOLDS(strncmp(mark + strlen("▲"), name, 7) == 0 ||
	          (mark - line >= 7 && strncmp(mark - 7, name, 7) == 0),
	      "%.150s, not %s", line, name);
}

START_TEST(a_balance_reads_back)
{
	static struct grid grid;
	uint64_t seed = 14;
	for (int round = 0; round < 4000; round++) {
		struct chart_month months[130];
		int64_t count = chance_between(&seed, 1, round % 2 ? 130 : 30), shift = round % 47;
		size_t width = (size_t)chance_between(&seed, 32, 200);
		size_t height = (size_t)chance_between(&seed, 4, round % 3 ? 14 : 61);
		int64_t mid = chance_between(&seed, -MONEY_MAX, MONEY_MAX) >> shift;
		for (int64_t i = 0; i < count; i++) {
			int64_t step = (MONEY_MAX >> shift) / 12, spread = chance_between(&seed, 0, step);
			mid += chance_between(&seed, -step, step);
			months[i] = (struct chart_month){cents(mid - spread), cents(mid), cents(mid + spread)};
			if (chance(&seed) % 30) continue;
			months[i].p50 = chance_figure(&seed, round);
			if (round % 2) months[i].p90 = UNKNOWN;
		}
		read_grid(&grid, balance("2026-05", months, (size_t)count, width, height, false), width,
		          height);
		check_mark(&grid, "2026-05", months, count);
		for (int64_t i = 0; count <= grid.columns && i < grid.columns; i++)
			check_column(&grid, i, &months[i * count / grid.columns]);
		const char *text = balance("2026-05", months, (size_t)count, width, height, true);
		HOLDS(is_ascii(text), "%s", text);
		for (int64_t line = 0; line < grid.lines; line++, text = strchr(text, '\n') + 1)
			HOLDS(strcspn(text, "\n") <= width, "%s", text);
		HOLDS(!*text, "%s", text);
	}
}
END_TEST

START_TEST(a_legend_of_a_balance)
{
	struct chart_month months[6];
	for (int i = 0; i < 6; i++)
		months[i] = month_of(300 - i * 100, 120);
	for (int ascii = 0; ascii < 2; ascii++) {
		const char *text = balance("2026-11", months, 6, 40, 9, ascii);
		for (enum chart_balance_part part = BALANCE_P50; part <= BALANCE_OUT; part++)
			ck_assert_ptr_nonnull(strstr(text, chart_balance_sign(part, ascii)));
	}
}
END_TEST

UNIT(chart)
{
	Suite *suite = suite_create("chart");
	TCase *sparklines = tcase_create("sparklines");
	TCase *fans = tcase_create("fans");
	TCase *balances = tcase_create("balances");

	tcase_add_test(sparklines, sparklines_show_each_level);
	tcase_add_test(sparklines, sparklines_are_honest_about_nothing);
	tcase_add_test(sparklines, sparklines_rise_as_values_do);
	suite_add_tcase(suite, sparklines);
	tcase_add_test(fans, fans_show_what_is_sure_and_what_may_come);
	tcase_add_test(fans, fans_cut_honestly);
	tcase_add_test(fans, fans_keep_their_order_and_width);
	tcase_add_test(fans, fans_bear_anything);
	suite_add_tcase(suite, fans);
	tcase_add_test(balances, a_balance_that_runs_out);
	tcase_add_test(balances, a_balance_of_special_shape);
	tcase_add_test(balances, a_balance_of_many_months_shows_the_worst);
	tcase_add_test(balances, a_balance_reads_back);
	tcase_add_test(balances, a_legend_of_a_balance);
	suite_add_tcase(suite, balances);
	return suite;
}
