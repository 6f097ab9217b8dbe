/*
 * What selling takes: conversations and hours against the money signed, in the days `from` to `to`,
 * by how many fund. Co-funded: deals of the pipeline `cofunding`; project: of `project`, each with
 * one funder; the rest are other.
 *
 * conversations: those in these days on such deals, won, lost and open. minutes: of those that say
 * any; what says none counts as none, and is told. signed: amounts of contracts signed in these
 * days that came from such a deal; those of no deal are left out, since nobody can tell what talking
 * went into them. Money signed may have been talked about before these days, and what is talked about
 * now be signed after them. Source: activity, contract, deal.
 */
#ifndef SYNDIC_REPORT_EFFORT_H
#define SYNDIC_REPORT_EFFORT_H
#include "model/store.h"

#define EFFORT_PER INT64_C(10000000) /* cents: figures are per 100,000.00 */

enum effort_kind { EFFORT_COFUNDED, EFFORT_PROJECT, EFFORT_OTHER, EFFORT_KINDS };

struct effort {
	int64_t conversations, timed, minutes;
	int64_t contracts, amount, unknown; /* unknown: contracts without an amount */
};

enum syndic_status effort_load(struct syndic *handle, const char *from, const char *to,
                               struct effort out[EFFORT_KINDS]);
/* Both together. */
struct effort effort_sum(const struct effort *a, const struct effort *b);
/* Per 100,000 signed, in millionths. Unknown where nothing was signed, and where no conversation is
 * recorded, or none of them says its minutes: work that nobody wrote down is not nothing. */
struct syndic_figure effort_hours(const struct effort *effort);
struct syndic_figure effort_conversations(const struct effort *effort);

#endif
