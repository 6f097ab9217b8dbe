/* The formats for programs, row by row, and the choice among all of them. */
#include "view/render.h"
#include <string.h>
#include "base/json.h"
#include "base/rows.h"
#include "base/text.h"
#include "view/cell.h"

/* "a,b" as a list of texts. */
static void add_words(struct json *json, const char *text)
{
	json_open(json, '[');
	while (*text) {
		size_t length = strcspn(text, ",");
		json_text_n(json, text, length);
		text += length + (text[length] == ',');
	}
	json_close(json, ']');
}

static void add_value(struct json *json, const struct syndic_column *column,
                      struct syndic_value value)
{
	bool list = column->type == SYNDIC_WORDS || column->type == SYNDIC_REFS;
	if (list)
		add_words(json, value.kind == SYNDIC_STRING ? value.text : "");
	else if (value.kind == SYNDIC_NULL)
		json_text(json, NULL);
	else if (value.kind == SYNDIC_STRING)
		json_text_n(json, value.text, value.length);
	else if (column->type == SYNDIC_MONEY)
		json_money(json, value.number);
	else if (column->type == SYNDIC_RATIO || column->type == SYNDIC_DECIMAL)
		json_ratio(json, value.number);
	else if (column->type == SYNDIC_BOOL)
		json_bool(json, value.number != 0);
	else
		json_int(json, value.number);
}

/* Must a currency be said beside the money? */
static bool lacks_currency(const struct syndic_rows *rows, const struct view_options *options)
{
	bool money = false;
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		const struct syndic_column *column = syndic_rows_column(rows, i);
		if (strcmp(column->name, "currency") == 0) return false;
		money = money || column->type == SYNDIC_MONEY;
	}
	return money && options->currency;
}

struct machine {
	const struct view_options *options;
	const char *currency; /* to be said in each object, or NULL */
	struct json json;
	size_t reference; /* index of its column */
};

static void add_object(struct json *json, const struct syndic_rows *rows, const char *currency)
{
	json_open(json, '{');
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		const struct syndic_column *column = syndic_rows_column(rows, i);
		if (column->flags & VIEW_BAR) continue;
		json_key(json, column->name);
		add_value(json, column, syndic_rows_value(rows, i));
		if (!currency || column->type != SYNDIC_MONEY) continue;
		json_key(json, "currency");
		json_text(json, currency);
		currency = NULL;
	}
	json_close(json, '}');
}

static void add_json(struct buf *text, struct syndic_rows *rows, void *context)
{
	struct machine *machine = context;
	machine->json.out = text;
	if (machine->json.comma) buf_add(text, ",\n");
	machine->json.comma = false;
	add_object(&machine->json, rows, machine->currency);
}

static int64_t view_json(FILE *out, struct syndic_rows *rows, const char *key,
                         struct machine *machine)
{
	bool single = machine->options->single;
	fprintf(out, "{\"format\":1,\"%s\":%s", key, single ? "" : "[");
	int64_t written = view_each(out, rows, add_json, machine);
	if (single && written == 0) fputs("null", out);
	if (written >= 0) fputs(single ? "}\n" : "]}\n", out);
	return written;
}

static void add_json_line(struct buf *text, struct syndic_rows *rows, void *context)
{
	const struct machine *machine = context;
	struct json json = {.out = text};
	add_object(&json, rows, machine->currency);
	buf_add_char(text, '\n');
}

/* A line of CSV: the current row, or for `head` the names of the columns. */
static void add_csv(struct buf *text, const struct syndic_rows *rows, bool head, bool terminal)
{
	struct buf cell = {0}, safe = {0};
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		const struct syndic_column *column = syndic_rows_column(rows, i);
		if (column->flags & VIEW_BAR) continue;
		buf_reset(&cell);
		buf_reset(&safe);
		if (head)
			buf_add(&cell, column->name);
		else
			value_add_plain(&cell, syndic_rows_value(rows, i), column->type);
		if (terminal) text_display(&safe, buf_text(&cell), 0, false);
		if (i > 0) buf_add_char(text, ',');
		text_add_csv(text, buf_text(terminal ? &safe : &cell));
	}
	buf_add_char(text, '\n');
	buf_free(&cell);
	buf_free(&safe);
}

static void add_csv_line(struct buf *text, struct syndic_rows *rows, void *context)
{
	const struct machine *machine = context;
	add_csv(text, rows, false, machine->options->terminal);
}

static int64_t view_csv(FILE *out, struct syndic_rows *rows, struct machine *machine)
{
	struct buf head = {0};
	add_csv(&head, rows, true, machine->options->terminal);
	fputs(buf_text(&head), out);
	buf_free(&head);
	return view_each(out, rows, add_csv_line, machine);
}

static void add_id(struct buf *text, struct syndic_rows *rows, void *context)
{
	const struct machine *machine = context;
	struct buf plain = {0};
	value_add_plain(&plain, syndic_rows_value(rows, machine->reference),
	                syndic_rows_column(rows, machine->reference)->type);
	text_display(text, buf_text(&plain), 0, false);
	buf_add_char(text, '\n');
	buf_free(&plain);
}

static size_t reference_column(const struct syndic_rows *rows, const struct view_options *options)
{
	for (size_t i = 0; options->reference && i < syndic_rows_column_count(rows); i++)
		if (strcmp(syndic_rows_column(rows, i)->name, options->reference) == 0) return i;
	return 0;
}

int64_t view_rows(FILE *out, enum view_format format, struct syndic_rows *rows, const char *key,
                  const struct view_options *options)
{
	struct machine machine = {
		.options = options,
		.currency = lacks_currency(rows, options) ? options->currency : NULL,
		.reference = reference_column(rows, options),
	};
	switch (format) {
	case VIEW_LIST: return view_list(out, rows, options);
	case VIEW_MD: return view_markdown(out, rows, options);
	case VIEW_JSON: return view_json(out, rows, key, &machine);
	case VIEW_JSONL: return view_each(out, rows, add_json_line, &machine);
	case VIEW_CSV: return view_csv(out, rows, &machine);
	case VIEW_IDS: return view_each(out, rows, add_id, &machine);
	case VIEW_TABLE: break;
	}
	return view_table(out, rows, options);
}
