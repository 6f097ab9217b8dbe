/* The program: reads the command line, opens the database where the command needs it, runs the
 * command, and turns what came of it into an exit status. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/commands.h"

static int exit_status(enum syndic_status status)
{
	switch (status) {
	case SYNDIC_OK: return 0;
	case SYNDIC_FAILED: return 1;
	case SYNDIC_MISUSE: return 2;
	case SYNDIC_NOT_FOUND:
	case SYNDIC_AMBIGUOUS: return 3;
	case SYNDIC_REJECTED: return 4;
	case SYNDIC_LOCKED:
	case SYNDIC_CONFLICT: return 5;
	}
	return 1;
}

/* The command line as it could be typed again, for history. */
static char *typed(int count, char **words)
{
	struct buf line = {0};
	buf_add(&line, "syndic");
	for (int i = 0; i < count; i++) {
		buf_add_char(&line, ' ');
		if (words[i][0] && !words[i][strcspn(words[i], " \t\n'\"\\$`!*?[](){}<>|&;#~")]) {
			buf_add(&line, words[i]);
			continue;
		}
		buf_add_char(&line, '\'');
		for (const char *at = words[i]; *at; at++) {
			if (*at == '\'')
				buf_add(&line, "'\\''");
			else
				buf_add_char(&line, *at);
		}
		buf_add_char(&line, '\'');
	}
	char *text = mem_copy(buf_text(&line));
	buf_free(&line);
	return text;
}

/* Reads options up to the first operand, or all of them with the command's own. -1: told. */
static int read_options(struct cli *cli, int count, char **words, bool stop)
{
	struct option_table tables[3] = {global_options};
	size_t tables_used = 1;
	struct buf why = {0};
	struct option_table fields = {0};
	if (cli->command) {
		fields = field_options(cli->command, cli->entity);
		tables[tables_used++] = cli->command->options;
		tables[tables_used++] = fields;
	}
	int read = options_parse(tables, tables_used, count, words, stop, &cli->arguments, &why);
	if (read < 0) misuse(cli, NULL, "%s", buf_text(&why));
	/* Names of field options are the table's: keep the descriptor's spelling, which lives on. */
	for (size_t i = 0; i < cli->arguments.option_count; i++) {
		for (size_t j = 0; j < fields.count; j++) {
			struct given_option *given = &cli->arguments.options[i];
			if (given->name != fields.rows[j].name) continue;
			const struct syndic_entity *entity = command_fields(cli->command, cli->entity);
			given->name = entity->fields[syndic_field_find(entity, given->name)].name;
		}
	}
	field_options_free(&fields);
	buf_free(&why);
	return read;
}

/* A pledge is a deal: what every record can do, it does as one. */
static void help_as_deal(struct buf *help, const char *noun, const char *verb)
{
	if (strcmp(noun, "pledge") != 0 || !verb || !command_find("deal", verb)) return;
	buf_reset(help);
	buf_printf(help, "syndic deal %s --syndicate …", strcmp(verb, "show") == 0 ? "list" : verb);
}

static enum syndic_status no_such_command(struct cli *cli, const char *noun, const char *verb)
{
	struct buf near = {0}, help = {0};
	const struct syndic_entity *entity = noun_entity(noun);
	if (!entity && !command_find(noun, NULL) && !noun_verb(noun)) {
		near_commands(&near, noun);
		misuse(cli, "syndic help", "there is no command %s%s%s", noun,
		       near.length ? "; near: " : "", buf_text(&near));
	} else {
		buf_printf(&help, entity ? "syndic %s --help" : "syndic help %s", noun);
		if (verb) near_verbs(&near, noun, entity, verb);
		help_as_deal(&help, noun, verb);
		if (!verb)
			misuse(cli, buf_text(&help), "%s wants a verb, such as %s", noun,
			       entity ? "list" : noun_verb(noun));
		else
			misuse(cli, buf_text(&help), "there is no %s %s%s%s", noun, verb,
			       near.length ? "; near: " : "", buf_text(&near));
	}
	buf_free(&near);
	buf_free(&help);
	return SYNDIC_MISUSE;
}

