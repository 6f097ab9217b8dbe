/*
 * Campaigns, and which of them a deal names: its campaign is a text, the slug of one, or else its
 * name, case and marks aside. A name that several have names none of them: nobody can tell which.
 */
#ifndef SYNDIC_REPORT_CAMPAIGNS_H
#define SYNDIC_REPORT_CAMPAIGNS_H
#include "model/store.h"

struct campaign {
	const char *slug, *name, *starts_on; /* starts_on: NULL where unknown */
	const char *folded;                  /* the name, as text_fold makes it */
	struct syndic_figure cost, days;     /* cents; whole days of ours */
};
struct campaigns {
	struct campaign *items; /* by slug */
	size_t count;
};

/* All of them; the arena owns them. */
enum syndic_status campaigns_load(struct syndic *handle, struct arena *arena,
                                  struct campaigns *out);
/* The one that a deal's campaign names, or NULL. `several` (may be NULL): is it the name of
 * several? */
const struct campaign *campaigns_find(const struct campaigns *campaigns, const char *text,
                                      bool *several);

#endif
