/* The manual page in mdoc, from the tables that are executed. */
#include <ctype.h>
#include <string.h>
#include "cli/commands.h"
#include "cli/topics.h"
#include "view/cell.h"

#define MANUAL_DATE "November 22, 2026"
#define SOURCE_COLUMNS 72

/* Text as roff reads it: backslashes, and what would be a macro at the start of a line. */
static void add_text(struct buf *out, const char *text)
{
	if (*text == '.' || *text == '\'') buf_add(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			buf_add(out, "\\e");
		else if (*text == '-')
			buf_add(out, "\\-");
		else
			buf_add_char(out, *text);
	}
}

/* A line of text, broken where it is longer than a line of a manual's source should be. */
static void add_line(struct buf *out, const char *text)
{
	const char *next;
	do {
		struct buf part = {0};
		buf_add_n(&part, text, cell_break(text, SOURCE_COLUMNS, &next));
		add_text(out, buf_text(&part));
		buf_add_char(out, '\n');
		buf_free(&part);
		text = next;
	} while (*text);
}

/* Sentences on lines of their own, as mdoc wants them. */
static void add_sentences(struct buf *out, const char *text)
{
	struct buf line = {0};
	while (*text) {
		size_t length = 0;
		while (text[length] && text[length] != '\n' &&
		       !(strchr(".?!", text[length]) && text[length + 1] == ' ' &&
		         isupper((unsigned char)text[length + 2])))
			length++;
		if (text[length] && text[length] != '\n') length++;
		buf_reset(&line);
		buf_add_n(&line, text, length);
		add_line(out, buf_text(&line));
		if (text[length] == '\n') buf_add(out, ".Pp\n");
		text += length;
		text += strspn(text, " \n");
	}
	buf_free(&line);
}

/* An argument of a macro: quoted, since it may hold blanks and words that are macros. */
static void add_quoted(struct buf *out, const char *text)
{
	buf_add_char(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			buf_add(out, "\\(dq");
		else if (*text == '\\')
			buf_add(out, "\\e");
		else if (*text == '-')
			buf_add(out, "\\-");
		else
			buf_add_char(out, *text);
	}
	if (out->data[out->length - 1] == ']') buf_add(out, "\\&"); /* no closing delimiter of ours */
	buf_add_char(out, '"');
}

static void add_options(struct buf *out, const struct option_table *table)
{
	buf_add(out, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < table->count; i++) {
		const struct option_row *row = &table->rows[i];
		buf_add(out, ".It ");
		if (row->letter) buf_printf(out, "Fl %c , ", row->letter);
		buf_add(out, "Fl Fl ");
		for (const char *at = row->name; *at; at++)
			buf_add(out, (const char[]){*at == '-' ? '\\' : *at, *at == '-' ? '-' : '\0', '\0'});
		if (row->value) {
			buf_add(out, " Ar ");
			add_quoted(out, row->value);
		}
		buf_add_char(out, '\n');
		add_sentences(out, row->help);
	}
	buf_add(out, ".El\n");
}

static void add_examples(struct buf *out, const char *text)
{
	buf_add(out, ".Bd -literal -offset indent\n");
	while (*text) {
		struct buf line = {0};
		size_t length = strcspn(text, "\n");
		buf_add_n(&line, text, length);
		add_text(out, buf_text(&line));
		buf_add_char(out, '\n');
		buf_free(&line);
		text += length + (text[length] == '\n');
	}
	buf_add(out, ".Ed\n");
}

