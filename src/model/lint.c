#include "model/lint.h"

#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"

/* Lower bounds keep out a placeholder, upper ones keep all of it on one page. */
const struct lint_length lint_lengths[LINT_LENGTHS] = {
	{"name", 3, 72},  {"problem", 40, 600}, {"solution", 40, 600}, {"implementation", 40, 600},
	{"fit", 40, 400},
};
enum { WIDE = 4 }; /* high hours beyond so many times the low ones */

/* What a look goes along with. */
struct look {
	struct syndic *handle;
	struct syndic_rows *rows;
	const char *initiative;         /* slug */
	int64_t hour_price;             /* 0: unknown */
	int64_t low, mode, high;        /* hours of what is built for the price, where all are known */
	int64_t counted, without_hours; /* deliverables that the price is for */
};

/* Columns of findings, all texts; `deliverable` (a slug) is unknown where it is about the
 * initiative itself, `severity` is `error` or `note`, `help` a command that mends it once its …
 * are filled in. */
enum lint_column {
	LINT_INITIATIVE,
	LINT_DELIVERABLE,
	LINT_FIELD,
	LINT_SEVERITY,
	LINT_FINDING,
	LINT_HELP
};
static struct syndic_rows *new_findings(void)
{
	static const struct syndic_column columns[] = {
		[LINT_INITIATIVE] = {"initiative", "initiative", SYNDIC_TEXT, 0},
		[LINT_DELIVERABLE] = {"deliverable", "deliverable", SYNDIC_TEXT, 0},
		[LINT_FIELD] = {"field", "field", SYNDIC_TEXT, 0},
		[LINT_SEVERITY] = {"severity", "severity", SYNDIC_TEXT, 0},
		[LINT_FINDING] = {"finding", "finding", SYNDIC_TEXT, 0},
		[LINT_HELP] = {"help", "help", SYNDIC_TEXT, 0},
	};
	return rows_new(columns, FIELD_COUNT(columns));
}

static void tell(struct look *look, const char *deliverable, const char *field,
                 const char *severity, const struct buf *finding, const struct buf *help)
{
	rows_add_text(look->rows, look->initiative);
	rows_add_text(look->rows, deliverable);
	rows_add_text(look->rows, field);
	rows_add_text(look->rows, severity);
	rows_add_text(look->rows, buf_text(finding));
	rows_add_text(look->rows, buf_text(help));
}

/* An error that editing one field of the initiative mends. `value` is what to write, as it is
 * typed. */
static void tell_field(struct look *look, const char *field, const struct buf *finding,
                       const char *value)
{
	struct buf help = {0};
	buf_printf(&help, "syndic initiative edit %s --%s %s", look->initiative, field, value);
	for (char *at = help.data; *at; at++)
		if (*at == '_') *at = '-';
	tell(look, NULL, field, "error", finding, &help);
	buf_free(&help);
}

/* ---- the template ---- */

static void look_at_length(struct look *look, const struct record *initiative,
                           const struct lint_length *length)
{
	const char *text = record_text(initiative, length->field);
	int64_t characters = text ? (int64_t)text_length(text) : 0;
	struct buf finding = {0};
	if (characters == 0)
		buf_printf(&finding, "%s is missing: %lld to %lld characters", length->field,
		           (long long)length->least, (long long)length->most);
	else if (characters < length->least)
		buf_printf(&finding, "%s has %lld of at least %lld characters", length->field,
		           (long long)characters, (long long)length->least);
	else if (characters > length->most)
		buf_printf(&finding, "%s has %lld of at most %lld characters%s", length->field,
		           (long long)characters, (long long)length->most,
		           strcmp(length->field, "implementation") == 0 ? ": too much detail before funding"
		                                                        : "");
	if (finding.length) tell_field(look, length->field, &finding, "\"…\"");
	buf_free(&finding);
}

/* ---- the deliverables ---- */

/* The hours that a deliverable adds to those of the price. */
static void add_hours(struct look *look, bool known, int64_t low, int64_t mode, int64_t high)
{
	look->counted++;
	if (!known) {
		look->without_hours++;
		return;
	}
	look->low += low;
	look->mode += mode;
	look->high += high;
}

static void tell_missing(struct look *look, const char *slug, const char *field, const char *option)
{
	struct buf finding = {0}, help = {0};
	buf_printf(&finding, "deliverable %s has no %s", slug, field);
	buf_printf(&help, "syndic deliverable edit %s %s", slug, option);
	tell(look, slug, field, "error", &finding, &help);
	buf_free(&finding);
	buf_free(&help);
}

static void tell_wide(struct look *look, const char *slug, int64_t low, int64_t high)
{
	struct buf finding = {0}, help = {0};
	buf_printf(&finding, "deliverable %s: ", slug);
	ratio_add_plain(&finding, high);
	buf_printf(&finding, " high hours are more than %d times ", WIDE);
	ratio_add_plain(&finding, low);
	buf_add(&finding, " low ones: is it more than one deliverable?");
	buf_printf(&help, "syndic deliverable edit %s --high-hours …", slug);
	tell(look, slug, "high_hours", "note", &finding, &help);
	buf_free(&finding);
	buf_free(&help);
}

