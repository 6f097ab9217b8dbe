/* Sentences of the public roadmap: every format says the same. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "cli/roadmap.h"

const char *section_heading(enum syndic_roadmap_section section)
{
	static const char *const headings[SYNDIC_ROADMAP_SECTIONS] = {
		[SYNDIC_ROADMAP_IN_FLIGHT] = "In flight",
		[SYNDIC_ROADMAP_QUEUED] = "Funded, in the queue",
		[SYNDIC_ROADMAP_FUNDING] = "Funding now",
		[SYNDIC_ROADMAP_SCOPED] = "Scoped, ready to be funded",
		[SYNDIC_ROADMAP_CANDIDATE] = "Candidates",
		[SYNDIC_ROADMAP_DONE] = "Done",
		[SYNDIC_ROADMAP_PARKED] = "Parked",
		[SYNDIC_ROADMAP_DRAFT] = "Drafts",
	};
	return headings[section];
}

void words_money(struct buf *out, const char *currency, int64_t cents)
{
	buf_printf(out, "%s ", currency);
	money_add_short(out, cents);
}

/* ---- money ----------------------------------------------------------------------------------- */

/* Who pays what, where more is pledged than is raised. `cap` shares by tiers or equally, `rebate` in
 * proportion, the others as the share rule says. */
static const char *who_pays(const struct syndic_public_initiative *initiative)
{
	const char *rule = initiative->share_rule;
	if (text_equal(initiative->overshoot_rule, "cap") && !text_equal(rule, "tiered"))
		rule = "equal";
	if (text_equal(initiative->overshoot_rule, "rebate")) rule = "proportional";
	if (text_equal(rule, "tiered"))
		return "each pays by its membership tier, or its whole pledge where that is less";
	if (text_equal(rule, "equal"))
		return "each pays the same, or its whole pledge where that is less";
	if (text_equal(rule, "fixed"))
		return "pledges are paid whole in the order of pledging, the last of them in part";
	return "each pays in proportion to its pledge";
}

void words_price(struct buf *out, const struct syndic_public_initiative *initiative,
                 const char *currency)
{
	buf_reset(out);
	if (!initiative->price.known) return;
	buf_add(out, "Price: ");
	words_money(out, currency, initiative->price.value);
	buf_add(out, " together.");
	if (initiative->typical_share.known) {
		buf_add(out, " A typical share is ");
		words_money(out, currency, initiative->typical_share.value);
		buf_printf(out, ", with %" PRId64 " organisations.", initiative->min_members);
	}
}

/* What becomes of what is pledged beyond the price: more is built of it. */
static void add_stretch(struct buf *out, const struct syndic_public_initiative *initiative,
                        const char *currency)
{
	if (!initiative->ceiling.known) {
		buf_add(out, "each pays its whole pledge, and more is built");
		return;
	}
	buf_add(out, "up to ");
	words_money(out, currency, initiative->ceiling.value);
	buf_printf(out, " is raised, and more is built; beyond that, %s", who_pays(initiative));
}

void words_rules(struct buf *out, const struct syndic_public_initiative *initiative,
                 const char *currency)
{
	struct syndic_figure ceiling = initiative->ceiling;
	int64_t price = initiative->price.known ? initiative->price.value : initiative->threshold.value;
	buf_reset(out);
	if (!initiative->share_rule) return;
	buf_printf(out, "Nobody pays more than it pledged. If more is pledged than the %s, ",
	           initiative->price.known ? "price" : "threshold");
	if (text_equal(initiative->overshoot_rule, "stretch") &&
	    (!ceiling.known || ceiling.value > price))
		add_stretch(out, initiative, currency);
	else
		buf_add(out, who_pays(initiative));
	if (text_equal(initiative->overshoot_rule, "next"))
		buf_add(out, "; the rest of each pledge is left for the next initiative");
	buf_add_char(out, '.');
	if (!ceiling.known) return;
	buf_add(out, " Once the threshold is reached, a pledge that would lift the sum above ");
	words_money(out, currency, ceiling.value);
	buf_add(out, " waits.");
}

void words_share(struct buf *out, const struct syndic_public_initiative *initiative)
{
	int64_t funded = initiative->funded.value, percent = funded / (RATIO_ONE / 100);
	buf_reset(out);
	if (!initiative->funded.known) return;
	if (funded >= RATIO_ONE)
		buf_add(out, "all");
	else if (initiative->step == RATIO_ONE / 4 && !funded)
		buf_add(out, "less than a quarter");
	else if (initiative->step && !funded)
		buf_printf(out, "less than %" PRId64 " %%", initiative->step / (RATIO_ONE / 100));
	else
		buf_printf(out, "%s%" PRId64 " %%", initiative->step ? "at least " : "", percent);
}

