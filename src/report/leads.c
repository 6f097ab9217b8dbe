/*
 * Key figures of leads. A lead is a deal that came into its pipeline's first stage; it is qualified
 * once it has left it for another open or for a won stage, wherever it stands today. Rate:
 * qualified ÷ leads, those still in the first stage included; over all of history, and by campaign,
 * where it rests on the leads of the campaign. Hours: minutes of conversations on deals of the
 * campaign ÷ 60; without minutes they count as none, and are told. Millionths.
 *
 * Cost of a campaign: its money, beside our time; days of ours; its cost ÷ leads and ÷ qualified
 * leads, cents, unknown without any. Days and hours a lead stand beside them, unpriced. A campaign
 * has these as soon as it is recorded, with or without deals; a text that names no campaign
 * (campaigns.h) is its own source, whose cost nobody knows. Source: stage_change, deal.campaign,
 * activity, campaign.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/campaigns.h"
#include "report/kpi.h"
#include "report/list.h"
#include "report/stage_history.h"

#define QUALIFICATION_AIM 150000
#define MINUTES_AN_HOUR 60

/* What deals that name the same campaign brought. */
struct source {
	const struct campaign *campaign; /* NULL: there is no record of it */
	const char *of, *label;          /* slug and name, or what deals say; NULL: they name none */
	bool several;                    /* what they say is the name of several */
	int64_t leads, qualified;
	int64_t conversations, timed, minutes; /* timed: those that say how long */
};
/* What a deal says, and the place of its source. */
struct mention {
	const char *text;
	size_t source;
};
/* A deal with a campaign. */
struct origin {
	const char *deal;
	size_t source;
};
struct leads {
	struct arena *arena;
	struct syndic *handle;
	struct campaigns campaigns;
	struct source *sources; /* that of deals that name none, those of campaigns, in their order, and
	                           those of texts that name no campaign */
	size_t source_count;
	struct mention *mentions; /* by text */
	size_t mention_count;
	struct origin *origins; /* by deal */
	size_t origin_count;
	int64_t others; /* deals that were never in a first stage */
};

static int by_deal(const void *deal, const void *item)
{
	return strcmp(deal, ((const struct origin *)item)->deal);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct mention *)a)->text, ((const struct mention *)b)->text);
}

static int by_label(const void *a, const void *b)
{
	const struct source *x = *(const struct source *const *)a;
	const struct source *y = *(const struct source *const *)b;
	int order = strcmp(x->label, y->label);

	return order ? order : strcmp(x->of, y->of);
}

/* The place of the source that a deal's campaign stands for; NULL is none. */
static size_t source_of(const struct leads *leads, const char *text)
{
	struct mention wanted = {.text = text};
	const struct mention *found = NULL;

	if (text && leads->mention_count)
		found = bsearch(&wanted, leads->mentions, leads->mention_count, sizeof wanted, by_text);
	return found ? found->source : 0;
}

static void add_mention(struct leads *leads, const char *text)
{
	struct mention mention = {arena_copy(leads->arena, text), leads->source_count};
	struct source source = {.of = mention.text, .label = mention.text};
	const struct campaign *campaign = campaigns_find(&leads->campaigns, text, &source.several);

	if (campaign)
		mention.source = 1 + (size_t)(campaign - leads->campaigns.items);
	else
		LIST_ADD(leads->arena, leads->sources, leads->source_count, source);
	LIST_ADD(leads->arena, leads->mentions, leads->mention_count, mention);
}

static enum syndic_status load_sources(struct leads *leads)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(campaigns_load(leads->handle, leads->arena, &leads->campaigns));
	LIST_ADD(leads->arena, leads->sources, leads->source_count, (struct source){0});
	for (size_t i = 0; i < leads->campaigns.count; i++) {
		const struct campaign *campaign = &leads->campaigns.items[i];
		struct source source = {
			.campaign = campaign,
			.of = campaign->slug,
			.label = campaign->name,
		};
		LIST_ADD(leads->arena, leads->sources, leads->source_count, source);
	}
	TRY(db_prepare(leads->handle->db,
	               "SELECT DISTINCT campaign FROM deal WHERE campaign IS NOT NULL", &stmt));
	while ((step = db_step(stmt)) == 1)
		add_mention(leads, db_text(stmt, 0));
	if (step < 0) status = leads->handle->error.code;
	if (leads->mention_count)
		qsort(leads->mentions, leads->mention_count, sizeof *leads->mentions, by_text);
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status load_origins(struct leads *leads)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(leads->handle->db,
	               "SELECT id, campaign FROM deal WHERE campaign IS NOT NULL ORDER BY id", &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct origin origin = {arena_copy(leads->arena, db_text(stmt, 0)),
		                        source_of(leads, db_text(stmt, 1))};
		LIST_ADD(leads->arena, leads->origins, leads->origin_count, origin);
	}
	if (step < 0) status = leads->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* Minutes of conversations on deals, by campaign. */
