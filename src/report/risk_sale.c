/*
 * What co-funding costs in talking, and what is lost over the slot.
 *
 *   sale-hours          hours of conversations per 100,000 signed, deals of pipeline `cofunding`
 *   sale-conversations  conversations likewise (effort.h has both); compared with those of pipeline
 *                       `project`, one funder each. Cases: contracts signed.
 *   sale-ratio          the first ÷ the one that it is compared with: above 1 a co-funded dollar takes
 *                       more. Cases: the fewer of the two.
 *   slot-lost           development deals (pipelines project, cofunding) lost in the window with the
 *                       reason slot-not-date, and their amounts. Known where any such deal was won or
 *                       lost; cases: those lost. Duplicates are no loss.
 *   slot-lost-share     the first ÷ those lost.
 */
#include <string.h>
#include "base/text.h"
#include "report/effort.h"
#include "report/risk.h"

#define MINUTES_AN_HOUR 60

static void note_gaps(struct risks *risks, enum risk_kind kind, const char *who,
                      const struct effort *effort)
{
	int64_t untimed = effort->conversations - effort->timed;

	if (untimed)
		risk_note(risks, kind, "%s: conversations without minutes: %lld", who, (long long)untimed);
	if (effort->unknown)
		risk_note(risks, kind, "%s: contracts without an amount: %lld", who,
		          (long long)effort->unknown);
}

static void note_sums(struct risks *risks, enum risk_kind kind, const char *who,
                      const struct effort *effort)
{
	risk_note(risks, kind, "%s: %lld conversation%s, %s hours, %s signed", who,
	          (long long)effort->conversations, effort->conversations == 1 ? "" : "s",
	          risk_decimal(risks, muldiv(effort->minutes, RATIO_ONE, MINUTES_AN_HOUR)),
	          risk_money(risks, effort->amount));
}

static struct syndic_figure ratio(struct syndic_figure part, struct syndic_figure whole)
{
	if (!part.known || !whole.known || whole.value <= 0) return risk_unknown();
	return (struct syndic_figure){true, muldiv(part.value, RATIO_ONE, whole.value)};
}

/* Of one window. */
struct efforts {
	struct effort of[EFFORT_KINDS];
};

/* One figure of both kinds of deals, by windows. */
typedef struct syndic_figure effort_figure(const struct effort *effort);

static void set_effort(struct risks *risks, enum risk_kind kind, effort_figure *figure,
                       const struct efforts *efforts)
{
	struct syndic_figure figures[RISK_WINDOWS], others[RISK_WINDOWS];
	int64_t cases[RISK_WINDOWS];

	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		figures[i] = figure(&efforts[i].of[EFFORT_COFUNDED]);
		others[i] = figure(&efforts[i].of[EFFORT_PROJECT]);
		cases[i] = efforts[i].of[EFFORT_COFUNDED].contracts;
	}
	risk_set(risks, kind, figures, cases);
	risk_compare(risks, kind, "one funder", others[NOW], others[BEFORE]);
	note_sums(risks, kind, "co-funded", &efforts[NOW].of[EFFORT_COFUNDED]);
	note_sums(risks, kind, "one funder", &efforts[NOW].of[EFFORT_PROJECT]);
	note_gaps(risks, kind, "co-funded", &efforts[NOW].of[EFFORT_COFUNDED]);
	note_gaps(risks, kind, "one funder", &efforts[NOW].of[EFFORT_PROJECT]);
}

static void set_ratio(struct risks *risks, const struct efforts *efforts)
{
	struct syndic_figure figures[RISK_WINDOWS], even = risk_count(1);
	int64_t cases[RISK_WINDOWS];

	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		const struct effort *several = &efforts[i].of[EFFORT_COFUNDED];
		const struct effort *one = &efforts[i].of[EFFORT_PROJECT];
		figures[i] = ratio(effort_hours(several), effort_hours(one));
		cases[i] = several->contracts < one->contracts ? several->contracts : one->contracts;
	}
	risk_set(risks, RISK_SALE_RATIO, figures, cases);
	risk_compare(risks, RISK_SALE_RATIO, "as many hours", even, even);
	if (figures[NOW].known && figures[NOW].value > RATIO_ONE)
		risk_alert(risks, RISK_SALE_RATIO, "a dollar of several takes %s times the hours",
		           risk_decimal(risks, figures[NOW].value));
}

#define DEALS                                                                                      \
	"SELECT d.slug, d.name, p.slug, coalesce(a.talks, 0), coalesce(a.timed, 0), a.minutes,"        \
	" c.amount, c.signed_on"                                                                       \
	" FROM deal AS d JOIN pipeline AS p ON p.id = d.pipeline"                                      \
	" LEFT JOIN (SELECT deal, count(*) AS talks, count(minutes) AS timed, sum(minutes) AS minutes" \
	" FROM activity WHERE deal IS NOT NULL AND at >= $1 AND at < $2 GROUP BY deal) AS a"           \
	" ON a.deal = d.id"                                                                            \
	" LEFT JOIN (SELECT deal, sum(amount) AS amount, max(signed_on) AS signed_on FROM contract"    \
	" WHERE deal IS NOT NULL AND signed_on >= $1 AND signed_on < $2 GROUP BY deal) AS c"           \
	" ON c.deal = d.id"                                                                            \
	" WHERE (p.slug = 'cofunding' OR p.slug = 'project')"                                          \
	" AND (a.deal IS NOT NULL OR c.deal IS NOT NULL)"                                              \
	" ORDER BY p.slug, coalesce(a.minutes, 0) DESC, d.id"

