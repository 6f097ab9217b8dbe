/* Organisation and kind for deals that lack them: proposed with a score, taken over one by one. */
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/link.h"

enum {
	SCORE_NAMED = 950000,   /* the deal's name holds the organisation's whole name */
	SCORE_WORD = 700000,    /* the same of a name of one word, which others may have, too */
	SCORE_SLUG = 850000,    /* or its slug as a word */
	SCORE_WORTH = 500000,   /* below this nothing is proposed */
	SCORE_SAID = 950000,    /* the name says renewal or expansion */
	SCORE_FOLLOWS = 850000, /* the term begins where an earlier contract ends */
	SCORE_BESIDE = 700000,  /* it runs beside one that is in force */
	SCORE_FIRST = 800000,   /* the organisation never had a contract */
	NEAR_DAYS = 120,        /* how far a renewal may begin from the end before it */
	SHORTEST_NAME = 4,      /* letters of a name or slug that may be looked for in others */
};

struct candidate {
	char *id, *slug, *name; /* name folded */
};
struct candidates {
	struct candidate *items;
	size_t count;
	struct arena text;
};

struct proposal {
	const struct candidate *org;
	const char *kind;
	int64_t score;
	struct buf why;
};

static enum syndic_status load_orgs(struct syndic *handle, struct candidates *out)
{
	struct db_stmt *stmt;
	size_t capacity = 0;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT id, slug, name FROM org ORDER BY id", &stmt);
	if (status != SYNDIC_OK) return status;
	while (db_step(stmt) == 1) {
		struct buf folded = {0};
		if (out->count == capacity) {
			capacity = capacity ? 2 * capacity : 64;
			out->items = mem_resize(out->items, capacity * sizeof *out->items);
		}
		text_fold(&folded, db_text(stmt, 2));
		out->items[out->count++] = (struct candidate){arena_copy(&out->text, db_text(stmt, 0)),
		                                              arena_copy(&out->text, db_text(stmt, 1)),
		                                              arena_copy(&out->text, buf_text(&folded))};
		buf_free(&folded);
	}
	db_finalize(stmt);
	return handle->error.code;
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool holds_words(const char *text, const char *words)
{
	size_t length = strlen(words);
	if (length < SHORTEST_NAME) return false;
	for (const char *at = text; (at = strstr(at, words)) != NULL; at++) {
		if ((at == text || !is_letter(at[-1])) && !is_letter(at[length])) return true;
	}
	return false;
}

/* Names without a word in common are not compared: thousands of deals meet thousands of names. */
static bool shares_word(const char *text, const char *name)
{
	char word[64];
	for (const char *at = name; *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		if (length < sizeof word) {
			memcpy(word, at, length);
			word[length] = '\0';
			if (holds_words(text, word)) return true;
		}
		at += length;
	}
	return false;
}

static void propose_org(const struct candidates *orgs, const char *name, struct proposal *out)
{
	struct buf folded = {0};
	size_t longest = 0;
	text_fold(&folded, name);
	for (size_t i = 0; i < orgs->count; i++) {
		const struct candidate *org = &orgs->items[i];
		int64_t named = strchr(org->name, ' ') ? SCORE_NAMED : SCORE_WORD;
		int64_t score = holds_words(buf_text(&folded), org->name)   ? named
		                : holds_words(buf_text(&folded), org->slug) ? SCORE_SLUG
		                : shares_word(buf_text(&folded), org->name)
		                    ? text_similarity(buf_text(&folded), org->name)
		                    : 0;
		/* Of two names that both occur, the longer says more. */
		if (score < SCORE_WORTH || score < out->score ||
		    (score == out->score && strlen(org->name) <= longest))
			continue;
		out->org = org;
		out->score = score;
		longest = strlen(org->name);
	}
	if (out->org)
		buf_add(&out->why, out->score >= SCORE_SLUG ? "its name says so" : "the names are alike");
	buf_free(&folded);
}

static void because(struct proposal *out, const char *kind, int64_t score, const char *why)
{
	out->kind = kind;
	if (!out->score || score < out->score) out->score = score;
	buf_printf(&out->why, "%s%s", out->why.length ? "; " : "", why);
}

/* `org` and the day are those of the deal `id`; either may be NULL. */
static enum syndic_status propose_kind(struct syndic *handle, const char *id, const char *name,
                                       const char *org, const char *starts_on, struct proposal *out)
{
	enum syndic_status status;
	struct db_stmt *stmt;
	struct buf folded = {0};
	bool any = false, follows = false, beside = false;
	text_fold(&folded, name);
	bool renews = strstr(buf_text(&folded), "renew") != NULL,
		 expands = strstr(buf_text(&folded), "expan") != NULL;
	buf_free(&folded);
	if (renews || expands) {
		because(out, renews ? "renewal" : "expansion", SCORE_SAID, "the name says the kind");
		return SYNDIC_OK;
	}
	if (!org) return SYNDIC_OK;
	status = db_prepare(handle->db,
	                    "SELECT c.starts_on, c.ends_on FROM contract AS c WHERE c.org = $1 AND NOT"
	                    " EXISTS (SELECT 1 FROM deal AS d WHERE d.id = $2 AND (d.contract = c.id OR"
	                    " d.id = c.deal))",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, org);
	db_bind_text(stmt, 2, id);
	while (db_step(stmt) == 1) {
		const char *from = db_text(stmt, 0), *to = db_text(stmt, 1);
		any = true;
		if (!starts_on || !from || !to || strcmp(from, starts_on) >= 0) continue;
		follows |= llabs(date_days(starts_on) - date_days(to)) <= NEAR_DAYS;
		beside |= strcmp(to, starts_on) > 0;
	}
	db_finalize(stmt);
	if (!any) {
		because(out, "new", SCORE_FIRST, "it never had a contract");
	} else if (follows) {
		because(out, "renewal", SCORE_FOLLOWS, "it begins where an earlier contract ends");
	} else if (beside) {
		because(out, "expansion", SCORE_BESIDE, "it runs beside a contract in force");
	}
	return SYNDIC_OK;
}

/* ---- for others ---- */

struct link_orgs {
	struct candidates candidates;
};

enum syndic_status link_orgs_load(struct syndic *handle, struct link_orgs **out)
{
	*out = mem_alloc(sizeof **out);
	return load_orgs(handle, &(*out)->candidates);
}

void link_orgs_free(struct link_orgs *orgs)
{
	if (!orgs) return;
	free(orgs->candidates.items);
	arena_free(&orgs->candidates.text);
	free(orgs);
}

const char *link_org(const struct link_orgs *orgs, const char *name)
{
	struct proposal proposal = {0};
	propose_org(&orgs->candidates, name, &proposal);
	buf_free(&proposal.why);
	return proposal.org ? proposal.org->slug : NULL;
}

enum syndic_status link_kind(struct syndic *handle, const char *deal, const char *name,
                             const char *org, const char *starts_on, const char **out)
{
	struct proposal proposal = {0};
	enum syndic_status status = propose_kind(handle, deal, name, org, starts_on, &proposal);
	buf_free(&proposal.why);
	*out = proposal.kind;
	return status;
}

/* ---- what is asked for by people ---- */

static const struct syndic_column proposal_columns[] = {
	{"deal", "deal", SYNDIC_TEXT, 0},    {"name", "name", SYNDIC_TEXT, 0},
	{"org", "org", SYNDIC_TEXT, 0},      {"kind", "kind", SYNDIC_TEXT, 0},
	{"score", "score", SYNDIC_RATIO, 0}, {"why", "why", SYNDIC_TEXT, 0},
};

enum syndic_status syndic_deal_link_proposals(struct syndic *handle, const char *deal,
                                              struct syndic_rows **out)
{
	enum syndic_status status;
	struct candidates orgs = {0};
	struct db_stmt *stmt = NULL;
	char id[REFERENCE_SIZE] = "";
	*out = NULL;
	error_clear(handle);
	if (deal) TRY(resolve(handle, &entity_deal, deal, NULL, id));
	TRY(load_orgs(handle, &orgs));
	*out = rows_new(proposal_columns, sizeof proposal_columns / sizeof proposal_columns[0]);
	TRY(db_prepare(
		handle->db,
		"SELECT slug, name, org, kind, starts_on, id FROM deal WHERE (org IS NULL OR kind "
		"IS NULL) AND ($1 = '' OR id = $2) ORDER BY slug",
		&stmt));
	db_bind_text(stmt, 1, id);
	db_bind_text(stmt, 2, id);
	while (db_step(stmt) == 1) {
		struct proposal proposal = {0};
		const char *org = db_text(stmt, 2);
		if (!org) propose_org(&orgs, db_text(stmt, 1), &proposal);
		if (!db_text(stmt, 3)) {
			status = propose_kind(handle, db_text(stmt, 5), db_text(stmt, 1),
			                      org            ? org
			                      : proposal.org ? proposal.org->id
			                                     : NULL,
			                      db_text(stmt, 4), &proposal);
		}
		if (status == SYNDIC_OK && (proposal.org || proposal.kind)) {
			rows_add_text(*out, db_text(stmt, 0));
			rows_add_text(*out, db_text(stmt, 1));
			rows_add_text(*out, proposal.org ? proposal.org->slug : NULL);
			rows_add_text(*out, proposal.kind);
			rows_add_number(*out, proposal.score);
			rows_add_text(*out, buf_text(&proposal.why));
		}
		buf_free(&proposal.why);
		if (status != SYNDIC_OK) goto out;
	}
	status = handle->error.code;
out:
	db_finalize(stmt);
	free(orgs.items);
	arena_free(&orgs.text);
	if (status != SYNDIC_OK) {
		syndic_rows_free(*out);
		*out = NULL;
	}
	return status;
}

static enum syndic_status link_one(struct syndic *handle, const struct syndic_link *link)
{
	enum syndic_status status;
	struct arena *arena = &handle->change->text;
	struct record before, after;
	struct syndic_input inputs[2];
	size_t count = 0;
	char id[REFERENCE_SIZE];
	if (link->org) inputs[count++] = (struct syndic_input){"org", link->org};
	if (link->kind) inputs[count++] = (struct syndic_input){"kind", link->kind};
	TRY(resolve(handle, &entity_deal, link->deal, NULL, id));
	TRY(record_load(handle, &entity_deal, id, arena, &before));
	change_about(handle, &before);
	after = before;
	TRY(record_apply(handle, &after, inputs, count, false, arena));
	status = record_update(handle, &before, &after, 0, arena);
out:
	return status;
}

enum syndic_status syndic_deal_link(struct syndic *handle, const struct syndic_link *links,
                                    size_t count)
{
	enum syndic_status status;
	error_clear(handle);
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	for (size_t i = 0; i < count && status == SYNDIC_OK; i++)
		status = link_one(handle, &links[i]);
	return change_end(handle, status);
}
