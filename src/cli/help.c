/* Help, from the tables that are executed. */
#include <string.h>
#include "base/text.h"
#include "cli/commands.h"
#include "cli/topics.h"
#include "view/cell.h"

#define TERM_COLUMNS 26 /* of the left column, its gap included */
#define WIDEST 100

static size_t help_width(const struct cli *cli)
{
	size_t width = cli->view.width;
	return width == 0 ? 80 : width > WIDEST ? WIDEST : width < 40 ? 40 : width;
}

/* Text broken at the width, every line but the first `indent` columns in; `at` columns stand
 * already. */
static void add_broken(struct buf *out, const char *text, size_t at, size_t indent, size_t width)
{
	struct buf safe = {0};
	text_display(&safe, text, 0, false);
	for (const char *line = buf_text(&safe), *next; *line; line = next) {
		for (; at < indent; at++)
			buf_add_char(out, ' ');
		buf_add_n(out, line, cell_break(line, width - indent, &next));
		buf_add_char(out, '\n');
		at = 0;
	}
	buf_free(&safe);
}

/* `  term   what it means`, over more lines where needed. */
static void add_entry(struct buf *out, const char *term, const char *text, size_t width)
{
	size_t at = 2 + text_width(term);
	buf_printf(out, "  %s", term);
	if (at + 2 > TERM_COLUMNS) {
		buf_add_char(out, '\n');
		at = 0;
	}
	add_broken(out, text, at, TERM_COLUMNS, width);
}

static void add_heading(struct buf *out, const struct cli *cli, const char *heading)
{
	buf_add_char(out, '\n');
	cell_style(out, "1", heading, cli->view.color);
	buf_add_char(out, '\n');
}

static void add_paragraphs(struct buf *out, const char *text, const struct syndic_entity *entity,
                           size_t width)
{
	struct buf filled = {0}, line = {0};
	command_text(&filled, text, entity);
	for (const char *at = buf_text(&filled); *at;) {
		size_t length = strcspn(at, "\n");
		buf_reset(&line);
		buf_add_n(&line, at, length);
		buf_add_char(out, '\n');
		add_broken(out, buf_text(&line), 0, 0, width);
		at += length + (at[length] == '\n');
	}
	buf_free(&filled);
	buf_free(&line);
}

static void add_options(struct buf *out, const struct option_table *table, size_t width)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct option_row *row = &table->rows[i];
		struct buf term = {0};
		if (row->letter) buf_printf(&term, "-%c, ", row->letter);
		buf_printf(&term, "--%s", row->name);
		if (row->value) buf_printf(&term, " %s", row->value);
		add_entry(out, buf_text(&term), row->help, width);
		buf_free(&term);
	}
}

/* The lines that begin with `name`; with "" all of them. */
static bool is_example_of(const char *line, const char *name)
{
	size_t named = strlen(name);
	return strncmp(line, name, named) == 0 && (!named || line[named] == ' ');
}

