/* Moves by chance, legal and illegal, of all that co-funding moves: whatever is refused says what would help,
 * and nothing breaks what must hold. */
#include <sys/mman.h>
#include "property.h"
#include "rounds.h"
#include "model/cofunding_check.h"
#include "model/transition.h"

/* 100,000 moves, in walks that each begin anew: what `check` looks at grows with the log. */
enum { WALKS = 50, MOVES = 2000, LOOK = 20, ORGS = 6 };

static uint64_t seed;
static int64_t day_number;
static struct {
	int64_t done, refused, undone;
} tally;

static bool one_in(int64_t n)
{
	return chance_between(&seed, 1, n) == 1;
}

#define ANY(...) any_of((const char *const[]){__VA_ARGS__, NULL})
static const char *any_of(const char *const *words)
{
	int64_t count = 0;
	while (words[count])
		count++;
	return words[chance_between(&seed, 0, count - 1)];
}

/* ---- what was done ---- */

enum { NOUNS = 6, VERBS = 12 };
static const struct {
	const char *noun;
	const struct verb *verbs;
} nouns[NOUNS] = {
	{"initiative", initiative_verbs},   {"syndicate", syndicate_verbs},
	{"pledge", pledge_verbs},           {"sow", sow_verbs},
	{"deliverable", deliverable_verbs}, {"slot", slot_verbs},
};
/* How often, in all walks: each is a process of its own, and this is shared among them. */
static int64_t (*done)[VERBS];

static enum syndic_status does(const char *noun, const char *verb, const char *reference,
                               const struct syndic_input *inputs, size_t count, const char *why)
{
	enum syndic_status status = syndic_verb(db, noun, verb, reference, inputs, count, why);
	for (size_t n = 0; n < NOUNS && status == SYNDIC_OK; n++) {
		if (strcmp(nouns[n].noun, noun) != 0) continue;
		for (size_t v = 0; nouns[n].verbs[v].name; v++)
			if (strcmp(nouns[n].verbs[v].name, verb) == 0 && syndic_last_write(db)->change)
				__atomic_add_fetch(&done[n][v], 1, __ATOMIC_RELAXED);
	}
	return status;
}

static enum syndic_status plainly(const char *noun, const char *verb, const char *reference)
{
	return does(noun, verb, reference, NULL, 0, "chance");
}

/* ---- what there is ---- */

enum kind { INITIATIVE, SYNDICATE, SOW, DELIVERABLE, SLOT, DEAL, KINDS };
static const char *const entities[KINDS] = {"initiative",  "syndicate", "sow",
                                            "deliverable", "slot",      "deal"};

/* Any record of a kind, by its slug: mostly one of the newest. */
static const char *any(enum kind kind)
{
	static char slugs[8][80];
	static size_t turn;
	char *slug = slugs[turn = (turn + 1) % 8];
	struct buf sql = {0};
	struct db_stmt *stmt;
	int64_t most = one_in(3) ? 100 : 5;
	buf_printf(&sql, "SELECT slug FROM %s ORDER BY id DESC LIMIT %d", entities[kind], (int)most);
	snprintf(slug, sizeof slugs[0], "nothing");
	OK(db_prepare_composed(db->db, buf_text(&sql), &stmt));
	for (int64_t step = chance_between(&seed, 1, most); step > 0 && db_step(stmt) == 1; step--)
		snprintf(slug, sizeof slugs[0], "%s", db_text(stmt, 0));
	db_finalize(stmt);
	buf_free(&sql);
	return slug;
}

static const char *money(void)
{
	return ANY("1", "100", "250.01", "333.33", "400", "600", "750", "1000", "1500", "0");
}

static const char *day_in(int64_t days)
{
	static char days_kept[4][DATE_SIZE];
	static size_t turn;
	char *out = days_kept[turn = (turn + 1) % 4];
	date_from_days(day_number + days, out);
	return out;
}

