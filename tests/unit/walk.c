/* Moves by chance, legal and illegal, of all that co-funding moves: whatever is refused says what would help,
 * and nothing breaks what must hold. */
#include "property.h"
#include "rounds.h"
#include "model/cofunding_check.h"

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
	{"deliverable", "demo", DELIVERABLE, {NULL}},
	{"deliverable", "accept", DELIVERABLE, {NULL}},
	{"deliverable", "rework", DELIVERABLE, {NULL}},
	{"deliverable", "drop", DELIVERABLE, {NULL}},
	{"deliverable", "upstream", DELIVERABLE, {"state", NULL}},
	{"slot", "hold", INITIATIVE, {NULL}},
	{"slot", "queue", SLOT, {NULL}},
	{"slot", "pull", SLOT, {NULL}},
	{"slot", "deliver", SLOT, {NULL}},
	{"slot", "reorder", SLOT, {"position", NULL}},
};

static const char *parameter(const char *field)
{
	if (strcmp(field, "lapse") == 0 || strcmp(field, "subset") == 0) return ANY("yes", "no");
	if (strcmp(field, "days") == 0) return ANY("1", "30", "60", "61");
	if (strcmp(field, "condition_members") == 0) return ANY("", "0", "1", "3");
	if (strcmp(field, "condition_amount") == 0) return ANY("", "100", "600");
	if (strcmp(field, "position") == 0) return ANY("1", "2", "3");
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
	return syndic_verb(db, moving->noun, moving->verb, any(moving->of), inputs, count,
	                   one_in(10) ? NULL : "chance");
}

/* What ends a round comes seldom, or little would happen. */
static enum syndic_status end_by_verb(void)
{
	return one_in(2) ? syndic_verb(db, "syndicate", "cancel", any(SYNDICATE), NULL, 0, "chance")
	                 : syndic_verb(db, "sow", "terminate", any(SOW), NULL, 0, "chance");
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
	const struct syndic_input inputs[] = {{"org", ANY("o1", "o2", "o3", "o4", "o5", "o6")},
	                                      {"amount", ANY("250.01", "333.33", "600", "1000")},
	                                      {"stage", "Binding"}};
	return syndic_pledge_add(db, round, inputs, 3);
}

static enum syndic_status forward_sow(const char *round)
{
	struct syndic_input pledge = {"pledge", NULL};
	struct buf sql = {0};
	const char *sow, *state;
	buf_printf(&sql,
	           "SELECT w.slug FROM sow w JOIN syndicate s ON s.id = w.syndicate WHERE s.slug = '%s'"
	           " AND w.state <> 'terminated' ORDER BY w.id DESC",
	           round);
	sow = newest(buf_text(&sql));
	buf_reset(&sql);
	buf_printf(&sql,
	           "SELECT d.slug FROM deal d JOIN stage g ON g.id = d.stage JOIN syndicate s ON s.id ="
	           " d.syndicate WHERE s.slug = '%s' AND g.name = 'Binding' ORDER BY d.id DESC",
	           round);
	pledge.text = newest(buf_text(&sql));
	buf_free(&sql);
	if (strcmp(sow, "nothing") == 0) return add("sow", "name=W", with("syndicate", round));
	state = STATE("sow", sow);
	if (strcmp(state, "draft") == 0) return verb("sow", "approve", sow);
	if (strcmp(state, "approved") == 0) return verb("sow", "issue", sow);
	if (strcmp(state, "executed") == 0 || strcmp(state, "active") == 0)
		return verb("syndicate", "commit", round);
	if (strcmp(state, "accepted") == 0)
		return one_in(2) ? verb("sow", "close", sow) : verb("syndicate", "close", round);
	return strcmp(pledge.text, "nothing") == 0
	           ? verb("sow", "execute", sow)
	           : syndic_verb(db, "sow", "sign", sow, &pledge, 1, NULL);
}

static enum syndic_status forward(void)
{
	const char *round = live_round(), *state;
	if (strcmp(round, "nothing") == 0)
		return add("syndicate", "name=S", with("initiative", any(INITIATIVE)),
		           with("deadline", day_in(30)), with("share_rule", ANY("", "equal", "tiered")));
	state = STATE("syndicate", round);
	if (strcmp(state, "forming") == 0) return verb("syndicate", "open", round);
	if (strcmp(state, "open") == 0)
		return one_in(3) ? verb("syndicate", "settle", round) : bind_one(round);
	if (strcmp(state, "committed") == 0 && one_in(2)) {
		if (one_in(3)) return bind_one(round);
		if (one_in(2)) return verb("pledge", "join", any(DEAL));
		if (one_in(2)) return verb_why("pledge", "withdraw", any(DEAL));
		if (one_in(2)) return verb("sow", "activate", any(SOW));
		return verb("slot", ANY("queue", "pull", "deliver"), any(SLOT));
	}
	if (strcmp(state, "committed") == 0 && one_in(2))
		return verb("deliverable", ANY("build", "demo", "accept"), any(DELIVERABLE));
	return forward_sow(round);
}

static void new_initiative(void)
{
	char name[40], csv[120];
	snprintf(name, sizeof name, "I%lld", (long long)chance_between(&seed, 1, INT32_MAX));
	snprintf(csv, sizeof csv, "name,state,price\n%s,scoped,1000\n", name);
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
	const char *org = ANY("o1", "o2", "o3", "o4", "o5", "o6");
	const struct syndic_input inputs[] = {{"org", org},
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
	switch (chance_between(&seed, 0, 13)) {
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

UNIT(walk)
{
	Suite *suite = suite_create("walk");
	TCase *cases = model_case("walk");
	tcase_set_timeout(cases, 300);
	tcase_add_loop_test(cases, test_walk, 0, WALKS);
	suite_add_tcase(suite, cases);
	return suite;
}
