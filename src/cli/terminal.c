/* The surroundings: locale, terminal, environment. The one place that reads them. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"

#define WIDTH_UNKNOWN 80

/* An environment variable, NULL where it is unset or empty. */
static const char *environment(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

static size_t terminal_width(int file)
{
	const char *columns = environment("COLUMNS");
	struct winsize size;
	if (columns) {
		char *end;
		unsigned long width = strtoul(columns, &end, 10);
		if (!*end && width >= 20 && width <= 1000) return width;
	}
	if (ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
	return WIDTH_UNKNOWN;
}

static bool wants_color(const char *choice, bool terminal)
{
	if (strcmp(choice, "auto") != 0) return strcmp(choice, "always") == 0;
	if (environment("NO_COLOR")) return false;
	const char *force = environment("CLICOLOR_FORCE"), *term = getenv("TERM");
	if (force && strcmp(force, "0") != 0) return true;
	return terminal && term && strcmp(term, "dumb") != 0;
}

void terminal_look(struct cli *cli, const char *color)
{
	setlocale(LC_CTYPE, "");
	bool ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	bool terminal = isatty(STDOUT_FILENO) == 1;
	cli->view.terminal = terminal;
	cli->view.ascii = cli->say_ascii = ascii;
	cli->view.width = terminal ? terminal_width(STDOUT_FILENO) : 0;
	cli->view.color = wants_color(color, terminal);
	cli->say_terminal = isatty(STDERR_FILENO) == 1;
	cli->say_width = cli->say_terminal ? terminal_width(STDERR_FILENO) : 0;
}

static const char *user(void)
{
	static const char *const names[] = {"SYNDIC_ACTOR", "USER", "LOGNAME"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (environment(names[i])) return getenv(names[i]);
	const struct passwd *entry = getpwuid(getuid());
	return entry ? entry->pw_name : "unknown";
}

const char *database_named(const struct cli *cli)
{
	const char *named = option(cli, "db");
	return named ? named : environment("SYNDIC_DB");
}

/* Where a database is looked for when none is named; NULL: nowhere is one. */
static char *database_found(void)
{
	const char *data = environment("XDG_DATA_HOME"), *home = environment("HOME");
	struct buf path = {0};
	char *found = NULL;
	buf_add(&path, "syndic.db");
	if (access(buf_text(&path), F_OK) != 0) {
		buf_reset(&path);
		if (data && *data == '/')
			buf_printf(&path, "%s/syndic/syndic.db", data);
		else if (home)
			buf_printf(&path, "%s/.local/share/syndic/syndic.db", home);
	}
	if (path.length && access(buf_text(&path), F_OK) == 0) found = mem_copy(buf_text(&path));
	buf_free(&path);
	return found;
}

/* Reads a day; `today` is what it may be relative to. */
static bool read_day(struct cli *cli, const char *what, const char *text, const char *today,
                     char out[DATE_SIZE])
{
	char day[DATE_SIZE];
	const char *why = date_parse(text, today, false, day);
	if (why) {
		misuse(cli, "syndic help dates", "%s %s: %s", what, text, why);
		return false;
	}
	memcpy(out, day, sizeof day);
	return true;
}

/* What was known on a day is seen from that day, and of days to come nothing is known. */
static bool read_known(struct cli *cli, const char *today)
{
	const char *text = option(cli, "known"), *as_of = option(cli, "as-of");
	if (!text) return true;
	if (!read_day(cli, "--known", text, today, cli->known)) return false;
	if (as_of && strcmp(cli->known, cli->as_of) != 0) {
		misuse(cli, NULL,
		       "--known %s and --as-of %s contradict each other: the first is today, too",
		       cli->known, cli->as_of);
		return false;
	}
	if (strcmp(cli->known, today) > 0) {
		misuse(cli, NULL, "--known %s: what will be known then nobody knows; today is %s",
		       cli->known, today);
		return false;
	}
	return true;
}

bool surroundings_look(struct cli *cli)
{
	char today[DATE_SIZE];
	const char *given = option(cli, "as-of");
	clock_today(cli->as_of);
	memcpy(today, cli->as_of, sizeof today);
	if (environment("SYNDIC_TODAY") &&
	    !read_day(cli, "$SYNDIC_TODAY", environment("SYNDIC_TODAY"), today, cli->as_of))
		return false;
	memcpy(today, cli->as_of, sizeof today);
	if (given && !read_day(cli, "--as-of", given, today, cli->as_of)) return false;
	if (!read_known(cli, today)) return false;
	cli->actor = mem_copy(user());
	cli->database = database_named(cli) ? mem_copy(database_named(cli)) : database_found();
	return true;
}

bool can_ask(const struct cli *cli)
{
	return !cli->yes && !cli->no_input && cli->say_terminal && isatty(STDIN_FILENO) == 1;
}

bool ask(const struct cli *cli, const char *question, struct buf *answer)
{
	struct buf shown = {0};
	text_display(&shown, question, 0, cli->say_ascii);
	fflush(stdout);
	fprintf(stderr, "%s ", buf_text(&shown));
	fflush(stderr);
	buf_free(&shown);

	char *line = NULL;
	size_t size = 0;
	ssize_t length = getline(&line, &size, stdin);
	buf_reset(answer);
	if (length >= 0)
		buf_add_n(answer, line, strcspn(line, "\r\n"));
	else
		fputc('\n', stderr);
	free(line);
	return length >= 0;
}