static void another_day(void)
{
	day_number += chance_between(&seed, 1, 25);
	at(day_in(0));
}

static const char *with(const char *field, const char *text)
{
	static char kept[16][120];
	static size_t turn;
	char *out = kept[turn = (turn + 1) % 16];
	snprintf(out, sizeof kept[0], "%s=%s", field, text);
	return out;
}

/* ---- what is done ---- */

struct move {
	const char *noun, *verb;
	enum kind of;
	const char *fields[2]; /* parameters that it takes */
};
static const struct move moves_known[] = {
	{"syndicate", "open", SYNDICATE, {NULL}},
	{"syndicate", "settle", SYNDICATE, {NULL}},
	{"syndicate", "settle", SYNDICATE, {"lapse", "subset"}},
	{"syndicate", "extend", SYNDICATE, {"days", NULL}},
	{"syndicate", "extend", SYNDICATE, {"deadline", NULL}},
	{"syndicate", "bridge", SYNDICATE, {"amount", NULL}},
	{"syndicate", "commit", SYNDICATE, {NULL}},
	{"syndicate", "close", SYNDICATE, {NULL}},
	{"pledge", "soft", DEAL, {NULL}},
	{"pledge", "bind", DEAL, {"amount", "condition_members"}},
	{"pledge", "bind", DEAL, {"amount", "condition_amount"}},
	{"pledge", "withdraw", DEAL, {NULL}},
	{"pledge", "join", DEAL, {NULL}},
	{"pledge", "take", DEAL, {"amount", NULL}},
	{"sow", "approve", SOW, {NULL}},
	{"sow", "issue", SOW, {NULL}},
	{"sow", "sign", SOW, {"pledge", NULL}},
	{"sow", "sign", SOW, {"pledge", NULL}},
	{"sow", "execute", SOW, {NULL}},
	{"sow", "activate", SOW, {NULL}},
	{"sow", "accept", SOW, {NULL}},
	{"sow", "close", SOW, {NULL}},
	{"sow", "amend", SOW, {NULL}},
	{"initiative", "propose", INITIATIVE, {NULL}},
	{"initiative", "scope", INITIATIVE, {NULL}},
	{"initiative", "park", INITIATIVE, {NULL}},
	{"initiative", "resume", INITIATIVE, {NULL}},
	{"initiative", "finish", INITIATIVE, {NULL}},
	{"deliverable", "build", DELIVERABLE, {NULL}},
	{"deliverable", "demo", DELIVERABLE, {"demo_on", NULL}},
	{"deliverable", "accept", DELIVERABLE, {"org", "words"}},
	{"deliverable", "accept", DELIVERABLE, {NULL}},
	{"deliverable", "rework", DELIVERABLE, {"org", NULL}},
	{"deliverable", "drop", DELIVERABLE, {NULL}},
	{"deliverable", "upstream", DELIVERABLE, {"state", NULL}},
	{"deliverable", "upstream", DELIVERABLE, {"state", "outcome"}},
	{"deliverable", "upstream", DELIVERABLE, {"state", "url"}},
	{"slot", "hold", INITIATIVE, {"sow", NULL}},
	{"slot", "queue", SLOT, {"sow", NULL}},
	{"slot", "queue", SLOT, {NULL}},
	{"slot", "pull", SLOT, {NULL}},
	{"slot", "deliver", SLOT, {NULL}},
	{"slot", "reorder", SLOT, {"to", NULL}},
};

static const char *an_org(void)
{
	return ANY("o1", "o2", "o3", "o4", "o5", "o6");
}

