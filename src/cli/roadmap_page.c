/*
 * The public roadmap as one HTML file: no script, nothing fetched, readable on a phone, in the dark
 * and on paper. Bars are told in words beside them.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "cli/roadmap.h"
#include "view/html.h"

static const char style[] =
	":root{color-scheme:light dark;--ink:#1c2430;--soft:#566173;--page:#fff;--card:#f6f7f9;"
	"--line:#d5dae1;--mark:#0b6e5f;--track:#dfe4ea}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#a3adbb;--page:#14181e;"
	"--card:#1d232b;--line:#343d49;--mark:#4fc3ad;--track:#343d49}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:46rem;padding:1.5rem 1rem 4rem;background:var(--page);"
	"color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,'Segoe UI',Roboto,"
	"'Noto Sans',sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem}\n"
	"h2{font-size:1.35rem;line-height:1.3;margin:3rem 0 1rem;padding-bottom:.3rem;"
	"border-bottom:2px solid var(--line)}\n"
	"h3{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}\n"
	"h4{font-size:1rem;margin:1.25rem 0 .25rem}\n"
	"p{margin:0 0 .6rem}\n"
	"a{color:var(--mark)}\n"
	"article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;"
	"padding:1.1rem 1.2rem;margin:0 0 1.25rem}\n"
	".soft{color:var(--soft)}\n"
	".join{font-weight:600}\n"
	"progress{appearance:none;-webkit-appearance:none;display:block;width:100%;height:.8rem;"
	"margin:.2rem 0 .4rem;border:0;border-radius:.4rem;background:var(--track);color:var(--mark);"
	"overflow:hidden;print-color-adjust:exact;-webkit-print-color-adjust:exact}\n"
	"progress::-webkit-progress-bar{background:var(--track)}\n"
	"progress::-webkit-progress-value{background:var(--mark)}\n"
	"progress::-moz-progress-bar{background:var(--mark)}\n"
	"ul,ol{margin:0 0 .6rem;padding-left:1.3rem}\n"
	"li{margin:0 0 .5rem}\n"
	"li p{margin:0}\n"
	"blockquote{margin:0 0 .75rem;padding-left:.9rem;border-left:3px solid var(--line)}\n"
	"nav ul{list-style:none;padding:0}\n"
	"nav li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;margin:0;"
	"padding:.35rem 0;border-bottom:1px solid var(--line)}\n"
	"dt{font-weight:600}\n"
	"dd{margin:0 0 .6rem}\n"
	"@media print{body{max-width:none;padding:0;font-size:10.5pt}article{break-inside:avoid}"
	"nav{display:none}}\n";

/* A paragraph, unless there is nothing to say. */
static void add_paragraph(struct buf *out, const char *tag, const struct buf *text)
{
	if (text->length) html_element(out, tag, buf_text(text));
}

static void add_sentence(struct buf *out, const char *tag, words *sentence,
                         const struct syndic_public_initiative *initiative, const char *currency)
{
	struct buf text = {0};
	sentence(&text, initiative, currency);
	add_paragraph(out, tag, &text);
	buf_free(&text);
}

static void add_contact(struct buf *out, const struct roadmap_page *page)
{
	if (page->contact_url)
		html_link(out, page->contact_url, page->contact);
	else
		html_text(out, page->contact);
}

static void add_bar(struct buf *out, const struct syndic_public_initiative *initiative)
{
	struct buf text = {0};
	if (initiative->funded.known && initiative->section == SYNDIC_ROADMAP_FUNDING) {
		words_share(&text, initiative);
		buf_printf(out, "<progress max=\"100\" value=\"%" PRId64 "\" aria-label=\"Funding of ",
		           initiative->funded.value / (RATIO_ONE / 100));
		html_text(out, initiative->name);
		buf_add(out, ": ");
		html_text(out, buf_text(&text));
		buf_add(out, " of the threshold\">");
		html_text(out, buf_text(&text));
		buf_add(out, "</progress>\n");
	}
	buf_free(&text);
}

