/*
 * What the database held at the end of a day, replayed from the change log in a copy (db_detach).
 * Every change that is later by its time (UTC) is taken back as a whole, with all that were written
 * after it, newest first and row by row by its images: what was added goes, what was edited gets
 * the columns before, what was removed comes back. Nothing is checked and nothing follows.
 * With the changes go their log, what imports of them learnt, and the stage history that they made;
 * folded text, stage totals and which undo counts are as they were. Counters stay.
 *
 * What the log cannot know: when another program wrote. Where what stands, or what an image found,
 * contradicts the log, the log is believed and a note says how many records that concerns. What
 * migrations added since stands as they made it.
 */
#ifndef SYNDIC_MODEL_REPLAY_H
#define SYNDIC_MODEL_REPLAY_H
#include "model/store.h"

/* Goes back to the end of handle->as_of; from then on the copy is only read. */
enum syndic_status replay(struct syndic *handle);

#endif