static const char *parameter(const char *field)
{
	if (strcmp(field, "lapse") == 0 || strcmp(field, "subset") == 0) return ANY("yes", "no");
	if (strcmp(field, "days") == 0) return ANY("1", "30", "60", "61");
	if (strcmp(field, "condition_members") == 0) return ANY("", "0", "1", "3");
	if (strcmp(field, "condition_amount") == 0) return ANY("", "100", "600");
	if (strcmp(field, "deadline") == 0) return day_in(chance_between(&seed, -5, 90));
	if (strcmp(field, "demo_on") == 0) return day_in(chance_between(&seed, -3, 1));
	if (strcmp(field, "to") == 0) return ANY("0", "1", "2", "3");
	if (strcmp(field, "org") == 0) return an_org();
	if (strcmp(field, "sow") == 0) return any(SOW);
	if (strcmp(field, "words") == 0 || strcmp(field, "url") == 0) return ANY("", "x");
	if (strcmp(field, "outcome") == 0) return ANY("rework", "separate-package", "carried-patch");
	if (strcmp(field, "pledge") == 0) return any(DEAL);
	if (strcmp(field, "state") == 0)
		return ANY("endorsed", "proposed", "in-review", "merged", "released", "rejected");
	return money();
}

static enum syndic_status move_by_verb(void)
{
	int64_t which = chance_between(&seed, 0, sizeof moves_known / sizeof moves_known[0] - 1);
	const struct move *moving = &moves_known[which];
	struct syndic_input inputs[2];
	size_t count = 0;
	for (size_t i = 0; i < 2 && moving->fields[i]; i++)
		if (!one_in(4)) {
			inputs[count].field = moving->fields[i];
			inputs[count++].text = parameter(moving->fields[i]);
		}
	return does(moving->noun, moving->verb, any(moving->of), inputs, count,
	            one_in(10) ? NULL : "chance");
}

/* What ends a round comes seldom, or little would happen. */
static enum syndic_status end_by_verb(void)
{
	return one_in(2) ? does("syndicate", "cancel", any(SYNDICATE), NULL, 0, "chance")
	                 : does("sow", "terminate", any(SOW), NULL, 0, "chance");
}

/* ---- forward: what people would do next, so that rounds get somewhere ---- */

/* The first slug that a query finds; "nothing" where it finds none. */
static const char *newest(const char *sql)
{
	static char slugs[8][80];
	static size_t turn;
	char *slug = slugs[turn = (turn + 1) % 8];
	struct db_stmt *stmt;
	OK(db_prepare_composed(db->db, sql, &stmt));
	snprintf(slug, sizeof slugs[0], "%s", db_step(stmt) == 1 ? db_text(stmt, 0) : "nothing");
	db_finalize(stmt);
	return slug;
}

static const char *live_round(void)
{
	return newest("SELECT slug FROM syndicate WHERE state NOT IN ('closed', 'lapsed', 'cancelled')"
	              " ORDER BY CASE WHEN state = 'forming' THEN 1 ELSE 0 END, id DESC");
}

static enum syndic_status bind_one(const char *round)
{
	const struct syndic_input inputs[] = {{"org", an_org()},
	                                      {"amount", ANY("250.01", "333.33", "600", "1000")},
	                                      {"stage", "Binding"}};
	return syndic_pledge_add(db, round, inputs, 3);
}

/* As `newest`; the query has one `%s`, for the slug. */
static const char *newest_of(const char *query, const char *slug)
{
	struct buf sql = {0};
	const char *found, *place = strstr(query, "%s");
	buf_add_n(&sql, query, (size_t)(place - query));
	buf_printf(&sql, "%s%s", slug, place + 2);
	found = newest(buf_text(&sql));
	buf_free(&sql);
	return found;
}

