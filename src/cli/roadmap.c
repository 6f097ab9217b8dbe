/* The roadmap for our own eyes: who has signed, who may, what is missing, what comes next. */
#include "cli/roadmap.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "view/bar.h"
#include "view/cell.h"

enum {
	LABEL = 14,      /* columns of what stands before a fact, its two spaces and the gap included */
	BAR = 40,        /* of a funding bar at most */
	BAR_BESIDE = 42, /* for what stands beside it */
	BAR_LEAST = 10,
};

/* ---- facts of one initiative ----------------------------------------------------------------- */

/* `  label     text`, the text broken at the width of the terminal. Nothing where there is none. */
static void print_fact(struct cli *cli, const char *label, const struct buf *text)
{
	struct buf safe = {0}, line = {0};
	size_t room = cli->view.width > LABEL * 2 ? cli->view.width - LABEL : 0;
	text_display(&safe, buf_text(text), 0, cli->view.ascii);
	for (const char *at = buf_text(&safe), *next; *at; at = next) {
		buf_reset(&line);
		buf_printf(&line, "  %-*s", LABEL - 2, at == buf_text(&safe) ? label : "");
		buf_add_n(&line, at, cell_break(at, room ? room : safe.length, &next));
		buf_add_char(&line, '\n');
		print(cli, buf_text(&line));
	}
	buf_free(&safe);
	buf_free(&line);
}

static void print_text(struct cli *cli, const char *label, const char *text)
{
	struct buf copy = {0};
	if (!text) return;
	for (; *text; text++)
		buf_add_char(&copy, *text == '\n' || *text == '\r' ? ' ' : *text);
	print_fact(cli, label, &copy);
	buf_free(&copy);
}

static void add_name(struct buf *out, const struct syndic_roadmap_pledge *pledge)
{
	if (out->length) buf_add(out, ", ");
	buf_add(out, pledge->org_name ? pledge->org_name : pledge->deal);
	if (pledge->contracted || pledge->amount.known) {
		buf_add_char(out, ' ');
		money_add_short(out, pledge->contracted ? pledge->share : pledge->amount.value);
	}
	if (pledge->withdrawn)
		buf_add(out, " (withdrawn)");
	else if (pledge->expired)
		buf_add(out, " (expired)");
	else if (pledge->binding && !pledge->counts)
		buf_add(out, " (does not count yet)");
}

static void print_names(struct cli *cli, const struct syndic_roadmap_item *item)
{
	struct buf signatures = {0}, pledged = {0}, interested = {0};
	for (size_t i = 0; i < item->pledge_count; i++) {
		const struct syndic_roadmap_pledge *pledge = &item->pledges[i];
		add_name(pledge->contracted ? &signatures
		         : pledge->binding  ? &pledged
		                            : &interested,
		         pledge);
	}
	print_fact(cli, "signed", &signatures);
	print_fact(cli, "pledged", &pledged);
	print_fact(cli, "interested", &interested);
	buf_free(&signatures);
	buf_free(&pledged);
	buf_free(&interested);
}

/* Signed, pledged and interest against the threshold. */
static void print_bar(struct cli *cli, const struct syndic_roadmap_item *item)
{
	size_t room = cli->view.width ? cli->view.width : BAR + BAR_BESIDE;
	size_t width = room > BAR_BESIDE + BAR_LEAST ? room - BAR_BESIDE : BAR_LEAST;
	struct buf line = {0};
	int64_t parts[3] = {item->bridge, 0, item->interest};
	if (!item->threshold.known) return;
	for (size_t i = 0; i < item->pledge_count; i++)
		if (item->pledges[i].counts)
			parts[item->pledges[i].contracted ? 0 : 1] += item->pledges[i].amount.value;
	buf_add(&line, "  ");
	bar_add_parts(&line, parts, item->threshold.value, width < BAR ? width : BAR, cli->view.ascii);
	buf_add_char(&line, ' ');
	money_add_short(&line, item->counted);
	buf_add(&line, " of ");
	money_add_short(&line, item->threshold.value);
	buf_add_char(&line, '\n');
	print(cli, buf_text(&line));
	buf_free(&line);
}

static bool is_live(const struct syndic_roadmap_item *item)
{
	return item->syndicate && !text_equal(item->syndicate_state, "committed") &&
	       !text_equal(item->syndicate_state, "closed");
}

