/* Which record a row speaks of. */
#ifndef SYNDIC_EXCHANGE_IDENTITY_H
#define SYNDIC_EXCHANGE_IDENTITY_H
#include "exchange/row.h"

/* Is it an id as we give them: a ULID, or one with a running number behind a point? */
bool own_id(const char *text);

/* Does any record have an external id? */
enum syndic_status identity_externals(struct syndic *handle, const struct syndic_entity *entity,
                                      bool *out);
/* By (external id, source), "" if there is none. */
enum syndic_status identity_external(struct syndic *handle, const struct syndic_entity *entity,
                                     const char *external_id, const char *source,
                                     char out[REFERENCE_SIZE]);

enum natural {
	NATURAL_NONE, /* new */
	NATURAL_FOUND,
	NATURAL_SEVERAL,
	NATURAL_UNKEYED, /* nothing but the whole row tells it from others */
};
/* By what people tell records by: slug, key or number; name within the organisation, of what belongs
 * to an initiative within that; e-mail; who and from when for a membership; cluster, month and
 * organisation for usage; initiative, organisation and day for an endorsement. */
enum syndic_status identity_natural(struct syndic *handle, const struct syndic_entity *entity,
                                    const struct row *row, enum natural *found,
                                    char out[REFERENCE_SIZE]);
/* An organisation or person that is there already under the same name, domain or e-mail, and that
 * no source has named yet: an external id that is new is theirs. */
enum syndic_status identity_adopt(struct syndic *handle, const struct syndic_entity *entity,
                                  const struct row *row, enum natural *found,
                                  char out[REFERENCE_SIZE]);

#endif
