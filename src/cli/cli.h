/* What every command works with: the session, and how it speaks. */
#ifndef SYNDIC_CLI_CLI_H
#define SYNDIC_CLI_CLI_H
#include <syndic.h>
#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "cli/options.h"
#include "view/render.h"

struct command;

struct cli {
	const struct command *command;
	const struct syndic_entity *entity; /* of a command on records, else NULL */
	struct arguments arguments;
	struct syndic *handle; /* NULL where the command needs no database */
	enum view_format format;
	bool format_given, dry_run, yes, no_input, quiet, verbose;
	struct view_options view;     /* of standard output */
	bool say_ascii, say_terminal; /* of standard error */
	size_t say_width;             /* its columns; 0: no limit */
	char as_of[DATE_SIZE];
	char known[DATE_SIZE];         /* --known, or "" */
	char *database, *actor, *line; /* path (NULL: none found), who writes, the command as typed */
	bool told;                     /* the reason of a failure has been printed */
	int out_error;                 /* errno of a failing standard output, or 0 */
};

/* ---- cli/terminal.c: the surroundings ------------------------------------------------------- */

/* Locale, width and colour; `color` is auto, always or never. */
void terminal_look(struct cli *cli, const char *color);
/* Who writes, the day that counts as today, and the database. False: told. */
bool surroundings_look(struct cli *cli);
/* The database that `--db` or $SYNDIC_DB names, else NULL. */
const char *database_named(const struct cli *cli);
/* May a person be asked? */
bool can_ask(const struct cli *cli);
/* Asks on standard error and reads a line without its end. False at the end of input. */
bool ask(const struct cli *cli, const char *question, struct buf *answer);

/* ---- cli/operands.c: what the command line gave ---------------------------------------------- */

/* The operand at `index`, or NULL. */
const char *operand(const struct cli *cli, size_t index);
const char *option(const struct cli *cli, const char *name);
/* The given options that are fields of `entity`; the caller frees the array. */
struct syndic_input *field_inputs(const struct cli *cli, const struct syndic_entity *entity,
                                  size_t *count);
/* `12` or `#12`, the number of a change; --limit, or `otherwise`. False: told. */
bool read_change(struct cli *cli, const char *text, int64_t *number);
/* A whole number that an option gives, `least` or more; left alone where it is not given. False:
 * told. */
bool read_number(struct cli *cli, const char *name, int64_t least, int64_t *number);
bool read_limit(struct cli *cli, int64_t otherwise, int64_t *limit);

/* ---- cli/output.c: answers and sentences ----------------------------------------------------- */

/* Prints `syndic: MESSAGE` and `  try: HELP`; returns SYNDIC_MISUSE. Where `help` is NULL, the help
 * of the command helps. */
__attribute__((format(printf, 3, 4))) enum syndic_status misuse(struct cli *cli, const char *help,
                                                                const char *format, ...);
__attribute__((format(printf, 4, 5))) enum syndic_status failure(struct cli *cli,
                                                                 enum syndic_status status,
                                                                 const char *help,
                                                                 const char *format, ...);
/* The same for the library's last error, unless told already. */
void tell_error(struct cli *cli, const struct syndic_error *error);

/* A sentence on standard error, made safe; nothing with --quiet. */
__attribute__((format(printf, 2, 3))) void say(const struct cli *cli, const char *format, ...);
/* `  next: COMMAND`, the likely next one. */
__attribute__((format(printf, 2, 3))) void say_next(const struct cli *cli, const char *format, ...);

/* Writes the rows in the format asked for and frees them; with none, says `empty` where people
 * read. */
enum syndic_status show_rows(struct cli *cli, struct syndic_rows *rows, const char *key,
                             const char *reference, const char *empty);
/* Begins the one object of an answer, in `text`; and ends, prints and frees it. */
struct json json_document(struct buf *text);
void print_document(struct cli *cli, struct json *json);
/* Writes text to standard output as it is. */
void print(struct cli *cli, const char *text);
/* Writes a heading: bold where there is colour. */
void print_heading(struct cli *cli, const char *text);
/* Writes sentences: made safe, and broken at the width of the terminal. */
__attribute__((format(printf, 2, 3))) void print_sentence(struct cli *cli, const char *format, ...);

