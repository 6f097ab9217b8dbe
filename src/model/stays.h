/*
 * What of a change has to stay when it is undone. An added record may go if it is as the change
 * left it and nothing that stays refers to it; a record that goes, too, or an edit of the same
 * change that is taken back, does not hold it. What stays keeps what it refers to, a contract keeps
 * the membership that it brought, and a deal its history.
 */
#ifndef SYNDIC_MODEL_STAYS_H
#define SYNDIC_MODEL_STAYS_H
#include "model/record.h"

struct undone {
	int64_t number, first_row, row_count, undoes;
	bool gone;      /* undone already */
	int64_t root;   /* the change at the beginning: of an undo the undone one, and so on */
	bool puts_back; /* it is an undo: taking it back puts back what the root had written */
};

/* model/undo.c: completes root and puts_back from number and undoes. */
enum syndic_status undone_root(struct syndic *handle, struct undone *undone);

struct stays;
enum syndic_status stays_work_out(struct syndic *handle, const struct undone *undone,
                                  struct stays **out);
/* Why an added record has to stay, as a phrase; NULL: it may go. */
const char *stays_why(const struct stays *stays, const char *id);
/* Was it added by the change at all? */
bool stays_added(const struct stays *stays, const char *id);
void stays_free(struct stays *stays);

#endif
