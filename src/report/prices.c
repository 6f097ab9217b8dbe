#include "report/prices.h"
#include "base/text.h"
#include "report/list.h"
#include <stdio.h>
#include <string.h>

enum syndic_status prices_load(struct syndic *handle, struct arena *arena, struct prices *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*out = (struct prices){0};
	TRY(db_prepare(handle->db,
	               "SELECT up_to, price, valid_from, valid_to FROM usage_price"
	               " ORDER BY up_to, id",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct price_band band = {
			.up_to = db_int(stmt, 0),
			.price = db_int(stmt, 1),
			.valid_from = arena_copy(arena, db_text(stmt, 2)),
			.valid_to = arena_copy(arena, db_text(stmt, 3)),
		};
		LIST_ADD(arena, out->bands, out->count, band);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

int64_t prices_fee(const struct prices *prices, const char *month, int64_t users)
{
	char day[DATE_SIZE];
	int64_t below = 0, fee = 0;

	snprintf(day, sizeof day, "%.7s-01", month);
	for (size_t i = 0; i < prices->count && below < users; i++) {
		const struct price_band *band = &prices->bands[i];
		if (band->valid_from && strcmp(band->valid_from, day) > 0) continue;
		if (band->valid_to && strcmp(band->valid_to, day) < 0) continue;
		int64_t reach = band->up_to < users ? band->up_to : users;
		if (reach <= below) continue;
		fee += (reach - below) * band->price;
		below = reach;
	}
	return fee;
}

static bool is_named(const char *text, const char *name)
{
	struct buf folded = {0};
	bool same;

	text_fold(&folded, text);
	same = strcmp(buf_text(&folded), name) == 0;
	buf_free(&folded);
	return same;
}

enum syndic_status prices_tier_fee(struct syndic *handle, const char *tier, const char *day,
                                   struct syndic_figure *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*out = (struct syndic_figure){0};
	TRY(db_prepare(handle->db,
	               "SELECT slug, name, fee_per_year FROM tier"
	               " WHERE (valid_from IS NULL OR valid_from <= $1)"
	               " AND (valid_to IS NULL OR valid_to >= $1)"
	               " ORDER BY coalesce(valid_from, '') DESC, slug",
	               &stmt));
	db_bind_text(stmt, 1, day);
	while ((step = db_step(stmt)) == 1) {
		if (strcmp(db_text(stmt, 0), tier) != 0 && !is_named(db_text(stmt, 1), tier)) continue;
		if (!db_is_null(stmt, 2)) *out = (struct syndic_figure){true, db_int(stmt, 2)};
		break;
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}