static enum syndic_status forward_sow(const char *round)
{
	const char *sow = newest_of(
		"SELECT w.slug FROM sow w JOIN syndicate s ON s.id = w.syndicate WHERE s.slug = '%s'"
		" AND w.state <> 'terminated' ORDER BY w.id DESC",
		round);
	const struct syndic_input pledge = {
		"pledge",
		newest_of(
			"SELECT d.slug FROM deal d JOIN stage g ON g.id = d.stage JOIN syndicate s ON s.id ="
			" d.syndicate WHERE s.slug = '%s' AND g.name = 'Binding' ORDER BY d.id DESC",
			round)};
	const char *state;
	if (strcmp(sow, "nothing") == 0) return add("sow", "name=W", with("syndicate", round));
	state = STATE("sow", sow);
	if (strcmp(state, "draft") == 0) return plainly("sow", "approve", sow);
	if (strcmp(state, "approved") == 0) return plainly("sow", "issue", sow);
	if (strcmp(state, "executed") == 0 || strcmp(state, "active") == 0)
		return plainly("syndicate", "commit", round);
	if (strcmp(state, "accepted") == 0)
		return one_in(2) ? plainly("sow", "close", sow) : plainly("syndicate", "close", round);
	return strcmp(pledge.text, "nothing") == 0 ? plainly("sow", "execute", sow)
	                                           : does("sow", "sign", sow, &pledge, 1, NULL);
}

static enum syndic_status forward_deliverable(const char *deliverable)
{
	const struct syndic_input who = {"org", an_org()};
	const char *state = STATE("deliverable", deliverable);
	if (strcmp(state, "planned") == 0) return plainly("deliverable", "build", deliverable);
	if (strcmp(state, "demo") != 0) return plainly("deliverable", "demo", deliverable);
	if (one_in(8)) return does("deliverable", "rework", deliverable, &who, 1, "chance");
	return does("deliverable", "accept", deliverable, &who, 1, NULL);
}

/* Work on what was sold: all of it that waits, mostly in order, then what is under way. */
static enum syndic_status forward_work(void)
{
	const struct syndic_input first = {"to", "1"};
	const char *pulled = newest("SELECT slug FROM slot WHERE state = 'pulled' ORDER BY id"),
			   *head = newest("SELECT slug FROM slot WHERE state = 'queued' ORDER BY position"),
			   *held = newest("SELECT t.slug FROM slot t JOIN sow w ON w.id = t.sow OR"
	                          " w.syndicate = t.syndicate WHERE t.state = 'held' AND"
	                          " (w.state = 'executed' OR w.state = 'active') ORDER BY t.id"),
			   *last = newest("SELECT slug FROM slot WHERE state = 'queued' AND position > 1"
	                          " ORDER BY position DESC"),
			   *open;
	if (strcmp(last, "nothing") != 0 && one_in(2))
		return does("slot", "reorder", last, &first, 1, "chance");
	if (strcmp(held, "nothing") != 0 && one_in(3)) return plainly("slot", "queue", held);
	if (strcmp(head, "nothing") != 0 && one_in(8)) return plainly("slot", "pull", head);
	open = newest_of("SELECT d.slug FROM deliverable d JOIN slot t ON t.initiative = d.initiative"
	                 " WHERE t.slug = '%s' AND d.state NOT IN ('accepted', 'dropped')"
	                 " ORDER BY d.position",
	                 pulled);
	if (strcmp(open, "nothing") != 0) return forward_deliverable(open);
	return one_in(2) ? plainly("slot", "deliver", pulled)
	                 : plainly("initiative", "finish",
	                           newest("SELECT slug FROM initiative WHERE state = 'review'"));
}

