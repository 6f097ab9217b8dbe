/* What the files of a folder will bring: ids for records that others refer to before they come. */
#ifndef SYNDIC_EXCHANGE_COMING_H
#define SYNDIC_EXCHANGE_COMING_H
#include "exchange/engine.h"

struct coming *coming_new(void);
/* Reads a prepared file of records that are referred to by their own kind, or by one before: gives
 * each the id that it has, in the file or in the database, or a new one. */
enum syndic_status coming_add(struct coming *coming, struct import *import);
/* The database held nothing but what it began with: the export's word stands for everything. */
void coming_set_pristine(struct coming *coming);
void coming_forget(struct coming *coming);
void coming_free(struct coming *coming);

#endif
