#include "report/mend.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/collected.h"

enum {
	TERM_MONTHS = 12, /* a term of which nobody says how long it is */
	CLOSE_MONTHS = 1, /* until a deal may be closed */
	STEP_DAYS = 7,    /* until a next step is due */
	LIKELY = 950000,  /* proposed for an open deal that was taken as certain, */
	UNLIKELY = 50000, /* or as lost: as the last and the first stage of a new database */
};

static const char *const wanted_fields[WANTED_FIELDS] = {
	[WANTED_AMOUNT] = "amount",
	[WANTED_STARTS_ON] = "starts_on",
	[WANTED_ENDS_ON] = "ends_on",
	[WANTED_EXPECTED_CLOSE] = "expected_close",
	[WANTED_REVENUE_TYPE] = "revenue_type",
	[WANTED_KIND] = "kind",
};

/* ---- the subject ---- */

/* The columns that both statements begin with … */
enum {
	SLUG,
	NAME,
	ORG,
	ORG_ID,
	OWNER,
	STARTS_ON,
	ENDS_ON,
	REVENUE_TYPE,
	KIND,
	AMOUNT,
	FEE,
	COMMON,
};
/* … and those that follow for contracts and for deals. */
enum { SIGNED_ON = COMMON, BILLING, COLLECTED, PAID };
enum { EXPECTED_CLOSE = COMMON, STAGE, PROBABILITY };

static void read_common(struct mender *mender, const struct db_stmt *stmt, struct subject *out)
{
	struct arena *arena = mender->arena;

	out->reference = arena_copy(arena, db_text(stmt, SLUG));
	out->name = arena_copy(arena, db_text(stmt, NAME));
	out->org = arena_copy(arena, db_text(stmt, ORG));
	out->org_id = arena_copy(arena, db_text(stmt, ORG_ID));
	out->owner = arena_copy(arena, db_text(stmt, OWNER));
	out->starts_on = arena_copy(arena, db_text(stmt, STARTS_ON));
	out->ends_on = arena_copy(arena, db_text(stmt, ENDS_ON));
	out->revenue_type = arena_copy(arena, db_text(stmt, REVENUE_TYPE));
	out->kind = arena_copy(arena, db_text(stmt, KIND));
	out->has_amount = !db_is_null(stmt, AMOUNT);
	out->amount = db_int(stmt, AMOUNT);
	out->has_fee = !db_is_null(stmt, FEE);
	out->fee = db_int(stmt, FEE);
}

static enum syndic_status read_contract(struct mender *mender, const char *id, struct subject *out)
{
	struct arena *arena = mender->arena;
	enum syndic_status status = SYNDIC_OK;

	if (!mender->contract)
		TRY(db_prepare(mender->handle->db,
		               "SELECT c.slug, c.name, o.slug, c.org, coalesce(d.owner, o.owner),"
		               " c.starts_on, c.ends_on, c.revenue_type, c.kind, c.amount,"
		               " coalesce(c.fee_per_year, t.fee_per_year), c.signed_on, c.billing,"
		               " " COLLECTED_OF_CONTRACT ","
		               " EXISTS (SELECT 1 FROM payment AS y WHERE y.contract = c.id)"
		               " FROM contract AS c"
		               " LEFT JOIN org AS o ON o.id = c.org"
		               " LEFT JOIN deal AS d ON d.id = c.deal"
		               " LEFT JOIN tier AS t ON t.id = c.tier"
		               " WHERE c.id = $1",
		               &mender->contract));
	db_bind_text(mender->contract, 1, id);
	if (db_step(mender->contract) == 1) {
		read_common(mender, mender->contract, out);
		out->signed_on = arena_copy(arena, db_text(mender->contract, SIGNED_ON));
		out->billing = arena_copy(arena, db_text(mender->contract, BILLING));
		out->has_collected = !db_is_null(mender->contract, COLLECTED);
		out->collected = db_int(mender->contract, COLLECTED);
		out->paid = db_int(mender->contract, PAID) == 1;
	}
	db_reset(mender->contract);
	status = mender->handle->error.code;
out:
	return status;
}

static enum syndic_status read_deal(struct mender *mender, const char *id, struct subject *out)
{
	struct arena *arena = mender->arena;
	enum syndic_status status = SYNDIC_OK;

