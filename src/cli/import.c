/* Files of other systems and of our own export. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/mem.h"
#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/progress.h"

#define REJECTS_SHOWN 10
#define FIELDS_SAID 5 /* of a new record, in a dry run */

/* ---- what is asked for ----------------------------------------------------------------------- */

/* The pairs of a repeated option, split at its first `=`, or its last where `last`. NULL: told. */
static struct syndic_input *read_pairs(struct cli *cli, const char *name, bool last, size_t *count,
                                       struct arena *arena)
{
	const struct arguments *given = &cli->arguments;
	struct syndic_input *pairs = arena_alloc(arena, (given->option_count + 1) * sizeof *pairs);
	*count = 0;
	for (size_t i = 0; i < given->option_count; i++) {
		if (strcmp(given->options[i].name, name) != 0) continue;
		const char *text = given->options[i].value;
		const char *equals = last ? strrchr(text, '=') : strchr(text, '=');
		if (!equals || equals == text) {
			misuse(cli, "syndic import --help", "--%s %s: NAME=VALUE is wanted", name, text);
			return NULL;
		}
		pairs[(*count)++] =
			(struct syndic_input){arena_copy_n(arena, text, (size_t)(equals - text)),
		                          arena_copy(arena, equals + 1)};
	}
	return pairs;
}

static bool read_import_options(struct cli *cli, struct syndic_import_options *out,
                                struct arena *arena)
{
	*out = (struct syndic_import_options){
		.profile = option(cli, "profile"),
		.source = option(cli, "source"),
		.date_order = option(cli, "date-order"),
		.policy = option(cli, "policy"),
		.rejects = option(cli, "rejects"),
		.partial = option(cli, "partial"),
		.add_stages = option(cli, "add-stages"),
		.add_orgs = option(cli, "add-orgs"),
	};
	out->map = read_pairs(cli, "map", true, &out->map_count, arena);
	if (!out->map) return false;
	out->map_stage = read_pairs(cli, "map-stage", true, &out->map_stage_count, arena);
	if (!out->map_stage) return false;
	out->set = read_pairs(cli, "set", false, &out->set_count, arena);
	return out->set != NULL;
}

/* The entity of `deals`, `deal` or `cash-balances`, also as its file is called, `cash_balances`; NULL:
 * told, with those that are called nearly so. */
static const struct syndic_entity *read_entity(struct cli *cli, const char *word)
{
	const struct syndic_entity *entity = noun_entity(word);
	const char *names[64];
	size_t count = 0;
	struct arena arena = {0};
	struct buf near = {0}, help = {0};
	for (size_t i = 0; i < syndic_entity_count() && count < 64; i++) {
		const struct syndic_entity *at = syndic_entity_at(i);
		struct buf nouns = {0};
		nouns_add(&nouns, at);
		if (strcmp(at->plural, word) == 0 || strcmp(buf_text(&nouns), word) == 0) entity = at;
		if (!(at->flags & (SYNDIC_LOG | SYNDIC_TRAIL)))
			names[count++] = arena_copy(&arena, buf_text(&nouns));
		buf_free(&nouns);
	}
	if (!entity) {
		near_add(&near, word, names, count);
		buf_printf(&help, "syndic import %.*s FILE.csv",
		           near.length ? (int)strcspn(buf_text(&near), ",") : (int)strlen("deals"),
		           near.length ? buf_text(&near) : "deals");
		misuse(cli, buf_text(&help), "there are no records called %s%s%s", word,
		       near.length ? "; near: " : "", buf_text(&near));
	}
	buf_free(&near);
	buf_free(&help);
	arena_free(&arena);
	return entity;
}

/* ---- one file -------------------------------------------------------------------------------- */