static void add_command(struct buf *out, const struct command *command)
{
	struct buf usage = {0}, text = {0};
	usage_add(&usage, command, NULL);
	buf_add(out, ".Ss ");
	add_quoted(out, buf_text(&usage) + strlen("syndic "));
	buf_add_char(out, '\n');
	buf_printf(&text, "%c%s.", toupper((unsigned char)command->summary[0]), command->summary + 1);
	add_sentences(out, buf_text(&text));
	buf_reset(&text);
	if (command->text) {
		buf_add(out, ".Pp\n");
		command_text(&text, command->text, NULL);
		add_sentences(out, buf_text(&text));
	}
	if (command->flags & (COMMAND_FIELDS | COMMAND_FILTERS)) {
		buf_add(out, ".Pp\n");
		buf_reset(&text);
		buf_printf(&text, "Options are the fields of the %s%s, with dashes, as listed below.",
		           command->fields_of ? command->fields_of
		           : command->noun    ? command->noun
		                              : "noun",
		           command->flags & COMMAND_FILTERS ? "" : " that people set");
		add_sentences(out, buf_text(&text));
	}
	if (command->options.count) add_options(out, &command->options);
	if (command->examples) add_examples(out, command->examples);
	buf_free(&usage);
	buf_free(&text);
}

static void add_entity(struct buf *out, const struct syndic_entity *entity)
{
	struct buf noun = {0};
	noun_add(&noun, entity);
	buf_add(out, ".Ss ");
	add_quoted(out, buf_text(&noun));
	buf_add_char(out, '\n');
	buf_reset(&noun);
	buf_printf(&noun, "%c%s.", toupper((unsigned char)entity->help[0]), entity->help + 1);
	add_sentences(out, buf_text(&noun));
	buf_free(&noun);
	buf_add(out, ".Bl -tag -width external_idx -compact\n");
	for (size_t i = 0; i < entity->field_count; i++) {
		const struct syndic_field *field = &entity->fields[i];
		struct buf help = {0};
		buf_printf(out, ".It Cm %s\n", field->name);
		buf_add(&help, field->help);
		for (size_t j = 0; field->choices && field->choices[j]; j++)
			buf_printf(&help, "%s%s", j ? ", " : ": ", field->choices[j]);
		add_sentences(out, buf_text(&help));
		buf_free(&help);
	}
	buf_add(out, ".El\n");
}

static void add_topic(struct buf *out, const struct topic *topic)
{
	buf_add(out, ".Sh ");
	for (const char *at = topic->title; *at; at++)
		buf_add_char(out, (char)toupper((unsigned char)*at));
	buf_add_char(out, '\n');
	if (topic->text) add_sentences(out, topic->text);
	buf_add(out, ".Bl -tag -width Ds\n");
	for (const struct topic_row *row = topic->rows; row->term; row++) {
		buf_add(out, ".It ");
		add_quoted(out, row->term);
		buf_add_char(out, '\n');
		add_sentences(out, row->text);
	}
	buf_add(out, ".El\n");
}

void manual_print(struct cli *cli)
{
	struct buf out = {0};
	buf_add(&out, ".Dd " MANUAL_DATE "\n.Dt SYNDIC 1\n.Os\n"
	              ".Sh NAME\n.Nm syndic\n"
	              ".Nd sales and membership records of a small organisation\n"
	              ".Sh SYNOPSIS\n.Nm syndic\n.Op Ar options\n.Ar command\n.Op Ar arguments\n"
	              ".Nm syndic\n.Op Ar options\n.Ar noun verb\n.Op Ar reference\n.Op Ar arguments\n"
	              ".Sh DESCRIPTION\n.Nm\n");
	add_sentences(&out,
	              "keeps the sales and memberships of a small organisation in one file: "
	              "organisations, people, deals, contracts, memberships, conversations and the "
	              "targets of its plan. Every write is one change, which can be looked at and "
	              "taken back.");
	buf_add(&out, ".Pp\nOptions of every command:\n");
	add_options(&out, &global_options);
	buf_add(&out, ".Sh COMMANDS\n");
	for (const struct command *const *at = commands; *at; at++)
		add_command(&out, *at);
	buf_add(&out, ".Sh NOUNS\n");
	add_sentences(&out, "What is kept, and the fields of each.");
	for (size_t i = 0; i < syndic_entity_count(); i++)
		add_entity(&out, syndic_entity_at(i));
	for (const struct topic *topic = topics; topic->name; topic++)
		add_topic(&out, topic);
	print(cli, buf_text(&out));
	buf_free(&out);
}
