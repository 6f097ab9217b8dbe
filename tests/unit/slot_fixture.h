/* Initiatives with slots, whatever it takes to have them executed, and capacity: for tests of the
 * queue. */
#ifndef SYNDIC_TESTS_SLOT_FIXTURE_H
#define SYNDIC_TESTS_SLOT_FIXTURE_H
#include "model.h"

static inline enum syndic_status slot_with(const char *verb, const char *reference,
                                           const char *field, const char *value, const char *why)
{
	const struct syndic_input input = {field, value};
	return syndic_verb(db, "slot", verb, reference, &input, field != NULL, why);
}
static inline enum syndic_status slot_verb(const char *verb, const char *slot)
{
	return slot_with(verb, slot, NULL, NULL, NULL);
}
static inline enum syndic_status reorder(const char *slot, const char *to, const char *why)
{
	return slot_with("reorder", slot, "to", to, why);
}

/* An initiative of that name with one deliverable, its SOW in the given state, and a slot that is
 * held; all have the same slug. */
static inline void hold(const char *name, const char *low, const char *high, const char *sow_state)
{
	char named[60], of[60], least[40], most[40], sql[200];
	snprintf(named, sizeof named, "name=%s", name);
	snprintf(of, sizeof of, "initiative=%s", name);
	snprintf(least, sizeof least, "low_hours=%s", low);
	snprintf(most, sizeof most, "high_hours=%s", high);
	OK(add("initiative", named));
	OK(add("deliverable", named, of, least, most));
	OK(add("sow", named, of));
	snprintf(sql, sizeof sql, "UPDATE sow SET state = '%s' WHERE slug = '%s'", sow_state, name);
	foreign(sql);
	OK(slot_with("hold", name, "sow", name, "a test"));
}
static inline void queued(const char *name, const char *low, const char *high)
{
	hold(name, low, high, "executed");
	OK(slot_verb("queue", name));
}

/* Hours that can be built in each month from `month` on. */
static inline void capacity(const char *month, const char *hours)
{
	char from[40], each[40];
	snprintf(from, sizeof from, "month=%s", month);
	snprintf(each, sizeof each, "hours=%s", hours);
	OK(add("person_month", from, "people=1", each, "billable_share=1"));
}

/* The places of the queue: "b c a". */
static inline const char *order(void)
{
	static char line[400];
	char *at = line;
	snprintf(line, sizeof line, "%s",
	         foreign("SELECT slug FROM slot WHERE state = 'queued' ORDER BY position"));
	for (; (at = strchr(at, '\n')) != NULL; at++)
		*at = at[1] ? ' ' : '\0';
	return line;
}

#endif