static void add_examples(struct buf *out, const char *text, const char *name)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		if (is_example_of(text, name)) buf_printf(out, "  %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

/* Of a verb that every noun has: the examples of this noun, else those of the one that comes
 * first. */
static void add_own_examples(struct buf *out, const struct command *command,
                             const struct syndic_entity *entity)
{
	struct buf own = {0};
	const char *line = command->examples;
	name_add(&own, command, entity);
	while (*line && !is_example_of(line, buf_text(&own)))
		line += strcspn(line, "\n") + (line[strcspn(line, "\n")] == '\n');
	if (!*line) { /* `syndic NOUN` of the first */
		size_t length = strlen("syndic ");
		length += strcspn(command->examples + length, " ");
		buf_reset(&own);
		buf_add_n(&own, command->examples, length);
	}
	add_examples(out, command->examples, buf_text(&own));
	buf_free(&own);
}

/* ---- a command ------------------------------------------------------------------------------- */

static void add_command(struct buf *out, const struct cli *cli, const struct command *command,
                        const struct syndic_entity *entity)
{
	size_t width = help_width(cli);
	struct option_table fields = field_options(command, entity);
	struct buf usage = {0};
	usage_add(&usage, command, entity);
	if (fields.count || command->options.count) buf_add(&usage, " [options]");
	cell_style(out, "1", buf_text(&usage), cli->view.color);
	buf_printf(out, "\n  %s\n", command->summary);
	if (command->text) add_paragraphs(out, command->text, entity, width);
	if (command->options.count) {
		add_heading(out, cli, "Options");
		add_options(out, &command->options, width);
	}
	if (fields.count) {
		add_heading(out, cli, command->flags & COMMAND_FILTERS ? "Filters" : "Fields");
		add_options(out, &fields, width);
	}
	if (command->examples) {
		add_heading(out, cli, "Examples");
		if (!command->noun && entity)
			add_own_examples(out, command, entity);
		else
			add_examples(out, command->examples, "");
	}
	if (!command->verb && noun_entity(command->noun)) {
		add_heading(out, cli, "As a noun");
		buf_printf(out, "  syndic %s list, add, edit, show, rm, describe\n", command->noun);
	}
	buf_add(out, "\nOptions of every command, dates, amounts and references: syndic help\n");
	buf_free(&usage);
	field_options_free(&fields);
}

/* ---- a noun ---------------------------------------------------------------------------------- */

/* The verbs that a noun has: its own, and with an entity those of every noun. */
static void add_verbs(struct buf *out, const struct cli *cli, const char *noun,
                      const struct syndic_entity *entity)
{
	struct buf term = {0};
	add_heading(out, cli, "Verbs");
	for (const struct command *const *at = commands; *at; at++) {
		if (!(*at)->verb) continue;
		if (entity ? !command_suits(*at, entity) : !(*at)->noun || strcmp((*at)->noun, noun) != 0)
			continue;
		buf_reset(&term);
		buf_add(&term, (*at)->verb);
		operands_add(&term, *at, entity);
		add_entry(out, buf_text(&term), (*at)->summary, help_width(cli));
	}
	buf_free(&term);
}

static void add_noun(struct buf *out, const struct cli *cli, const struct syndic_entity *entity)
{
	size_t width = help_width(cli);
	struct buf term = {0};
	noun_add(&term, entity);
	cell_style(out, "1", buf_text(&term), cli->view.color);
	buf_printf(out, "\n  %s\n", entity->help);
	add_verbs(out, cli, buf_text(&term), entity);
	add_heading(out, cli, "Fields");
	for (size_t i = 0; i < entity->field_count; i++)
		add_entry(out, entity->fields[i].name, entity->fields[i].help, width);
	buf_reset(&term);
	noun_add(&term, entity);
	buf_printf(out, "\nMore on a verb: syndic help %s list\n", buf_text(&term));
	buf_free(&term);
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* The nouns that take no verb that writes. */
static void add_program_written(struct buf *out, size_t width)
{
	struct buf line = {0};
	buf_add(&line, "but no add, edit or rm for what the program alone writes:");
	for (size_t i = 0, count = 0; i < syndic_entity_count(); i++) {
		const struct syndic_entity *entity = syndic_entity_at(i);
		if (!(entity->flags & SYNDIC_TRAIL)) continue;
		buf_add(&line, count++ ? ", " : " ");
		noun_add(&line, entity);
	}
	add_broken(out, buf_text(&line), 0, 2, width);
	buf_free(&line);
}

static void add_overview(struct buf *out, const struct cli *cli)
{
	size_t width = help_width(cli);
	struct buf term = {0};
	buf_add(out, "syndic keeps the sales and memberships of a small organisation in one file.\n");
	add_heading(out, cli, "Every day");
	for (const struct command *const *at = commands; *at; at++) {
		if ((*at)->verb) continue;
		buf_reset(&term);
		buf_add(&term, (*at)->noun);
		if ((*at)->operands) buf_printf(&term, " %s", (*at)->operands);
		add_entry(out, buf_text(&term), (*at)->summary, width);
	}
	add_heading(out, cli, "Records: syndic NOUN VERB");
	for (size_t i = 0; i < syndic_entity_count(); i++) {
		const struct syndic_entity *entity = syndic_entity_at(i);
		buf_reset(&term);
		noun_add(&term, entity);
		add_entry(out, buf_text(&term), entity->help, width);
	}
	add_heading(out, cli, "Verbs of every noun");
	for (const struct command *const *at = commands; *at; at++) {
		if ((*at)->noun) continue;
		buf_reset(&term);
		buf_add(&term, (*at)->verb);
		if ((*at)->operands) buf_printf(&term, " %s", (*at)->operands);
		add_entry(out, buf_text(&term), (*at)->summary, width);
	}
	add_program_written(out, width);
	add_heading(out, cli, "Verbs of their own");
	for (const struct command *const *at = commands; *at; at++) {
		if (!(*at)->noun || !(*at)->verb) continue;
		buf_reset(&term);
		buf_printf(&term, "%s %s", (*at)->noun, (*at)->verb);
		if ((*at)->operands) buf_printf(&term, " %s", (*at)->operands);
		add_entry(out, buf_text(&term), (*at)->summary, width);
	}
	add_heading(out, cli, "Options of every command");
	add_options(out, &global_options, width);
	add_heading(out, cli, "More");
	add_entry(out, "syndic help COMMAND", "a command, or a noun and a verb", width);
	buf_reset(&term);
	for (const struct topic *topic = topics; topic->name; topic++)
		buf_printf(&term, "%s%s", topic == topics ? "" : ", ", topic->name);
	add_entry(out, "syndic help TOPIC", buf_text(&term), width);
	buf_free(&term);
}

static void add_topic(struct buf *out, const struct cli *cli, const struct topic *topic)
{
	cell_style(out, "1", topic->title, cli->view.color);
	buf_add_char(out, '\n');
	if (topic->text) add_broken(out, topic->text, 0, 2, help_width(cli));
	buf_add_char(out, '\n');
	for (const struct topic_row *row = topic->rows; row->term; row++)
		add_entry(out, row->term, row->text, help_width(cli));
}

/* Prints help, with `?` for what an ASCII terminal cannot show. */
static void print_help(struct cli *cli, const struct buf *text)
{
	struct buf out = {0};
	for (const char *at = buf_text(text); *at; at++) {
		unsigned char c = (unsigned char)*at;
		if (c < 0x80 || !cli->view.ascii)
			buf_add_char(&out, *at);
		else if (c >= 0xc0)
			buf_add_char(&out, '?');
	}
	print(cli, buf_text(&out));
	buf_free(&out);
}

void help_print(struct cli *cli, const struct command *command, const struct syndic_entity *entity)
{
	struct buf out = {0};
	if (command)
		add_command(&out, cli, command, entity);
	else if (entity)
		add_noun(&out, cli, entity);
	else
		add_overview(&out, cli);
	print_help(cli, &out);
	buf_free(&out);
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum syndic_status help(struct cli *cli)
{
	const char *noun = operand(cli, 0), *verb = operand(cli, 1);
	const struct syndic_entity *entity = noun ? noun_entity(noun) : NULL;
	const struct command *command = noun ? command_find(noun, verb) : NULL;
	struct buf near = {0}, out = {0};
	enum syndic_status status = SYNDIC_OK;
	if (option(cli, "man")) {
		manual_print(cli);
		return SYNDIC_OK;
	}
	for (const struct topic *topic = topics; noun && !verb && topic->name; topic++)
		if (strcmp(topic->name, noun) == 0) add_topic(&out, cli, topic);
	if (out.length)
		print_help(cli, &out);
	else if (!noun)
		help_print(cli, NULL, NULL);
	else if (command)
		help_print(cli, command, verb ? entity : NULL);
	else if (entity && !verb)
		help_print(cli, NULL, entity);
	else if (!verb && noun_verb(noun)) {
		cell_style(&out, "1", noun, cli->view.color);
		buf_add_char(&out, '\n');
		add_verbs(&out, cli, noun, NULL);
		buf_printf(&out, "\nMore on a verb: syndic help %s %s\n", noun, noun_verb(noun));
		print_help(cli, &out);
	} else {
		if (entity || (verb && noun_verb(noun)))
			near_verbs(&near, noun, entity, verb);
		else
			near_commands(&near, noun);
		status = misuse(cli, "syndic help", "there is no command %s%s%s%s%s", noun, verb ? " " : "",
		                verb ? verb : "", near.length ? "; near: " : "", buf_text(&near));
	}
	buf_free(&near);
	buf_free(&out);
	return status;
}

static const struct option_row options[] = {
	{"man", NULL, "print the whole manual page, in mdoc", 0, false},
};

const struct command command_help = {
	.noun = "help",
	.operands = "[COMMAND] [VERB]",
	.summary = "explain a command, a noun or a topic",
	.examples = "syndic help\nsyndic help deal win\nsyndic help dates\n"
				"syndic help --man > syndic.1 && man ./syndic.1",
	.options = {options, sizeof options / sizeof *options},
	.flags = COMMAND_ALONE,
	.run = help,
};
