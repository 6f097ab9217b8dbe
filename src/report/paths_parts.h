/*
 * What the files of paths.h share: what a prospect brings on a path. paths.c has those
 * that come on their own, paths_pledge.c the pledges of pools. For these files only.
 */
#ifndef SYNDIC_REPORT_PATHS_PARTS_H
#define SYNDIC_REPORT_PATHS_PARTS_H
#include "model/solve.h"
#include "report/paths.h"
#include "report/random.h"

/* Months of a path: changes from month to month, and sums of months. */
struct room {
	int64_t *steps, *cents;
};
/* Adds what a prospect brings if it is won; `number` is the one that was drawn. */
void room_bring(const struct prospect *prospect, uint64_t number,
                const struct paths_options *options, struct room room);
void room_clear(struct room room, int64_t months);
/* What was to come in is lost. */
void room_turn(struct room room, int64_t months);
/* Adds a path's months to those of all paths. */
void room_put(struct room room, const struct paths_options *options, int64_t path, int64_t *cents);

/* Prospects that are pledges, and the pools that they are of. */
struct draws;
struct pledged {
	struct arena arena;
	const struct prospect **prospects;
	struct draws **of; /* the pool of each */
	size_t count;
	struct draws **pools;
	size_t pool_count;
	struct room own;
};
/* Those of `only`, or of every pool where it is NULL. */
struct pledged pledged_of(const struct prospect *const *prospects, size_t count,
                          const struct pool *only, const struct paths_options *options);
void pledged_free(struct pledged *pledged);
/* Adds what they bring on a path. */
void pledged_bring(struct pledged *pledged, const struct paths_options *options, int64_t path,
                   struct room room);
/* paths_turn of a pledge, by its place in the first pool. */
void pledged_turn(struct pledged *pledged, size_t turned, const struct paths_options *options,
                  struct room room, int64_t *cents, bool *won);

#endif
