/* What is said after a write. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "base/text.h"
#include "cli/cli.h"

#define RECORDS_SAID 12
#define NOTES_SAID 20
#define DIFFERENCE_LINES 500 /* a longer difference is cut there */
#define FIELDS_SAID 20

/* A value of a difference as people read it: amounts grouped, unknown a dash. */
static void add_said(struct buf *out, const struct syndic_entity *entity, const char *field,
                     struct syndic_value value)
{
	int index = entity ? syndic_field_find(entity, field) : -1;
	int64_t cents;
	if (value.kind == SYNDIC_NULL)
		buf_add_char(out, '-');
	else if (value.kind == SYNDIC_NUMBER)
		buf_printf(out, "%" PRId64, value.number);
	else if (index >= 0 && entity->fields[index].type == SYNDIC_MONEY &&
	         !money_parse(value.text, &cents))
		money_add(out, cents, 0);
	else
		text_display(out, value.text, 60, false);
}

struct saying {
	const struct cli *cli;
	size_t most; /* fields said of what was added */
	struct buf line;
	char *record;   /* the record that the line is about */
	size_t records; /* begun */
	size_t fields;  /* of this record, said or not */
	size_t room;    /* fields that may be said of it */
};

/* Ends the line of a record, if one is begun. */
static void end_record(struct saying *saying)
{
	if (saying->record && saying->records <= RECORDS_SAID) {
		if (saying->fields > saying->room)
			buf_printf(&saying->line, " and %zu more", saying->fields - saying->room);
		say(saying->cli, "%s", buf_text(&saying->line));
	}
	free(saying->record);
	saying->record = NULL;
	buf_reset(&saying->line);
}

static void begin_record(struct saying *saying, const char *entity, const char *reference,
                         const char *operation)
{
	saying->records++;
	saying->fields = 0;
	saying->room = strcmp(operation, "add") == 0 ? saying->most : FIELDS_SAID;
	for (const char *at = entity; *at; at++) /* as the command line calls it */
		buf_add_char(&saying->line, *at == '_' ? '-' : *at);
	buf_printf(&saying->line, " %s", reference);
	if (strcmp(operation, "edit") == 0)
		buf_add_char(&saying->line, ':');
	else
		buf_add(&saying->line, strcmp(operation, "add") == 0 ? " added:" : " removed");
}

/* Is the field worth a word, beside what was meant? */
static bool is_told(const struct syndic_entity *entity, const char *field, const char *operation)
{
	static const char *const dull[] = {"slug", "number", "currency", "stage_since"};
	int index = entity ? syndic_field_find(entity, field) : -1;
	if (strcmp(operation, "remove") == 0) return false;
	if (strcmp(operation, "edit") == 0 || index < 0) return true;
	for (size_t i = 0; i < sizeof dull / sizeof *dull; i++)
		if (strcmp(field, dull[i]) == 0) return false;
	return !(entity->fields[index].flags & SYNDIC_KEPT);
}

enum { ENTITY, REFERENCE, OPERATION, FIELD, BEFORE, AFTER };

static void say_field(struct saying *saying, struct syndic_rows *rows)
{
	const char *name = syndic_rows_value(rows, ENTITY).text;
	const char *operation = syndic_rows_value(rows, OPERATION).text;
	struct syndic_value field = syndic_rows_value(rows, FIELD);
	const struct syndic_entity *entity = syndic_entity_find(name);
	struct buf record = {0};
	if (entity && (entity->flags & SYNDIC_TRAIL)) return;
	const char *reference = syndic_rows_value(rows, REFERENCE).text;
	buf_printf(&record, "%s %s %s", name, reference ? reference : "", operation);
	if (!saying->record || strcmp(saying->record, buf_text(&record)) != 0) {
		end_record(saying);
		saying->record = mem_copy(buf_text(&record));
		begin_record(saying, name, reference ? reference : "", operation);
	}
	buf_free(&record);
	if (field.kind == SYNDIC_NULL || !is_told(entity, field.text, operation)) return;
	if (saying->fields++ >= saying->room) return;
	buf_printf(&saying->line, "%s %s ", saying->fields > 1 ? "," : "", field.text);
	if (strcmp(operation, "edit") == 0) {
		add_said(&saying->line, entity, field.text, syndic_rows_value(rows, BEFORE));
		buf_add(&saying->line, saying->cli->say_ascii ? " -> " : " → ");
	}
	add_said(&saying->line, entity, field.text, syndic_rows_value(rows, AFTER));
}

