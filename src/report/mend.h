/*
 * What is said of a finding: the sentence, and the command that mends it. A command runs as it
 * stands and leaves no such finding behind. Where it has to say something of the world (a day, an
 * amount, what was collected) it proposes what is most likely from what is known, for a person to
 * judge. Where nothing tells, it shows the record: an amount with nothing to go by, more collected
 * than the amount (either may be wrong), a deal that is slow (to lose it would hide it).
 */
#ifndef SYNDIC_REPORT_MEND_H
#define SYNDIC_REPORT_MEND_H
#include "model/link.h"
#include "report/leaks.h"
#include "report/review.h"

/* The contract or deal that findings are about; NULL where something is unknown. */
struct subject {
	const char *id, *reference, *name, *org, *org_id, *owner;
	const char *starts_on, *ends_on, *revenue_type, *kind;
	const char *signed_on, *billing;    /* of a contract */
	const char *expected_close, *stage; /* of a deal; stage: id */
	bool has_amount, has_fee, has_collected, paid, has_probability;
	int64_t amount, fee; /* a year: the contract's, else its tier's */
	int64_t collected;   /* paid: by payments */
	int64_t probability;
};

/* What wording a finding needs to know; zero-initialised but for handle, arena, leaks. */
struct mender {
	struct syndic *handle;
	struct arena *arena; /* owns what is returned */
	struct leaks *leaks; /* typical amounts */
	struct link_orgs *orgs;
	struct db_stmt *contract, *deal;
};

/* Reads the subject of a finding, unless it is that of the finding before, which may be NULL. */
enum syndic_status mend_subject(struct mender *mender, const struct finding *before,
                                struct finding *finding);
/* Of a finding whose subject is read: what is the matter, as a phrase, and the command. */
char *mend_sentence(struct mender *mender, const struct finding *finding);
enum syndic_status mend_command(struct mender *mender, const struct finding *finding,
                                const char **out);
/* "amount,ends_on": what a finding says is missing; NULL: nothing. */
const char *mend_fields(struct mender *mender, const struct finding *finding);
void mender_free(struct mender *mender); /* also after a failure */

#endif