static enum syndic_status load_conversations(struct leads *leads)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(leads->handle->db,
	               "SELECT d.campaign, count(*), count(a.minutes), coalesce(sum(a.minutes), 0)"
	               " FROM activity AS a JOIN deal AS d ON d.id = a.deal"
	               " GROUP BY d.campaign",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct source *source = &leads->sources[source_of(leads, db_text(stmt, 0))];
		source->conversations += db_int(stmt, 1);
		source->timed += db_int(stmt, 2);
		source->minutes += db_int(stmt, 3);
	}
	if (step < 0) status = leads->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static void count_lead(void *context, const struct stage_path *path)
{
	struct leads *leads = context;
	struct source *source = leads->sources;
	const struct origin *origin = NULL;
	size_t first = 0;
	bool qualified = false;

	while (first < path->count &&
	       path->steps[first].stage !=
	           stages_first(leads->handle, path->steps[first].stage->pipeline))
		first++;
	leads->others += first == path->count;
	if (first == path->count) return;
	for (size_t i = first + 1; i < path->count; i++) {
		const struct stage *stage = path->steps[i].stage;
		qualified |= stage != path->steps[first].stage && !stage_is(stage, "lost");
	}
	if (leads->origin_count)
		origin = bsearch(path->deal, leads->origins, leads->origin_count, sizeof *origin, by_deal);
	if (origin) source = &leads->sources[origin->source];
	source->leads++;
	source->qualified += qualified;
}

static void add_rate(struct kpi *kpi, const char *key, const char *of, const char *label,
                     const struct source *source, const char *note)
{
	struct syndic_key_figure figure = {
		.section = "leads",
		.key = key,
		.of = of,
		.label = label,
		.aim = kpi_known(QUALIFICATION_AIM),
		.note = kpi_note(kpi, "%lld qualified of %lld%s", (long long)source->qualified,
	                     (long long)source->leads, note),
	};

	kpi_add_share(kpi, &figure, source->qualified, source->leads);
}

static void add_hours(struct kpi *kpi, const char *key, const char *of, const char *label,
                      const struct source *source)
{
	int64_t untimed = source->conversations - source->timed;
	struct syndic_key_figure figure = {
		.section = "leads",
		.key = key,
		.of = of,
		.label = label,
		.unit = SYNDIC_UNIT_HOURS,
		.value = kpi_known(muldiv(source->minutes, RATIO_ONE, MINUTES_AN_HOUR)),
		.cases = kpi_known(source->conversations),
	};

	if (untimed) figure.note = kpi_note(kpi, "without minutes: %lld", (long long)untimed);
	kpi_add(kpi, &figure);
}

/* What each of these leads cost of our time. */
static const char *time_note(struct kpi *kpi, const struct source *source, int64_t leads)
{
	const struct syndic_figure days = source->campaign->days;
	const char *hours = kpi_mean(kpi, source->minutes, leads * MINUTES_AN_HOUR);

	if (!days.known) return kpi_note(kpi, "%s hours of conversations each", hours);
	return kpi_note(kpi, "%s days, and %s hours of conversations, each",
	                kpi_mean(kpi, days.value, leads), hours);
}