	if (!mender->deal)
		TRY(db_prepare(mender->handle->db,
		               "SELECT d.slug, d.name, o.slug, d.org, coalesce(d.owner, o.owner),"
		               " d.starts_on, d.ends_on, d.revenue_type, d.kind, d.amount,"
		               " t.fee_per_year, d.expected_close, d.stage, d.probability"
		               " FROM deal AS d"
		               " LEFT JOIN org AS o ON o.id = d.org"
		               " LEFT JOIN tier AS t ON t.id = d.tier"
		               " WHERE d.id = $1",
		               &mender->deal));
	db_bind_text(mender->deal, 1, id);
	if (db_step(mender->deal) == 1) {
		read_common(mender, mender->deal, out);
		out->expected_close = arena_copy(arena, db_text(mender->deal, EXPECTED_CLOSE));
		out->stage = arena_copy(arena, db_text(mender->deal, STAGE));
		out->has_probability = !db_is_null(mender->deal, PROBABILITY);
		out->probability = db_int(mender->deal, PROBABILITY);
	}
	db_reset(mender->deal);
	status = mender->handle->error.code;
out:
	return status;
}

enum syndic_status mend_subject(struct mender *mender, const struct finding *before,
                                struct finding *finding)
{
	struct subject *subject;

	if (before && before->subject && strcmp(before->id, finding->id) == 0)
		finding->subject = before->subject;
	if (finding->subject) return SYNDIC_OK;
	subject = arena_alloc(mender->arena, sizeof *subject);
	*subject = (struct subject){.id = finding->id, .reference = finding->id, .name = ""};
	finding->subject = subject;
	return review_is_of_deal(finding->kind) ? read_deal(mender, finding->id, subject)
	                                        : read_contract(mender, finding->id, subject);
}

void mender_free(struct mender *mender)
{
	db_finalize(mender->contract);
	db_finalize(mender->deal);
	link_orgs_free(mender->orgs);
}

/* ---- sentences ---- */

static void add_of(struct buf *out, int64_t part, int64_t whole)
{
	money_add_short(out, part);
	buf_add(out, " of ");
	money_add_short(out, whole);
}

static void add_fields(struct buf *out, unsigned lacks, const char *between)
{
	for (size_t i = 0; i < WANTED_FIELDS; i++)
		if (lacks & 1U << i) buf_printf(out, "%s%s", out->length ? between : "", wanted_fields[i]);
}

static void add_days(struct buf *out, int64_t days)
{
	buf_printf(out, "%" PRId64 " day%s", days, days == 1 ? "" : "s");
}

static const char *stage_name(struct mender *mender, const struct subject *subject)
{
	const struct stage *stage = stages_find(mender->handle, subject->stage);

	return stage ? stage->name : "its stage";
}

static void say_dates(struct buf *out, const struct finding *finding)
{
	bool start = finding->lacks & 1U << WANTED_STARTS_ON;
	bool end = finding->lacks & 1U << WANTED_ENDS_ON;

	buf_add(out,
	        start && end ? "no first and no last day" : (start ? "no first day" : "no last day"));
	buf_add(out, ", so no forecast can place it");
}

static void say_collected_unknown(struct buf *out, const struct subject *subject, const char *as_of)
{
	bool ended = subject->ends_on && strcmp(subject->ends_on, as_of) < 0;

	if (subject->starts_on) buf_printf(out, "began on %s", subject->starts_on);
	if (ended) buf_printf(out, "%sended on %s", out->length ? ", " : "", subject->ends_on);
	buf_add(out, "; what was collected is unknown");
}

static void say_uncollected(struct buf *out, const struct finding *finding,
                            const struct subject *subject)
{
	bool ended = finding->kind == REVIEW_ENDED_UNCOLLECTED;

	buf_printf(out, "%s on %s; ", ended ? "ended" : "ends", subject->ends_on);
	add_of(out, finding->collected, subject->amount);
	buf_add(out, " collected");
}

static void say_certain(struct buf *out, const struct finding *finding,
                        const struct subject *subject)
{
	buf_printf(out, "it is open, and %s probability to win is ",
	           subject->has_probability ? "its" : "its stage's");
	ratio_add_percent(out, finding->probability);
}

static void say(struct mender *mender, const struct finding *finding, const struct subject *subject,
                struct buf *out)
{
	const char *as_of = mender->handle->as_of;

