/* Answers go to standard output, sentences to standard error. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "cli/commands.h"
#include "view/cell.h"

/* Lines of text made safe one by one, each after `before`, and broken at the terminal's width. */
static void say_lines(const struct cli *cli, const char *before, const char *text)
{
	struct buf line = {0}, safe = {0}, out = {0};
	while (*text) {
		size_t length = strcspn(text, "\n");
		buf_reset(&line);
		buf_reset(&safe);
		buf_add_n(&line, text, length);
		text_display(&safe, buf_text(&line), 0, cli->say_ascii);
		buf_add(&out, before);
		size_t width = cli->say_width ? cli->say_width - strlen(before) : safe.length;
		for (const char *at = buf_text(&safe), *next; *at; at = next) {
			if (at != buf_text(&safe)) buf_add(&out, "    ");
			buf_add_n(&out, at, cell_break(at, width, &next));
			buf_add_char(&out, '\n');
			if (at == buf_text(&safe) && cli->say_width) width = cli->say_width - 4;
		}
		text += length + (text[length] == '\n');
	}
	fflush(stdout); /* on a terminal the two come in the order in which they were written */
	fwrite(buf_text(&out), 1, out.length, stderr);
	buf_free(&line);
	buf_free(&safe);
	buf_free(&out);
}

static void tell(struct cli *cli, const char *message, const char *help)
{
	struct buf text = {0};
	buf_printf(&text, "syndic: %s", message);
	say_lines(cli, "", buf_text(&text));
	buf_reset(&text);
	if (help && *help)
		buf_add(&text, help);
	else if (cli->command)
		name_add(&text, cli->command, cli->entity);
	else
		buf_add(&text, "syndic help");
	if (cli->command && (!help || !*help)) buf_add(&text, " --help");
	say_lines(cli, "  try: ", buf_text(&text));
	buf_free(&text);
	cli->told = true;
}

static void add_formatted(struct buf *out, const char *format, va_list arguments)
{
	char *text;
	if (vasprintf(&text, format, arguments) < 0) abort(); /* no memory */
	buf_add(out, text);
	free(text);
}

static void tell_formatted(struct cli *cli, const char *help, const char *format, va_list arguments)
{
	struct buf text = {0};
	add_formatted(&text, format, arguments);
	tell(cli, buf_text(&text), help);
	buf_free(&text);
}

enum syndic_status misuse(struct cli *cli, const char *help, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	tell_formatted(cli, help, format, arguments);
	va_end(arguments);
	return SYNDIC_MISUSE;
}

enum syndic_status failure(struct cli *cli, enum syndic_status status, const char *help,
                           const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	tell_formatted(cli, help, format, arguments);
	va_end(arguments);
	return status;
}

void tell_error(struct cli *cli, const struct syndic_error *error)
{
	if (!cli->told) tell(cli, error->message, error->help);
}

static void say_formatted(const struct cli *cli, const char *before, const char *format,
                          va_list arguments)
{
	struct buf text = {0};
	if (cli->quiet) return;
	add_formatted(&text, format, arguments);
	say_lines(cli, before, buf_text(&text));
	buf_free(&text);
}

void say(const struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_formatted(cli, "", format, arguments);
	va_end(arguments);
}

void say_next(const struct cli *cli, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_formatted(cli, "  next: ", format, arguments);
	va_end(arguments);
}

/* Notes that standard output has failed, while errno still says why. */
static void look_at_output(struct cli *cli)
{
	if (ferror(stdout) && !cli->out_error) cli->out_error = errno ? errno : EIO;
}

enum syndic_status show_rows(struct cli *cli, struct syndic_rows *rows, const char *key,
                             const char *reference, const char *empty)
{
	struct view_options view = cli->view;
	view.reference = reference;
	if (cli->handle) view.currency = syndic_currency(cli->handle);
	errno = 0;
	int64_t shown = view_rows(stdout, cli->format, rows, key, &view);
	look_at_output(cli);
	syndic_rows_free(rows);
	if (shown < 0) return syndic_last_error(cli->handle)->code;
	bool people = cli->format == VIEW_TABLE || cli->format == VIEW_LIST;
	if (shown == 0 && people && empty) say(cli, "%s", empty);
	return SYNDIC_OK;
}

struct json json_document(struct buf *text)
{
	struct json json = {.out = text};
	json_open(&json, '{');
	json_member_int(&json, "format", 1);
	return json;
}

void print_document(struct cli *cli, struct json *json)
{
	json_close(json, '}');
	buf_add_char(json->out, '\n');
	print(cli, buf_text(json->out));
	buf_free(json->out);
}

void print(struct cli *cli, const char *text)
{
	errno = 0;
	fputs(text, stdout);
	look_at_output(cli);
}

void print_heading(struct cli *cli, const char *text)
{
	struct buf shown = {0}, line = {0};
	text_display(&shown, text, cli->view.width, cli->view.ascii);
	if (cli->view.color)
		buf_printf(&line, "\x1b[1m%s\x1b[0m\n", buf_text(&shown));
	else
		buf_printf(&line, "%s\n", buf_text(&shown));
	print(cli, buf_text(&line));
	buf_free(&shown);
	buf_free(&line);
}

void print_sentence(struct cli *cli, const char *format, ...)
{
	struct buf text = {0}, safe = {0}, lines = {0};
	va_list arguments;
	va_start(arguments, format);
	add_formatted(&text, format, arguments);
	va_end(arguments);
	text_display(&safe, buf_text(&text), 0, cli->view.ascii);
	for (const char *at = buf_text(&safe), *next; *at; at = next) {
		size_t width = cli->view.width ? cli->view.width : safe.length;
		buf_add_n(&lines, at, cell_break(at, width, &next));
		buf_add_char(&lines, '\n');
	}
	print(cli, buf_text(&lines));
	buf_free(&text);
	buf_free(&safe);
	buf_free(&lines);
}
