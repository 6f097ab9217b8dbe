/* The public roadmap as Markdown: the same as the HTML page, for a repository or a forum. */
#include <string.h>
#include "cli/roadmap.h"
#include "view/html.h"
#include "view/markdown.h"

/* A paragraph, unless there is nothing to say. */
static void add_sentence(struct buf *out, words *sentence,
                         const struct syndic_public_initiative *initiative, const char *currency)
{
	struct buf text = {0};
	sentence(&text, initiative, currency);
	if (text.length) {
		markdown_text(out, buf_text(&text));
		buf_add(out, "\n\n");
	}
	buf_free(&text);
}

/* A safe address needs no escape within < and >. */
static void add_link(struct buf *out, const char *url, const char *text)
{
	if (!url || !link_is_safe(url)) {
		markdown_text(out, text);
		return;
	}
	buf_add_char(out, '[');
	markdown_text(out, text);
	buf_printf(out, "](<%s>)", url);
}

static void add_pledges(struct buf *out, const struct syndic_public_initiative *initiative,
                        const char *currency)
{
	for (size_t i = 0; i < initiative->pledge_count; i++) {
		const struct syndic_public_pledge *pledge = &initiative->pledges[i];
		buf_add(out, "* ");
		markdown_line(out, pledge->org);
		if (pledge->amount.known) {
			buf_add(out, ", ");
			words_money(out, currency, pledge->amount.value);
		}
		buf_add(out, pledge->contracted ? ", signed\n" : "\n");
	}
	if (initiative->pledge_count) buf_add_char(out, '\n');
}

static void add_join(struct buf *out, const struct roadmap_page *page,
                     const struct syndic_public_initiative *initiative)
{
	struct buf text = {0};
	words_join(&text, initiative, page->roadmap->currency);
	if (text.length) {
		buf_add(out, "**");
		markdown_text(out, buf_text(&text));
		buf_add(out, "**");
		if (page->contact) {
			buf_add_char(out, ' ');
			add_link(out, page->contact_url, page->contact);
		}
		buf_add(out, "\n\n");
	}
	buf_free(&text);
}

static void add_promises(struct buf *out, const struct syndic_public_initiative *initiative)
{
	struct buf text = {0};
	if (initiative->deliverable_count) markdown_heading(out, "####", "What is promised");
	for (size_t i = 0; i < initiative->deliverable_count; i++) {
		const struct syndic_public_deliverable *deliverable = &initiative->deliverables[i];
		buf_add(out, "* **");
		markdown_text(out, deliverable->name);
		buf_add(out, "**\n\n");
		if (deliverable->definition_of_done)
			markdown_paragraphs(out, "  ", deliverable->definition_of_done);
		words_progress(&text, deliverable);
		buf_add(out, "  ");
		markdown_text(out, buf_text(&text));
		if (deliverable->upstream_url) {
			buf_add(out, ": ");
			add_link(out, deliverable->upstream_url, deliverable->upstream_url);
		}
		buf_add(out, "\n\n");
	}
	buf_free(&text);
}

static void add_endorsements(struct buf *out, const struct syndic_public_initiative *initiative)
{
	struct buf text = {0};
	if (initiative->endorsement_count) markdown_heading(out, "####", "Who supports it");
	for (size_t i = 0; i < initiative->endorsement_count; i++) {
		const struct syndic_public_endorsement *endorsement = &initiative->endorsements[i];
		words_help(&text, endorsement);
		buf_add(out, "* ");
		markdown_line(out, endorsement->org);
		if (text.length) buf_printf(out, " (%s)", buf_text(&text));
		if (endorsement->given_on) buf_printf(out, ", %s", endorsement->given_on);
		buf_add(out, "\n\n");
		if (endorsement->words) markdown_paragraphs(out, "  > ", endorsement->words);
	}
	buf_free(&text);
}

static void add_texts(struct buf *out, const struct syndic_public_initiative *initiative,
                      size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const char *heading, *text = roadmap_text(initiative, i, &heading);
		if (!text) continue;
		markdown_heading(out, "####", heading);
		markdown_paragraphs(out, "", text);
	}
}

static void add_initiative(struct buf *out, const struct roadmap_page *page,
                           const struct syndic_public_initiative *initiative)
{
	const char *currency = page->roadmap->currency;
	markdown_heading(out, "###", initiative->name);
	add_texts(out, initiative, 0, ROADMAP_WHAT);
	if (initiative->price.known || initiative->round)
		markdown_heading(out, "####", "What it takes");
	add_sentence(out, words_price, initiative, currency);
	add_sentence(out, words_rules, initiative, currency);
	add_sentence(out, words_funding, initiative, currency);
	add_pledges(out, initiative, currency);
	add_sentence(out, words_missing, initiative, currency);
	add_sentence(out, words_others, initiative, currency);
	add_join(out, page, initiative);
	add_sentence(out, words_slot, initiative, currency);
	add_texts(out, initiative, ROADMAP_WHAT, ROADMAP_TEXTS);
	add_promises(out, initiative);
	add_endorsements(out, initiative);
}

static void add_rules(struct buf *out, const struct syndic_public_roadmap *roadmap)
{
	struct buf text = {0};
	const char *name;
	markdown_heading(out, "##", "How a round works");
	for (size_t i = 0; words_rule(roadmap, i, &name, &text); i++) {
		buf_printf(out, "* **%s**: ", name);
		markdown_text(out, buf_text(&text));
		buf_add_char(out, '\n');
	}
	buf_free(&text);
}

void roadmap_markdown(struct buf *out, const struct roadmap_page *page)
{
	const struct syndic_public_roadmap *roadmap = page->roadmap;
	enum syndic_roadmap_section section = SYNDIC_ROADMAP_SECTIONS;
	buf_add(out, ROADMAP_MD_BEGINS "\n");
	markdown_heading(out, "#", page->title);
	buf_printf(out, "As of %s; amounts in %s.\n\n", roadmap->as_of, roadmap->currency);
	if (page->contact) {
		buf_add(out, "Contact: ");
		add_link(out, page->contact_url, page->contact);
		buf_add(out, "\n\n");
	}
	if (!roadmap->initiative_count) buf_add(out, "There is nothing on it yet.\n\n");
	for (size_t i = 0; i < roadmap->initiative_count; i++) {
		if (roadmap->initiatives[i].section != section) {
			section = roadmap->initiatives[i].section;
			markdown_heading(out, "##", section_heading(section));
		}
		add_initiative(out, page, &roadmap->initiatives[i]);
	}
	add_rules(out, roadmap);
}
