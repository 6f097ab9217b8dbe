#include "exchange/sniff.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
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

/* Where a column first showed what: the lines. */
struct proof {
	int64_t first, second, open; /* day first or point; month first or comma; unclear */
	char open_text[40];
};

static void note(int64_t *where, int64_t line)
{
	if (*where == 0) *where = line;
}

static void note_open(struct proof *proof, int64_t line, const char *text)
{
	if (proof->open == 0) snprintf(proof->open_text, sizeof proof->open_text, "%s", text);
	note(&proof->open, line);
}

static void look_at_date(struct proof *proof, int64_t line, const char *text)
{
	switch (date_shape(text)) {
	case DATE_DAY_FIRST: note(&proof->first, line); break;
	case DATE_MONTH_FIRST: note(&proof->second, line); break;
	case DATE_EITHER: note_open(proof, line, text); break;
	case DATE_YEAR_FIRST:
	case DATE_NONE: break;
	}
}

static void look_at_money(struct proof *proof, int64_t line, const char *text)
{
	switch (money_shape(text)) {
	case MONEY_POINT: note(&proof->first, line); break;
	case MONEY_COMMA: note(&proof->second, line); break;
	case MONEY_UNCLEAR: note_open(proof, line, text); break;
	case MONEY_PLAIN: break;
	}
}

static bool is_date(enum syndic_type type)
{
	return type == SYNDIC_DATE || type == SYNDIC_TIME || type == SYNDIC_MONTH;
}

static enum syndic_status unproven(struct syndic *handle, const struct source *source,
                                   const struct column *column, const struct proof *proof,
                                   const char *first, const char *second, const char *help)
{
	enum syndic_status status;
	if (proof->open && !proof->first)
		status =
			error_set(handle, SYNDIC_MISUSE, NULL, column->header, proof->open_text,
		              "%s:%" PRId64 ": column \"%s\": is %s written with %s or %s? Nothing "
		              "in the column tells",
		              source->path, proof->open, column->header, proof->open_text, first, second);
	else
		status =
			error_set(handle, SYNDIC_MISUSE, NULL, column->header, NULL,
		              "%s: column \"%s\" writes some with %s (line %" PRId64
		              ") and some with %s (line %" PRId64 ")",
		              source->path, column->header, first, proof->first, second, proof->second);
	handle->error.line = proof->open ? proof->open : proof->second;
	error_help(handle, "%s", help);
	return status;
}

static bool is_proven(const struct proof *proof)
{
	return !(proof->first && proof->second) && !(proof->open && !proof->first && !proof->second);
}

static enum syndic_status settle_date(struct syndic *handle, const struct source *source,
                                      const struct proof *proof, struct column *column)
{
	if (!is_proven(proof))
		return unproven(handle, source, column, proof, "the day first", "the month first",
		                "--date-order dmy, or --date-order mdy");
	if (proof->first || proof->second) column->order = proof->first ? ORDER_DMY : ORDER_MDY;
	column->looked_at = true;
	return SYNDIC_OK;
}

static enum syndic_status settle_money(struct syndic *handle, const struct source *source,
                                       const struct proof *proof, struct column *column)
{
	if (!is_proven(proof))
		return unproven(handle, source, column, proof, "a decimal point", "a decimal comma",
		                "write one amount with its cents, as 1500.00, and all of them alike");
	if (proof->second) column->mark = ',';
	column->looked_at = true;
	return SYNDIC_OK;
}

enum syndic_status sniff_columns(struct syndic *handle, const struct source *source,
                                 struct reader *reader, struct mapping *mapping, bool *changed)
{
	enum syndic_status status = SYNDIC_OK;
	struct csv_record record;
	int step;
	struct proof *proofs = mem_alloc((mapping->column_count + 1) * sizeof *proofs);
	size_t *dates = mem_alloc((mapping->column_count + 1) * sizeof *dates), date_count = 0;
	size_t *money = mem_alloc((mapping->column_count + 1) * sizeof *money), money_count = 0;
	*changed = false;
	for (size_t i = 0; i < mapping->column_count; i++) {
		if (mapping->columns[i].target < 0 || mapping->columns[i].looked_at) continue;
		enum syndic_type type = target_type(mapping->entity, mapping->columns[i].target);
		if (is_date(type)) dates[date_count++] = i;
		if (type == SYNDIC_MONEY) money[money_count++] = i;
	}
	while ((step = reader_next(reader, &record)) > 0) {
		if (record.problem.code) continue;
		for (size_t i = 0; i < date_count; i++)
			look_at_date(&proofs[dates[i]], record.line, record.cells[dates[i]].text);
		for (size_t i = 0; i < money_count; i++)
			look_at_money(&proofs[money[i]], record.line, record.cells[money[i]].text);
	}
	if (step < 0) {
		status = reader_failed(handle, source);
		goto out;
	}
	for (size_t i = 0; i < date_count; i++)
		TRY(settle_date(handle, source, &proofs[dates[i]], &mapping->columns[dates[i]]));
	for (size_t i = 0; i < money_count; i++)
		TRY(settle_money(handle, source, &proofs[money[i]], &mapping->columns[money[i]]));
	for (size_t i = 0; i < mapping->column_count; i++)
		*changed |= mapping->columns[i].order != ORDER_UNKNOWN || mapping->columns[i].mark == ',';
out:
	free(proofs);
	free(dates);
	free(money);
	return status;
}

enum syndic_status sniff_told(struct syndic *handle, struct mapping *mapping)
{
	const char *told = mapping->options->date_order;
	if (!told) return SYNDIC_OK;
	enum date_order order = strcmp(told, "dmy") == 0   ? ORDER_DMY
	                        : strcmp(told, "mdy") == 0 ? ORDER_MDY
	                        : strcmp(told, "ymd") == 0 ? ORDER_YMD
	                                                   : ORDER_UNKNOWN;
	if (order == ORDER_UNKNOWN) {
		enum syndic_status status =
			error_set(handle, SYNDIC_MISUSE, NULL, NULL, told, "there is no date order %s", told);
		error_help(handle, "--date-order dmy, mdy or ymd");
		return status;
	}
	for (size_t i = 0; i < mapping->column_count; i++) {
		struct column *column = &mapping->columns[i];
		if (column->target < 0 || !is_date(target_type(mapping->entity, column->target))) continue;
		column->order = order;
		column->looked_at = true;
	}
	return SYNDIC_OK;
}