static void add_talked(struct risks *risks, const struct db_stmt *stmt)
{
	int64_t talks = db_int(stmt, 3), untimed = talks - db_int(stmt, 4);
	const char *funders = strcmp(db_text(stmt, 2), "cofunding") == 0 ? "co-funded" : "one funder";
	struct risk_record record = {
		.entity = "deal",
		.reference = db_text(stmt, 0),
		.name = db_text(stmt, 1),
		.on = db_text(stmt, 7),
		.amount = {!db_is_null(stmt, 6), db_int(stmt, 6)},
		.figure = {!db_is_null(stmt, 5), db_int(stmt, 5) * RATIO_ONE},
	};

	record.what =
		arena_printf(&risks->arena, "minutes, %s; conversations: %lld", funders, (long long)talks);
	if (untimed)
		record.what =
			arena_printf(&risks->arena, "%s, without any: %lld", record.what, (long long)untimed);
	risk_add_record(risks, RISK_SALE_HOURS, RISK_SALE_RATIO, &record);
}

static enum syndic_status add_sale_records(struct risks *risks)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	char after[DATE_SIZE];
	int step;

	if (!risk_wants_records(risks, RISK_SALE_HOURS, RISK_SALE_RATIO)) goto out;
	date_add_days(risks->windows[NOW].to, 1, after);
	TRY(db_prepare(risks->handle->db, DEALS, &stmt));
	db_bind_text(stmt, 1, risks->windows[NOW].from);
	db_bind_text(stmt, 2, after);
	while ((step = db_step(stmt)) == 1)
		add_talked(risks, stmt);
	if (step < 0) status = risks->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status risk_add_sale(struct risks *risks)
{
	struct efforts efforts[RISK_WINDOWS];
	enum syndic_status status = SYNDIC_OK;

	for (size_t i = 0; i < RISK_WINDOWS; i++)
		TRY(effort_load(risks->handle, risks->windows[i].from, risks->windows[i].to,
		                efforts[i].of));
	set_effort(risks, RISK_SALE_HOURS, effort_hours, efforts);
	set_effort(risks, RISK_SALE_CONVERSATIONS, effort_conversations, efforts);
	set_ratio(risks, efforts);
	TRY(add_sale_records(risks));
out:
	return status;
}

/* ---- the slot ---- */

struct lost {
	int64_t decided, deals, slots, amount, unpriced, unexplained;
};

static void count_lost(struct risks *risks, const struct risk_deal *deal, bool shown,
                       struct lost *lost)
{
	bool slot = text_equal(deal->reason, "slot-not-date");

	if (strcmp(deal->pipeline, "project") != 0 && strcmp(deal->pipeline, "cofunding") != 0) return;
	if (text_equal(deal->reason, "duplicate")) return;
	lost->decided++;
	if (deal->won) return;
	lost->deals++;
	lost->unexplained += deal->reason == NULL;
	if (!slot) return;
	lost->slots++;
	lost->amount += deal->amount;
	lost->unpriced += !deal->has_amount;
	if (!shown) return;
	risk_add_record(risks, RISK_SLOT_LOST, RISK_SLOT_LOST_SHARE,
	                &(struct risk_record){.entity = "deal",
	                                      .reference = deal->slug,
	                                      .name = deal->name,
	                                      .on = deal->closed_on,
	                                      .amount = {deal->has_amount, deal->amount},
	                                      .what = arena_printf(&risks->arena, "lost, %s",
	                                                           deal->pipeline)});
}

void risk_add_slot(struct risks *risks)
{
	struct lost lost[RISK_WINDOWS] = {{0}};
	struct syndic_figure counts[RISK_WINDOWS] = {{0}}, amounts[RISK_WINDOWS] = {{0}},
						 shares[RISK_WINDOWS] = {{0}};
	int64_t cases[RISK_WINDOWS];

	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		for (size_t k = 0; k < risks->deal_count; k++)
			if (risk_within(&risks->windows[i], risks->deals[k].closed_on))
				count_lost(risks, &risks->deals[k], i == NOW, &lost[i]);
		cases[i] = lost[i].deals;
		if (!lost[i].decided) continue;
		counts[i] = risk_count(lost[i].slots);
		/* Where no price is known of any, what was lost is unknown, not nothing. */
		if (!lost[i].slots || lost[i].unpriced < lost[i].slots)
			amounts[i] = (struct syndic_figure){true, lost[i].amount};
		shares[i] = ratio(risk_count(lost[i].slots), risk_count(lost[i].deals));
	}
	risk_set(risks, RISK_SLOT_LOST, counts, cases);
	risk_set(risks, RISK_SLOT_LOST_AMOUNT, amounts, cases);
	risk_set(risks, RISK_SLOT_LOST_SHARE, shares, cases);
	for (size_t i = RISK_SLOT_LOST; i <= RISK_SLOT_LOST_SHARE; i++) {
		risk_note(risks, i, "of %lld lost among %lld decided", (long long)lost[NOW].deals,
		          (long long)lost[NOW].decided);
		if (lost[NOW].unexplained)
			risk_note(risks, i, "lost without a reason: %lld", (long long)lost[NOW].unexplained);
		if (lost[NOW].unpriced)
			risk_note(risks, i, "without an amount: %lld", (long long)lost[NOW].unpriced);
	}
}