static void add_join(struct buf *out, const struct roadmap_page *page,
                     const struct syndic_public_initiative *initiative)
{
	struct buf text = {0};
	words_join(&text, initiative, page->roadmap->currency);
	if (text.length) {
		buf_add(out, "<p class=\"join\">");
		html_text(out, buf_text(&text));
		if (page->contact) {
			buf_add_char(out, ' ');
			add_contact(out, page);
		}
		buf_add(out, "</p>\n");
	}
	buf_free(&text);
}

static void add_pledges(struct buf *out, const struct syndic_public_initiative *initiative,
                        const char *currency)
{
	struct buf text = {0};
	if (!initiative->pledge_count) return;
	buf_add(out, "<ul>\n");
	for (size_t i = 0; i < initiative->pledge_count; i++) {
		const struct syndic_public_pledge *pledge = &initiative->pledges[i];
		buf_reset(&text);
		buf_add(&text, pledge->org);
		if (pledge->amount.known) {
			buf_add(&text, ", ");
			words_money(&text, currency, pledge->amount.value);
		}
		if (pledge->contracted) buf_add(&text, ", signed");
		html_element(out, "li", buf_text(&text));
	}
	buf_add(out, "</ul>\n");
	buf_free(&text);
}

static void add_funding(struct buf *out, const struct roadmap_page *page,
                        const struct syndic_public_initiative *initiative)
{
	const char *currency = page->roadmap->currency;
	add_sentence(out, "p", words_price, initiative, currency);
	add_sentence(out, "p", words_rules, initiative, currency);
	add_bar(out, initiative);
	add_sentence(out, "p", words_funding, initiative, currency);
	add_pledges(out, initiative, currency);
	add_sentence(out, "p", words_missing, initiative, currency);
	add_sentence(out, "p", words_others, initiative, currency);
	add_join(out, page, initiative);
	add_sentence(out, "p", words_slot, initiative, currency);
}

static void add_promises(struct buf *out, const struct syndic_public_initiative *initiative)
{
	struct buf text = {0};
	if (!initiative->deliverable_count) return;
	buf_add(out, "<h4>What is promised</h4>\n<ol>\n");
	for (size_t i = 0; i < initiative->deliverable_count; i++) {
		const struct syndic_public_deliverable *deliverable = &initiative->deliverables[i];
		buf_add(out, "<li><strong>");
		html_text(out, deliverable->name);
		buf_add(out, "</strong>\n");
		if (deliverable->definition_of_done) html_paragraphs(out, deliverable->definition_of_done);
		words_progress(&text, deliverable);
		buf_add(out, "<p class=\"soft\">");
		html_text(out, buf_text(&text));
		if (deliverable->upstream_url) {
			buf_add(out, ": ");
			html_link(out, deliverable->upstream_url, deliverable->upstream_url);
		}
		buf_add(out, "</p></li>\n");
	}
	buf_add(out, "</ol>\n");
	buf_free(&text);
}

static void add_endorsements(struct buf *out, const struct syndic_public_initiative *initiative)
{
	struct buf text = {0};
	if (!initiative->endorsement_count) return;
	buf_add(out, "<h4>Who supports it</h4>\n");
	for (size_t i = 0; i < initiative->endorsement_count; i++) {
		const struct syndic_public_endorsement *endorsement = &initiative->endorsements[i];
		words_help(&text, endorsement);
		buf_add(out, "<blockquote>\n");
		if (endorsement->words) html_paragraphs(out, endorsement->words);
		buf_add(out, "<p class=\"soft\">");
		html_text(out, endorsement->org);
		if (text.length) buf_printf(out, " (%s)", buf_text(&text));
		if (endorsement->given_on) buf_printf(out, ", %s", endorsement->given_on);
		buf_add(out, "</p></blockquote>\n");
	}
	buf_free(&text);
}

static void add_texts(struct buf *out, const struct syndic_public_initiative *initiative,
                      size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const char *heading, *text = roadmap_text(initiative, i, &heading);
		if (!text) continue;
		html_element(out, "h4", heading);
		html_paragraphs(out, text);
	}
}