static void add_rows(struct json *json, const char *key, struct syndic_rows *rows)
{
	json_member_open(json, key, '[');
	while (rows && syndic_rows_next(rows) > 0) {
		json_open(json, '{');
		for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
			struct syndic_value value = syndic_rows_value(rows, i);
			json_key(json, syndic_rows_column(rows, i)->name);
			if (value.kind == SYNDIC_NULL)
				json_text(json, NULL);
			else if (value.kind == SYNDIC_NUMBER)
				json_int(json, value.number);
			else
				json_text_n(json, value.text, value.length);
		}
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void print_json(struct cli *cli, const struct syndic_import_report *report)
{
	const struct {
		const char *key;
		int64_t number;
	} counts[] = {
		{"read", report->read}, {"new", report->fresh},         {"changed", report->changed},
		{"same", report->same}, {"rejected", report->rejected},
	};
	struct buf text = {0};
	struct json json = json_document(&text);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		json_member_int(&json, counts[i].key, counts[i].number);
	json_member_open(&json, "amount", '{');
	json_key(&json, "before");
	if (report->has_amount)
		json_money(&json, report->amount_before);
	else
		json_text(&json, NULL);
	json_key(&json, "after");
	if (report->has_amount)
		json_money(&json, report->amount_after);
	else
		json_text(&json, NULL);
	json_close(&json, '}');
	json_member_text(&json, "currency", syndic_currency(cli->handle));
	json_member_text(&json, "rejects_file", report->rejects_file);
	json_member_bool(&json, "dry_run", cli->dry_run);
	json_member_text(&json, "file", report->file);
	json_member_text(&json, "entity", report->entity);
	json_member_text(&json, "profile", report->profile);
	json_member_text(&json, "source", report->source);
	json_member_text(&json, "encoding", report->encoding);
	add_rows(&json, "columns", report->columns);
	add_rows(&json, "rejects", report->rejects);
	print_document(cli, &json);
}

static void print_counts(struct cli *cli, const struct syndic_import_report *report)
{
	struct buf line = {0};
	buf_printf(&line, "%s: ", report->file);
	money_add(&line, report->read * 100, 1);
	buf_add(&line, report->read == 1 ? " row read: " : " rows read: ");
	money_add(&line, report->fresh * 100, 1);
	buf_add(&line, " new, ");
	money_add(&line, report->changed * 100, 1);
	buf_add(&line, " changed, ");
	money_add(&line, report->same * 100, 1);
	buf_add(&line, " the same, ");
	money_add(&line, report->rejected * 100, 1);
	buf_add(&line, " rejected");
	print_heading(cli, buf_text(&line));
	buf_reset(&line);
	if (report->has_amount) {
		buf_add(&line, "All ");
		nouns_add(&line, syndic_entity_find(report->entity));
		buf_add(&line, " together: ");
		money_add(&line, report->amount_before, 0);
		buf_add(&line, cli->view.ascii ? " -> " : " → ");
		money_add(&line, report->amount_after, 0);
		buf_printf(&line, " %s", syndic_currency(cli->handle));
		print_sentence(cli, "%s", buf_text(&line));
	}
	print_sentence(cli, "Read as %s, columns parted by %s, profile %s, source %s", report->encoding,
	               report->delimiter == '\t'  ? "tabs"
	               : report->delimiter == ';' ? "semicolons"
	                                          : "commas",
	               report->profile, report->source);
	buf_free(&line);
}

/* The first rejects, in a shape that fits. */
static enum syndic_status print_rejects(struct cli *cli, const struct syndic_import_report *report)
{
	enum { LINE, RECORD, COLUMN, CODE, REASON, SUGGESTION };
	static const struct syndic_column columns[] = {
		{"line", "line", SYNDIC_INT, 0},
		{"column", "column", SYNDIC_TEXT, 0},
		{"reason", "rejected because", SYNDIC_TEXT, VIEW_WRAP},
		{"suggestion", "try", SYNDIC_TEXT, VIEW_WRAP},
	};
	if (!report->rejected) return SYNDIC_OK;
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	int64_t shown = 0;
	for (; shown < REJECTS_SHOWN && syndic_rows_next(report->rejects) > 0; shown++) {
		rows_add_value(rows, syndic_rows_value(report->rejects, LINE));
		rows_add_value(rows, syndic_rows_value(report->rejects, COLUMN));
		rows_add_value(rows, syndic_rows_value(report->rejects, REASON));
		rows_add_value(rows, syndic_rows_value(report->rejects, SUGGESTION));
	}
	print(cli, "\n");
	enum syndic_status status = show_rows(cli, rows, "rejects", NULL, NULL);
	if (shown < report->rejected)
		print_sentence(cli, "and %" PRId64 " more", report->rejected - shown);
	if (report->rejects_file)
		print_sentence(cli, "Every rejected row, with its reason: %s", report->rejects_file);
	return status;
}

static enum syndic_status print_people(struct cli *cli, struct syndic_import_report *report)
{
	struct syndic_rows *rows = report->columns;
	enum syndic_status status = SYNDIC_OK;
	cli->format = VIEW_TABLE;
	print_counts(cli, report);
	if (rows && !cli->quiet) {
		print(cli, "\n");
		report->columns = NULL;
		status = show_rows(cli, rows, "columns", NULL, NULL);
	}
	if (status == SYNDIC_OK) status = print_rejects(cli, report);
	return status;
}

static enum syndic_status say_what_next(struct cli *cli, const struct syndic_import_report *report)
{
	struct syndic_rows *rows = NULL;
	enum syndic_status status = SYNDIC_OK;
	if (cli->quiet) return SYNDIC_OK;
	if (cli->dry_run) {
		status = syndic_last_difference(cli->handle, &rows);
		if (status == SYNDIC_OK) status = say_difference(cli, rows, FIELDS_SAID);
		syndic_rows_free(rows);
	}
	if (status == SYNDIC_OK) status = say_notes(cli);
	if (cli->dry_run)
		say(cli, "dry run: nothing was written");
	else if (report->fresh + report->changed == 0)
		say(cli, "nothing had to be changed");
	else if (strcmp(report->entity, "deal") == 0)
		say_next(cli, "syndic pipeline, or to take it back syndic undo");
	else
		say_next(cli, "syndic status, or to take it back syndic undo");
	return status;
}

static enum syndic_status import_file(struct cli *cli, const struct syndic_entity *entity,
                                      const char *path, struct syndic_import_options *options)
{
	struct syndic_import_report *report = NULL;
	struct progress progress;
	progress_begin(&progress, cli->say_terminal && !cli->quiet);
	options->progress = progress_tell;
	options->progress_context = &progress;
	enum syndic_status imported = syndic_import(cli->handle, entity->name, path, options, &report);
	enum syndic_status status = SYNDIC_OK;
	progress_end(&progress);
	if (!report) return imported;
	if (cli->format == VIEW_JSON || cli->format == VIEW_JSONL)
		print_json(cli, report);
	else
		status = print_people(cli, report);
	if (imported != SYNDIC_OK) tell_error(cli, syndic_last_error(cli->handle));
	if (status == SYNDIC_OK && (imported == SYNDIC_OK || options->partial))
		status = say_what_next(cli, report);
	syndic_import_report_free(report);
	return status == SYNDIC_OK ? imported : status;
}

/* ---- a folder -------------------------------------------------------------------------------- */

static enum syndic_status import_folder(struct cli *cli, const char *path,
                                        struct syndic_import_options *options)
{
	struct syndic_rows *rows = NULL;
	struct progress progress;
	progress_begin(&progress, cli->say_terminal && !cli->quiet);
	options->progress = progress_tell;
	options->progress_context = &progress;
	enum syndic_status imported = syndic_import_directory(cli->handle, path, options, &rows);
	progress_end(&progress);
	if (!rows) return imported;
	enum syndic_status status = show_rows(cli, rows, "files", "file", "there is no CSV file");
	if (status == SYNDIC_OK && imported == SYNDIC_OK) {
		if (cli->dry_run)
			say(cli, "dry run: nothing was written");
		else
			say_next(cli, "syndic status, or to take it back syndic undo");
	}
	return status == SYNDIC_OK ? imported : status;
}

static enum syndic_status import(struct cli *cli)
{
	const char *word = operand(cli, 0), *path = operand(cli, 1);
	struct syndic_import_options options;
	struct arena arena = {0};
	struct stat stat_of;
	enum syndic_status status = SYNDIC_MISUSE;
	if (!read_import_options(cli, &options, &arena)) goto out;
	if (path) {
		const struct syndic_entity *entity = read_entity(cli, word);
		if (entity) status = import_file(cli, entity, path, &options);
	} else if (stat(word, &stat_of) == 0 && S_ISDIR(stat_of.st_mode)) {
		status = import_folder(cli, word, &options);
	} else {
		status = misuse(cli, "syndic import deals FILE.csv",
		                "%s is no folder; for one file say what it holds, too", word);
	}
out:
	arena_free(&arena);
	return status;
}

static const struct option_row options_table[] = {
	{"profile", "NAME", "how to read the headers; else chosen by the header row", 0, false},
	{"map", "HEADER=FIELD", "what a column holds; an empty FIELD leaves it out", 0, true},
	{"map-stage", "THEIRS=OURS", "what a stage of theirs is here", 0, true},
	{"set", "FIELD=VALUE", "for every row that says nothing", 0, true},
	{"source", "NAME", "the system that it came from; else the profile's name", 0, false},
	{"date-order", "ORDER", "dmy, mdy or ymd, where the data do not prove it", 0, false},
	{"policy", "POLICY", "keep, fill or overwrite what stands; also FIELD=POLICY,...", 0, false},
	{"partial", NULL, "write the good rows though some are rejected", 0, false},
	{"add-stages", NULL, "make stages that are not known", 0, false},
	{"add-orgs", NULL, "make organisations that are not known", 0, false},
	{"rejects", "FILE", "where rejected rows go; else FILE.rejects.csv", 0, false},
};

const struct command command_import = {
	.noun = "import",
	.operands = "ENTITY|DIR [FILE]",
	.summary = "read a CSV file of deals, contracts or any other records, or a whole export",
	.text =
		"ENTITY is `deals`, `contracts` or any other noun, FILE a CSV file or - for standard "
		"input; DIR is "
		"a folder that `syndic export` has written. The file is read as it is: encoding, delimiter "
		"and the order of dates are found out and named, columns are known by their headers, and "
		"what "
		"is left over is named, too.\n"
		"A file is written wholly or not at all, unless --partial is given. Rejected rows go to a "
		"file "
		"of their own with line, column, reason and suggestion. Importing the same file again "
		"writes "
		"nothing; of a changed file only what changed in it is written, and where a person has "
		"changed "
		"the same field meanwhile, theirs stays and is named, unless --policy says otherwise. An "
		"import is one change: `syndic undo` takes it back.",
	.examples = "syndic import deals export.csv --dry-run\n"
				"syndic import deals export.csv --map-stage 'Verbal OK=Contract Admin'\n"
				"syndic import contracts contracts.csv --map 'Partner=org' --set currency=USD\n"
				"syndic import usage usage.csv --add-orgs\n"
				"syndic --db new.db import syndic-2026-11",
	.options = {options_table, sizeof options_table / sizeof *options_table},
	.flags = COMMAND_WRITES,
	.run = import,
};
