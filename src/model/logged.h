/*
 * What the change log knows of a record. Other programs write no log: where theirs shows is in what
 * an image says to be before a change, and in what stands now. A record that a new database begins
 * with is known, too, without any change.
 */
#ifndef SYNDIC_MODEL_LOGGED_H
#define SYNDIC_MODEL_LOGGED_H
#include "model/record.h"

struct logged {
	struct record record; /* after the last change */
	uint64_t has;         /* its fields that the log speaks of */
	bool any;             /* the record is known at all */
	bool gone;            /* it was removed */
	bool broken;          /* a change found it otherwise than the one before had left it */
};

/* Follows the log of a record from its beginning. Texts go to `arena`. */
enum syndic_status logged_read(struct syndic *handle, const struct syndic_entity *entity,
                               const char *id, struct arena *arena, struct logged *out);
/* Does the record as it stands (NULL: it does not) fit what the log knows? */
bool logged_fits(const struct logged *logged, const struct record *now);
/* Is it an id of those that a new database begins with? */
bool logged_seed(const char *id);

#endif