/* A SOW of one deal that is none of co-funding, and its slot. */
static enum syndic_status forward_single(void)
{
	const char *sow = newest("SELECT slug FROM sow WHERE deal IS NOT NULL AND state IN"
	                         " ('draft', 'approved', 'issued', 'part-signed') ORDER BY id DESC"),
			   *state, *initiative;
	if (strcmp(sow, "nothing") == 0) {
		const char *free = newest("SELECT d.slug FROM deal d JOIN stage g ON g.id = d.stage WHERE"
		                          " d.syndicate IS NULL AND g.outcome = 'open' ORDER BY d.id DESC");
		if (strcmp(free, "nothing") == 0)
			return add("deal", "name=P", "pipeline=project", with("org", an_org()), "amount=500");
		return add("sow", "name=V", with("deal", free), with("initiative", any(INITIATIVE)));
	}
	state = STATE("sow", sow);
	initiative = cell("sow", sow, "initiative");
	if (one_in(5)) {
		const struct syndic_input by = {"sow", sow};
		return does("slot", "hold", initiative, &by, 1, "chance");
	}
	return plainly("sow",
	               strcmp(state, "draft") == 0      ? "approve"
	               : strcmp(state, "approved") == 0 ? "issue"
	               : strcmp(state, "issued") == 0   ? "sign"
	                                                : "execute",
	               sow);
}

static enum syndic_status forward_initiative(void)
{
	const char *draft = newest("SELECT slug FROM initiative WHERE state = 'draft'"),
			   *candidate = newest("SELECT slug FROM initiative WHERE state = 'candidate'");
	return strcmp(candidate, "nothing") == 0 ? plainly("initiative", "propose", draft)
	                                         : plainly("initiative", "scope", candidate);
}

static enum syndic_status forward_committed(const char *round)
{
	const char *sow = newest_of("SELECT w.slug FROM sow w JOIN syndicate s ON s.id = w.syndicate"
	                            " WHERE s.slug = '%s' AND w.state = 'active'",
	                            round);
	const struct syndic_input some = {"amount", ANY("0.01", "100")};
	const char *signed_one = newest_of(
		"SELECT d.slug FROM deal d JOIN syndicate s ON s.id = d.syndicate WHERE s.slug = '%s'"
		" AND d.contract IS NOT NULL AND d.withdrawn_on IS NULL ORDER BY d.id",
		round);
	switch (chance_between(&seed, 0, 6)) {
	case 0: return bind_one(round);
	case 1: return plainly("pledge", "join", any(DEAL));
	case 2: return plainly("pledge", "withdraw", one_in(2) ? any(DEAL) : signed_one);
	case 6: return does("pledge", "take", signed_one, &some, 1, "chance");
	case 3: return plainly("sow", "activate", any(SOW));
	case 4: return plainly("sow", "accept", sow);
	default: return forward_work();
	}
}

static enum syndic_status forward(void)
{
	const char *round = live_round(), *state;
	if (one_in(4)) return forward_work();
	if (one_in(10)) return forward_single();
	if (one_in(20)) return forward_initiative();
	if (strcmp(round, "nothing") == 0)
		return add("syndicate", "name=S", with("initiative", any(INITIATIVE)),
		           with("deadline", day_in(30)), with("share_rule", ANY("", "equal", "tiered")));
	state = STATE("syndicate", round);
	if (strcmp(state, "forming") == 0) return plainly("syndicate", "open", round);
	if (strcmp(state, "open") == 0)
		return one_in(3)   ? plainly("syndicate", "settle", round)
		       : one_in(6) ? plainly("syndicate", "bridge", round)
		                   : bind_one(round);
	if (strcmp(state, "committed") == 0 && one_in(2)) return forward_committed(round);
	return forward_sow(round);
}

#define SENTENCE "Forty characters and a few more of plain words about it."
static void new_initiative(void)
{
	char name[40], csv[500];
	snprintf(name, sizeof name, "I%lld", (long long)chance_between(&seed, 1, INT32_MAX));
	snprintf(
		csv, sizeof csv,
		"name,state,price,problem,solution,implementation,fit,upstream_plan\n%s,%s,1000," SENTENCE
		"," SENTENCE "," SENTENCE "," SENTENCE ",with them\n",
		name, ANY("scoped", "scoped", "draft"));
	ck_assert_str_eq(import_as("initiative", "i.csv", csv, NULL), NEW_ROWS(1));
	for (int i = 0; i < 3; i++)
		OK(add("deliverable", "name=D", with("initiative", name), with("low_hours", ANY("1", "8")),
		       with("high_hours", ANY("8", "20")), "definition_of_done=seen",
		       with("stretch", ANY("no", "no", "yes"))));
}

