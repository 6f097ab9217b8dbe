/*
 * For tests of the library's records: a new database each, short calls on it, and a foreign client.
 * An assertion that fails tells the error with its message.
 */
#ifndef SYNDIC_TESTS_MODEL_H
#define SYNDIC_TESTS_MODEL_H
#include "unit.h"
#include <sqlite3.h>
#include <string.h>
#include <syndic.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/rows.h"

#define TODAY "2026-01-15"

static struct syndic *db; /* the handle of the test; each test runs in a process of its own */

/* Where the test's database stands. */
static inline const char *db_file(void)
{
	static char path[300];
	if (!*path) snprintf(path, sizeof path, "%s/x.db", unit_folder());
	return path;
}

static inline struct syndic *open_as(const char *as_of, const char *command, bool dry_run)
{
	struct syndic_options options = {.as_of = as_of,
	                                 .actor = "ana",
	                                 .command = command,
	                                 .dry_run = dry_run};
	struct syndic *handle;
	enum syndic_status status = syndic_open(db_file(), &options, &handle);
	ck_assert_msg(status == SYNDIC_OK, "open: %s", syndic_last_error(handle)->message);
	return handle;
}

static inline void set_up(void)
{
	struct syndic_options options = {.as_of = TODAY, .actor = "ana", .command = "a test"};
	enum syndic_status status = syndic_create(db_file(), "USD", &options, &db);
	ck_assert_msg(status == SYNDIC_OK, "create: %s", syndic_last_error(db)->message);
}

static inline void tear_down(void)
{
	syndic_close(db);
	db = NULL;
}

/* Thousands of databases would fill the memory in which they stand. */
static inline void take_away(void)
{
	tear_down();
	unlink(db_file());
}

/* A case of tests that each begin with a new database in `db`. */
static inline TCase *model_case(const char *name)
{
	TCase *cases = tcase_create(name);
	tcase_set_timeout(cases, 60); /* each write waits for the disk */
	tcase_add_checked_fixture(cases, set_up, take_away);
	return cases;
}

/* ---- inputs, written as "field=text" ---- */

struct given {
	struct syndic_input inputs[16];
	char text[16][400];
	size_t count;
};

static inline struct given *given_from(struct given *given, const char *const *said)
{
	for (given->count = 0; said[given->count]; given->count++) {
		char *text = given->text[given->count], *equals;
		snprintf(text, sizeof given->text[0], "%s", said[given->count]);
		equals = strchr(text, '=');
		*equals = '\0';
		given->inputs[given->count] = (struct syndic_input){text, equals + 1};
	}
	return given;
}
#define SAID(...) given_from(&(struct given){0}, (const char *const[]){__VA_ARGS__, NULL})

static inline enum syndic_status add_said(const char *entity, const struct given *said)
{
	return syndic_add(db, entity, said->inputs, said->count);
}
static inline enum syndic_status edit_said(const char *entity, const char *reference,
                                           const struct given *said)
{
	return syndic_edit(db, entity, reference, said->inputs, said->count);
}
#define add(entity, ...) add_said(entity, SAID(__VA_ARGS__))
#define edit(entity, reference, ...) edit_said(entity, reference, SAID(__VA_ARGS__))
#define rm(entity, reference) syndic_remove(db, entity, reference)
#define undo(number) syndic_undo(db, number)

static inline enum syndic_status win(const char *deal)
{
	return syndic_deal_win(db, deal, NULL, NULL, NULL, 0);
}
static inline enum syndic_status lose(const char *deal)
{
	return syndic_deal_lose(db, deal, "price", NULL);
}
static inline enum syndic_status link_deal(const char *deal, const char *org, const char *kind)
{
	struct syndic_link link = {deal, org, kind};
	return syndic_deal_link(db, &link, 1);
}
static inline enum syndic_status reopen(const char *deal)
{
	return syndic_deal_reopen(db, deal, NULL);
}
static inline enum syndic_status move(const char *deal, const char *stage)
{
	return syndic_deal_move(db, deal, stage, NULL, 0);
}

/* ---- what must hold ---- */

#define OK(call)                                                                                   \
	do {                                                                                           \
		enum syndic_status ok_status = (call);                                                     \
		ck_assert_msg(ok_status == SYNDIC_OK, "%s: %d, %s", #call, (int)ok_status,                 \
		              syndic_last_error(db)->message);                                             \
	} while (0)

/* Refused with a code, a field ("" for none), a part of the message, and help. */
#define REFUSED(call, expected, about, part) refused(call, expected, about, part, #call)
static inline void refused(enum syndic_status status, enum syndic_status expected,
                           const char *about, const char *part, const char *call)
{
	const struct syndic_error *error = syndic_last_error(db);
	ck_assert_msg(status == expected && error->code == expected, "%s: %d, %s", call, (int)status,
	              error->message);
	ck_assert_msg(strcmp(error->field, about) == 0, "%s: field %s, %s", call, error->field,
	              error->message);
	ck_assert_msg(strstr(error->message, part) != NULL, "%s: %s", call, error->message);
	ck_assert_msg(error->help[0] != '\0', "%s: no help beside: %s", call, error->message);
	ck_assert_msg(!strstr(error->message, "onstraint"), "%s: raw: %s", call, error->message);
}

/* ---- reading ---- */

