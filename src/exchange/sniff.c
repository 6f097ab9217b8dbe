#include "exchange/sniff.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SAMPLE_ROWS = 50 };

enum syndic_status reader_failed(struct syndic *handle, const struct source *source)
{
	return error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path, "%s cannot be read: %s",
	                 source->path, strerror(errno));
}

/* ---- the delimiter ---- */

struct score {
	size_t columns, agreeing; /* of the header, and rows that have as many */
};

static struct score try_delimiter(const struct source *source, struct reader_format format)
{
	struct score score = {0, 0};
	struct csv_record record;
	struct reader *reader = reader_new(source->fd, source->start, 1, format);
	for (int i = 0; i <= SAMPLE_ROWS && reader_next(reader, &record) > 0; i++) {
		if (record.problem.code) continue;
		if (i == 0) score.columns = record.cell_count;
		if (i > 0) score.agreeing += record.cell_count == score.columns;
	}
	reader_free(reader);
	return score;
}

/* The one by which most rows have as many cells as the header, if it has more than one. */
static char delimiter_of(const struct source *source, struct reader_format format)
{
	static const char candidates[] = {',', ';', '\t'};
	struct score best = {1, 0};
	char found = ',';
	for (size_t i = 0; i < sizeof candidates; i++) {
		format.delimiter = candidates[i];
		struct score score = try_delimiter(source, format);
		if (score.columns < 2) continue;
		bool better = best.columns < 2 || score.agreeing > best.agreeing ||
		              (score.agreeing == best.agreeing && score.columns > best.columns);
		if (!better) continue;
		best = score;
		found = candidates[i];
	}
	return found;
}

enum syndic_status sniff_header(struct syndic *handle, const struct source *source,
                                struct reader_format *format, struct reader **reader,
                                struct csv_record *out)
{
	enum syndic_status status = SYNDIC_OK;
	*format = (struct reader_format){.returns = source->returns,
	                                 .windows_1252 = source->encoding == ENCODING_WINDOWS_1252,
	                                 .suspicious = source->suspicious};
	format->delimiter = delimiter_of(source, *format);
	*reader = reader_new(source->fd, source->start, 1, *format);
	int step = reader_next(*reader, out);
	if (step < 0) {
		status = reader_failed(handle, source);
	} else if (step == 0) {
		status = error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
		                   "%s holds blank lines and nothing else", source->path);
	} else if (out->problem.code) {
		status = error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
		                   "%s:%" PRId64 ": the header row cannot be read: %s", source->path,
		                   out->line, out->problem.reason);
		handle->error.line = out->line;
	} else {
		reader_expect(*reader, out->cell_count);
	}
	return status;
}

/* ---- dates and money ---- */

/* What a column has shown. */
struct proof {
	bool first, second, open; /* day first or point; month first or comma; unclear */
};

static void look_at_date(struct proof *proof, const char *text)
{
	enum date_shape shape = date_shape(text);
	proof->first |= shape == DATE_DAY_FIRST;
	proof->second |= shape == DATE_MONTH_FIRST;
	proof->open |= shape == DATE_EITHER;
}

static void look_at_money(struct proof *proof, const char *text)
{
	enum money_shape shape = money_shape(text);
	proof->first |= shape == MONEY_POINT;
	proof->second |= shape == MONEY_COMMA;
	proof->open |= shape == MONEY_UNCLEAR;
}

static bool is_date(enum syndic_type type)
{
	return type == SYNDIC_DATE || type == SYNDIC_TIME || type == SYNDIC_MONTH;
}

static enum date_order order_told(const struct mapping *mapping)
{
	const char *told = mapping->options->date_order;
	if (!told) return ORDER_UNKNOWN;
	return strcmp(told, "dmy") == 0 ? ORDER_DMY : strcmp(told, "mdy") == 0 ? ORDER_MDY : ORDER_YMD;
}

/* What the data does not prove stays undecided: then every value that needs the answer is refused. */
static void settle_date(const struct proof *proof, enum date_order told, struct column *column)
{
	bool proven = !proof->first != !proof->second;
	column->order = told;
	if (told == ORDER_UNKNOWN && proven) column->order = proof->first ? ORDER_DMY : ORDER_MDY;
	column->undecided =
		column->order == ORDER_UNKNOWN && (proof->first || proof->second || proof->open);
}

static void settle_money(const struct proof *proof, struct column *column)
{
	if (proof->second) column->mark = ',';
	column->undecided =
		(proof->first && proof->second) || (proof->open && !proof->first && !proof->second);
}

static enum syndic_status check_order(struct syndic *handle, const char *told)
{
	if (!told || strcmp(told, "dmy") == 0 || strcmp(told, "mdy") == 0 || strcmp(told, "ymd") == 0)
		return SYNDIC_OK;
	enum syndic_status status =
		error_set(handle, SYNDIC_MISUSE, NULL, NULL, told, "there is no date order %s", told);
	error_help(handle, "--date-order dmy, mdy or ymd");
	return status;
}

enum syndic_status sniff_columns(struct syndic *handle, const struct source *source,
                                 struct reader *reader, struct mapping *mapping, int64_t *rows)
{
	enum syndic_status status;
	struct csv_record record;
	int step;
	struct proof *proofs = mem_alloc((mapping->column_count + 1) * sizeof *proofs);
	size_t *dates = mem_alloc((mapping->column_count + 1) * sizeof *dates), date_count = 0;
	size_t *money = mem_alloc((mapping->column_count + 1) * sizeof *money), money_count = 0;
	for (size_t i = 0; i < mapping->column_count; i++) {
		if (mapping->columns[i].target < 0) continue;
		enum syndic_type type = target_type(mapping->entity, mapping->columns[i].target);
		if (is_date(type)) dates[date_count++] = i;
		if (type == SYNDIC_MONEY) money[money_count++] = i;
	}
	*rows = 0;
	TRY(check_order(handle, mapping->options->date_order));
	while ((step = reader_next(reader, &record)) > 0) {
		++*rows;
		if (record.problem.code) continue;
		for (size_t i = 0; i < date_count; i++)
			look_at_date(&proofs[dates[i]], record.cells[dates[i]].text);
		for (size_t i = 0; i < money_count; i++)
			look_at_money(&proofs[money[i]], record.cells[money[i]].text);
	}
	if (step < 0) {
		status = reader_failed(handle, source);
		goto out;
	}
	for (size_t i = 0; i < date_count; i++)
		settle_date(&proofs[dates[i]], order_told(mapping), &mapping->columns[dates[i]]);
	for (size_t i = 0; i < money_count; i++)
		settle_money(&proofs[money[i]], &mapping->columns[money[i]]);
out:
	free(proofs);
	free(dates);
	free(money);
	return status;
}
