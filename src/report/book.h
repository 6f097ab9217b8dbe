/*
 * What the reports on money look at, read once: signed contracts, open deals, memberships, payments
 * and usage that can touch the days looked at. Cost grows with what is open, in force or signed in
 * those days, not with history.
 */
#ifndef SYNDIC_REPORT_BOOK_H
#define SYNDIC_REPORT_BOOK_H
#include "model/store.h"
#include "report/spread.h"

/* Where the settings of these names are missing: days, and millionths. */
#define GRACE_DAYS 90
#define RENEWAL_RATE 800000
#define CORRELATION 100000
#define NEW_RATE 300000

struct open_round; /* rounds.h */

/*
 * A contract, an open deal, a membership (with what its contract says) or a payment (on a contract).
 *
 * signed_on of an open deal is the earliest day on which it could be: the later of expected_close and
 * as_of. If an open deal's start lies in a month that has passed, it moves to the first day of the
 * month of signed_on (of as_of where that is unknown), and a term that would end before is that one
 * day; its fee and class are those of the term as sold. A membership whose contract does not say
 * counts as signed when it starts.
 */
struct sale {
	const char *id, *renews;       /* id: of a contract, with BOOK_NAMES or rounds of a deal */
	const char *slug, *name, *key; /* with BOOK_NAMES; see there */
	const char *deal;              /* of a contract, likewise: an id */
	const char *stage;             /* of a deal: an id */
	const char *org, *pipeline, *revenue_type, *kind; /* ids and choices; NULL where unknown */
	const char *tags[3];                              /* its own, its deal's, its organisation's */
	const char *starts_on, *ends_on, *signed_on;      /* NULL where unknown */
	const char *sold_from;                            /* of a deal: starts_on before it moved */
	const char *paid_on;                              /* of a payment */
	const char *size_class;                           /* NULL where amount or term are unknown */
	bool open;                                        /* a deal; the others are signed */
	bool over;      /* a deal whose term has passed: it earns nothing any more */
	bool recurring; /* contract.recurring, else as its revenue type, if that is known */
	bool recurrence_known;
	bool cofunded;                /* its deal is in the pipeline `cofunding` */
	bool succeeded;               /* a contract that another one, signed already, continues */
	const struct sale *continues; /* … and the one that it continues, NULL: none */
	const struct sale
		*replaced_by; /* of those that name it in `renews` the first to begin, or NULL */
	bool first;       /* a membership: its organisation's first; a deal: it would bring one */
	bool left;        /* its membership was ended for a reason: nothing renews it */
	bool declined;    /* a contract or membership whose renewal was lost: see arr.h */
	bool has_amount, has_fee;
	bool collected_known; /* of contracts; unknown is not nothing */
	bool has_payments;    /* contracts, after book_collected: payments of any day are listed */
	int64_t collected;    /* the figure given, until book_collected: then its payments */
	int64_t amount;
	int64_t fee;          /* a year: see arr_value */
	int64_t years;        /* of the term as sold, in millionths; 0 where a day of it is unknown */
	int64_t probability;  /* of a deal: its own, else its stage's; of the others one */
	bool own_probability; /* of a deal: its own, whatever its stage's */
	int64_t later;        /* months by which a scenario moves the deal */
	/* Of a pledge with BOOK_ROUNDS: its round, where that is not decided; its place there;
	 * whether it is too late to come, unless a scenario says that it does; see sale_chance and
	 * sale_expected. */
	struct open_round *round;
	size_t pledge;
	bool expired;
	int64_t chance; /* millionths */
	uint64_t pays;  /* a part of its amount, of 2³² */
};
struct sales {
	struct sale *items;
	size_t count, capacity;
};

/* What one payer owes for one month. */
struct usage_fee {
	const char *payer, *tags; /* id and tags of the paying organisation, or NULL */
	const char *cluster;      /* its name where no organisation pays, else NULL */
	int64_t month, fee;
};

/* What a closed month earned by the books, of one revenue type. */
struct actual {
	const char *revenue_type;
	int64_t month, amount;
};

/* An organisation that carries tags, by id. */
struct tagged {
	const char *id, *tags;
};

enum book_part {
	BOOK_MEMBERSHIPS = 1 << 0,
	BOOK_PAYMENTS = 1 << 1,
	BOOK_TAGS = 1 << 2,  /* those of organisations */
	BOOK_NAMES = 1 << 3, /* of contracts and deals, of payments the contract's id; key: what stays
	                        the same in any database that imports them, source and external id, of a
	                        contract without these its deal's, else the slug */
	BOOK_ACTUALS = 1 << 5,
	BOOK_ROUNDS = 1 << 6, /* of open pledges, see rounds.h */
};

struct book {
	struct arena *arena;
	const char *as_of;
	int64_t as_of_month;
	unsigned parts; /* of enum book_part */
	enum spread_method method;
	int64_t renewal_rate, correlation, grace_days, small_below, medium_below; /* settings */
	const char *cofunding; /* id of that pipeline */
	struct sales contracts, deals, memberships, payments;
	const struct sale **renewals; /* open deals that may renew an organisation's contract, by it */
	size_t renewal_count;
	struct tagged *tagged;
	size_t tagged_count;
	struct usage_fee *usage; /* by month, up to as_of's */
	size_t usage_count;
	struct actual *actuals; /* with BOOK_ACTUALS */
	size_t actual_count;
	struct open_round *rounds; /* with BOOK_ROUNDS: those that are not decided */
	size_t round_count;
};

/* Reads what can matter for the days `first` to `last` and for as_of: contracts that end on the
 * earlier of `first` and as_of − grace_days or later, that are signed from `first` to `last`, or
 * of which no last day is known; every open deal; usage from 24 months before; and as `parts` of
 * enum book_part ask, memberships that end as late, payments from `first` to `last`,
 * organisations' tags, actuals of the months from `first` to `last` that are over on as_of, and
 * the rounds of open pledges. */
enum syndic_status book_load(struct syndic *handle, const char *first, const char *last,
                             unsigned parts, struct arena *arena, struct book *out);
/* The same book with another day, up to its own, as as_of. It shares everything with `book`, which
 * must reach back to that day; what moves open deals to days to come is not done again. */
struct book book_on(const struct book *book, const char *day);
/* Adds every contract of an organisation to `out`, whenever it ended; the caller frees out->items. */
enum syndic_status book_contracts_of(struct syndic *handle, const struct book *book,
                                     const char *org, struct sales *out);
/* The first day (of a month) for which an organisation, or where `org` is NULL a cluster of none,
 * owes usage fees; NULL if there is none. The book's arena owns it. */
enum syndic_status book_usage_since(struct syndic *handle, const struct book *book, const char *org,
                                    const char *cluster, const char **out);
/* Sets what was collected on each contract before a day: its payments, or where it has none the
 * figure given. */
enum syndic_status book_collected(struct syndic *handle, struct book *book, const char *before);
/* Frees what the arena does not own; also after a failure. */
void book_free(struct book *book);

#endif
