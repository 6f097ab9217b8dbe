/* Finding text: a folded substring over what the fields marked SEARCHED hold. */
#include <stdio.h>
#include <string.h>
#include "base/rows.h"
#include "base/text.h"
#include "model/entity.h"

#define TEXT_MAX 1000 /* bytes of a text to look for: the engine's own limit is far above */

static const struct syndic_column columns[] = {
	{"entity", "entity", SYNDIC_TEXT, 0},
	{"reference", "reference", SYNDIC_TEXT, 0},
	{"name", "name", SYNDIC_TEXT, 0},
	{"where", "where", SYNDIC_TEXT, 0},
};

/* LIKE's pattern for a text anywhere, its own wildcards escaped. */
static void add_pattern(struct buf *out, const char *folded)
{
	buf_add_char(out, '%');
	for (const char *c = folded; *c; c++) {
		if (strchr("%_\\", *c)) buf_add_char(out, '\\');
		buf_add_char(out, *c);
	}
	buf_add_char(out, '%');
}

/* The searched field in which the text stands: `stored` holds one line for each of them. */
static const char *field_with(const char *entity_name, const char *stored, const char *folded)
{
	const struct syndic_entity *entity = syndic_entity_find(entity_name);
	const char *found = strstr(stored, folded), *line = stored;

	for (size_t i = 0; found && i < entity->field_count; i++) {
		if (!(entity->fields[i].flags & SYNDIC_SEARCHED)) continue;
		line += strcspn(line, "\n");
		if (found < line || *line == '\0') return entity->fields[i].name;
		line++;
	}
	return NULL;
}

enum syndic_status syndic_search(struct syndic *handle, const char *text, int64_t limit,
                                 struct syndic_rows **out)
{
	enum syndic_status status;
	struct db_stmt *stmt = NULL;
	struct buf folded = {0}, pattern = {0};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	int step;

	*out = NULL;
	error_clear(handle);
	text_fold(&folded, text);
	if (folded.length == 0) {
		status =
			error_set(handle, SYNDIC_MISUSE, NULL, "text", text, "there is no text to search for");
		error_help(handle, "syndic search zurich");
		goto out;
	}
	if (folded.length > TEXT_MAX) {
		status = error_set(handle, SYNDIC_MISUSE, NULL, "text", NULL,
		                   "the text to search for is too long: at most %d bytes", TEXT_MAX);
		error_help(handle, "syndic search zurich");
		goto out;
	}
	add_pattern(&pattern, buf_text(&folded));
	/* The first bound lets the index on `folded` be read instead of the whole rows. */
	TRY(db_prepare(handle->db,
	               "SELECT 'org' AS entity, slug AS reference, name, folded FROM org"
	               " WHERE folded >= '' AND folded LIKE $1 ESCAPE '\\'"
	               " UNION ALL SELECT 'person', slug, name, folded FROM person"
	               " WHERE folded >= '' AND folded LIKE $1 ESCAPE '\\'"
	               " UNION ALL SELECT 'deal', slug, name, folded FROM deal"
	               " WHERE folded >= '' AND folded LIKE $1 ESCAPE '\\'"
	               " UNION ALL SELECT 'contract', slug, name, folded FROM contract"
	               " WHERE folded >= '' AND folded LIKE $1 ESCAPE '\\'"
	               " UNION ALL SELECT 'membership', m.slug, o.name, m.folded FROM membership AS m"
	               " JOIN org AS o ON o.id = m.org WHERE m.folded LIKE $1 ESCAPE '\\'"
	               " UNION ALL SELECT 'activity', '#' || number, summary, folded FROM activity"
	               " WHERE folded LIKE $1 ESCAPE '\\'"
	               " UNION ALL SELECT 'task', '#' || number, what, folded FROM task"
	               " WHERE folded LIKE $1 ESCAPE '\\'"
	               " LIMIT $2",
	               &stmt));
	db_bind_text(stmt, 1, buf_text(&pattern));
	db_bind_int(stmt, 2, limit > 0 ? limit : INT64_MAX);
	while ((step = db_step(stmt)) == 1) {
		rows_add_text(rows, db_text(stmt, 0));
		rows_add_text(rows, db_text(stmt, 1));
		rows_add_text(rows, db_text(stmt, 2));
		rows_add_text(rows, field_with(db_text(stmt, 0), db_text(stmt, 3), buf_text(&folded)));
	}
	if (step < 0) {
		status = handle->error.code;
		goto out;
	}
	*out = rows;
	rows = NULL;
out:
	db_finalize(stmt);
	syndic_rows_free(rows);
	buf_free(&pattern);
	buf_free(&folded);
	return status;
}
