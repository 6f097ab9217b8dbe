/*
 * Is an initiative fit to be shown, and then to be funded? Its template is a sales sheet of one page:
 * each part has a least and a most length, and so much detail as a price needs comes when it is scoped.
 *
 * What is looked at
 *   always                  name, problem, solution, implementation, fit: there, and of their lengths
 *   of each deliverable     (dropped ones excepted) definition of done, low and high hours; a note where
 *                           high is more than 4 × low: it may be two deliverables
 *   from candidate on       at least one deliverable that is no stretch, a price, an upstream plan; a note
 *                           where the price is below Σ low hours × `hour_price`, stretches left out
 *
 * Without findings (notes are none) the next of `initiative propose` and `initiative scope` is legal.
 */
#ifndef SYNDIC_MODEL_LINT_H
#define SYNDIC_MODEL_LINT_H
#include "model/record.h"

/* The template: characters as people count them (text_length). */
struct lint_length {
	const char *field;
	int64_t least, most;
};
enum { LINT_LENGTHS = 5 };
extern const struct lint_length lint_lengths[LINT_LENGTHS];

/* What a look is about. */
enum lint_part {
	LINT_TEMPLATE = 1 << 0,
	LINT_WORK = 1 << 1,  /* its deliverables */
	LINT_TERMS = 1 << 2, /* what is wanted from candidate on */
};

/* Refuses with SYNDIC_CONFLICT where an initiative has errors in `parts`: the message names them
 * all, after `what`, and the help mends as many of them as one command can. */
enum syndic_status lint_guard(struct syndic *handle, const struct record *initiative,
                              unsigned parts, const char *what);
/* Has it no error in `parts`? */
enum syndic_status lint_clean(struct syndic *handle, const struct record *initiative,
                              unsigned parts, bool *out);

#endif