/* Reads `[global options] NOUN [VERB]`; what remains is the command's own. Neither command nor
 * entity is set where only global options are given, the entity alone where help on a noun is
 * wanted. */
static enum syndic_status find_command(struct cli *cli, int *count, char ***words)
{
	int read = read_options(cli, *count, *words, true);
	if (read < 0) return SYNDIC_MISUSE;
	*count -= read;
	*words += read;
	if (*count == 0) return SYNDIC_OK;

	const char *noun = **words;
	const struct syndic_entity *entity = noun_entity(noun);
	const struct command *alone = command_find(noun, NULL);
	++*words;
	--*count;
	if (!entity) {
		const struct command *with_verb = *count > 0 ? command_find(noun, **words) : NULL;
		cli->command = with_verb ? with_verb : alone;
		*words += with_verb != NULL;
		*count -= with_verb != NULL;
		if (cli->command) return SYNDIC_OK;
		return no_such_command(cli, noun, *count > 0 && ***words != '-' ? **words : NULL);
	}
	if (!alone) { /* options between noun and verb */
		read = read_options(cli, *count, *words, true);
		if (read < 0) return SYNDIC_MISUSE;
		*words += read;
		*count -= read;
	}
	const char *verb = *count > 0 && ***words != '-' ? **words : NULL;
	cli->command = verb ? command_find(noun, verb) : alone;
	cli->entity = cli->command == alone && alone ? NULL : entity;
	if (verb && cli->command) {
		++*words;
		--*count;
	}
	if (!cli->command && verb) return no_such_command(cli, noun, verb);
	if (!cli->command && (!entity || !option(cli, "help"))) return no_such_command(cli, noun, NULL);
	return SYNDIC_OK;
}

static enum syndic_status read_format(struct cli *cli)
{
	static const char *const usual[] = {"table", "list", "json", "jsonl", "csv", "md", "ids", NULL};
	bool own = cli->command && cli->command->formats;
	const char *const *names = own ? cli->command->formats : usual;
	const char *format = option(cli, "format");
	struct buf near = {0}, all = {0};
	size_t count = 0;
	if (option(cli, "json")) {
		if (format && strcmp(format, "json") != 0)
			return misuse(cli, NULL, "--json and --format %s contradict each other", format);
		format = "json";
	}
	if (!format) return SYNDIC_OK;
	for (; names[count]; count++) {
		if (strcmp(names[count], format) == 0) {
			if (!own) cli->format = (enum view_format)count;
			cli->format_given = true;
			buf_free(&all);
			return SYNDIC_OK;
		}
		buf_printf(&all, "%s%s", count ? ", " : "", names[count]);
	}
	near_add(&near, format, names, count);
	misuse(cli, own ? NULL : "syndic help formats", "there is no format %s; %s%s", format,
	       near.length ? "near: " : "it is one of ", buf_text(near.length ? &near : &all));
	buf_free(&near);
	buf_free(&all);
	return SYNDIC_MISUSE;
}

static enum syndic_status read_globals(struct cli *cli)
{
	const char *color = option(cli, "color");
	if (color && strcmp(color, "auto") != 0 && strcmp(color, "always") != 0 &&
	    strcmp(color, "never") != 0)
		return misuse(cli, NULL, "--color %s: auto, always or never", color);
	terminal_look(cli, color ? color : "auto");
	cli->dry_run = option(cli, "dry-run");
	cli->yes = option(cli, "yes");
	cli->no_input = option(cli, "no-input");
	cli->quiet = option(cli, "quiet");
	cli->verbose = option(cli, "verbose");
	enum syndic_status status = read_format(cli);
	if (status == SYNDIC_OK && !surroundings_look(cli)) status = SYNDIC_MISUSE;
	return status;
}

