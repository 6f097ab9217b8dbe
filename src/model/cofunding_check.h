/* What must hold of co-funding: looked at by `check`, and after an undo. */
#ifndef SYNDIC_MODEL_COFUNDING_CHECK_H
#define SYNDIC_MODEL_COFUNDING_CHECK_H
#include "model/store.h"

/* One finding: severity (`error` or `warning`), entity, its reference, a sentence, and a command
 * that helps. */
typedef void cofunding_found(void *context, const char *severity, const char *entity,
                             const char *reference, const char *finding, const char *help);
enum syndic_status cofunding_check(struct syndic *handle, cofunding_found *found, void *context);

#endif
