/*
 * Rounds of a book: the syndicates that its open pledges are of, and what each pledge is worth by
 * them.
 *
 * A pledge brings something only where its syndicate is reached and its own condition holds;
 * where more is offered than is raised, each brings its part (odds.h). So its chance is not its
 * deal's probability alone. Until a syndicate is committed its open pledges are drawn together
 * (struct pool, paths.h); contracted ones come for certain: they leave so much less to be reached
 * and to be raised. Once it is committed or closed, an open pledge is a late joiner and counts on
 * its own, as any deal; once it has lapsed or was cancelled none brings anything. So it is where
 * nobody has said yet which threshold is to be reached.
 *
 * The probabilities of a book's deals may change after it was read, by what is learned or by a
 * scenario; rounds_weigh works out anew what follows.
 */
#ifndef SYNDIC_REPORT_ROUNDS_H
#define SYNDIC_REPORT_ROUNDS_H
#include "report/book.h"
#include "report/odds.h"
#include "report/paths.h"

struct open_round {
	struct round round;
	struct pool
		pool; /* open pledges, by index of round.pledges; of the terms what contracted ones leave */
	struct odds odds; /* of the pool; of one that cannot be reached all are 0 */
};

/* Called by book_load: reads the rounds of open pledges that are not decided; then, once the
 * deals are there, tells those that are pledges their round, and weighs them. */
enum syndic_status rounds_load(struct syndic *handle, struct book *book);
void rounds_join(struct book *book);
/* Odds of all rounds by the deals' probabilities, and `chance` and `pays` of their pledges. */
void rounds_weigh(struct book *book);

/* The chance that an open deal brings something, millionths: its probability; of a pledge that it
 * comes, counts, and its round is reached. Of one without an amount, that it comes and the others
 * reach it. */
int64_t sale_chance(const struct sale *sale);
/* What an open deal should bring of a value that is its own if it is won: times its chance, of a
 * pledge times what it pays, as a part of its amount. Half away from zero. */
int64_t sale_expected(const struct sale *sale, int64_t value);

/* What the open pledges of a round bring together, as one outcome that always comes, with nothing
 * among its values: in cents × scale, without what contracted ones bring. NULL values: it brings
 * nothing. The arena owns them. */
struct chance_outcome round_outcome(const struct open_round *round, double scale,
                                    struct arena *arena);
/* Its mean where the scale is 1. */
double round_mean(const struct open_round *round);
/* Is that outcome exact? */
bool round_is_exact(const struct open_round *round);
/* Lists rounds whose chance is estimated; their number in *count. The book's arena owns the list. */
struct syndic_estimated_round *rounds_estimated(const struct book *book, size_t *count);

#endif