/* Cells by turns, so that a few can be compared in one line. */
static inline const char *keep_text(const char *text)
{
	static char kept[8][2000];
	static size_t turn;
	turn = (turn + 1) % 8;
	snprintf(kept[turn], sizeof kept[0], "%s", text);
	return kept[turn];
}

static inline const char *plain(const struct syndic_rows *rows, size_t column)
{
	struct buf out = {0};
	const char *text;
	value_add_plain(&out, syndic_rows_value(rows, column), syndic_rows_column(rows, column)->type);
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

static inline size_t column_of(const struct syndic_rows *rows, const char *name)
{
	size_t column = 0;
	while (strcmp(syndic_rows_column(rows, column)->name, name) != 0)
		column++;
	return column;
}

/* A field as machines read it, "" where it is unknown. */
static inline const char *cell_of(struct syndic *handle, const char *entity, const char *reference,
                                  const char *field)
{
	struct syndic_rows *rows;
	const char *text;
	enum syndic_status status = syndic_show(handle, entity, reference, &rows);
	ck_assert_msg(status == SYNDIC_OK, "show %s %s: %s", entity, reference,
	              syndic_last_error(handle)->message);
	ck_assert_int_eq(syndic_rows_next(rows), 1);
	text = plain(rows, column_of(rows, field));
	syndic_rows_free(rows);
	return text;
}
#define cell(entity, reference, field) cell_of(db, entity, reference, field)

/* One column of all rows, each ended by a line end; the rows are freed. */
static inline const char *column_text(struct syndic_rows *rows, const char *name)
{
	struct buf out = {0};
	const char *text;
	while (syndic_rows_next(rows) == 1)
		buf_printf(&out, "%s\n", plain(rows, column_of(rows, name)));
	syndic_rows_free(rows);
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

static inline const char *notes(void)
{
	struct syndic_rows *rows;
	OK(syndic_last_notes(db, &rows));
	return column_text(rows, "note");
}

/* A column of a list with at most one filter ("field=text", or NULL). */
static inline const char *listed(const char *entity, const char *filter, const char *name)
{
	struct given given = {0};
	struct syndic_list_options options = {.by_id = true};
	struct syndic_rows *rows;
	if (filter) {
		given_from(&given, (const char *const[]){filter, NULL});
		options.filters = given.inputs;
		options.filter_count = given.count;
	}
	OK(syndic_list(db, entity, &options, &rows));
	return column_text(rows, name);
}

/* Everything that an export holds; the caller frees. */
static inline char *dump(void)
{
	struct buf out = {0};
	const struct syndic_list_options options = {.by_id = true};
	for (size_t e = 0; e < syndic_entity_count(); e++) {
		const struct syndic_entity *entity = syndic_entity_at(e);
		struct syndic_rows *rows;
		if (entity->flags & SYNDIC_LOG) continue;
		OK(syndic_list(db, entity->name, &options, &rows));
		while (syndic_rows_next(rows) == 1) {
			buf_printf(&out, "%s:", entity->name);
			for (size_t i = 0; i < entity->field_count; i++)
				buf_printf(&out, " %s=%s", entity->fields[i].name, plain(rows, i));
			buf_add_char(&out, '\n');
		}
		syndic_rows_free(rows);
	}
	return out.data;
}

/* Both dumps are freed. */
static inline void same_dump(char *expected, char *found, const char *about)
{
	size_t i = 0;
	while (expected[i] && expected[i] == found[i])
		i++;
	while (i > 0 && expected[i - 1] != '\n')
		i--;
	ck_assert_msg(strcmp(expected, found) == 0, "%s:\n- %.600s\n+ %.600s", about, expected + i,
	              found + i);
	free(expected);
	free(found);
}

/* Nothing of what `check` looks at is wrong; "" or the findings. */
static inline const char *findings(void)
{
	struct syndic_rows *rows;
	struct buf out = {0};
	const char *text;
	if (syndic_check(db, &rows) != SYNDIC_OK) ck_assert_ptr_nonnull(rows);
	while (syndic_rows_next(rows) == 1) {
		buf_printf(&out, "%s %s %s: %s\n", plain(rows, 0), plain(rows, 1), plain(rows, 2),
		           plain(rows, 3));
	}
	syndic_rows_free(rows);
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

/* ---- files ---- */

/* The path of another file beside the database. */
static inline const char *beside(const char *tail)
{
	struct buf path = {0};
	const char *text;
	buf_printf(&path, "%s%s", db_file(), tail);
	text = keep_text(buf_text(&path));
	buf_free(&path);
	return text;
}

/* ---- a foreign client ---- */

static inline int foreign_row(void *context, int count, char **values, char **names)
{
	(void)names;
	for (int i = 0; i < count; i++)
		buf_printf(context, "%s%s", i ? "|" : "", values[i] ? values[i] : "");
	buf_add_char(context, '\n');
	return 0;
}

/* Runs SQL as another program would; returns its rows. */
static inline const char *foreign(const char *sql)
{
	sqlite3 *other;
	struct buf out = {0};
	const char *text;
	char *why = NULL;
	ck_assert_int_eq(sqlite3_open(db_file(), &other), SQLITE_OK);
	sqlite3_exec(other, sql, foreign_row, &out, &why);
	ck_assert_msg(why == NULL, "%s: %s", sql, why);
	sqlite3_close(other);
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

#endif
