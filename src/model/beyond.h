/* Money beyond the price: what those whose pledges count offered, and no share takes. */
#ifndef SYNDIC_MODEL_BEYOND_H
#define SYNDIC_MODEL_BEYOND_H
#include "model/round.h"

/* Cents: its amount less its share, of one that counts and was not withdrawn; else 0. */
int64_t pledge_beyond(const struct pledge *pledge);
/* The sum of these; 0 where no more counts than is raised. */
int64_t round_beyond(const struct round *round);
/* Notes what is to be offered to the next initiative, pledge by pledge, where the syndicate (as
 * it was before) has just been reached and its overshoot rule is `next`. */
enum syndic_status beyond_note(struct syndic *handle, const struct record *before);

#endif