static enum syndic_status add_syndicate(void)
{
	return add("syndicate", "name=S", with("initiative", any(INITIATIVE)),
	           with("deadline", day_in(chance_between(&seed, -5, 60))),
	           with("threshold", ANY("", "800", "1000", "900")),
	           with("ceiling", ANY("", "1500", "1000")), with("min_members", ANY("", "1", "2")),
	           with("share_rule", ANY("", "equal", "proportional", "tiered", "fixed")),
	           with("overshoot_rule", ANY("", "cap", "rebate", "stretch", "next")),
	           with("next_initiative", ANY("", any(INITIATIVE))));
}

static enum syndic_status add_record(void)
{
	const struct syndic_input inputs[] = {{"org", an_org()},
	                                      {"amount", money()},
	                                      {"stage", ANY("Interest", "Soft", "Binding", "Binding",
	                                                    "Contracted")}};
	switch (chance_between(&seed, 0, 15)) {
	case 0: return add_syndicate();
	case 1: return add("sow", "name=W", with("syndicate", any(SYNDICATE)));
	default: return syndic_pledge_add(db, any(SYNDICATE), inputs, 3);
	}
}

/* Roads on which deals and records move that are no verbs of co-funding. */
static enum syndic_status by_hand(void)
{
	switch (chance_between(&seed, 0, 21)) {
	case 0: return move(any(DEAL), ANY("Interest", "Soft", "Binding", "Contracted", "Withdrawn"));
	case 1: return win(any(DEAL));
	case 2: return lose(any(DEAL));
	case 3: return reopen(any(DEAL));
	case 4: return edit("deal", any(DEAL), with("amount", money()));
	case 5: return edit("deal", any(DEAL), with("syndicate", any(SYNDICATE)));
	case 6: return edit("deal", any(DEAL), with("pipeline", ANY("project", "cofunding")));
	case 7: return rm(ANY("deal", "contract"), any(DEAL));
	case 8: return edit("contract", any(DEAL), with("amount", money()));
	case 9: return edit("syndicate", any(SYNDICATE), with("price", money()));
	case 10: return edit("sow", any(SOW), with("price", money()));
	case 11: return rm(ANY("syndicate", "sow"), any(one_in(2) ? SYNDICATE : SOW));
	case 12: return syndic_contract_collect(db, any(DEAL), money(), NULL, NULL);
	case 13: return rm("slot", any(SLOT));
	case 14: return edit("slot", any(SLOT), with("syndicate", ANY("", any(SYNDICATE))));
	case 15: return edit("slot", any(SLOT), with("sow", ANY("", any(SOW))));
	case 16: return edit("slot", any(SLOT), with("initiative", any(INITIATIVE)));
	case 17: return add("slot", "name=T", with("initiative", any(INITIATIVE)));
	case 18: return edit("contract", any(DEAL), with("deal", one_in(2) ? "" : any(DEAL)));
	case 19: return add("contract", "name=C", with("deal", any(DEAL)), with("amount", money()));
	case 20: return edit(ANY("deal", "contract"), any(DEAL), with("org", ANY("", "o1", "o2")));
	default: return edit("deal", any(DEAL), with("condition_members", ANY("", "1", "2")));
	}
}

static enum syndic_status undo_something(void)
{
	int64_t back = chance_between(&seed, 0, 8);
	enum syndic_status status = undo(
		back ? strtoll(newest("SELECT CAST(max(number) AS TEXT) FROM change"), NULL, 10) - back + 1
			 : 0);
	if (status == SYNDIC_OK) tally.undone++;
	return status;
}

/* ---- what holds ---- */