static enum syndic_status check_operands(struct cli *cli)
{
	size_t least, most, count = cli->arguments.operand_count;
	struct buf usage = {0};
	operand_bounds(cli->command, &least, &most);
	if (count >= least && count <= most) return SYNDIC_OK;
	usage_add(&usage, cli->command, cli->entity);
	if (count < least)
		misuse(cli, NULL, "something is missing: %s", buf_text(&usage));
	else
		misuse(cli, NULL, "%s is one word too many: %s", operand(cli, most), buf_text(&usage));
	buf_free(&usage);
	return SYNDIC_MISUSE;
}

/* What was known is only read. The library refuses likewise; here nothing has been asked yet. */
static enum syndic_status check_known(struct cli *cli)
{
	struct buf name = {0};
	if (!cli->known[0] || !(cli->command->flags & COMMAND_WRITES)) return SYNDIC_OK;
	name_add(&name, cli->command, cli->entity);
	misuse(cli, "the same command without --known",
	       "--known shows what the database held on a day; %s works on what it holds now",
	       buf_text(&name));
	buf_free(&name);
	return SYNDIC_MISUSE;
}

static enum syndic_status open_database(struct cli *cli)
{
	if (!cli->database)
		return failure(
			cli, SYNDIC_FAILED, "syndic init",
			"there is no database: no syndic.db in this folder, none in the data folder");
	bool known = cli->known[0] != '\0';
	if (cli->verbose)
		say(cli, "database %s, as %s %s, by %s", cli->database, known ? "known on" : "of",
		    known ? cli->known : cli->as_of, cli->actor);
	struct syndic_options options = {.as_of = cli->as_of,
	                                 .actor = cli->actor,
	                                 .command = cli->line,
	                                 .dry_run = cli->dry_run,
	                                 .known = known ? cli->known : NULL};
	enum syndic_status status = syndic_open(cli->database, &options, &cli->handle);
	if (status == SYNDIC_OK && known) {
		memcpy(cli->as_of, cli->known, sizeof cli->as_of); /* that day is today from here on */
		status = say_notes(cli);
	}
	return status;
}

static enum syndic_status run(struct cli *cli, int count, char **words)
{
	enum syndic_status status = find_command(cli, &count, &words);
	if (status != SYNDIC_OK) return status;
	if (cli->command && read_options(cli, count, words, false) < 0) return SYNDIC_MISUSE;
	status = read_globals(cli);
	if (status != SYNDIC_OK) return status;
	if (option(cli, "help")) {
		help_print(cli, cli->command, cli->entity);
		return SYNDIC_OK;
	}
	if (!cli->command && option(cli, "version")) return command_version.run(cli);
	if (!cli->command)
		return misuse(cli, "syndic help", "no command is given; `syndic next` shows what is due");
	status = check_operands(cli);
	if (status == SYNDIC_OK) status = check_known(cli);
	if (status == SYNDIC_OK && !(cli->command->flags & COMMAND_ALONE)) status = open_database(cli);
	if (status == SYNDIC_OK) status = cli->command->run(cli);
	if (status != SYNDIC_OK && cli->handle) tell_error(cli, syndic_last_error(cli->handle));
	return status;
}

/* What was written must have arrived. A reader that went away has all it wanted. */
static enum syndic_status close_output(struct cli *cli, enum syndic_status status)
{
	errno = 0;
	if (fclose(stdout) != 0 && !cli->out_error) cli->out_error = errno ? errno : EIO;
	if (!cli->out_error || cli->out_error == EPIPE) return status;
	failure(cli, SYNDIC_FAILED, "df .", "the answer could not be written: %s",
	        strerror(cli->out_error));
	return status == SYNDIC_OK ? SYNDIC_FAILED : status;
}

int main(int argc, char **argv)
{
	struct cli cli = {.line = NULL};
	signal(SIGPIPE, SIG_IGN);
	terminal_look(&cli, "auto");
	cli.line = typed(argc - 1, argv + 1);
	enum syndic_status status = run(&cli, argc - 1, argv + 1);
	syndic_close(cli.handle);
	status = close_output(&cli, status);
	arguments_free(&cli.arguments);
	free(cli.database);
	free(cli.actor);
	free(cli.line);
	return exit_status(status);
}