static void print_missing(struct cli *cli, const struct syndic_roadmap_item *item)
{
	struct buf text = {0};
	if (!is_live(item)) return;
	if (item->missing) money_add_short(&text, item->missing);
	if (item->missing && item->missing_members) buf_add(&text, " and ");
	if (item->missing_members) count_add(&text, item->missing_members, "member");
	if (!item->threshold.known) buf_add(&text, "a threshold");
	if (!text.length) buf_add(&text, "nothing");
	print_fact(cli, "missing", &text);
	buf_free(&text);
}

static void print_round(struct cli *cli, const struct syndic_roadmap_item *item)
{
	struct buf text = {0};
	if (!item->syndicate) return;
	buf_printf(&text, "%s, %s", item->syndicate, item->syndicate_state);
	if (is_live(item) && item->deadline) {
		buf_printf(&text, "; until %s, ", item->deadline);
		if (item->days_left.value < 0) {
			count_add(&text, -item->days_left.value, "day");
			buf_add(&text, " ago");
		} else {
			count_add(&text, item->days_left.value, "day");
			buf_add(&text, " left");
		}
	}
	if (is_live(item) && item->contracting_until)
		buf_printf(&text, "; to be signed until %s", item->contracting_until);
	if (is_live(item) && item->odds.known) {
		buf_add(&text, "; odds ");
		figure_add(&text, item->odds, SYNDIC_UNIT_SHARE, false);
	}
	print_fact(cli, "round", &text);
	buf_free(&text);
}

static void print_slot(struct cli *cli, const struct syndic_roadmap_item *item)
{
	struct buf text = {0};
	if (!item->slot) return;
	buf_add(&text, item->slot_state);
	if (item->position.known) buf_printf(&text, ", place %" PRId64, item->position.value);
	if (item->start_p50 && text_equal(item->slot_state, "queued"))
		buf_printf(&text, "; begins %s, at the latest likely %s", item->start_p50,
		           item->start_p85 ? item->start_p85 : "unknown");
	if (item->finish_p50 && !text_equal(item->slot_state, "delivered"))
		buf_printf(&text, "; done %s, at the latest likely %s", item->finish_p50,
		           item->finish_p85 ? item->finish_p85 : "unknown");
	print_fact(cli, "slot", &text);
	buf_free(&text);
}

static void print_support(struct cli *cli, const struct syndic_roadmap_item *item)
{
	struct buf text = {0};
	if (item->promised)
		buf_printf(&text, "%" PRId64 " of %" PRId64 " accepted", item->accepted, item->promised);
	print_fact(cli, "promised", &text);
	buf_reset(&text);
	if (item->endorsement_count) {
		count_add(&text, (int64_t)item->endorsement_count, "endorsement");
		if (item->letters) {
			buf_add(&text, ", ");
			count_add(&text, item->letters, "letter");
		}
		if (item->testers) {
			buf_add(&text, ", ");
			count_add(&text, item->testers, "tester");
		}
	}
	print_fact(cli, "support", &text);
	buf_free(&text);
}