	switch (finding->kind) {
	case REVIEW_DATES_MISSING: say_dates(out, finding); break;
	case REVIEW_AMOUNT_MISSING: buf_add(out, "its amount is unknown"); break;
	case REVIEW_COLLECTED_UNKNOWN: say_collected_unknown(out, subject, as_of); break;
	case REVIEW_OVER_COLLECTED:
		add_of(out, finding->collected, subject->amount);
		buf_add(out, " collected");
		break;
	case REVIEW_ENDED_UNCOLLECTED:
	case REVIEW_ENDS_SOON_UNCOLLECTED: say_uncollected(out, finding, subject); break;
	case REVIEW_COLLECTED_ESTIMATED:
		buf_add(out, "what was collected is unknown; assumed are ");
		add_of(out, finding->collected, subject->amount);
		break;
	case REVIEW_FIELD_MISSING:
		add_fields(out, finding->lacks, ", ");
		buf_add(out, " unknown");
		break;
	case REVIEW_CLOSE_PASSED:
		buf_printf(out, "should have closed on %s, ", subject->expected_close);
		add_days(out, date_days(as_of) - date_days(subject->expected_close));
		buf_add(out, " ago");
		break;
	case REVIEW_QUIET:
		buf_add(out, "no sign of life for ");
		add_days(out, finding->days);
		break;
	case REVIEW_SLOW:
		add_days(out, finding->days);
		buf_printf(out,
		           " in %s; 90 %% of those that won took at most %" PRId64 " (%" PRId64 " cases)",
		           stage_name(mender, subject), finding->most, finding->cases);
		break;
	case REVIEW_NO_NEXT_STEP: buf_add(out, "neither a next step nor an open task"); break;
	case REVIEW_NO_ORG: buf_add(out, "it names no organisation"); break;
	case REVIEW_CERTAIN_OPEN: say_certain(out, finding, subject); break;
	}
}

char *mend_sentence(struct mender *mender, const struct finding *finding)
{
	struct buf out = {0};
	char *sentence;

	say(mender, finding, finding->subject, &out);
	sentence = arena_copy(mender->arena, buf_text(&out));
	buf_free(&out);
	return sentence;
}

const char *mend_fields(struct mender *mender, const struct finding *finding)
{
	struct buf out = {0};
	char *fields = NULL;

	add_fields(&out, finding->lacks, ",");
	if (out.length) fields = arena_copy(mender->arena, buf_text(&out));
	buf_free(&out);
	return fields;
}

/* ---- what is proposed ---- */

/* A word of a command line, quoted where a shell would take it for something else. */
static void add_word(struct buf *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

	if (*word && !word[strspn(word, plain)]) {
		buf_add(out, word);
		return;
	}
	buf_add_char(out, '\'');
	for (; *word; word++) {
		if (*word == '\'') {
			buf_add(out, "'\\''");
		} else {
			buf_add_char(out, *word);
		}
	}
	buf_add_char(out, '\'');
}

struct term {
	char starts_on[DATE_SIZE], ends_on[DATE_SIZE];
};

/* A term of which one day or none is known; without any it begins on `otherwise`. */
static void propose_term(const struct subject *subject, const char *otherwise, struct term *out)
{
	char day[DATE_SIZE];

	if (subject->starts_on) {
		snprintf(out->starts_on, sizeof out->starts_on, "%.10s", subject->starts_on);
	} else if (subject->ends_on) {
		date_add_days(subject->ends_on, 1, day);
		date_add_months(day, -TERM_MONTHS, out->starts_on);
	} else {
		snprintf(out->starts_on, sizeof out->starts_on, "%.10s", otherwise);
	}
	if (subject->ends_on) {
		snprintf(out->ends_on, sizeof out->ends_on, "%.10s", subject->ends_on);
	} else {
		date_add_months(out->starts_on, TERM_MONTHS, day);
		date_add_days(day, -1, out->ends_on);
	}
}

/* Fee a year × years of term where a fee is known, else what was collected, else what is typical;
 * unknown where there is nothing to go by. */
static struct syndic_figure propose_amount(struct mender *mender, const struct subject *subject,
                                           bool open)
{
	const struct stage *stage = open ? stages_find(mender->handle, subject->stage) : NULL;
	const char *group = stage ? stage->pipeline_slug : subject->revenue_type;
	struct term term;
	int64_t years;
	size_t cases;

	propose_term(subject, mender->handle->as_of, &term);
	years = term_years(term.starts_on, term.ends_on);
	if (subject->has_fee) {
		int64_t amount = muldiv(subject->fee, years > RATIO_ONE ? years : RATIO_ONE, RATIO_ONE);
		return (struct syndic_figure){true, amount};
	}
	if (subject->has_collected && subject->collected > 0)
		return (struct syndic_figure){true, subject->collected};
	return leaks_typical(mender->leaks, open, group, &cases);
}

