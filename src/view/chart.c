#include "view/chart.h"
#include "base/date.h"
#include "base/money.h"

__extension__ typedef __int128 wide;

/* So that no sum or difference of two leaves 64 bits. */
static int64_t limited(int64_t value)
{
	return value > MONEY_MAX ? MONEY_MAX : value < -MONEY_MAX ? -MONEY_MAX : value;
}

/* Takes away the spaces at the end, as far as `start`. */
static void trim_end(struct buf *out, size_t start)
{
	while (out->length > start && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
}

/* ---- a sparkline ----------------------------------------------------------------------------- */

enum { LEVELS = 8 };
static const char *const levels[2][LEVELS] = {{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
                                              {"_", ".", ":", "-", "=", "+", "*", "#"}};

/* The mean of what is known from the part `index` of `parts` of the values. */
static struct syndic_figure mean_of(const struct syndic_figure *values, size_t count, size_t parts,
                                    size_t index)
{
	wide sum = 0;
	int64_t known = 0;
	for (size_t i = index * count / parts; i < (index + 1) * count / parts; i++) {
		if (!values[i].known) continue;
		sum += limited(values[i].value);
		known++;
	}
	return (struct syndic_figure){known > 0, known ? (int64_t)(sum / known) : 0};
}

void chart_add_spark(struct buf *out, const struct syndic_figure *values, size_t count,
                     size_t columns, bool ascii)
{
	size_t parts = count < columns ? count : columns;
	int64_t low = 0, high = 0;
	for (size_t i = 0; i < parts; i++) {
		struct syndic_figure mean = mean_of(values, count, parts, i);
		if (mean.known && mean.value < low) low = mean.value;
		if (mean.known && mean.value > high) high = mean.value;
	}
	for (size_t i = 0; i < parts; i++) {
		struct syndic_figure mean = mean_of(values, count, parts, i);
		int64_t level = 0;
		if (mean.known && mean.value > low) {
			level = muldiv(mean.value - low, LEVELS - 1, high - low);
			if (level == 0) level = 1;
		}
		buf_add(out, mean.known ? levels[ascii][level] : " ");
	}
}

/* ---- a fan ----------------------------------------------------------------------------------- */

static const char *const fan_signs[][2] = {
	[FAN_COMMITTED] = {"█", "#"}, [FAN_TO_P10] = {"▒", "="},   [FAN_TO_P90] = {"░", "-"},
	[FAN_P50] = {"│", "|"},       [FAN_EXPECTED] = {"◆", "*"},
};
static const char *const cut_low[2] = {"◂", "<"}, *const cut_high[2] = {"▸", ">"};

/* A fan in columns. Where a mark is not known it lies beyond `width`. */
struct fan_columns {
	size_t committed, p10, p90;
	size_t p50_mark, expected_mark;
	size_t width;
	bool below, above; /* is anything cut there? */
};

/* In how many of the columns `value` ends; notes what is cut. */
static size_t end_of(struct fan_columns *columns, struct syndic_figure figure, int64_t full)
{
	int64_t value = figure.known ? limited(figure.value) : 0, steps = (int64_t)columns->width - 1;
	if (value < 0) columns->below = true;
	if (value <= 0) return 0;
	if (value > full) columns->above = true;
	if (value >= full) return (size_t)steps;
	int64_t end = muldiv(value, steps, full);
	return end > 0 ? (size_t)end : 1;
}

static struct fan_columns fan_columns(const struct chart_fan *fan, int64_t full, size_t width)
{
	struct fan_columns columns = {.width = width};
	struct syndic_figure committed = {true, fan->committed};
	columns.committed = end_of(&columns, committed, full);
	columns.p10 = end_of(&columns, fan->p10, full);
	columns.p90 = end_of(&columns, fan->p90, full);
	size_t p50 = end_of(&columns, fan->p50, full), expected = end_of(&columns, fan->expected, full);
	columns.p50_mark = fan->p50.known ? p50 : width;
	/* Marked in the column after it, as P50 is; beyond that mark all is moved by one column. */
	expected += expected > columns.p50_mark && expected + 1 < width;
	columns.expected_mark = fan->expected.known ? expected : width;
	return columns;
}

static const char *fan_cell(const struct fan_columns *columns, size_t at, bool ascii)
{
	if (at == 0 && columns->below) return cut_low[ascii];
	if (at + 1 == columns->width && columns->above) return cut_high[ascii];
	if (at == columns->p50_mark) return fan_signs[FAN_P50][ascii];
	if (at == columns->expected_mark) return fan_signs[FAN_EXPECTED][ascii];
	size_t step = at - (at > columns->p50_mark);
	return step < columns->committed ? fan_signs[FAN_COMMITTED][ascii]
	       : step < columns->p10     ? fan_signs[FAN_TO_P10][ascii]
	       : step < columns->p90     ? fan_signs[FAN_TO_P90][ascii]
	                                 : " ";
}

void chart_add_fan(struct buf *out, const struct chart_fan *fan, int64_t full, size_t width,
                   bool trim, bool ascii)
{
	struct fan_columns columns = fan_columns(fan, limited(full), width < 2 ? 2 : width);
	size_t start = out->length;
	for (size_t at = 0; at < columns.width; at++)
		buf_add(out, fan_cell(&columns, at, ascii));
	if (trim) trim_end(out, start);
}

const char *chart_fan_sign(enum chart_fan_part part, bool ascii)
{
	return fan_signs[part][ascii];
}

/* ---- the balance over the months ------------------------------------------------------------- */

enum {
	WIDTH_LEAST = 32,
	LINES_LEAST = 4, /* one above zero, zero, one below, the months */
	LINES_MOST = 61,
	MONTH_COLUMNS_MOST = 8, /* wider steps say no more */
	UNIT = 100,             /* cents */
	MONTH_SIZE = 7,         /* 2026-01 */
	ALL_LABELLED = 6,       /* up to so many lines each is labelled, else every other one */
};

/* What stands in a cell, a legend or at the left; in ASCII the second. */
enum piece {
	FLAT, /* P50 */
	FALL,
	FALL_END,
	CLIMB,
	CLIMB_END,
	STEEP, /* between the ends of a fall or climb */
	BAND,
	AXIS, /* zero */
	AXIS_MONTH,
	AXIS_OUT,
	LEFT,
	LEFT_LABELLED,
	LEFT_ZERO,
	MONTH_OUT,
	BLANK,
};
static const char *const pieces[][2] = {
	[FLAT] = {"━", "="},      [FALL] = {"┓", "+"},      [FALL_END] = {"┗", "+"},
	[CLIMB] = {"┛", "+"},     [CLIMB_END] = {"┏", "+"}, [STEEP] = {"┃", "|"},
	[BAND] = {"░", ":"},      [AXIS] = {"─", "-"},      [AXIS_MONTH] = {"┬", "+"},
	[AXIS_OUT] = {"╳", "X"},  [LEFT] = {"│", "|"},      [LEFT_LABELLED] = {"┤", "+"},
	[LEFT_ZERO] = {"┼", "+"}, [MONTH_OUT] = {"▲", "^"}, [BLANK] = {" ", " "},
};

/* The block: `above` and `below` lines of `step` cents around the one of zero, and columns. */
struct plot {
	const struct chart_month *months;
	size_t count, columns, label_width;
	int64_t first, stride; /* the first month; every how many of the calendar one is named */
	int64_t step, above, below;
	size_t out, out_column; /* where P50 is first below zero; `count` and `columns`: nowhere */
	bool ascii;
};

/* What a column shows, in lines above zero. */
struct plot_column {
	bool has_line, has_band;
	int64_t line, low, high;
};

/* Lines of `step` cents to the nearest, but never none where there is something: what is drawn on
 * the axis is zero. */
static int64_t line_of(int64_t value, int64_t step)
{
	if (value == 0) return 0;
	int64_t line = muldiv(value, 1, step);
	return line ? line : value < 0 ? -1 : 1;
}

/* The smallest step of a row of round ones with which low to high fits into `lines`, zero included;
 * a multiple of a whole unit, so that labels are exact. */
static int64_t step_for(int64_t low, int64_t high, int64_t lines)
{
	static const int64_t round_steps[] = {10, 15, 20, 25, 30, 40, 50, 75};
	static const size_t round_count = sizeof round_steps / sizeof *round_steps;
	for (int64_t ten = 10;; ten *= 10)
		for (size_t i = 0; i < round_count; i++) {
			int64_t step = ten * round_steps[i];
			if (step % UNIT == 0 && line_of(high, step) - line_of(low, step) < lines) return step;
		}
}

/* Includes a figure, if it is known, in low to high. */
static void widen(struct syndic_figure figure, int64_t *low, int64_t *high)
{
	if (!figure.known) return;
	int64_t value = limited(figure.value);
	if (value < *low) *low = value;
	if (value > *high) *high = value;
}

static bool has_band(const struct chart_month *month)
{
	return month->p10.known && month->p90.known;
}

static void widen_to_band(const struct chart_month *month, int64_t *low, int64_t *high)
{
	if (!has_band(month)) return;
	widen(month->p10, low, high);
	widen(month->p90, low, high);
}

/* The months of a column: from *begin, before *end. */
static void months_of(const struct plot *plot, size_t column, size_t *begin, size_t *end)
{
	*begin = column * plot->count / plot->columns;
	*end = (column + 1) * plot->count / plot->columns;
	if (*end == *begin) *end = *begin + 1;
}

static size_t column_of(const struct plot *plot, size_t month)
{
	for (size_t column = 0;; column++) {
		size_t begin, end;
		months_of(plot, column, &begin, &end);
		if (month < end) return column;
	}
}

static struct plot_column plot_column(const struct plot *plot, size_t column)
{
	struct plot_column shown = {0};
	int64_t worst = MONEY_MAX, best = -MONEY_MAX, low = MONEY_MAX, high = -MONEY_MAX;
	size_t begin, end;
	months_of(plot, column, &begin, &end);
	for (size_t i = begin; i < end; i++) {
		const struct chart_month *month = &plot->months[i];
		shown.has_line |= month->p50.known;
		shown.has_band |= has_band(month);
		widen(month->p50, &worst, &best);
		widen_to_band(month, &low, &high);
	}
	shown.line = line_of(worst, plot->step);
	shown.low = line_of(low, plot->step);
	shown.high = line_of(high, plot->step);
	return shown;
}

/* The sign of a column in the line `at`, where the column before ended in `from`. */
static enum piece piece_of(const struct plot_column *shown, bool joined, int64_t from, int64_t at)
{
	int64_t to = shown->line;
	if (shown->has_line && at == to)
		return !joined || from == to ? FLAT : from > to ? FALL_END : CLIMB_END;
	if (shown->has_line && joined) {
		if (at == from) return from > to ? FALL : CLIMB;
		if ((at < from && at > to) || (at > from && at < to)) return STEEP;
	}
	if (at == 0) return AXIS;
	return shown->has_band && at >= shown->low && at <= shown->high ? BAND : BLANK;
}

static bool is_labelled(const struct plot *plot, int64_t line)
{
	return line % 2 == 0 || plot->above + plot->below + 1 <= ALL_LABELLED;
}

static void add_label(struct buf *label, const struct plot *plot, int64_t line)
{
	buf_reset(label);
	if (is_labelled(plot, line)) money_add_brief(label, line * plot->step);
}

static void add_piece(struct buf *out, const struct plot *plot, enum piece piece)
{
	buf_add(out, pieces[piece][plot->ascii]);
}

/* Every how many months of the calendar there is room for one's name: quarters, or Januaries. */
static int64_t stride_for(size_t count, size_t columns)
{
	static const int64_t strides[] = {3, 12, 24, 36, 60};
	for (size_t i = 0; i < sizeof strides / sizeof *strides; i++)
		if ((size_t)strides[i] * columns / count >= MONTH_SIZE + 2) return strides[i];
	return 120;
}

/* The month that may be named below a column: the first of all, or one of the stride that begins
 * there. */
static bool month_below(const struct plot *plot, size_t column, int64_t *month)
{
	size_t begin, end, begun, from = 0;
	months_of(plot, column, &begin, &end);
	if (column) months_of(plot, column - 1, &begun, &from);
	for (size_t i = from; i < end; i++) {
		*month = plot->first + (int64_t)i;
		if (i == 0 || *month % plot->stride == 0) return true;
	}
	return false;
}

static void add_line(struct buf *out, const struct plot *plot, int64_t line, const char *label)
{
	size_t start = out->length;
	int64_t month;
	struct plot_column before = {0};
	buf_printf(out, "%*s ", (int)plot->label_width, label);
	add_piece(out, plot, line == 0 ? LEFT_ZERO : is_labelled(plot, line) ? LEFT_LABELLED : LEFT);
	for (size_t column = 0; column < plot->columns; column++) {
		struct plot_column shown = plot_column(plot, column);
		enum piece piece = piece_of(&shown, before.has_line, before.line, line);
		if (piece == AXIS && column && month_below(plot, column, &month)) piece = AXIS_MONTH;
		if (line == 0 && column == plot->out_column) piece = AXIS_OUT;
		add_piece(out, plot, piece);
		before = shown;
	}
	trim_end(out, start);
	buf_add_char(out, '\n');
}

static void add_month(struct buf *out, int64_t month)
{
	char name[DATE_SIZE];
	month_from_number(month, name);
	buf_add(out, name);
}

/* The marked month, its mark at its column: the name to the right of it, or else to the left. */
static void add_month_out(struct buf *out, const struct plot *plot, bool is_right)
{
	if (is_right) add_piece(out, plot, MONTH_OUT);
	add_month(out, plot->first + (int64_t)plot->out);
	if (!is_right) add_piece(out, plot, MONTH_OUT);
}

/* Names months below the columns in which they begin; the one that is marked before all others. */
static void add_months(struct buf *out, const struct plot *plot)
{
	size_t start = out->length, columns = plot->columns, mark = plot->out_column, at = 0;
	bool is_right = mark + 1 + MONTH_SIZE <= columns;
	size_t reserved = mark == columns ? columns + 1 : is_right ? mark : mark - MONTH_SIZE;
	int64_t month;
	buf_printf(out, "%*s", (int)plot->label_width + 2, "");
	while (at < columns) {
		size_t end = at + MONTH_SIZE;
		if (at == reserved) {
			add_month_out(out, plot, is_right);
			at = end + 1;
		} else if (end <= columns && (end < reserved || at > reserved) &&
		           month_below(plot, at, &month)) {
			add_month(out, month);
			at = end;
		}
		/* Names never touch. */
		buf_add_char(out, ' ');
		at++;
	}
	trim_end(out, start);
	buf_add_char(out, '\n');
}

/* The lines that low to high need, and the widest of their labels. */
static void measure(struct plot *plot, size_t height)
{
	int64_t low = 0, high = 0;
	for (size_t i = 0; i < plot->count; i++) {
		const struct chart_month *month = &plot->months[i];
		widen(month->p50, &low, &high);
		widen_to_band(month, &low, &high);
	}
	plot->step = step_for(low, high, (int64_t)height - 1);
	plot->above = line_of(high, plot->step);
	plot->below = -line_of(low, plot->step);
	struct buf label = {0};
	for (int64_t line = -plot->below; line <= plot->above; line++) {
		add_label(&label, plot, line);
		if (label.length > plot->label_width) plot->label_width = label.length;
	}
	buf_free(&label);
}

void chart_add_balance(struct buf *out, const char *first, const struct chart_month *months,
                       size_t count, size_t width, size_t height, bool ascii)
{
	if (!count) return;
	struct plot plot = {.months = months, .count = count, .ascii = ascii};
	plot.first = month_number(first);
	measure(&plot, height < LINES_LEAST ? LINES_LEAST : height > LINES_MOST ? LINES_MOST : height);
	size_t room = (width < WIDTH_LEAST ? WIDTH_LEAST : width) - plot.label_width - 2;
	plot.columns = count <= room / MONTH_COLUMNS_MOST ? count * MONTH_COLUMNS_MOST : room;
	plot.stride = stride_for(count, plot.columns);
	while (plot.out < count && !(months[plot.out].p50.known && months[plot.out].p50.value < 0))
		plot.out++;
	plot.out_column = plot.out < count ? column_of(&plot, plot.out) : plot.columns;

	struct buf label = {0};
	for (int64_t line = plot.above; line >= -plot.below; line--) {
		add_label(&label, &plot, line);
		add_line(out, &plot, line, buf_text(&label));
	}
	add_months(out, &plot);
	buf_free(&label);
}

const char *chart_balance_sign(enum chart_balance_part part, bool ascii)
{
	static const enum piece shown[] = {FLAT, BAND, AXIS, AXIS_OUT};
	return pieces[shown[part]][ascii];
}
