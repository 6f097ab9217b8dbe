/* A deal's way back: its stage and what belongs to it go back together or not at all, and so does
 * its history. */
#ifndef SYNDIC_MODEL_UNMOVE_H
#define SYNDIC_MODEL_UNMOVE_H
#include "model/returns.h"

/* Does a field of deals go with the stage? */
bool unmove_field(size_t field);
/* Why the stage that an edit set has to stay, as a phrase (kept in `arena`); NULL: it may go back.
 * `mask` are the fields of the edit. */
enum syndic_status unmove_why(struct syndic *handle, const struct undone *undone,
                              const struct returns *returns, const struct record *before,
                              const struct record *after, uint64_t mask, const struct record *now,
                              struct arena *arena, const char **why);
/* Can a deal stand as it is given? Why not, or NULL. */
enum syndic_status unmove_unsound(struct syndic *handle, const struct returns *returns,
                                  const struct record *deal, const char **why);
/* After a deal that stood as `now` was written as `back`, at another stage. */
enum syndic_status unmove_history(struct syndic *handle, const struct undone *undone,
                                  const struct record *now, const struct record *back);

#endif
