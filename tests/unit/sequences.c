/* Writes by chance, through the public calls, and what holds of any of them: a refused one changes
 * nothing, all of them undone newest first lead back step by step, and undone in whatever order they
 * leave nothing that `check` finds. */
#include "model.h"
#include "property.h"

enum { WRITES = 30 };

static uint64_t seed;

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

/* The id of any record of a kind; one that is not there where there is none. */
static const char *any(const char *entity)
{
	static char ids[6][40];
	static size_t turn;
	const struct syndic_list_options options = {.by_id = true};
	struct syndic_rows *rows;
	int64_t count = 0, wanted;
	char *id = ids[turn = (turn + 1) % 6];
	OK(syndic_list(db, entity, &options, &rows));
	while (syndic_rows_next(rows) == 1)
		count++;
	syndic_rows_free(rows);
	snprintf(id, sizeof ids[0], "01ARZ3NDEKTSV4RRFFQ69G5FAV");
	if (!count) return id;
	wanted = chance_between(&seed, 1, count);
	OK(syndic_list(db, entity, &options, &rows));
	while (wanted-- > 0)
		ck_assert_int_eq(syndic_rows_next(rows), 1);
	snprintf(id, sizeof ids[0], "%s", plain(rows, 0));
	syndic_rows_free(rows);
	return id;
}

/* "field=" and a text, kept for a while. */
static const char *with(const char *field, const char *text)
{
	static char kept[24][120];
	static size_t turn;
	char *out = kept[turn = (turn + 1) % 24];
	snprintf(out, sizeof kept[0], "%s=%s", field, text);
	return out;
}

static const char *day(void)
{
	static char days[6][11];
	static size_t turn;
	char *out = days[turn = (turn + 1) % 6];
	snprintf(out, sizeof days[0], "20%02d-%02d-%02d", (int)chance_between(&seed, 25, 27),
	         (int)chance_between(&seed, 1, 12), (int)chance_between(&seed, 1, 28));
	return out;
}

static const char *money(void)
{
	return ANY("0", "5", "100.25", "15k", "");
}

static const char *reference(const char *entity)
{
	return one_in(4) ? "" : any(entity);
}

static enum syndic_status write_org(void)
{
	if (one_in(2)) {
		return add("org", with("name", ANY("Acme", "Tern Island", "北京", "Acme", "Lyon")),
		           with("parent", reference("org")), with("payer", reference("org")));
	}
	return edit("org", any("org"), with("slug", ANY("acme", "one", "two", "")),
	            with("country", ANY("CH", "DE", "")), with("notes", ANY("x", "a\nb", "")),
	            with("via", reference("org")));
}

static enum syndic_status write_person(void)
{
	if (one_in(2))
		return add("person", with("name", ANY("Ana", "Bo")), with("org", reference("org")),
		           with("email", ANY("ana@example.org", "bo@example.org", "")));
	return edit("person", any("person"), with("org", reference("org")),
	            with("role", ANY("x", "y")));
}

static enum syndic_status write_deal(void)
{
	if (one_in(2)) {
		return add("deal", with("name", ANY("Hub", "Renewal", "Hub")),
		           with("org", reference("org")), with("amount", money()),
		           with("tier", ANY("general", "premier", "")),
		           with("revenue_type", ANY("membership", "membership", "grant", "")),
		           with("starts_on", one_in(3) ? "" : day()), with("stage", any("stage")));
	}
	return edit("deal", any("deal"), with("amount", money()), with("org", reference("org")),
	            with("tags", ANY("a", "b,a", "")), with("starts_on", one_in(2) ? "" : day()),
	            with("slug", ANY("hub", "other", "")));
}

static enum syndic_status move_deal(void)
{
	const char *deal = any("deal");
	struct syndic_input sooner = {"stage_since", "2025-12-01"};
	switch (chance_between(&seed, 1, 8)) {
	case 1: return edit("deal", deal, with("pipeline", any("pipeline")));
	case 2: return edit("deal", deal, with("stage", any("stage")));
	case 3: return syndic_deal_move(db, deal, any("stage"), &sooner, 1);
	case 4: return lose(deal);
	case 5: return reopen(deal);
	case 6: return syndic_deal_win(db, deal, any("contract"), NULL, NULL, 0);
	case 7: return link_deal(deal, any("org"), ANY("new", "renewal"));
	default: return win(deal);
	}
}

static enum syndic_status write_contract(void)
{
	switch (chance_between(&seed, 1, 4)) {
	case 1:
		return add("contract", with("name", ANY("Hub", "Paper")), with("org", reference("org")),
		           with("revenue_type", ANY("membership", "grant", "")), with("amount", money()),
		           with("starts_on", day()), with("renews", reference("contract")));
	case 2: return syndic_contract_collect(db, any("contract"), ANY("5", "-1.5"), day(), NULL);
	case 3: return edit("payment", any("payment"), with("amount", money()));
	default:
		return edit("contract", any("contract"), with("amount", money()),
		            with("org", reference("org")), with("ends_on", one_in(2) ? "" : day()),
		            with("collected", ANY("", "7")), with("deal", reference("deal")));
	}
}

static enum syndic_status write_membership(void)
{
	switch (chance_between(&seed, 1, 4)) {
	case 1:
		return add("membership", with("org", any("org")), with("starts_on", day()),
		           with("contract", reference("contract")));
	case 2: return syndic_membership_renew(db, any("membership"), NULL, 0);
	case 3: return syndic_membership_end(db, any("membership"), NULL, "budget");
	default:
		return edit("membership", any("membership"), with("ends_on", one_in(3) ? "" : day()),
		            with("tier", reference("tier")));
	}
}

