/* The roadmap for the world: as JSON, and the command that writes it. */
#include <string.h>
#include <strings.h>
#include "cli/replace.h"
#include "cli/roadmap.h"
#include "view/html.h"

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_whole(struct json *json, const char *key, struct syndic_figure figure)
{
	if (figure.known)
		json_member_int(json, key, figure.value);
	else
		json_member_text(json, key, NULL);
}

static void add_round(struct json *json, const struct syndic_public_initiative *initiative)
{
	bool open = initiative->round && strcmp(initiative->round, "forming") != 0;
	json_member_text(json, "round", initiative->round);
	json_member_figure(json, "threshold", initiative->threshold, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "ceiling", initiative->ceiling, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "counted", initiative->counted, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "funded", initiative->funded, SYNDIC_UNIT_SHARE);
	json_member_ratio(json, "funded_step", initiative->step);
	json_member_bool(json, "reached", initiative->reached);
	json_member_int(json, "organisations", initiative->orgs);
	json_member_int(json, "interested", initiative->interested);
	add_whole(json, "min_members", (struct syndic_figure){open, initiative->min_members});
	add_whole(json, "missing_members", (struct syndic_figure){open, initiative->missing_members});
	json_member_text(json, "share_rule", initiative->share_rule);
	json_member_text(json, "overshoot_rule", initiative->overshoot_rule);
	json_member_text(json, "deadline", initiative->deadline);
	add_whole(json, "days_left", initiative->days_left);
}

