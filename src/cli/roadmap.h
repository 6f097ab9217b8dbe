/* The roadmap for people and for the world: what its pages have in common. */
#ifndef SYNDIC_CLI_ROADMAP_H
#define SYNDIC_CLI_ROADMAP_H
#include "cli/commands.h"

/* What whoever publishes says on the page beside the roadmap. */
struct roadmap_page {
	const struct syndic_public_roadmap *roadmap;
	const char *title;
	const char *contact;     /* as shown; NULL: none */
	const char *contact_url; /* of a link; NULL: `contact` is text */
};

/* cli/roadmap_json.c: what `syndic roadmap --json` prints. */
void print_roadmap_json(struct cli *cli, const struct syndic_roadmap *report);

/* By exactly this an exported file begins, and is known again: it may be overwritten. */
#define ROADMAP_MARK "syndic roadmap export"
#define ROADMAP_MD_BEGINS "<!-- " ROADMAP_MARK " -->\n"
#define ROADMAP_HTML_BEGINS "<!DOCTYPE html>\n" ROADMAP_MD_BEGINS
#define ROADMAP_JSON_BEGINS "{\"format\":1,\"made_by\":\"" ROADMAP_MARK "\","

/* The three pages, whole. */
void roadmap_html(struct buf *out, const struct roadmap_page *page);
void roadmap_markdown(struct buf *out, const struct roadmap_page *page);
void roadmap_json(struct buf *out, const struct roadmap_page *page);

/* ---- cli/roadmap_words.c: sentences of the public pages, plain text --------------------------- */

const char *section_heading(enum syndic_roadmap_section section);
/* `USD 55,000`, with cents where there are any. */
void words_money(struct buf *out, const char *currency, int64_t cents);
/* Each begins `out` anew and leaves it empty where there is nothing to say. */
typedef void words(struct buf *out, const struct syndic_public_initiative *initiative,
                   const char *currency);
words words_price, words_rules, words_funding, words_missing, words_join, words_slot, words_others;
/* What is told of funding, in short: `55 %`, `at least 55 %`. */
void words_share(struct buf *out, const struct syndic_public_initiative *initiative);
/* `Letter of support; 3 testers.` */
void words_help(struct buf *out, const struct syndic_public_endorsement *endorsement);
/* `Accepted. Upstream: merged.` */
void words_progress(struct buf *out, const struct syndic_public_deliverable *deliverable);
/* How a round works: the rule at `index`, its name and its text; false at the end. */
bool words_rule(const struct syndic_public_roadmap *roadmap, size_t index, const char **name,
                struct buf *text);

/* What the pages tell of an initiative at length, in its order: heading and text, NULL where it is
 * not known. */
enum { ROADMAP_WHAT = 2, ROADMAP_TEXTS = 5 }; /* the first two say what it is */
const char *roadmap_text(const struct syndic_public_initiative *initiative, size_t index,
                         const char **heading);

#endif
