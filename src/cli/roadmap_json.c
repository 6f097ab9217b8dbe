/* The roadmap for our own programs: everything. */
#include "cli/roadmap.h"

static void add_whole(struct json *json, const char *key, struct syndic_figure figure)
{
	json_key(json, key);
	if (figure.known)
		json_int(json, figure.value);
	else
		json_text(json, NULL);
}

static void add_pledges(struct json *json, const struct syndic_roadmap_item *item)
{
	json_member_open(json, "pledges", '[');
	for (size_t i = 0; i < item->pledge_count; i++) {
		const struct syndic_roadmap_pledge *pledge = &item->pledges[i];
		json_open(json, '{');
		json_member_text(json, "deal", pledge->deal);
		json_member_text(json, "org", pledge->org);
		json_member_text(json, "stage", pledge->stage);
		json_member_figure(json, "amount", pledge->amount, SYNDIC_UNIT_MONEY);
		json_member_money(json, "share", pledge->share);
		json_member_bool(json, "counts", pledge->counts);
		json_member_bool(json, "withdrawn", pledge->withdrawn);
		json_member_bool(json, "public", pledge->is_public);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void add_round(struct json *json, const struct syndic_roadmap_item *item)
{
	json_key(json, "syndicate");
	if (!item->syndicate) {
		json_text(json, NULL);
		return;
	}
	json_open(json, '{');
	json_member_text(json, "slug", item->syndicate);
	json_member_text(json, "state", item->syndicate_state);
	json_member_text(json, "share_rule", item->share_rule);
	json_member_text(json, "overshoot_rule", item->overshoot_rule);
	json_member_figure(json, "threshold", item->threshold, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "ceiling", item->ceiling, SYNDIC_UNIT_MONEY);
	json_member_money(json, "counted", item->counted);
	json_member_money(json, "bridge", item->bridge);
	json_member_figure(json, "missing",
	                   (struct syndic_figure){item->threshold.known, item->missing},
	                   SYNDIC_UNIT_MONEY);
	json_member_money(json, "interest", item->interest);
	json_member_int(json, "min_members", item->min_members);
	json_member_int(json, "members", item->members);
	json_member_int(json, "missing_members", item->missing_members);
	json_member_int(json, "interested", item->interested);
	json_member_int(json, "pledged", item->pledged);
	json_member_int(json, "signed", item->signatures);
	json_member_text(json, "deadline", item->deadline);
	add_whole(json, "days_left", item->days_left);
	json_member_text(json, "contracting_until", item->contracting_until);
	json_member_figure(json, "probability", item->odds, SYNDIC_UNIT_SHARE);
	add_pledges(json, item);
	json_close(json, '}');
}

static void add_slot(struct json *json, const struct syndic_roadmap_item *item)
{
	json_key(json, "slot");
	if (!item->slot) {
		json_text(json, NULL);
		return;
	}
	json_open(json, '{');
	json_member_text(json, "slug", item->slot);
	json_member_text(json, "state", item->slot_state);
	add_whole(json, "position", item->position);
	json_member_text(json, "pulled_on", item->pulled_on);
	json_member_text(json, "quoted_on", item->quoted_on);
	json_member_text(json, "start_p50", item->start_p50);
	json_member_text(json, "start_p85", item->start_p85);
	json_member_text(json, "finish_p50", item->finish_p50);
	json_member_text(json, "finish_p85", item->finish_p85);
	json_close(json, '}');
}

static void add_deliverables(struct json *json, const struct syndic_roadmap_item *item)
{
	json_member_open(json, "deliverables", '[');
	for (size_t i = 0; i < item->deliverable_count; i++) {
		const struct syndic_roadmap_deliverable *deliverable = &item->deliverables[i];
		json_open(json, '{');
		json_member_text(json, "slug", deliverable->slug);
		json_member_text(json, "name", deliverable->name);
		json_member_text(json, "definition_of_done", deliverable->definition_of_done);
		json_member_figure(json, "low_hours", deliverable->low_hours, SYNDIC_UNIT_HOURS);
		json_member_figure(json, "high_hours", deliverable->high_hours, SYNDIC_UNIT_HOURS);
		json_member_figure(json, "spent_hours", deliverable->spent_hours, SYNDIC_UNIT_HOURS);
		json_member_bool(json, "stretch", deliverable->stretch);
		json_member_text(json, "state", deliverable->state);
		json_member_text(json, "upstream", deliverable->upstream);
		json_member_text(json, "upstream_outcome", deliverable->upstream_outcome);
		json_member_text(json, "upstream_url", deliverable->upstream_url);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void add_endorsements(struct json *json, const struct syndic_roadmap_item *item)
{
	json_member_open(json, "endorsements", '[');
	for (size_t i = 0; i < item->endorsement_count; i++) {
		const struct syndic_roadmap_endorsement *endorsement = &item->endorsements[i];
		json_open(json, '{');
		json_member_text(json, "org", endorsement->org);
		json_member_text(json, "given_on", endorsement->given_on);
		json_member_text(json, "words", endorsement->words);
		json_member_bool(json, "letter", endorsement->letter);
		add_whole(json, "testers", endorsement->testers);
		json_member_text(json, "other_help", endorsement->other_help);
		json_member_bool(json, "public", endorsement->is_public);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void print_roadmap_json(struct cli *cli, const struct syndic_roadmap *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "currency", report->currency);
	json_member_open(&json, "initiatives", '[');
	for (size_t i = 0; i < report->item_count; i++) {
		const struct syndic_roadmap_item *item = &report->items[i];
		json_open(&json, '{');
		json_member_text(&json, "slug", item->slug);
		json_member_text(&json, "name", item->name);
		json_member_text(&json, "state", item->state);
		json_member_text(&json, "problem", item->problem);
		json_member_text(&json, "solution", item->solution);
		json_member_text(&json, "implementation", item->implementation);
		json_member_text(&json, "fit", item->fit);
		json_member_figure(&json, "price", item->price, SYNDIC_UNIT_MONEY);
		json_member_text(&json, "upstream_plan", item->upstream_plan);
		json_member_text(&json, "owner", item->owner);
		json_member_text(&json, "notes", item->notes);
		add_round(&json, item);
		add_slot(&json, item);
		add_deliverables(&json, item);
		add_endorsements(&json, item);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	print_document(cli, &json);
}