static enum syndic_status look_at_work(struct look *look, const struct record *initiative,
                                       bool tells)
{
	enum { SLUG, DONE, LOW, MODE, HIGH, STRETCH };
	struct db_stmt *stmt;
	int step;
	enum syndic_status status =
		db_prepare(look->handle->db,
	               "SELECT slug, definition_of_done, low_hours, mode_hours, high_hours, stretch"
	               " FROM deliverable WHERE initiative = $1 AND state <> 'dropped'"
	               " ORDER BY position, id",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(initiative, "id"));
	while ((step = db_step(stmt)) == 1) {
		const char *slug = db_text(stmt, SLUG), *done = db_text(stmt, DONE);
		bool low = !db_is_null(stmt, LOW), high = !db_is_null(stmt, HIGH);
		int64_t least = db_int(stmt, LOW), most = db_int(stmt, HIGH);
		if (db_int(stmt, STRETCH) != 1)
			add_hours(look, low && high, least,
			          db_is_null(stmt, MODE) ? (least + most) / 2 : db_int(stmt, MODE), most);
		if (!tells) continue;
		if (!done || text_length(done) == 0)
			tell_missing(look, slug, "definition_of_done", "--definition-of-done \"…\"");
		if (!low) tell_missing(look, slug, "low_hours", "--low-hours …");
		if (!high) tell_missing(look, slug, "high_hours", "--high-hours …");
		if (low && high && most > WIDE * least) tell_wide(look, slug, least, most);
	}
	db_finalize(stmt);
	return step < 0 ? look->handle->error.code : SYNDIC_OK;
}

/* ---- the terms ---- */

/* What so many hours are sold for. */
static int64_t price_of(const struct look *look, int64_t hours)
{
	return muldiv(hours, look->hour_price, RATIO_ONE);
}

static void tell_no_price(struct look *look)
{
	struct buf finding = {0}, value = {0};
	bool known = look->counted && !look->without_hours && look->hour_price;
	buf_add(&finding, "price is missing");
	if (known) {
		buf_add(&finding, ": ");
		ratio_add_plain(&finding, look->low);
		buf_add(&finding, " to ");
		ratio_add_plain(&finding, look->high);
		buf_add(&finding, " hours are sold for ");
		money_add(&finding, price_of(look, look->low), 1);
		buf_add(&finding, " to ");
		money_add(&finding, price_of(look, look->high), 1);
		money_add_plain(&value, price_of(look, look->mode));
	} else {
		buf_add(&value, "…");
	}
	tell_field(look, "price", &finding, buf_text(&value));
	buf_free(&finding);
	buf_free(&value);
}

static void look_at_price(struct look *look, int64_t price)
{
	struct buf finding = {0}, help = {0};
	int64_t least = price_of(look, look->low);
	if (!look->counted || look->without_hours || price >= least) return;
	buf_add(&finding, "price ");
	money_add(&finding, price, 1);
	buf_add(&finding, " is below ");
	money_add(&finding, least, 1);
	buf_add(&finding, ", what the low hours, ");
	ratio_add_plain(&finding, look->low);
	buf_add(&finding, ", are sold for");
	buf_printf(&help, "syndic initiative edit %s --price ", look->initiative);
	money_add_plain(&help, least);
	tell(look, NULL, "price", "note", &finding, &help);
	buf_free(&finding);
	buf_free(&help);
}

static void look_at_terms(struct look *look, const struct record *initiative)
{
	const char *plan = record_text(initiative, "upstream_plan");
	struct buf finding = {0}, help = {0};
	if (!look->counted) {
		buf_add(&finding, "there is no deliverable");
		buf_printf(&help,
		           "syndic deliverable add \"…\" --initiative %s --low-hours … --high-hours …"
		           " --definition-of-done \"…\"",
		           look->initiative);
		tell(look, NULL, "deliverable", "error", &finding, &help);
	}
	if (record_has(initiative, "price"))
		look_at_price(look, record_number(initiative, "price"));
	else
		tell_no_price(look);
	if (!plan || text_length(plan) == 0) {
		buf_reset(&finding);
		buf_add(&finding, "upstream_plan is missing");
		tell_field(look, "upstream_plan", &finding, "\"…\"");
	}
	buf_free(&finding);
	buf_free(&help);
}

/* Adds the findings on an initiative in a fixed order: the template's, the deliverables' by position,
 * the terms'. `parts` of enum lint_part. */