static enum syndic_status converse(void)
{
	const char *people[] = {ANY("ana@example.org", "bo@example.org", "cy@example.org"), NULL};
	struct syndic_conversation said = {.org = any("org"),
	                                   .summary = "x",
	                                   .people = people,
	                                   .add_person = true,
	                                   .deal = one_in(2) ? NULL : any("deal"),
	                                   .next_step = one_in(2) ? NULL : ANY("call", "write"),
	                                   .owner = "zoe"};
	switch (chance_between(&seed, 1, 4)) {
	case 1: return syndic_task_done(db, any("task"), NULL);
	case 2:
		return edit("activity", any("activity"), with("people", reference("person")),
		            with("deal", reference("deal")));
	default: return syndic_log(db, &said);
	}
}

static enum syndic_status write_plan(void)
{
	switch (chance_between(&seed, 1, 7)) {
	case 1:
		return add("stage", with("pipeline", any("pipeline")), with("name", ANY("Seen", "Invited")),
		           "position=9", "probability=0.1", with("outcome", ANY("open", "won", "lost")));
	case 2:
		return edit("stage", any("stage"), with("outcome", ANY("open", "won", "lost")),
		            with("name", ANY("Seen", "Proposal", "Invited")));
	case 3:
		return add("target", with("key", ANY("k", "l", "m")), "label=x", "year=2026",
		           with("measure", "arr"), "amount=5", with("org", reference("org")));
	case 4: return edit("setting", any("setting"), with("value", ANY("0.5", "45", "days")));
	case 5: return edit("target", any("target"), with("key", ANY("k", "l", "m")));
	case 6:
		return add("target", with("key", ANY("sum", "more")), "label=x", "year=2026",
		           "measure=sum-of", with("sum_of", ANY("k", "l,m", "sum", "k,sum")));
	default:
		return add("usage", with("cluster", ANY("a", "b")),
		           with("month", ANY("2026-01", "2025-12")), "active_users=5",
		           with("org", reference("org")));
	}
}

static enum syndic_status write_anything(void)
{
	const char *entity;
	switch (chance_between(&seed, 1, 16)) {
	case 1:
	case 2: return write_org();
	case 3: return write_person();
	case 4:
	case 5:
	case 6: return write_deal();
	case 7:
	case 8:
	case 9:
	case 10: return move_deal();
	case 11: return write_contract();
	case 12: return write_membership();
	case 13: return converse();
	case 14: return write_plan();
	default:
		entity = ANY("org", "person", "deal", "contract", "membership", "payment", "activity",
		             "task", "usage", "target", "stage", "tier", "setting", "pipeline");
		return rm(entity, any(entity));
	}
}

/* A refusal says why and helps, in our words. */
static void tell_well(enum syndic_status status)
{
	const struct syndic_error *error = syndic_last_error(db);
	HOLDS(status != SYNDIC_FAILED && status != SYNDIC_LOCKED, "%s", error->message);
	HOLDS(error->code == status && error->message[0] && error->help[0], "%s", error->message);
	HOLDS(!strstr(error->message, "constraint"), "%s", error->message);
}

/* Writes until `count` writes changed something; what was before each goes to `before`, its number
 * to `numbers`. */
static void write_some(size_t count, char **before, int64_t *numbers)
{
	for (size_t made = 0; made < count;) {
		char *now = dump();
		enum syndic_status status = write_anything();
		int64_t number = syndic_last_write(db)->change;
		if (status != SYNDIC_OK) {
			tell_well(status);
			same_dump(now, dump(), syndic_last_error(db)->message);
		} else if (!number) {
			free(now);
		} else {
			before[made] = now;
			numbers[made++] = number;
		}
	}
	HOLDS(!findings()[0], "%s", findings());
}

static void take_back(int64_t number, char *expected)
{
	OK(undo(number));
	HOLDS(!notes()[0], "change %d: %s", (int)number, notes());
	same_dump(expected, dump(), "undone");
}

START_TEST(test_newest_first)
{
	char *before[WRITES + 1];
	int64_t numbers[WRITES], undos[WRITES];
	seed = 7919 + (uint64_t)_i;
	write_some(WRITES, before, numbers);
	before[WRITES] = dump();
	for (int round = 0; round < 2; round++) {
		for (size_t i = WRITES; i-- > 0;) {
			take_back(round ? numbers[i] : 0, strdup(before[i]));
			undos[i] = syndic_last_write(db)->change;
		}
		HOLDS(!findings()[0], "all undone: %s", findings());
		for (size_t i = 0; i < WRITES; i++)
			take_back(undos[i], strdup(before[i + 1]));
		HOLDS(!findings()[0], "all done again: %s", findings());
	}
	for (size_t i = 0; i <= WRITES; i++)
		free(before[i]);
}
END_TEST

START_TEST(test_in_any_order)
{
	char *before[WRITES];
	int64_t numbers[WRITES];
	seed = 104729 + (uint64_t)_i;
	write_some(WRITES, before, numbers);
	for (size_t i = 0; i < WRITES; i++) {
		char *now = dump();
		int64_t last = strtoll(foreign("SELECT max(number) FROM change"), NULL, 10);
		int64_t number = chance_between(&seed, 1, last);
		enum syndic_status status = undo(number);
		free(before[i]);
		if (status != SYNDIC_OK) {
			tell_well(status);
			same_dump(now, dump(), "a refused undo");
		} else {
			free(now);
		}
		HOLDS(!findings()[0], "change %d undone: %s", (int)number, findings());
	}
}
END_TEST

UNIT(sequences)
{
	Suite *suite = suite_create("sequences");
	TCase *cases = model_case("sequences");
	tcase_add_loop_test(cases, test_newest_first, 0, 2);
	tcase_add_loop_test(cases, test_in_any_order, 0, 2);
	suite_add_tcase(suite, cases);
	return suite;
}