static void add_initiative(struct buf *out, const struct roadmap_page *page,
                           const struct syndic_public_initiative *initiative)
{
	buf_add(out, "<article id=\"");
	html_text(out, initiative->slug);
	buf_add(out, "\">\n");
	html_element(out, "h3", initiative->name);
	add_texts(out, initiative, 0, ROADMAP_WHAT);
	if (initiative->price.known || initiative->round) html_element(out, "h4", "What it takes");
	add_funding(out, page, initiative);
	add_texts(out, initiative, ROADMAP_WHAT, ROADMAP_TEXTS);
	add_promises(out, initiative);
	add_endorsements(out, initiative);
	buf_add(out, "</article>\n");
}

static void add_contents(struct buf *out, const struct syndic_public_roadmap *roadmap)
{
	struct buf text = {0};
	if (!roadmap->initiative_count) return;
	buf_add(out, "<nav aria-label=\"Contents\"><ul>\n");
	for (size_t i = 0; i < roadmap->initiative_count; i++) {
		const struct syndic_public_initiative *initiative = &roadmap->initiatives[i];
		bool funding = initiative->section == SYNDIC_ROADMAP_FUNDING;
		buf_add(out, "<li><a href=\"#");
		html_text(out, initiative->slug);
		buf_add(out, "\">");
		html_text(out, initiative->name);
		buf_add(out, "</a> <span class=\"soft\">");
		words_share(&text, initiative);
		html_text(out, section_heading(initiative->section));
		if (funding && text.length) buf_printf(out, ": %s", buf_text(&text));
		buf_add(out, "</span></li>\n");
	}
	buf_add(out, "</ul></nav>\n");
	buf_free(&text);
}

static void add_rules(struct buf *out, const struct syndic_public_roadmap *roadmap)
{
	struct buf text = {0};
	const char *name;
	buf_add(out, "<section>\n<h2>How a round works</h2>\n<dl>\n");
	for (size_t i = 0; words_rule(roadmap, i, &name, &text); i++) {
		html_element(out, "dt", name);
		html_element(out, "dd", buf_text(&text));
	}
	buf_add(out, "</dl>\n</section>\n");
	buf_free(&text);
}

static void add_head(struct buf *out, const struct roadmap_page *page)
{
	buf_add(out, ROADMAP_HTML_BEGINS
	        "<html lang=\"en\">\n<head>\n"
	        "<meta charset=\"utf-8\" />\n"
	        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
	        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	        "style-src 'unsafe-inline'\" />\n");
	html_element(out, "title", page->title);
	buf_printf(out, "<style>\n%s</style>\n</head>\n<body>\n<header>\n", style);
	html_element(out, "h1", page->title);
	buf_printf(out, "<p class=\"soft\">As of %s; amounts in ", page->roadmap->as_of);
	html_text(out, page->roadmap->currency);
	buf_add(out, ".</p>\n");
	if (page->contact) {
		buf_add(out, "<p>Contact: ");
		add_contact(out, page);
		buf_add(out, "</p>\n");
	}
	buf_add(out, "</header>\n");
}

void roadmap_html(struct buf *out, const struct roadmap_page *page)
{
	const struct syndic_public_roadmap *roadmap = page->roadmap;
	enum syndic_roadmap_section section = SYNDIC_ROADMAP_SECTIONS;
	add_head(out, page);
	add_contents(out, roadmap);
	buf_add(out, "<main>\n");
	if (!roadmap->initiative_count) buf_add(out, "<p>There is nothing on it yet.</p>\n");
	for (size_t i = 0; i < roadmap->initiative_count; i++) {
		const struct syndic_public_initiative *initiative = &roadmap->initiatives[i];
		if (initiative->section != section) {
			if (i > 0) buf_add(out, "</section>\n");
			section = initiative->section;
			buf_add(out, "<section>\n");
			html_element(out, "h2", section_heading(section));
		}
		add_initiative(out, page, initiative);
	}
	if (roadmap->initiative_count) buf_add(out, "</section>\n");
	add_rules(out, roadmap);
	buf_add(out, "</main>\n</body>\n</html>\n");
}