static enum syndic_status look_at_initiative(struct syndic *handle, const struct record *initiative,
                                             unsigned parts, struct syndic_rows *rows)
{
	struct look look = {
		.handle = handle,
		.rows = rows,
		.initiative = record_text(initiative, "slug"),
		.hour_price = setting_money(handle, "hour_price", 0),
	};
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; (parts & LINT_TEMPLATE) && i < LINT_LENGTHS; i++)
		look_at_length(&look, initiative, &lint_lengths[i]);
	if (parts & (LINT_WORK | LINT_TERMS))
		status = look_at_work(&look, initiative, (parts & LINT_WORK) != 0);
	if (status == SYNDIC_OK && (parts & LINT_TERMS)) look_at_terms(&look, initiative);
	return status;
}

/* ---- as a guard ---- */

/* Joins to `help` what another finding wants of the same record: the first finding's command up
 * to its options is what the others must begin with. */
static void join_help(struct buf *help, const char *further)
{
	const char *options = strstr(further, " --");
	size_t length = options ? (size_t)(options - further) : 0;
	if (!help->length)
		buf_add(help, further);
	else if (length && strncmp(buf_text(help), further, length) == 0 && help->data[length] == ' ' &&
	         help->data[length + 1] == '-')
		buf_add(help, options);
}

enum syndic_status lint_guard(struct syndic *handle, const struct record *initiative,
                              unsigned parts, const char *what)
{
	struct syndic_rows *rows = new_findings();
	struct buf missing = {0}, help = {0};
	char field[40] = "";
	enum syndic_status status = look_at_initiative(handle, initiative, parts, rows);
	while (status == SYNDIC_OK && syndic_rows_next(rows) == 1) {
		if (strcmp(syndic_rows_value(rows, LINT_SEVERITY).text, "error") != 0) continue;
		if (!field[0]) strncat(field, syndic_rows_value(rows, LINT_FIELD).text, sizeof field - 1);
		buf_printf(&missing, "%s%s", missing.length ? "; " : "",
		           syndic_rows_value(rows, LINT_FINDING).text);
		join_help(&help, syndic_rows_value(rows, LINT_HELP).text);
	}
	if (missing.length) {
		status = error_set(handle, SYNDIC_CONFLICT, "initiative", field,
		                   record_text(initiative, "slug"), "initiative %s %s: %s",
		                   record_text(initiative, "slug"), what, buf_text(&missing));
		error_help(handle, "%s", buf_text(&help));
	}
	buf_free(&missing);
	buf_free(&help);
	syndic_rows_free(rows);
	return status;
}

enum syndic_status lint_clean(struct syndic *handle, const struct record *initiative,
                              unsigned parts, bool *out)
{
	struct syndic_rows *rows = new_findings();
	enum syndic_status status = look_at_initiative(handle, initiative, parts, rows);
	*out = true;
	while (status == SYNDIC_OK && syndic_rows_next(rows) == 1)
		*out &= strcmp(syndic_rows_value(rows, LINT_SEVERITY).text, "error") != 0;
	syndic_rows_free(rows);
	return status;
}

/* ---- for all ---- */

/* An initiative that has not been proposed need not say yet what it costs. */
static unsigned wanted(const struct record *initiative)
{
	bool draft = strcmp(record_text(initiative, "state"), "draft") == 0;
	return LINT_TEMPLATE | LINT_WORK | (draft ? 0 : LINT_TERMS);
}

static enum syndic_status lint_id(struct syndic *handle, const char *id, struct arena *arena,
                                  struct syndic_rows *rows)
{
	struct record initiative;
	enum syndic_status status = record_load(handle, &entity_initiative, id, arena, &initiative);
	return status == SYNDIC_OK ? look_at_initiative(handle, &initiative, wanted(&initiative), rows)
	                           : status;
}

static enum syndic_status lint_all(struct syndic *handle, struct arena *arena,
                                   struct syndic_rows *rows)
{
	struct db_stmt *stmt;
	int step;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT id FROM initiative WHERE state <> 'done' AND state <> 'parked' ORDER BY slug",
		&stmt);
	if (status != SYNDIC_OK) return status;
	while (status == SYNDIC_OK && (step = db_step(stmt)) != 0)
		status = step < 0 ? handle->error.code
		                  : lint_id(handle, arena_copy(arena, db_text(stmt, 0)), arena, rows);
	db_finalize(stmt);
	return status;
}

enum syndic_status syndic_initiative_lint(struct syndic *handle, const char *initiative,
                                          struct syndic_rows **out)
{
	struct arena arena = {0};
	char id[REFERENCE_SIZE];
	struct syndic_rows *rows = new_findings();
	enum syndic_status status;
	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	if (initiative) status = resolve(handle, &entity_initiative, initiative, NULL, id);
	if (status == SYNDIC_OK)
		status = initiative ? lint_id(handle, id, &arena, rows) : lint_all(handle, &arena, rows);
	db_rollback(handle->db);
out:
	arena_free(&arena);
	if (status == SYNDIC_OK)
		*out = rows;
	else
		syndic_rows_free(rows);
	return status;
}