/* What a deal of a pipeline sells, where it does not say so itself. */
static const char *propose_type(struct mender *mender, const struct subject *subject)
{
	const struct stage *stage = stages_find(mender->handle, subject->stage);

	if (stage && strcmp(stage->pipeline_slug, "membership") == 0) return "membership";
	return stage && strcmp(stage->pipeline_slug, "gift") == 0 ? "gift" : "project";
}

/* What was collected of a contract that does not say: all where it was due, else what is
 * assumed. */
static struct syndic_figure propose_collected(struct mender *mender, const struct finding *finding,
                                              const struct subject *subject)
{
	bool ended = subject->ends_on && strcmp(subject->ends_on, mender->handle->as_of) < 0;

	if (!subject->has_amount) return propose_amount(mender, subject, false);
	if (ended || text_equal(subject->billing, "upfront"))
		return (struct syndic_figure){true, subject->amount};
	return (struct syndic_figure){true, finding->collected};
}

/* ---- commands ---- */

static void add_edit(struct buf *out, const char *noun, const struct subject *subject)
{
	buf_printf(out, "syndic %s edit ", noun);
	add_word(out, subject->reference);
}

static void add_amount(struct buf *out, const char *option, int64_t cents)
{
	buf_printf(out, " --%s ", option);
	money_add_plain(out, cents);
}

/* Where nothing tells what is right, a person has to look. */
static void add_show(struct buf *out, const char *noun, const struct subject *subject)
{
	buf_reset(out);
	buf_printf(out, "syndic %s show ", noun);
	add_word(out, subject->reference);
}

static void mend_dates(struct buf *out, const struct finding *finding,
                       const struct subject *subject, const char *as_of)
{
	struct term term;

	propose_term(subject, subject->signed_on ? subject->signed_on : as_of, &term);
	add_edit(out, "contract", subject);
	if (finding->lacks & 1U << WANTED_STARTS_ON) buf_printf(out, " --starts-on %s", term.starts_on);
	if (finding->lacks & 1U << WANTED_ENDS_ON) buf_printf(out, " --ends-on %s", term.ends_on);
}

/* Sets `option` of a contract. */
static void mend_money(struct buf *out, const char *option, const struct subject *subject,
                       struct syndic_figure figure)
{
	add_edit(out, "contract", subject);
	add_amount(out, option, figure.value);
	if (!figure.known) add_show(out, "contract", subject);
}

/* A figure for collected counts for nothing once there are payments. */
static void mend_uncollected(struct buf *out, const struct finding *finding,
                             const struct subject *subject)
{
	if (subject->paid || finding->collected <= 0) {
		buf_add(out, "syndic contract collect ");
		add_word(out, subject->reference);
		buf_add_char(out, ' ');
		money_add_plain(out, subject->paid ? finding->amount : subject->amount);
	} else {
		add_edit(out, "contract", subject);
		add_amount(out, "collected", subject->amount);
	}
}

static enum syndic_status mend_fields_of_deal(struct mender *mender, struct buf *out,
                                              const struct finding *finding,
                                              const struct subject *subject)
{
	const char *as_of = mender->handle->as_of, *kind = NULL;
	char month[DATE_SIZE], soon[DATE_SIZE];
	const char *close = subject->expected_close;
	enum syndic_status status = SYNDIC_OK;
	struct syndic_figure amount = {.known = true};
	struct term term;

	month_first(month_number(close && strcmp(close, as_of) > 0 ? close : as_of) + 1, month);
	propose_term(subject, month, &term);
	date_add_months(as_of, CLOSE_MONTHS, soon);
	add_edit(out, "deal", subject);
	if (finding->lacks & 1U << WANTED_AMOUNT) {
		amount = propose_amount(mender, subject, true);
		add_amount(out, "amount", amount.value);
	}
	if (finding->lacks & 1U << WANTED_STARTS_ON) buf_printf(out, " --starts-on %s", term.starts_on);
	if (finding->lacks & 1U << WANTED_ENDS_ON) buf_printf(out, " --ends-on %s", term.ends_on);
	if (finding->lacks & 1U << WANTED_EXPECTED_CLOSE)
		buf_printf(out, " --expected-close %s",
		           strcmp(term.starts_on, as_of) > 0 ? term.starts_on : soon);
	if (finding->lacks & 1U << WANTED_REVENUE_TYPE)
		buf_printf(out, " --revenue-type %s", propose_type(mender, subject));
	if (finding->lacks & 1U << WANTED_KIND) {
		status = link_kind(mender->handle, subject->id, subject->name, subject->org_id,
		                   subject->starts_on, &kind);
		buf_printf(out, " --kind %s", kind ? kind : "new");
	}
	if (!amount.known) add_show(out, "deal", subject);
	return status;
}