static void add_found(void *context, const char *severity, const char *entity,
                      const char *reference, const char *finding, const char *help)
{
	buf_printf(context, "%s %s %s: %s; %s\n", severity, entity, reference, finding, help);
}

static void look(int walk, int step)
{
	struct buf broken = {0};
	error_clear(db);
	HOLDS(cofunding_check(db, add_found, &broken) == SYNDIC_OK, "walk %d", walk);
	HOLDS(!broken.length, "walk %d, before step %d: %s", walk, step, buf_text(&broken));
	buf_free(&broken);
}

static void judge(enum syndic_status status, int walk, int step)
{
	const struct syndic_error *error = syndic_last_error(db);
	if (status == SYNDIC_OK) {
		tally.done++;
		return;
	}
	tally.refused++;
	HOLDS(status == SYNDIC_CONFLICT || status == SYNDIC_MISUSE || status == SYNDIC_NOT_FOUND ||
	          status == SYNDIC_AMBIGUOUS,
	      "walk %d, step %d: %d %s", walk, step, (int)status, error->message);
	HOLDS(error->message[0] && error->help[0], "walk %d, step %d: %s", walk, step, error->message);
	HOLDS(!strstr(error->message, "onstraint"), "walk %d, step %d: %s", walk, step, error->message);
}

START_TEST(test_walk)
{
	seed = UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)_i * 7919;
	day_number = date_days(TODAY);
	for (int i = 1; i <= ORGS; i++) {
		char name[20];
		snprintf(name, sizeof name, "name=O%d", i);
		OK(add("org", name));
	}
	new_initiative();
	for (int step = 0; step < MOVES; step++) {
		int64_t kind = chance_between(&seed, 0, 99);
		if (step % LOOK == 0) look(_i, step);
		if (one_in(250)) new_initiative();
		if (one_in(80)) another_day();
		judge(kind < 45   ? forward()
		      : kind < 75 ? move_by_verb()
		      : kind < 76 ? end_by_verb()
		      : kind < 80 ? add_record()
		      : kind < 93 ? by_hand()
		                  : undo_something(),
		      _i, step);
	}
	look(_i, MOVES);
	CLEAN();
	if (getenv("SYNDIC_WALK_TALLY")) {
		printf("walk %d: %lld done, %lld refused, %lld undone\n", _i, (long long)tally.done,
		       (long long)tally.refused, (long long)tally.undone);
		printf("%s", foreign("SELECT entity, from_state, to_state, count(*) FROM transition"
		                     " GROUP BY 1, 2, 3"));
	}
	/* Else the walk went nowhere. */
	ck_assert_int_gt(tally.done, MOVES / 10);
	ck_assert_int_gt(tally.refused, MOVES / 5);
	ck_assert_int_gt(tally.undone, MOVES / 100);
}
END_TEST

/* A verb that no walk ever did was not tried at all. */
START_TEST(test_every_verb_was_done)
{
	struct buf never = {0};
	for (size_t n = 0; n < NOUNS; n++)
		for (size_t v = 0; nouns[n].verbs[v].name; v++) {
			if (getenv("SYNDIC_WALK_TALLY"))
				printf("%s %s: %lld\n", nouns[n].noun, nouns[n].verbs[v].name,
				       (long long)done[n][v]);
			if (!done[n][v]) buf_printf(&never, "%s %s\n", nouns[n].noun, nouns[n].verbs[v].name);
		}
	fflush(stdout);
	ck_assert_str_eq(buf_text(&never), "");
	buf_free(&never);
}
END_TEST

UNIT(walk)
{
	Suite *suite = suite_create("walk");
	TCase *cases = model_case("walk");
	tcase_set_timeout(cases, 300);
	done =
		mmap(NULL, NOUNS * sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (done == MAP_FAILED) abort();
	tcase_add_loop_test(cases, test_walk, 0, WALKS);
	tcase_add_test(cases, test_every_verb_was_done);
	suite_add_tcase(suite, cases);
	return suite;
}
