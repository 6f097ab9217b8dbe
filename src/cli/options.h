/*
 * Options: one table type, executed. What a table lists is what is parsed, and what help and the
 * manual page print; getopt_long does the reading.
 */
#ifndef SYNDIC_CLI_OPTIONS_H
#define SYNDIC_CLI_OPTIONS_H
#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

struct option_row {
	const char *name;  /* long name, with dashes */
	const char *value; /* what help calls its value; NULL: a switch */
	const char *help;
	char letter; /* short form, or 0 */
	bool many;   /* may be given again */
};

struct option_table {
	const struct option_row *rows;
	size_t count;
};

/* What was given. Texts are borrowed from the command line. */
struct given_option {
	const char *name, *value; /* value: NULL for a switch */
};
struct arguments {
	struct given_option *options;
	size_t option_count;
	char **operands;
	size_t operand_count;
};

/* Reads argv[0] up to argv[count − 1] and adds what they give to `out`. With `stop` it ends before
 * the first operand. Returns how many elements it has read, or -1: then `why` says why not, with
 * near misses. Names are never abbreviated, and an option that is not `many` stands once. */
int options_parse(const struct option_table *tables, size_t table_count, int count, char **argv,
                  bool stop, struct arguments *out, struct buf *why);
void arguments_free(struct arguments *arguments);

/* The value of an option (the last one given), "" for a switch, NULL where it was not given. */
const char *option_value(const struct arguments *arguments, const char *name);

/* Up to three of `names` that `word` may have meant, nearest first: `a, b`. Nothing is added where
 * none is near. */
void near_add(struct buf *out, const char *word, const char *const *names, size_t count);

#endif