static bool is_one_line(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f) return false;
	return true;
}

/* The organisation that the deal's name speaks of, else a new one of that name. */
static enum syndic_status mend_org(struct mender *mender, struct buf *out,
                                   const struct subject *subject)
{
	enum syndic_status status = SYNDIC_OK;
	const char *name = is_one_line(subject->name) ? subject->name : subject->reference;
	const char *org;

	if (!mender->orgs) TRY(link_orgs_load(mender->handle, &mender->orgs));
	org = link_org(mender->orgs, subject->name);
	if (!org) {
		buf_add(out, "syndic org add --name ");
		add_word(out, name);
		buf_add(out, " && ");
	}
	buf_add(out, "syndic deal link ");
	add_word(out, subject->reference);
	buf_add(out, " --org ");
	add_word(out, org ? org : name);
out:
	return status;
}

static bool is_certain(int64_t probability)
{
	return probability <= 0 || probability >= RATIO_ONE;
}

/* The deal's own probability goes where its stage's is a better one; a stage's is changed for
 * all. */
static void mend_certain(struct mender *mender, struct buf *out, const struct finding *finding,
                         const struct subject *subject)
{
	const struct stage *stage = stages_find(mender->handle, subject->stage);
	int64_t better = finding->probability > 0 ? LIKELY : UNLIKELY;

	if (subject->has_probability || !stage) {
		add_edit(out, "deal", subject);
		buf_add(out, " --probability ");
		if (stage && !is_certain(stage->probability)) {
			buf_add(out, "''");
		} else {
			ratio_add_plain(out, better);
		}
	} else {
		buf_add(out, "syndic stage edit ");
		add_word(out, stage->slug);
		buf_add(out, " --probability ");
		ratio_add_plain(out, better);
	}
}

static enum syndic_status add_command(struct mender *mender, const struct finding *finding,
                                      const struct subject *subject, struct buf *out)
{
	const char *as_of = mender->handle->as_of;
	enum syndic_status status = SYNDIC_OK;
	char day[DATE_SIZE];

	switch (finding->kind) {
	case REVIEW_DATES_MISSING: mend_dates(out, finding, subject, as_of); break;
	case REVIEW_AMOUNT_MISSING:
		mend_money(out, "amount", subject, propose_amount(mender, subject, false));
		break;
	case REVIEW_COLLECTED_UNKNOWN:
	case REVIEW_COLLECTED_ESTIMATED:
		mend_money(out, "collected", subject, propose_collected(mender, finding, subject));
		break;
	case REVIEW_OVER_COLLECTED: add_show(out, "contract", subject); break;
	case REVIEW_ENDED_UNCOLLECTED:
	case REVIEW_ENDS_SOON_UNCOLLECTED: mend_uncollected(out, finding, subject); break;
	case REVIEW_FIELD_MISSING: status = mend_fields_of_deal(mender, out, finding, subject); break;
	case REVIEW_CLOSE_PASSED:
		date_add_months(as_of, CLOSE_MONTHS, day);
		add_edit(out, "deal", subject);
		buf_printf(out, " --expected-close %s", day);
		break;
	case REVIEW_QUIET:
		buf_add(out, "syndic log '' 'Asked how it stands' --deal ");
		add_word(out, subject->reference);
		break;
	case REVIEW_SLOW: add_show(out, "deal", subject); break;
	case REVIEW_NO_NEXT_STEP:
		date_add_days(as_of, STEP_DAYS, day);
		buf_add(out, "syndic task add 'Agree the next step' --deal ");
		add_word(out, subject->reference);
		buf_printf(out, " --due-on %s", day);
		break;
	case REVIEW_NO_ORG: status = mend_org(mender, out, subject); break;
	case REVIEW_CERTAIN_OPEN: mend_certain(mender, out, finding, subject); break;
	}
	return status;
}

enum syndic_status mend_command(struct mender *mender, const struct finding *finding,
                                const char **out)
{
	struct buf command = {0};
	enum syndic_status status = add_command(mender, finding, finding->subject, &command);

	*out = arena_copy(mender->arena, buf_text(&command));
	buf_free(&command);
	return status;
}