static void add_people(struct json *json, const struct syndic_public_initiative *initiative)
{
	json_member_open(json, "pledges", '[');
	for (size_t i = 0; i < initiative->pledge_count; i++) {
		const struct syndic_public_pledge *pledge = &initiative->pledges[i];
		json_open(json, '{');
		json_member_text(json, "org", pledge->org);
		json_member_figure(json, "amount", pledge->amount, SYNDIC_UNIT_MONEY);
		json_member_bool(json, "signed", pledge->contracted);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_member_open(json, "supporters", '[');
	for (size_t i = 0; i < initiative->supporter_count; i++)
		json_text(json, initiative->supporters[i]);
	json_close(json, ']');
	json_member_open(json, "endorsements", '[');
	for (size_t i = 0; i < initiative->endorsement_count; i++) {
		const struct syndic_public_endorsement *endorsement = &initiative->endorsements[i];
		json_open(json, '{');
		json_member_text(json, "org", endorsement->org);
		json_member_text(json, "given_on", endorsement->given_on);
		json_member_text(json, "words", endorsement->words);
		json_member_bool(json, "letter", endorsement->letter);
		json_member_int(json, "testers", endorsement->testers);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void add_slot(struct json *json, const struct syndic_public_initiative *initiative)
{
	json_key(json, "slot");
	if (!initiative->slot_state) {
		json_text(json, NULL);
		return;
	}
	json_open(json, '{');
	json_member_text(json, "state", initiative->slot_state);
	add_whole(json, "position", initiative->position);
	json_member_text(json, "estimated_on", initiative->quoted_on);
	json_member_text(json, "start_p50", initiative->start_p50);
	json_member_text(json, "start_p85", initiative->start_p85);
	json_member_text(json, "finish_p50", initiative->finish_p50);
	json_member_text(json, "finish_p85", initiative->finish_p85);
	json_close(json, '}');
}

static void add_promises(struct json *json, const struct syndic_public_initiative *initiative)
{
	json_member_open(json, "deliverables", '[');
	for (size_t i = 0; i < initiative->deliverable_count; i++) {
		const struct syndic_public_deliverable *deliverable = &initiative->deliverables[i];
		const char *url = deliverable->upstream_url;
		json_open(json, '{');
		json_member_text(json, "name", deliverable->name);
		json_member_text(json, "definition_of_done", deliverable->definition_of_done);
		json_member_bool(json, "stretch", deliverable->stretch);
		json_member_text(json, "state", deliverable->state);
		json_member_text(json, "upstream", deliverable->upstream);
		json_member_text(json, "upstream_outcome", deliverable->upstream_outcome);
		/* Whoever makes a page of it will make a link of this. */
		json_member_text(json, "upstream_url", url && link_is_safe(url) ? url : NULL);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void add_initiative(struct json *json, const struct syndic_public_initiative *initiative)
{
	json_open(json, '{');
	json_member_text(json, "slug", initiative->slug);
	json_member_text(json, "name", initiative->name);
	json_member_text(json, "state", initiative->state);
	json_member_text(json, "problem", initiative->problem);
	json_member_text(json, "solution", initiative->solution);
	json_member_text(json, "implementation", initiative->implementation);
	json_member_text(json, "fit", initiative->fit);
	json_member_text(json, "upstream_plan", initiative->upstream_plan);
	json_member_figure(json, "price", initiative->price, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "typical_share", initiative->typical_share, SYNDIC_UNIT_MONEY);
	add_round(json, initiative);
	add_people(json, initiative);
	add_slot(json, initiative);
	add_promises(json, initiative);
	json_close(json, '}');
}

void roadmap_json(struct buf *out, const struct roadmap_page *page)
{
	struct json json = json_document(out);
	json_member_text(&json, "made_by", ROADMAP_MARK);
	json_member_text(&json, "title", page->title);
	json_member_text(&json, "contact", page->contact);
	json_member_text(&json, "as_of", page->roadmap->as_of);
	json_member_text(&json, "currency", page->roadmap->currency);
	json_member_open(&json, "initiatives", '[');
	for (size_t i = 0; i < page->roadmap->initiative_count; i++)
		add_initiative(&json, &page->roadmap->initiatives[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	buf_add_char(out, '\n');
}

/* ---- the command ----------------------------------------------------------------------------- */

typedef void page_write(struct buf *out, const struct roadmap_page *page);

static const struct page_format {
	const char *name, *ending;
	page_write *write;
} formats[] = {
	{"html", ".html", roadmap_html},
	{"md", ".md", roadmap_markdown},
	{"json", ".json", roadmap_json},
};

static bool ends_in(const char *path, const char *ending)
{
	size_t length = strlen(path), end = strlen(ending);
	return length > end && strcasecmp(path + length - end, ending) == 0;
}

/* The format asked for, else that of the file's name, else HTML. */
static page_write *choose(const struct cli *cli)
{
	const char *format = option(cli, "json") ? "json" : option(cli, "format");
	const char *file = option(cli, "out");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (format ? strcmp(format, formats[i].name) == 0
		           : file && ends_in(file, formats[i].ending))
			return formats[i].write;
	return roadmap_html;
}

/* A bare e-mail address becomes a link, too. */
static void read_contact(const struct cli *cli, struct buf *url, struct roadmap_page *page)
{
	const char *contact = option(cli, "contact");
	if (!contact || !*contact) return;
	page->contact = strncasecmp(contact, "mailto:", 7) == 0 ? contact + 7 : contact;
	if (!link_is_safe(contact) && strchr(contact, '@')) buf_add(url, "mailto:");
	buf_add(url, contact);
	if (link_is_safe(buf_text(url))) page->contact_url = buf_text(url);
}

static enum syndic_status put(struct cli *cli, const struct buf *text)
{
	static const char *const ours[] = {ROADMAP_HTML_BEGINS, ROADMAP_MD_BEGINS, ROADMAP_JSON_BEGINS,
	                                   NULL};
	const char *file = option(cli, "out");
	enum syndic_status status;
	struct buf name = {0};
	if (!file) {
		print(cli, buf_text(text));
		return SYNDIC_OK;
	}
	if (cli->dry_run) {
		say(cli, "dry run: the page would be written to %s", file);
		return SYNDIC_OK;
	}
	status = replace_file(cli, file, ours, text);
	if (status != SYNDIC_OK) return status;
	buf_printf(&name, "%s\n", file);
	print(cli, buf_text(&name));
	buf_free(&name);
	return SYNDIC_OK;
}

static enum syndic_status roadmap_export(struct cli *cli)
{
	const char *title = option(cli, "title");
	struct roadmap_page page = {.title = title && *title ? title : "Roadmap"};
	struct syndic_public_roadmap *roadmap = NULL;
	struct buf text = {0}, url = {0};
	enum syndic_status status = syndic_report_public_roadmap(cli->handle, &roadmap);
	if (status != SYNDIC_OK) return status;
	page.roadmap = roadmap;
	read_contact(cli, &url, &page);
	choose(cli)(&text, &page);
	status = put(cli, &text);
	if (status == SYNDIC_OK && option(cli, "out") && !cli->dry_run)
		say(cli, "%zu initiative%s as of %s; parked ones and drafts are left out",
		    roadmap->initiative_count, roadmap->initiative_count == 1 ? "" : "s", roadmap->as_of);
	if (status == SYNDIC_OK && option(cli, "out") && !page.contact)
		say(cli, "the page does not say whom to ask: --contact ADDRESS");
	syndic_public_roadmap_free(roadmap);
	buf_free(&text);
	buf_free(&url);
	return status;
}

static const char *const format_names[] = {"html", "md", "json", NULL};

static const struct option_row options[] = {
	{"out", "FILE", "write there instead of to standard output", 0, false},
	{"title", "TEXT", "heading of the page; else Roadmap", 0, false},
	{"contact", "ADDRESS", "an e-mail address, a link or words: where to join", 0, false},
};

const struct command command_roadmap_export = {
	.noun = "roadmap",
	.verb = "export",
	.summary = "write the roadmap as a page for the world",
	.text = "--format html, md or json; without it as FILE ends, else html: one file that fetches "
			"nothing.\n"
			"Drafts and parked initiatives are left out, and so are people, owners, notes, "
			"conversations, hours and chances. An organisation is named, with the amount of its "
			"pledge or the words of its endorsement, only where that record says --public yes. "
			"Sums are told exactly only where all pledges in them are public; the rest of a sum is "
			"rounded down to tenths of the threshold, or to quarters where fewer than three "
			"organisations are not named.\n"
			"FILE is written whole, or not at all. A file that stands there is replaced if this "
			"command has written it, else left alone.",
	.examples = "syndic roadmap export --out roadmap.html --contact hello@example.org\n"
				"syndic roadmap export --format md --title 'What we build together'\n"
				"syndic deal edit usage-quotas-berkeley --public yes",
	.formats = format_names,
	.options = {options, sizeof options / sizeof *options},
	.run = roadmap_export,
};
