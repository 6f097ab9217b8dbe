#include "report/campaigns.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "report/list.h"

static int by_slug(const void *a, const void *b)
{
	return strcmp(((const struct campaign *)a)->slug, ((const struct campaign *)b)->slug);
}

static const char *folded(struct arena *arena, const char *name)
{
	struct buf text = {0};
	const char *copy;

	text_fold(&text, name);
	copy = arena_copy(arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

static struct syndic_figure number(const struct db_stmt *stmt, int column)
{
	if (db_is_null(stmt, column)) return (struct syndic_figure){0};
	return (struct syndic_figure){true, db_int(stmt, column)};
}

enum syndic_status campaigns_load(struct syndic *handle, struct arena *arena, struct campaigns *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*out = (struct campaigns){0};
	TRY(db_prepare(handle->db, "SELECT slug, name, starts_on, cost, days FROM campaign", &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct campaign campaign = {
			.slug = arena_copy(arena, db_text(stmt, 0)),
			.name = arena_copy(arena, db_text(stmt, 1)),
			.folded = folded(arena, db_text(stmt, 1)),
			.starts_on = arena_copy(arena, db_text(stmt, 2)),
			.cost = number(stmt, 3),
			.days = number(stmt, 4),
		};
		LIST_ADD(arena, out->items, out->count, campaign);
	}
	if (step < 0) status = handle->error.code;
	/* Sorted here: how an engine orders texts is its own affair. */
	if (out->count) qsort(out->items, out->count, sizeof *out->items, by_slug);
out:
	db_finalize(stmt);
	return status;
}

static const struct campaign *find_name(const struct campaigns *campaigns, const char *text,
                                        bool *several)
{
	const struct campaign *found = NULL;
	struct buf name = {0};

	text_fold(&name, text);
	for (size_t i = 0; i < campaigns->count && !*several; i++) {
		if (strcmp(campaigns->items[i].folded, buf_text(&name)) != 0) continue;
		*several = found != NULL;
		found = &campaigns->items[i];
	}
	buf_free(&name);
	return *several ? NULL : found;
}

const struct campaign *campaigns_find(const struct campaigns *campaigns, const char *text,
                                      bool *several)
{
	struct campaign wanted = {.slug = text};
	const struct campaign *found = NULL;
	bool many = false;

	if (campaigns->count)
		found = bsearch(&wanted, campaigns->items, campaigns->count, sizeof wanted, by_slug);
	if (!found) found = find_name(campaigns, text, &many);
	if (several) *several = many;
	return found;
}
