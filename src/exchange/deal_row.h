/* What is particular to a row about a deal, or about a contract that was one. */
#ifndef SYNDIC_EXCHANGE_DEAL_ROW_H
#define SYNDIC_EXCHANGE_DEAL_ROW_H
#include "exchange/row.h"
#include "model/deal.h"

/* Fields of a deal that a row decides together, by index. */
struct deal_places {
	int pipeline, stage, probability, starts_on, ends_on, expected_close, closed_on, stage_since,
		lost_reason;
};
struct deal_places deal_places(void);

/* Finds the stage within its pipeline and, unless the row is `exact`, lets closing date,
 * probability and term follow from it. `existing` is the deal as it stands, or NULL. */
enum syndic_status deal_row_complete(struct syndic *handle, const struct mapping *mapping,
                                     const struct deal_places *at, const struct record *existing,
                                     bool exact, struct row *row);
/* For a contract from an export of deals: refuses those that are not won. */
void contract_row_complete(struct syndic *handle, const struct mapping *mapping, struct row *row);
/* What the contract shall hold that the deal does not say. */
struct deal_contract deal_row_contract(const struct deal_places *at, const struct row *row);
/* The contract's first or last day as the row says it: its own, else the deal's. */
struct syndic_value deal_row_term(const struct deal_places *at, const struct row *row,
                                  enum extra which);

#endif
