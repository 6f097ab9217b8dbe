/* The deliverables of an initiative: what its price is for, and how much of it is done. */
#ifndef SYNDIC_MODEL_SCOPE_H
#define SYNDIC_MODEL_SCOPE_H
#include "model/record.h"

struct scope_item {
	const char *id, *slug, *state;
	bool stretch;            /* only if more is pledged than the price */
	bool low, high, defined; /* are these known? */
	int64_t
		hours; /* most likely, millionths; the middle of low and high unless given; 0: unknown */
};
struct scope {
	struct scope_item *items;
	size_t count;
};

/* All that were not dropped, by position; of a stretch only what was begun, unless `stretch`. The
 * arena owns them. */
enum syndic_status scope_load(struct syndic *handle, const char *initiative, bool stretch,
                              struct arena *arena, struct scope *out);
/* Hours of all, and of those accepted. */
int64_t scope_hours(const struct scope *scope, bool accepted);
/* Refuses where something is neither accepted nor dropped, or nothing is accepted. `of` is the
 * record whose verb asks. */
enum syndic_status scope_accepted(struct syndic *handle, const struct record *of,
                                  const char *initiative);
/* What is agreed stays: of the deliverables of an initiative whose SOW is issued, part-signed,
 * executed, active or accepted none comes (a stretch one may) or goes, and none changes its
 * initiative, hours, definition of done or stretch. A SOW that the change under way wrote itself
 * does not count. `before` NULL: a new one; `after` NULL: one that is removed. Refused with
 * SYNDIC_CONFLICT. */
enum syndic_status scope_guard(struct syndic *handle, const struct record *before,
                               const struct record *after);

#endif
