#include "report/prices.h"
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
