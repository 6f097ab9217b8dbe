/*
 * The queue, as the reports look at it: slots under way in the order in which they were pulled,
 * then queued ones by position, then held ones by the day since which they are held, each as if it
 * were queued when its turn comes. What is held comes last, and so delays nothing that was sold.
 *
 * The work of a slot is that of its initiative's deliverables: accepted and dropped ones are done
 * with, and a stretch one counts once it is begun: until then nobody has promised it. A slot of
 * whose deliverables one lacks its low or high hours, or that has none, is of unknown size: nothing
 * is estimated that hangs on it.
 */
#ifndef SYNDIC_REPORT_QUEUE_H
#define SYNDIC_REPORT_QUEUE_H
#include "report/crew.h"
#include "report/queue_paths.h"

#define QUEUE_MONTHS 240 /* looked at; what is later is later than these */
#define QUEUE_PATHS 10000
#define QUEUE_SEED 1

struct queue_entry {
	const char *id, *slug, *state;
	const char *initiative, *initiative_slug, *initiative_name;
	const char *sow, *syndicate, *pulled_on; /* ids, a date; NULL where unknown */
	const char *quoted_p50, *quoted_p85;     /* of finishing, as quoted; NULL: they were not */
	struct queue_work work;
	int64_t low, high;              /* hours left, millionths */
	struct queue_estimate estimate; /* after queue_estimate; months from the queue's first on */
};
struct queue {
	struct book book; /* with memberships; further parts as asked for */
	struct crew crew; /* from the month of as_of on */
	struct queue_entry *entries;
	size_t count;
	int64_t places;
	bool capacity_known; /* from the first month on */
};

/* `next`: the id of a held slot that is about to be queued: it comes before all others held; NULL:
 * none. `parts`: of the book. The arena owns it; queue_free frees what it does not, also after a
 * failure. */
enum syndic_status queue_load(struct syndic *handle, const char *next, unsigned parts,
                              struct arena *arena, struct queue *out);
void queue_free(struct queue *queue);
/* The work of an entry whose slug, state and initiative are set, and its hours. */
enum syndic_status queue_load_work(struct syndic *handle, struct arena *arena,
                                   struct queue_entry *entry);
/* Estimates every entry in the order in which they stand. Where capacity is unknown all is. */
void queue_estimate(struct queue *queue, int64_t paths, int64_t seed);
/* A month of an estimate as text; NULL where it is later or unknown. */
const char *queue_month(const struct queue *queue, int64_t month, struct arena *arena);

#endif