enum syndic_status say_difference(struct cli *cli, struct syndic_rows *rows, size_t fields)
{
	struct saying saying = {.cli = cli, .most = fields};
	size_t lines = 0;
	int more;
	for (; (more = syndic_rows_next(rows)) > 0; lines++)
		say_field(&saying, rows);
	end_record(&saying);
	if (lines >= DIFFERENCE_LINES)
		say(cli, "and many more records");
	else if (saying.records > RECORDS_SAID)
		say(cli, "and %zu more records", saying.records - RECORDS_SAID);
	buf_free(&saying.line);
	return more < 0 ? syndic_last_error(cli->handle)->code : SYNDIC_OK;
}

enum syndic_status say_notes(struct cli *cli)
{
	struct syndic_rows *rows = NULL;
	size_t count = 0;
	enum syndic_status status = syndic_last_notes(cli->handle, &rows);
	for (; status == SYNDIC_OK && syndic_rows_next(rows) > 0; count++)
		if (count < NOTES_SAID) say(cli, "note: %s", syndic_rows_value(rows, 0).text);
	if (count > NOTES_SAID) say(cli, "and %zu more notes", count - NOTES_SAID);
	syndic_rows_free(rows);
	return status;
}

void json_add_write(struct json *json, const struct cli *cli)
{
	const struct syndic_write *write = syndic_last_write(cli->handle);
	json_member_int(json, "format", 1);
	json_key(json, "change");
	if (write->change)
		json_int(json, write->change);
	else
		json_text(json, NULL);
	json_member_text(json, "entity", *write->entity ? write->entity : NULL);
	json_member_text(json, "reference", *write->reference ? write->reference : NULL);
	json_member_int(json, "rows", write->rows);
	json_member_bool(json, "dry_run", cli->dry_run);
}

static void print_reference(struct cli *cli, const struct syndic_write *write)
{
	struct buf text = {0};
	if (cli->format == VIEW_JSON || cli->format == VIEW_JSONL) {
		struct json json = {.out = &text};
		json_open(&json, '{');
		json_add_write(&json, cli);
		json_close(&json, '}');
		buf_add_char(&text, '\n');
	} else if (*write->reference) {
		text_display(&text, write->reference, 0, cli->view.ascii);
		buf_add_char(&text, '\n');
	}
	print(cli, buf_text(&text));
	buf_free(&text);
}

enum syndic_status tell_write(struct cli *cli)
{
	print_reference(cli, syndic_last_write(cli->handle));
	return say_write(cli);
}

enum syndic_status say_write(struct cli *cli)
{
	const struct syndic_write *write = syndic_last_write(cli->handle);
	struct syndic_rows *rows = NULL;
	enum syndic_status status;
	if (cli->quiet) return SYNDIC_OK;

	status = syndic_last_difference(cli->handle, &rows);
	if (status == SYNDIC_OK) status = say_difference(cli, rows, FIELDS_SAID);
	syndic_rows_free(rows);
	if (status == SYNDIC_OK) status = say_notes(cli);
	if (cli->dry_run)
		say(cli, "dry run: nothing was written");
	else if (write->rows == 0)
		say(cli, "nothing had to be changed");
	return status;
}

bool has_written(const struct cli *cli)
{
	return syndic_last_write(cli->handle)->change != 0;
}
