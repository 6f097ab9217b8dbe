/* What a won deal brings: its contract. */
#ifndef SYNDIC_MODEL_DEAL_H
#define SYNDIC_MODEL_DEAL_H
#include "model/record.h"

/* What the contract shall hold that its deal does not say: set `handle->deal_contract` to one
 * before a deal is written at a won stage, and back to NULL after. Unknown: NULL, 0 and false. */
struct deal_contract {
	const char *starts_on, *ends_on; /* ISO; else the deal's */
	bool collected_known;
	int64_t collected;
	const struct syndic_input *inputs; /* further fields, as people write them */
	size_t input_count;
};

/* Sets the pipeline of a deal that names none: `cofunding` of a pledge, else `membership`, else the
 * first. */
enum syndic_status deal_default_pipeline(struct syndic *handle, struct record *deal,
                                         struct arena *arena);

/* The contract that was made for a deal goes with its membership, unless money came in or another
 * record refers to it: SYNDIC_CONFLICT, told. The deal has to let go of it next, with
 * change->reopening set. */
enum syndic_status deal_drop_contract(struct syndic *handle, const struct record *deal,
                                      const struct record *contract);

/* The deal columns that its contract takes over, and follows as long as nobody changed them there:
 * pairs of deal field and contract field. */
struct deal_contract_field {
	const char *deal, *contract;
};
extern const struct deal_contract_field deal_contract_fields[];
extern const size_t deal_contract_field_count;

#endif
