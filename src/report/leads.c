/*
 * Key figures of leads. A lead is a deal that came into its pipeline's first stage; it is qualified
 * once it has left it for another open or for a won stage, wherever it stands today. Rate:
 * qualified ÷ leads, those still in the first stage included; over all of history, and by campaign,
 * where it rests on the leads of the campaign. Hours: minutes of conversations on deals of the
 * campaign ÷ 60; without minutes they count as none, and are told. Millionths. Source:
 * stage_change, deal.campaign, activity.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/kpi.h"
#include "report/list.h"
#include "report/stage_history.h"

#define QUALIFICATION_AIM 150000
#define MINUTES_AN_HOUR 60

struct campaign {
	const char *name; /* NULL: of deals that name none */
	int64_t leads, qualified;
	int64_t conversations, timed, minutes; /* timed: those that say how long */
};
/* A deal with a campaign. */
struct origin {
	const char *deal;
	struct campaign *campaign;
};
struct leads {
	struct arena *arena;
	struct syndic *handle;
	struct campaign *campaigns; /* by name; the first is that of no name */
	size_t campaign_count;
	struct origin *origins; /* by deal */
	size_t origin_count;
	int64_t others; /* deals that were never in a first stage */
};

static int by_deal(const void *deal, const void *item)
{
	return strcmp(deal, ((const struct origin *)item)->deal);
}

static int by_name(const void *name, const void *item)
{
	const char *other = ((const struct campaign *)item)->name;

	return other ? strcmp(name, other) : 1;
}

static int by_names(const void *a, const void *b)
{
	const char *name = ((const struct campaign *)a)->name;

	if (name) return by_name(name, b);
	return ((const struct campaign *)b)->name ? -1 : 0;
}

static struct campaign *campaign_named(struct leads *leads, const char *name)
{
	if (!name) return leads->campaigns;
	return bsearch(name, leads->campaigns, leads->campaign_count, sizeof *leads->campaigns,
	               by_name);
}

static enum syndic_status load_campaigns(struct leads *leads)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	LIST_ADD(leads->arena, leads->campaigns, leads->campaign_count, (struct campaign){0});
	TRY(db_prepare(leads->handle->db,
	               "SELECT DISTINCT campaign FROM deal WHERE campaign IS NOT NULL", &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct campaign campaign = {.name = arena_copy(leads->arena, db_text(stmt, 0))};
		LIST_ADD(leads->arena, leads->campaigns, leads->campaign_count, campaign);
	}
	if (step < 0) status = leads->handle->error.code;
	/* Sorted here: how an engine orders texts is its own affair. */
	qsort(leads->campaigns, leads->campaign_count, sizeof *leads->campaigns, by_names);
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
		                        campaign_named(leads, db_text(stmt, 1))};
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
		struct campaign *campaign = campaign_named(leads, db_text(stmt, 0));
		campaign->conversations = db_int(stmt, 1);
		campaign->timed = db_int(stmt, 2);
		campaign->minutes = db_int(stmt, 3);
	}
	if (step < 0) status = leads->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static void count_lead(void *context, const struct stage_path *path)
{
	struct leads *leads = context;
	struct campaign *campaign = leads->campaigns;
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
	if (origin) campaign = origin->campaign;
	campaign->leads++;
	campaign->qualified += qualified;
}

static void add_rate(struct kpi *kpi, const char *key, const char *of, const char *label,
                     const struct campaign *campaign, const char *note)
{
	struct syndic_key_figure figure = {
		.section = "leads",
		.key = key,
		.of = of,
		.label = label,
		.aim = kpi_known(QUALIFICATION_AIM),
		.note = kpi_note(kpi, "%lld qualified of %lld%s", (long long)campaign->qualified,
	                     (long long)campaign->leads, note),
	};

	kpi_add_share(kpi, &figure, campaign->qualified, campaign->leads);
}

static void add_hours(struct kpi *kpi, const char *key, const char *of, const char *label,
                      const struct campaign *campaign)
{
	int64_t untimed = campaign->conversations - campaign->timed;
	struct syndic_key_figure figure = {
		.section = "leads",
		.key = key,
		.of = of,
		.label = label,
		.unit = SYNDIC_UNIT_HOURS,
		.value = kpi_known(muldiv(campaign->minutes, RATIO_ONE, MINUTES_AN_HOUR)),
		.cases = kpi_known(campaign->conversations),
	};

	if (untimed) figure.note = kpi_note(kpi, "without minutes: %lld", (long long)untimed);
	kpi_add(kpi, &figure);
}

static void add_figures(struct kpi *kpi, const struct leads *leads)
{
	struct campaign all = {0};
	const char *note = "";

	for (size_t i = 0; i < leads->campaign_count; i++) {
		all.leads += leads->campaigns[i].leads;
		all.qualified += leads->campaigns[i].qualified;
		all.conversations += leads->campaigns[i].conversations;
		all.timed += leads->campaigns[i].timed;
		all.minutes += leads->campaigns[i].minutes;
	}
	if (leads->others)
		note = kpi_note(kpi, "; deals never in a first stage: %lld", (long long)leads->others);
	add_rate(kpi, "lead_qualification", NULL, "leads qualified", &all, note);
	add_hours(kpi, "conversation_hours", NULL, "conversations on deals", &all);
	for (size_t i = 1; i < leads->campaign_count; i++) {
		const struct campaign *campaign = &leads->campaigns[i];
		add_rate(kpi, "campaign_qualification", campaign->name,
		         kpi_note(kpi, "%s: leads qualified", campaign->name), campaign, "");
		add_hours(kpi, "campaign_hours", campaign->name,
		          kpi_note(kpi, "%s: conversations", campaign->name), campaign);
	}
	if (leads->campaign_count == 1 || !(leads->campaigns->leads || leads->campaigns->conversations))
		return;
	add_rate(kpi, "no_campaign_qualification", NULL, "no campaign: leads qualified",
	         leads->campaigns, "");
	add_hours(kpi, "no_campaign_hours", NULL, "no campaign: conversations", leads->campaigns);
}

enum syndic_status kpi_add_leads(struct kpi *kpi)
{
	struct leads leads = {.arena = &kpi->arena, .handle = kpi->handle};
	enum syndic_status status;

	TRY(load_campaigns(&leads));
	TRY(load_origins(&leads));
	TRY(load_conversations(&leads));
	TRY(stage_history_each(kpi->handle, count_lead, &leads));
	add_figures(kpi, &leads);
out:
	return status;
}