/* The money that a lead cost, qualified or not. */
static void add_price(struct kpi *kpi, const char *key, const char *what,
                      const struct source *source, int64_t leads, const char *none)
{
	const struct campaign *campaign = source->campaign;
	struct syndic_key_figure figure = {
		.section = "leads",
		.key = key,
		.of = source->of,
		.label = kpi_note(kpi, "%s: cost a %s", source->label, what),
		.unit = SYNDIC_UNIT_MONEY,
		.cases = kpi_known(leads),
		.note = none,
	};

	if (leads && campaign->cost.known)
		figure.value = kpi_known(muldiv(campaign->cost.value, 1, leads));
	if (leads) figure.note = time_note(kpi, source, leads);
	if (leads && !campaign->cost.known)
		figure.note = kpi_note(kpi, "its cost is unknown; %s", figure.note);
	kpi_add(kpi, &figure);
}

static void add_cost(struct kpi *kpi, const struct source *source)
{
	const struct campaign *campaign = source->campaign;
	struct syndic_key_figure figure = {
		.section = "leads",
		.key = "campaign_cost",
		.of = source->of,
		.label = kpi_note(kpi, "%s: cost", source->label),
		.unit = SYNDIC_UNIT_MONEY,
		.value = campaign->cost,
	};

	if (!campaign->cost.known)
		figure.note = kpi_note(kpi, "unknown: syndic campaign edit %s --cost AMOUNT", source->of);
	else if (campaign->starts_on && strcmp(campaign->starts_on, kpi->book.as_of) > 0)
		figure.note = kpi_note(kpi, "begins on %s", campaign->starts_on);
	kpi_add(kpi, &figure);
	figure.key = "campaign_days";
	figure.label = kpi_note(kpi, "%s: days of ours", source->label);
	figure.unit = SYNDIC_UNIT_COUNT;
	figure.value = (struct syndic_figure){0};
	figure.note = NULL;
	if (campaign->days.known)
		figure.value = kpi_count(campaign->days.value);
	else
		figure.note = kpi_note(kpi, "unknown: syndic campaign edit %s --days N", source->of);
	kpi_add(kpi, &figure);
	add_price(kpi, "campaign_cost_per_lead", "lead", source, source->leads, "no lead yet");
	add_price(kpi, "campaign_cost_per_qualified", "qualified lead", source, source->qualified,
	          "none is qualified yet");
}

static void add_source(struct kpi *kpi, const struct source *source)
{
	const char *note = "";

	if (source->several) note = "; several campaigns have this name: write the slug of one";
	add_rate(kpi, "campaign_qualification", source->of,
	         kpi_note(kpi, "%s: leads qualified", source->label), source, note);
	add_hours(kpi, "campaign_hours", source->of, kpi_note(kpi, "%s: conversations", source->label),
	          source);
	if (source->campaign) add_cost(kpi, source);
}

static void add_figures(struct kpi *kpi, const struct leads *leads)
{
	struct source all = {0};
	const struct source **sorted = arena_alloc(leads->arena, leads->source_count * sizeof *sorted);
	size_t count = leads->source_count - 1; /* but the first, that of none */
	const char *note = "";

	for (size_t i = 0; i < leads->source_count; i++) {
		const struct source *source = &leads->sources[i];
		if (i) sorted[i - 1] = source;
		all.leads += source->leads;
		all.qualified += source->qualified;
		all.conversations += source->conversations;
		all.timed += source->timed;
		all.minutes += source->minutes;
	}
	if (leads->others)
		note = kpi_note(kpi, "; deals never in a first stage: %lld", (long long)leads->others);
	add_rate(kpi, "lead_qualification", NULL, "leads qualified", &all, note);
	add_hours(kpi, "conversation_hours", NULL, "conversations on deals", &all);
	if (count) qsort(sorted, count, sizeof *sorted, by_label);
	for (size_t i = 0; i < count; i++)
		add_source(kpi, sorted[i]);
	if (!count || !(leads->sources->leads || leads->sources->conversations)) return;
	add_rate(kpi, "no_campaign_qualification", NULL, "no campaign: leads qualified", leads->sources,
	         "");
	add_hours(kpi, "no_campaign_hours", NULL, "no campaign: conversations", leads->sources);
}

enum syndic_status kpi_add_leads(struct kpi *kpi)
{
	struct leads leads = {.arena = &kpi->arena, .handle = kpi->handle};
	enum syndic_status status;

	TRY(load_sources(&leads));
	TRY(load_origins(&leads));
	TRY(load_conversations(&leads));
	TRY(stage_history_each(kpi->handle, count_lead, &leads));
	add_figures(kpi, &leads);
out:
	return status;
}