/* ---- cli/figures.c: figures of reports ------------------------------------------------------- */

/* As programs read it: money, count, share, hours, ratio, days, months. */
const char *unit_name(enum syndic_unit unit);
/* A figure as JSON: null where it is unknown. */
void json_member_figure(struct json *json, const char *key, struct syndic_figure figure,
                        enum syndic_unit unit);
/* As CSV has it: `15000.00`, `20`, `0.3`; null where it is unknown. */
void rows_add_plain(struct syndic_rows *rows, struct syndic_figure figure, enum syndic_unit unit);
/* As people read it: `1,480,000` or in brief `1.48M`, `20`, `33 %`, `1.25`; "" where it is
 * unknown. */
void figure_add(struct buf *out, struct syndic_figure figure, enum syndic_unit unit, bool brief);

/* A chance in whole percents, where 0 and 100 are for what is certain: `64 %`, `>99 %`; nothing where
 * it is unknown. */
void chance_add(struct buf *out, struct syndic_figure probability);
/* Cells of these: nothing where it is unknown. */
void rows_add_chance(struct syndic_rows *rows, struct syndic_figure chance);
void rows_add_share(struct syndic_rows *rows, struct syndic_figure share);
/* `1,204 deals`, `1 deal`. */
void count_add(struct buf *out, int64_t count, const char *noun);

/* ` ± 1.1 %`: how far an estimate may be off (millionths); nothing where it is exact, 0. */
void error_add(const struct cli *cli, struct buf *out, int64_t error);
/* Rounds whose chance is estimated: the member `estimated_rounds`; and a sentence, if there are
 * any. */
void json_member_estimated(struct json *json, const struct syndic_estimated_round *rounds,
                           size_t count);
void print_estimated(struct cli *cli, const struct syndic_estimated_round *rounds, size_t count);

/* A figure of indicators, in millionths of `unit`: `6 months`, `2.2 months`, `66 %` of a ratio,
 * `1983 points`; nothing where it is unknown. */
void measure_add(struct buf *out, struct syndic_figure figure, const char *unit);

/* ---- cli/projection.c: what forecast, runway and snapshots have in common -------------------- */

/* The options of how projections are made. */
#define PROJECTION_OPTIONS                                                                         \
	{"from", "MONTH", "the first month; else this one", 0, false},                                 \
		{"months", "N", "how many", 0, false},                                                     \
		{"paths", "N", "simulated futures; else 10000", 0, false},                                 \
		{"seed", "N", "which ones; else 1", 0, false},                                             \
		{"slip", "MONTHS", "from closing to the start: least, most likely, most; 0: none", 0,      \
	     false},                                                                                   \
		{"correlation", "RATIO", "how much deals win together; 0: not at all", 0, false},          \
		{"method", "METHOD", "months or days: how amounts are spread", 0, false},                  \
		{"ledger", "LEDGER", "remaining: what is still to come; earned: over the whole term", 0,   \
	     false},                                                                                   \
	{                                                                                              \
		"learned", NULL, "the chances that history shows, where a deal has none of its own", 0,    \
			false                                                                                  \
	}
/* What they say. False: told. */
bool read_projection(struct cli *cli, struct syndic_projection *out);

/* ---- cli/written.c: after a write ------------------------------------------------------------ */

/* After a write: the reference on standard output, what changed and the notes on standard error. */
enum syndic_status tell_write(struct cli *cli);
/* The two apart: what `reference` says as JSON, in an object that is open; and what is said of
 * the change. */
void json_add_write(struct json *json, const struct cli *cli);
enum syndic_status say_write(struct cli *cli);
/* What was left alone or needs an eye. */
enum syndic_status say_notes(struct cli *cli);
/* Is there a change that could be looked at, undone, followed up? */
bool has_written(const struct cli *cli);
/* The lines of a difference, compactly: `deal bids-2027: stage Proposal → Closed Won`; of what was
 * added at most `fields` fields. */
enum syndic_status say_difference(struct cli *cli, struct syndic_rows *rows, size_t fields);

#endif
