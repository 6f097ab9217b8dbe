/* Pictures of figures over time for people, where bars (view/bar.h) do not do: a sparkline, a fan
 * for one row of a table, and the balance of the bank over the months. With `ascii` nothing but
 * ASCII is drawn. No value is drawn beyond ±MONEY_MAX. */
#ifndef SYNDIC_VIEW_CHART_H
#define SYNDIC_VIEW_CHART_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <syndic.h>
#include "base/buf.h"

/* ---- a sparkline ----------------------------------------------------------------------------- */

/* One sign a value, `▁▂▃▄▅▆▇█` (`_.:-=+*#`), unknown ones a space. Where there are more values than
 * `columns` each sign stands for the mean of the known among several. Always min(count, columns)
 * columns. The lowest sign is zero, or the lowest value where that is negative; the highest sign is
 * the highest value, or zero where all are negative. Only what is at the lowest end gets the lowest
 * sign: a little above zero does not look like nothing. */
void chart_add_spark(struct buf *out, const struct syndic_figure *values, size_t count,
                     size_t columns, bool ascii);

/* ---- a fan ----------------------------------------------------------------------------------- */

/* What a month may bring, in cents; what is not known is not drawn. */
struct chart_fan {
	int64_t committed;
	struct syndic_figure p10, p50, p90; /* percentiles, committed included */
	struct syndic_figure expected;
};
enum chart_fan_part { FAN_COMMITTED, FAN_TO_P10, FAN_TO_P90, FAN_P50, FAN_EXPECTED };

/* `████▒▒▒▒░░░│░◆` (`####====---|-*`): what is committed, from there to P10, from there to P90, and
 * marks at P50 and, unless it falls on the other mark, at what is expected. 0 to `full` are as many
 * columns as there are but one, which the mark of P50 takes up, so that rows with the same `full`
 * compare. `width` columns, at least 2; with `trim` without spaces at the end. What is above zero
 * is never invisible. What lies below zero or above `full` is cut, and `◂` or `▸` (`<`, `>`) stands
 * at that end. */
void chart_add_fan(struct buf *out, const struct chart_fan *fan, int64_t full, size_t width,
                   bool trim, bool ascii);
/* The sign of a part, for a legend. */
const char *chart_fan_sign(enum chart_fan_part part, bool ascii);

/* ---- the balance over the months ------------------------------------------------------------- */

/* The balance at a month's end, in cents. Without p50 a month is a gap in the line, without p10 or
 * p90 one in the band. */
struct chart_month {
	struct syndic_figure p10, p50, p90;
};
enum chart_balance_part { BALANCE_P50, BALANCE_BAND, BALANCE_ZERO, BALANCE_OUT };

/* Lines of at most `width` columns (a width below 32 counts as 32), each with its line end and
 * without spaces before it: at most `height` (4 to 61), the last of which names the first month and
 * quarters or Januaries, as there is room. P50 is a line, P10 to P90 a band around it. Steps are
 * round, and a value stands in the line nearest to it, but for those around zero: zero is always
 * there, an axis labelled `0`, and what is above or below it is drawn so, however little it is.
 * Where P50 is below zero for the first time the axis is marked, and the month is named below.
 * Where a column stands for several months it shows the worst: the lowest P50, the widest band.
 * `first` is the month of the first value, `2026-01`. Without months nothing is drawn. */
void chart_add_balance(struct buf *out, const char *first, const struct chart_month *months,
                       size_t count, size_t width, size_t height, bool ascii);
/* The sign of a part, for a legend. */
const char *chart_balance_sign(enum chart_balance_part part, bool ascii);

#endif
