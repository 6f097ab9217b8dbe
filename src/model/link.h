/* What a deal that lacks its organisation or kind most likely has: the proposals of `deal link`. */
#ifndef SYNDIC_MODEL_LINK_H
#define SYNDIC_MODEL_LINK_H
#include "model/store.h"

/* Every organisation, ready to be compared with many names; freed even after a failure. */
struct link_orgs;
enum syndic_status link_orgs_load(struct syndic *handle, struct link_orgs **out);
void link_orgs_free(struct link_orgs *orgs);
/* The slug of the organisation that a deal's name speaks of; NULL where none is near. */
const char *link_org(const struct link_orgs *orgs, const char *name);

/* The kind of a deal: new, renewal or expansion, by its name and by what its organisation had
 * before; NULL where neither tells. `deal` and `org` are ids; org and starts_on may be NULL. */
enum syndic_status link_kind(struct syndic *handle, const char *deal, const char *name,
                             const char *org, const char *starts_on, const char **out);

#endif