/* Of a round whose threshold is reached. */
static void add_reached(struct buf *out, const struct syndic_public_initiative *initiative)
{
	bool funded =
		strcmp(initiative->round, "committed") == 0 || strcmp(initiative->round, "closed") == 0;
	buf_add(out, funded ? "Funded" : "The threshold is reached");
	if (initiative->orgs) {
		buf_add(out, " by ");
		count_add(out, initiative->orgs, "organisation");
	}
	if (strcmp(initiative->round, "contracting") == 0)
		buf_printf(out, "; the statement of work is %s",
		           initiative->executed ? "signed" : "being signed");
	buf_add_char(out, '.');
}

/* `Pledged: at least USD 55,000`. */
static void add_pledged(struct buf *out, const struct syndic_public_initiative *initiative,
                        const char *currency)
{
	struct buf share = {0};
	if (!initiative->orgs) {
		buf_add(out, "Nothing is pledged yet");
		return;
	}
	buf_add(out, "Pledged: ");
	words_share(&share, initiative);
	if (!initiative->counted.known)
		buf_add(out, "a part"); /* nothing to measure it by */
	else if (initiative->step && !initiative->counted.value)
		buf_add(out, buf_text(&share));
	else {
		buf_add(out, initiative->step ? "at least " : "");
		words_money(out, currency, initiative->counted.value);
	}
	buf_free(&share);
}

void words_funding(struct buf *out, const struct syndic_public_initiative *initiative,
                   const char *currency)
{
	buf_reset(out);
	if (!initiative->round) return;
	if (strcmp(initiative->round, "forming") == 0) {
		buf_add(out, "A round is being formed.");
		return;
	}
	if (initiative->reached) {
		add_reached(out, initiative);
		return;
	}
	add_pledged(out, initiative, currency);
	if (initiative->threshold.known) {
		buf_add(out, " of the ");
		words_money(out, currency, initiative->threshold.value);
		buf_add(out, " that it takes");
	}
	if (initiative->orgs) {
		buf_add(out, ", by ");
		count_add(out, initiative->orgs, "organisation");
	}
	buf_add_char(out, '.');
}

void words_missing(struct buf *out, const struct syndic_public_initiative *initiative,
                   const char *currency)
{
	int64_t missing = initiative->threshold.value - initiative->counted.value;
	buf_reset(out);
	if (!initiative->round || initiative->reached || strcmp(initiative->round, "open") != 0) return;
	if (initiative->counted.known && !initiative->step && initiative->threshold.known &&
	    missing > 0)
		words_money(out, currency, missing);
	if (initiative->missing_members > 0) {
		if (out->length) buf_add(out, " and ");
		count_add(out, initiative->missing_members, "organisation");
	}
	if (out->length) buf_add(out, " still missing.");
}

void words_others(struct buf *out, const struct syndic_public_initiative *initiative,
                  const char *currency)
{
	(void)currency;
	buf_reset(out);
	if (!initiative->interested) return;
	count_add(out, initiative->interested, "organisation");
	if (initiative->orgs) buf_add(out, " more");
	buf_add(out, initiative->interested == 1 ? " is interested" : " are interested");
	for (size_t i = 0; i < initiative->supporter_count; i++)
		buf_printf(out, "%s%s", i ? ", " : ", among them ", initiative->supporters[i]);
	buf_add_char(out, '.');
}

void words_join(struct buf *out, const struct syndic_public_initiative *initiative,
                const char *currency)
{
	(void)currency;
	buf_reset(out);
	if (initiative->section == SYNDIC_ROADMAP_SCOPED ||
	    initiative->section == SYNDIC_ROADMAP_CANDIDATE) {
		buf_add(out, "You would use this? Say so.");
	} else if (initiative->section != SYNDIC_ROADMAP_FUNDING || !initiative->round) {
		return;
	} else if (strcmp(initiative->round, "open") != 0) {
		buf_add(out, initiative->reached ? "Ask whether you can still join."
		                                 : "You would use this? Say so.");
	} else if (initiative->days_left.known && initiative->days_left.value < 0) {
		buf_printf(out, "The last day to pledge was %s.", initiative->deadline);
	} else if (initiative->deadline) {
		buf_printf(out, "Join until %s (", initiative->deadline);
		count_add(out, initiative->days_left.value, "day");
		buf_add(out, " left).");
	} else {
		buf_add(out, "You can join.");
	}
}

/* ---- the queue ------------------------------------------------------------------------------- */

/* `, it begins by 2026-05 with even chances, by 2026-07 in 85 of 100 cases`. */
static void add_estimate(struct buf *out, const char *what, const char *even, const char *likely)
{
	if (even || likely) buf_printf(out, "%s", what);
	if (even) buf_printf(out, " by %s with even chances", even);
	if (likely) buf_printf(out, "%s by %s in 85 of 100 cases", even ? "," : "", likely);
}

