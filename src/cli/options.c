#include "cli/options.h"
#include <getopt.h>
#include <string.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/text.h"

#define LONG_FIRST 256 /* values of long options begin here, above every letter */

struct parser {
	const struct option_row **rows; /* of all tables */
	size_t count;
	struct option *options; /* the same for getopt_long */
	struct buf letters;
};

static void parser_init(struct parser *parser, const struct option_table *tables, size_t count,
                        bool stop)
{
	size_t total = 0;
	for (size_t i = 0; i < count; i++)
		total += tables[i].count;
	*parser = (struct parser){.rows = mem_alloc((total + 1) * sizeof *parser->rows),
	                          .options = mem_alloc((total + 1) * sizeof *parser->options)};
	buf_add(&parser->letters, stop ? "+:" : ":");
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < tables[i].count; j++) {
			const struct option_row *row = &tables[i].rows[j];
			parser->options[parser->count] =
				(struct option){row->name, row->value ? required_argument : no_argument, NULL,
			                    LONG_FIRST + (int)parser->count};
			parser->rows[parser->count++] = row;
			if (!row->letter) continue;
			buf_add_char(&parser->letters, row->letter);
			if (row->value) buf_add_char(&parser->letters, ':');
		}
	}
}

static void parser_free(struct parser *parser)
{
	free(parser->rows);
	free(parser->options);
	buf_free(&parser->letters);
}

static const struct option_row *row_of(const struct parser *parser, int value)
{
	if (value >= LONG_FIRST) return parser->rows[value - LONG_FIRST];
	for (size_t i = 0; i < parser->count; i++)
		if (parser->rows[i]->letter == value) return parser->rows[i];
	return NULL;
}

static void tell_unknown(const struct parser *parser, const char *word, struct buf *why)
{
	const char **names = mem_alloc((parser->count + 1) * sizeof *names);
	char *name = mem_copy_n(word, strcspn(word, "="));
	struct buf near = {0};
	for (size_t i = 0; i < parser->count; i++)
		names[i] = parser->rows[i]->name;
	if (strncmp(name, "--", 2) == 0) near_add(&near, name + 2, names, parser->count);
	buf_printf(why, "there is no option %s", name);
	if (near.length) buf_printf(why, "; near: %s", buf_text(&near));
	buf_free(&near);
	free(name);
	free(names);
}

/* The word of argv in which the option just read was written. */
static const char *word_read(char **argv, const struct option_row *row)
{
	bool apart = row && row->value && optarg && optarg == argv[optind - 1];
	return argv[optind - (apart ? 2 : 1)];
}

static bool take(const struct parser *parser, int value, char **argv, struct arguments *out,
                 struct buf *why)
{
	const struct option_row *row = row_of(parser, value);
	const char *word = word_read(argv, row);
	if (value >= LONG_FIRST && strcspn(word + 2, "=") != strlen(row->name)) {
		tell_unknown(parser, word, why);
		return false;
	}
	if (!row->many && option_value(out, row->name)) {
		buf_printf(why, "--%s is given twice", row->name);
		return false;
	}
	out->options = mem_resize(out->options, (out->option_count + 1) * sizeof *out->options);
	out->options[out->option_count++] =
		(struct given_option){row->name, row->value ? optarg : NULL};
	return true;
}

/* Why getopt_long has refused: `value` is `:` or `?`. */
static void tell_refused(const struct parser *parser, int value, char **argv, struct buf *why)
{
	const struct option_row *row = optopt ? row_of(parser, optopt) : NULL;
	if (value == ':' && row)
		buf_printf(why, "--%s wants a value: --%s %s", row->name, row->name, row->value);
	else if (row)
		buf_printf(why, "--%s takes no value", row->name);
	else if (optopt)
		buf_printf(why, "there is no option -%c", optopt);
	else
		tell_unknown(parser, argv[optind - 1], why);
}

int options_parse(const struct option_table *tables, size_t table_count, int count, char **argv,
                  bool stop, struct arguments *out, struct buf *why)
{
	struct parser parser;
	parser_init(&parser, tables, table_count, stop);
	/* getopt_long wants a program name before the options and a NULL after them. */
	char **words = mem_alloc(((size_t)count + 2) * sizeof *words);
	static char program[] = "syndic";
	words[0] = program;
	if (count > 0) memcpy(words + 1, argv, (size_t)count * sizeof *words);

	int value, read = -1;
	opterr = 0;
	optind = 0; /* begins anew */
	while ((value = getopt_long(count + 1, words, buf_text(&parser.letters), parser.options,
	                            NULL)) != -1) {
		if (value == ':' || value == '?') {
			tell_refused(&parser, value, words, why);
			goto out;
		}
		if (!take(&parser, value, words, out, why)) goto out;
	}
	read = optind - 1;
	if (stop) goto out;
	for (int i = optind; i <= count; i++) {
		out->operands = mem_resize(out->operands, (out->operand_count + 1) * sizeof *out->operands);
		out->operands[out->operand_count++] = words[i];
	}
	read = count;
out:
	free(words);
	parser_free(&parser);
	return read;
}

void arguments_free(struct arguments *arguments)
{
	free(arguments->options);
	free(arguments->operands);
	*arguments = (struct arguments){0};
}

const char *option_value(const struct arguments *arguments, const char *name)
{
	for (size_t i = arguments->option_count; i-- > 0;) {
		const struct given_option *given = &arguments->options[i];
		if (strcmp(given->name, name) == 0) return given->value ? given->value : "";
	}
	return NULL;
}

/* How far a name is from a word: lower is nearer; above 9 is not near. */
static size_t distance(const char *word, const char *name)
{
	size_t length = strlen(word), edits = text_distance(word, name);
	if (length >= 2 && strncmp(name, word, length) == 0) return 0;
	if (edits <= 1 + length / 4) return edits;
	if (length >= 3 && strstr(name, word)) return 5;
	return text_similarity(word, name) >= 500000 ? 6 : 10;
}

void near_add(struct buf *out, const char *word, const char *const *names, size_t count)
{
	size_t shown = 0;
	for (size_t wanted = 0; wanted < 10 && shown < 3; wanted++) {
		for (size_t i = 0; i < count && shown < 3; i++) {
			if (distance(word, names[i]) != wanted) continue;
			buf_printf(out, "%s%s", shown++ ? ", " : "", names[i]);
		}
	}
}