static void print_item(struct cli *cli, const struct syndic_roadmap_item *item)
{
	struct buf line = {0};
	buf_printf(&line, "%s (%s)", item->name, item->slug);
	if (item->price.known) {
		buf_add(&line, ", ");
		money_add_short(&line, item->price.value);
	}
	print_sentence(cli, "%s", buf_text(&line));
	buf_free(&line);
	if (is_live(item)) print_bar(cli, item);
	print_round(cli, item);
	print_names(cli, item);
	print_missing(cli, item);
	print_slot(cli, item);
	print_support(cli, item);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void print_legend(struct cli *cli)
{
	bool ascii = cli->view.ascii;
	struct buf line = {0};
	buf_printf(&line, "%s signed  %s pledged  %s interested  %s threshold\n", bar_sign(0, ascii),
	           bar_sign(1, ascii), bar_sign(2, ascii), bar_sign(3, ascii));
	print(cli, buf_text(&line));
	buf_free(&line);
}

static void print_page(struct cli *cli, const struct syndic_roadmap *report)
{
	enum syndic_roadmap_section section = SYNDIC_ROADMAP_SECTIONS;
	struct buf line = {0};
	bool bars = false;
	buf_printf(&line, "Roadmap on %s, in %s", report->as_of, report->currency);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	for (size_t i = 0; i < report->item_count; i++) {
		const struct syndic_roadmap_item *item = &report->items[i];
		print(cli, "\n");
		if (item->section != section) {
			section = item->section;
			print_heading(cli, section_heading(section));
			print(cli, "\n");
		}
		print_item(cli, item);
		bars = bars || (is_live(item) && item->threshold.known);
	}
	if (bars) print(cli, "\n");
	if (bars) print_legend(cli);
	if (!report->item_count) say(cli, "nothing is on the roadmap yet");
}

/* ---- one in full ----------------------------------------------------------------------------- */

static enum syndic_status print_pledges(struct cli *cli, const struct syndic_roadmap_item *item)
{
	static const struct syndic_column columns[] = {
		{"deal", "pledge", SYNDIC_TEXT, 0},   {"org", "org", SYNDIC_TEXT, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},   {"amount", "amount", SYNDIC_MONEY, 0},
		{"share", "share", SYNDIC_MONEY, 0},  {"counts", "counts", SYNDIC_BOOL, 0},
		{"public", "public", SYNDIC_BOOL, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < item->pledge_count; i++) {
		const struct syndic_roadmap_pledge *pledge = &item->pledges[i];
		rows_add_text(rows, pledge->deal);
		rows_add_text(rows, pledge->org);
		rows_add_text(rows, pledge->stage);
		rows_add_figure(rows, pledge->amount);
		rows_add_number(rows, pledge->share);
		rows_add_number(rows, pledge->counts);
		rows_add_number(rows, pledge->is_public);
	}
	return show_rows(cli, rows, "pledges", "deal", NULL);
}

static enum syndic_status print_deliverables(struct cli *cli,
                                             const struct syndic_roadmap_item *item)
{
	static const struct syndic_column columns[] = {
		{"name", "deliverable", SYNDIC_TEXT, VIEW_WRAP},
		{"definition_of_done", "definition of done", SYNDIC_TEXT, VIEW_WRAP},
		{"low_hours", "low h", SYNDIC_DECIMAL, 0},
		{"high_hours", "high h", SYNDIC_DECIMAL, 0},
		{"state", "state", SYNDIC_TEXT, 0},
		{"upstream", "upstream", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < item->deliverable_count; i++) {
		const struct syndic_roadmap_deliverable *deliverable = &item->deliverables[i];
		rows_add_text(rows, deliverable->name);
		rows_add_text(rows, deliverable->definition_of_done);
		rows_add_figure(rows, deliverable->low_hours);
		rows_add_figure(rows, deliverable->high_hours);
		rows_add_text(rows, deliverable->state);
		rows_add_text(rows, deliverable->upstream);
	}
	return show_rows(cli, rows, "deliverables", "name", NULL);
}

static enum syndic_status print_endorsements(struct cli *cli,
                                             const struct syndic_roadmap_item *item)
{
	static const struct syndic_column columns[] = {
		{"org", "endorsed by", SYNDIC_TEXT, 0},     {"given_on", "on", SYNDIC_DATE, 0},
		{"words", "words", SYNDIC_TEXT, VIEW_WRAP}, {"letter", "letter", SYNDIC_BOOL, 0},
		{"testers", "testers", SYNDIC_INT, 0},      {"public", "public", SYNDIC_BOOL, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < item->endorsement_count; i++) {
		const struct syndic_roadmap_endorsement *endorsement = &item->endorsements[i];
		rows_add_text(rows, endorsement->org);
		rows_add_text(rows, endorsement->given_on);
		rows_add_text(rows, endorsement->words);
		rows_add_number(rows, endorsement->letter);
		rows_add_figure(rows, endorsement->testers);
		rows_add_number(rows, endorsement->is_public);
	}
	return show_rows(cli, rows, "endorsements", "org", NULL);
}

static enum syndic_status print_one(struct cli *cli, const struct syndic_roadmap_item *item)
{
	enum syndic_status status = SYNDIC_OK;
	print_heading(cli, section_heading(item->section));
	print(cli, "\n");
	print_item(cli, item);
	print_text(cli, "problem", item->problem);
	print_text(cli, "solution", item->solution);
	print_text(cli, "build", item->implementation);
	print_text(cli, "fit", item->fit);
	print_text(cli, "upstream", item->upstream_plan);
	print_text(cli, "owner", item->owner);
	print_text(cli, "tags", item->tags);
	print_text(cli, "notes", item->notes);
	if (is_live(item) && item->threshold.known) {
		print(cli, "\n");
		print_legend(cli);
	}
	if (item->pledge_count) print(cli, "\n");
	if (item->pledge_count) status = print_pledges(cli, item);
	if (status == SYNDIC_OK && item->deliverable_count) {
		print(cli, "\n");
		status = print_deliverables(cli, item);
	}
	if (status == SYNDIC_OK && item->endorsement_count) {
		print(cli, "\n");
		status = print_endorsements(cli, item);
	}
	return status;
}

/* ---- for programs ---------------------------------------------------------------------------- */

/* One row an initiative. */
static struct syndic_rows *plain_rows(const struct syndic_roadmap *report)
{
	static const struct syndic_column columns[] = {
		{"slug", "slug", SYNDIC_TEXT, 0},
		{"name", "name", SYNDIC_TEXT, 0},
		{"state", "state", SYNDIC_TEXT, 0},
		{"price", "price", SYNDIC_MONEY, 0},
		{"syndicate", "round", SYNDIC_TEXT, 0},
		{"syndicate_state", "round's state", SYNDIC_TEXT, 0},
		{"counted", "counted", SYNDIC_MONEY, 0},
		{"threshold", "threshold", SYNDIC_MONEY, 0},
		{"missing", "missing", SYNDIC_MONEY, 0},
		{"interest", "interest", SYNDIC_MONEY, 0},
		{"interested", "interested", SYNDIC_INT, 0},
		{"pledged", "pledged", SYNDIC_INT, 0},
		{"signed", "signed", SYNDIC_INT, 0},
		{"deadline", "deadline", SYNDIC_DATE, 0},
		{"days_left", "days left", SYNDIC_INT, 0},
		{"odds", "odds", SYNDIC_RATIO, 0},
		{"slot_state", "slot", SYNDIC_TEXT, 0},
		{"position", "place", SYNDIC_INT, 0},
		{"owner", "owner", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->item_count; i++) {
		const struct syndic_roadmap_item *item = &report->items[i];
		bool round = item->syndicate != NULL, terms = item->threshold.known;
		rows_add_text(rows, item->slug);
		rows_add_text(rows, item->name);
		rows_add_text(rows, item->state);
		rows_add_figure(rows, item->price);
		rows_add_text(rows, item->syndicate);
		rows_add_text(rows, item->syndicate_state);
		rows_add_figure(rows, (struct syndic_figure){round, item->counted});
		rows_add_figure(rows, item->threshold);
		rows_add_figure(rows, (struct syndic_figure){terms, item->missing});
		rows_add_figure(rows, (struct syndic_figure){round, item->interest});
		rows_add_figure(rows, (struct syndic_figure){round, item->interested});
		rows_add_figure(rows, (struct syndic_figure){round, item->pledged});
		rows_add_figure(rows, (struct syndic_figure){round, item->signatures});
		rows_add_text(rows, item->deadline);
		rows_add_figure(rows, item->days_left);
		rows_add_figure(rows, item->odds);
		rows_add_text(rows, item->slot_state);
		rows_add_figure(rows, item->position);
		rows_add_text(rows, item->owner);
	}
	return rows;
}

/* Perhaps a verb was meant. */
static enum syndic_status no_initiative(struct cli *cli, const char *word)
{
	struct buf near = {0};
	near_verbs(&near, "roadmap", NULL, word);
	if (near.length)
		(void)failure(cli, SYNDIC_NOT_FOUND, "syndic help roadmap export",
		              "there is no initiative %s; near: %s", word, buf_text(&near));
	buf_free(&near);
	return SYNDIC_NOT_FOUND;
}

static enum syndic_status roadmap(struct cli *cli)
{
	const char *initiative = operand(cli, 0);
	struct syndic_roadmap *report = NULL;
	enum syndic_status status = syndic_report_roadmap(cli->handle, initiative, &report);
	if (status == SYNDIC_NOT_FOUND) return no_initiative(cli, initiative);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_roadmap_json(cli, report);
	else if (cli->format != VIEW_TABLE)
		status = show_rows(cli, plain_rows(report), "initiatives", "slug", NULL);
	else if (initiative)
		status = print_one(cli, &report->items[0]);
	else
		print_page(cli, report);
	if (status == SYNDIC_OK && cli->format == VIEW_TABLE && !initiative && report->item_count)
		say_next(cli, "syndic roadmap %s", report->items[0].slug);
	syndic_roadmap_free(report);
	return status;
}

const struct command command_roadmap = {
	.noun = "roadmap",
	.operands = "[INITIATIVE]",
	.summary = "show the shared roadmap: funding, who is in, what is missing, what comes next",
	.text =
		"Every initiative by how far it is: in flight, in the queue, being funded (nearest to its "
		"threshold first), scoped, candidates, done, parked, drafts. With INITIATIVE that one in "
		"full.\n"
		"This page names everybody and is for our own eyes. `syndic roadmap export` writes the "
		"one for the world.",
	.examples = "syndic roadmap\nsyndic roadmap usage-quotas\nsyndic roadmap --json",
	.run = roadmap,
};