static void add_estimates(struct buf *out, const struct syndic_public_initiative *initiative)
{
	struct buf months = {0};
	if (strcmp(initiative->slot_state, "queued") == 0)
		add_estimate(&months, ", it begins", initiative->start_p50, initiative->start_p85);
	add_estimate(&months, months.length ? "; it is done" : ", it is done", initiative->finish_p50,
	             initiative->finish_p85);
	if (months.length && initiative->quoted_on)
		buf_printf(out, " As estimated on %s%s.", initiative->quoted_on, buf_text(&months));
	else if (months.length)
		buf_printf(out, " As estimated%s.", buf_text(&months));
	buf_free(&months);
}

void words_slot(struct buf *out, const struct syndic_public_initiative *initiative,
                const char *currency)
{
	const char *state = initiative->slot_state;
	(void)currency;
	buf_reset(out);
	if (!state) return;
	if (strcmp(state, "held") == 0)
		buf_printf(out, "A place in the queue is held%s.",
		           initiative->executed ? "" : " until the statement of work is signed");
	else if (strcmp(state, "queued") == 0 && initiative->position.known)
		buf_printf(out, "Place %" PRId64 " in the queue.", initiative->position.value);
	else if (strcmp(state, "queued") == 0)
		buf_add(out, "It has a place in the queue.");
	else if (strcmp(state, "pulled") == 0)
		buf_add(out, "Work has begun.");
	if (strcmp(state, "queued") == 0 || strcmp(state, "pulled") == 0)
		add_estimates(out, initiative);
}

/* ---- promises and support -------------------------------------------------------------------- */

void words_help(struct buf *out, const struct syndic_public_endorsement *endorsement)
{
	buf_reset(out);
	if (endorsement->letter) buf_add(out, "letter of support");
	if (endorsement->testers) {
		if (out->length) buf_add(out, ", ");
		count_add(out, endorsement->testers, "tester");
	}
}

void words_progress(struct buf *out, const struct syndic_public_deliverable *deliverable)
{
	buf_reset(out);
	buf_printf(out, "%s%s", deliverable->state,
	           deliverable->stretch ? "; only if more is pledged than the price" : "");
	if (strcmp(deliverable->upstream, "none") != 0)
		buf_printf(out, "; upstream: %s", deliverable->upstream);
	if (deliverable->upstream_outcome) buf_printf(out, ", %s", deliverable->upstream_outcome);
	for (char *at = out->data; at && *at; at++)
		if (*at == '-') *at = ' ';
}

const char *roadmap_text(const struct syndic_public_initiative *initiative, size_t index,
                         const char **heading)
{
	static const char *const headings[ROADMAP_TEXTS] = {"What is missing today", "What it will do",
	                                                    "How it would be built", "Why it fits",
	                                                    "How it goes upstream"};
	const char *const texts[ROADMAP_TEXTS] = {initiative->problem, initiative->solution,
	                                          initiative->implementation, initiative->fit,
	                                          initiative->upstream_plan};
	*heading = headings[index];
	return texts[index];
}

/* `%` stands for the number of days. */
static const struct rule {
	const char *name, *text;
	enum { NO_DAYS, TO_SIGN, OF_SILENCE } days;
} rules[] = {
	{"Pledge",
     "An organisation says what it would pay at most. Only binding pledges count; one may hold "
     "only if "
     "others join or bring enough. Until the threshold is reached a pledge can be withdrawn.",
     NO_DAYS},
	{"Threshold",
     "If by the deadline too little is pledged or too few have joined, the gap is bridged, less is "
     "built if all agree anew, the round is extended once, or it lapses and everybody is released.",
     NO_DAYS},
	{"Contract",
     "Once the threshold is reached, those who pledged have % days to sign one statement of work. "
     "Their shares add up to the price, or to more where the round says that more is built then.",
     TO_SIGN},
	{"Slot",
     "What is signed gets a place in the queue, not a date: whoever is at the head comes next. "
     "Months "
     "are estimates, and move with the queue.",
     NO_DAYS},
	{"Acceptance",
     "What was built is shown, and accepted against its definition of done by those who pay. % "
     "days "
     "without an objection accept it.",
     OF_SILENCE},
	{"Upstream",
     "What upstream projects take, and when, is theirs to decide. Acceptance and invoices do not "
     "wait "
     "for it.",
     NO_DAYS},
	{"Privacy",
     "Organisations and amounts are named where they agreed to it. Sums are rounded where they "
     "would "
     "give an amount away.",
     NO_DAYS},
};

bool words_rule(const struct syndic_public_roadmap *roadmap, size_t index, const char **name,
                struct buf *text)
{
	if (index >= sizeof rules / sizeof *rules) return false;
	const struct rule *rule = &rules[index];
	size_t before = strcspn(rule->text, "%");
	*name = rule->name;
	buf_reset(text);
	buf_add_n(text, rule->text, before);
	if (rule->days == NO_DAYS) return true;
	buf_add_int(text, rule->days == TO_SIGN ? roadmap->contracting_days : roadmap->silence_days);
	buf_add(text, rule->text + before + 1);
	return true;
}
