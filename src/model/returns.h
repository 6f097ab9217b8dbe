/*
 * What a change removed, and comes back when it is undone: a record whose place nobody has taken
 * meanwhile, and whose references stand or come back, too.
 */
#ifndef SYNDIC_MODEL_RETURNS_H
#define SYNDIC_MODEL_RETURNS_H
#include "model/stays.h"

struct returns;
enum syndic_status returns_work_out(struct syndic *handle, const struct undone *undone,
                                    struct returns **out);
/* Is there such a record, or will there be once the change is undone? */
enum syndic_status returns_or_stands(const struct returns *returns,
                                     const struct syndic_entity *entity, const char *id, bool *out);
/* Why a removed record does not come back, as a phrase; NULL: it does. */
const char *returns_why(const struct returns *returns, const char *id);
/* It does not come back after all. */
void returns_refuse(struct returns *returns, const char *id, const char *why);
void returns_free(struct returns *returns);

/* Do all records that a field refers to stand, or come back? */
enum syndic_status returns_refers(const struct returns *returns, const struct record *record,
                                  size_t field, bool *out);
/* Has another record its reference, or its external id? `*field` names what is taken; NULL:
 * free. */
enum syndic_status place_taken(struct syndic *handle, const struct record *record,
                               const char **field);

#endif
