/*
 * States that move by verbs. A machine lists the steps that are legal; verbs.c-like functions of
 * each noun look at the guards of a step, set the state and write the record. Whatever writes a
 * state, the record's hooks keep it legal and leave a row in `transition`: who, when, from what,
 * to what, why.
 *
 * A state is never set by hand: it is KEPT, transition_check refuses its change unless a verb is
 * under way, and lets a new record begin in any state, since an import brings records that have
 * moved elsewhere.
 */
#ifndef SYNDIC_MODEL_TRANSITION_H
#define SYNDIC_MODEL_TRANSITION_H
#include "model/change.h"

/* Rules of co-funding, in days, shares as millionths. */
enum {
	CONTRACTING_DAYS = 30, /* to sign, from the day on which the SOW was issued */
	REOPEN_DAYS =
		30, /* a round that fell below its threshold while contracting is open so long at least */
	EXTENSION_DAYS = 60,  /* beyond a deadline, at most, and once */
	SILENCE_DAYS = 14,    /* after a demo nobody's objection accepts */
	UNPAID_DAYS = 60,     /* after signing; told, and never charged to others */
	BRIDGE_MOST = 100000, /* of the price */
	HOURS_ALERT = 800000, /* of the high estimate */
};

/* One legal move. */
struct step {
	const char *verb; /* by which people ask for it; NULL: it follows from another record's move */
	const char *from; /* states, each between spaces: " open reached " */
	const char *to;
};
struct machine {
	const struct syndic_entity *entity;
	const char *field; /* `state`, or `upstream` */
	const char *first; /* of a new record */
	const struct step *steps;
	size_t step_count;
};
extern const struct machine machine_initiative, machine_syndicate, machine_sow, machine_deliverable,
	machine_upstream, machine_slot;

/* Is the record in one of these states, written like step.from? */
bool state_is(const struct record *record, const struct machine *machine, const char *states);
/* The step of a verb from the record's state. Where there is none, NULL: SYNDIC_CONFLICT is told with
 * the state, the states in which the verb is legal, and the next verb on the way to one. */
const struct step *machine_step(struct syndic *handle, const struct machine *machine,
                                const struct record *record, const char *verb);
/* Sets the state and writes the record, with whatever else `after` changes. The change's reason
 * is kept with the transition. `to` is a state of the machine; guards are the caller's. */
enum syndic_status machine_move(struct syndic *handle, const struct machine *machine,
                                const struct record *before, struct record *after, const char *to);
/* The same where the state stays as it is: that is logged, too. */
enum syndic_status machine_stay(struct syndic *handle, const struct machine *machine,
                                const struct record *before, struct record *after);
/* An amount in a sentence, `12,500.00`; it lives as long as the change. */
const char *guard_money(struct syndic *handle, int64_t cents);
/* Refuses a verb because of a guard: `format` says what is missing, `help` (may be NULL) is the
 * command that would make it legal. Returns SYNDIC_CONFLICT. */
__attribute__((format(printf, 4, 5))) enum syndic_status guard_refuse(struct syndic *handle,
                                                                      const struct record *record,
                                                                      const char *field,
                                                                      const char *format, ...);

/* For the hooks of an entity with a machine. */
enum syndic_status transition_check(struct syndic *handle, const struct machine *machine,
                                    const struct record *before, struct record *after);
enum syndic_status transition_written(struct syndic *handle, const struct machine *machine,
                                      const struct record *before, const struct record *after);
/* A row for what is no state of a machine, such as a pledge's stage or a signature. */
enum syndic_status transition_log(struct syndic *handle, const struct record *moved,
                                  const char *field, const char *from, const char *to);
/* Removes the rows of what moved, and its name from others' rows; called when a record is removed. */
enum syndic_status transition_drop(struct syndic *handle, const struct record *removed,
                                   struct arena *arena);

/* ---- verbs ---- */

/* What a verb was asked to do: the record as it stands, what was said, in a change that has begun. */
struct verb_call {
	struct syndic *handle;
	struct record record;
	const struct syndic_input *inputs; /* parameters of the verb, by name */
	size_t count;
	const char *reason; /* NULL: none was given */
	struct arena *arena;
};
struct verb {
	const char *name;
	const struct syndic_entity *of; /* what its reference names; NULL: a record of its noun */
	/* Parameters that it takes, each between spaces: " days deadline "; NULL: none. */
	const char *parameters;
	bool wants_reason;
	enum syndic_status (*run)(struct verb_call *call);
};
/* A noun's verbs, ended by one without a name. */
extern const struct verb initiative_verbs[], syndicate_verbs[], pledge_verbs[], sow_verbs[],
	deliverable_verbs[], slot_verbs[];

/* A parameter's text; NULL where it was not given. */
const char *verb_input(const struct verb_call *call, const char *name);
/* Reads a parameter as a field of that name and type would be: *given says whether it was. */
enum syndic_status verb_value(const struct verb_call *call, const char *name, enum syndic_type type,
                              struct syndic_value *out, bool *given);

#endif
