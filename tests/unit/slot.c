/* The verbs of slots: guards, places, what follows, and that nothing is lost. */
#include "property.h"
#include "slot_fixture.h"

static void set_state(const char *table, const char *slug, const char *state)
{
	char sql[200];

	snprintf(sql, sizeof sql, "UPDATE %s SET state = '%s' WHERE slug = '%s'", table, state, slug);
	foreign(sql);
}

static const char *logged(void)
{
	return foreign("SELECT s.slug, t.field, t.from_state, t.to_state, t.reason FROM transition AS t"
	               " JOIN slot AS s ON s.id = t.slot WHERE t.entity = 'slot' ORDER BY t.id");
}

/* ---- hold ---- */

START_TEST(one_live_slot)
{
	OK(add("initiative", "name=A"));
	OK(add("initiative", "name=B"));
	OK(add("sow", "name=Other", "initiative=b"));
	REFUSED(slot_verb("hold", "a"), SYNDIC_MISUSE, "why", "wants a reason");
	REFUSED(slot_with("hold", "a", "sow", "other", "early"), SYNDIC_CONFLICT, "sow",
	        "another initiative");
	OK(slot_with("hold", "a", NULL, NULL, "early"));
	ck_assert_str_eq(syndic_last_write(db)->entity, "slot");
	REFUSED(slot_with("hold", "a", NULL, NULL, "again"), SYNDIC_CONFLICT, "state",
	        "a slot already: a");
	set_state("slot", "a", "lapsed");
	OK(slot_with("hold", "a", NULL, NULL, "anew"));
	ck_assert_str_eq(syndic_last_write(db)->reference, "a-2");
	ck_assert_str_eq(logged(), "a|state||held|early\na-2|state||held|anew\n");
	ck_assert_str_eq(cell("slot", "a-2", "held_on"), TODAY);
}
END_TEST

/* ---- queue ---- */

START_TEST(only_signed_work)
{
	hold("a", "10", "10", "part-signed");
	REFUSED(slot_verb("queue", "a"), SYNDIC_CONFLICT, "sow", "SOW a is part-signed");
	set_state("sow", "a", "active");
	OK(slot_verb("queue", "a"));
	REFUSED(slot_verb("queue", "a"), SYNDIC_CONFLICT, "state",
	        "is queued: queue wants it to be held");
	OK(add("initiative", "name=B"));
	OK(slot_with("hold", "b", NULL, NULL, "x"));
	REFUSED(slot_verb("queue", "b"), SYNDIC_CONFLICT, "sow", "names no SOW");
	REFUSED(slot_with("queue", "b", "sow", "a", NULL), SYNDIC_CONFLICT, "sow",
	        "another initiative");
	ck_assert_str_eq(order(), "a");
}
END_TEST

/* A slot that names no SOW is backed by its syndicate's. */
START_TEST(the_syndicates_sow)
{
	OK(add("initiative", "name=A"));
	OK(add("syndicate", "name=Round", "initiative=a"));
	OK(add("slot", "name=A", "initiative=a", "syndicate=round"));
	REFUSED(slot_verb("queue", "a"), SYNDIC_CONFLICT, "sow", "its syndicate has none");
	OK(add("sow", "name=Work", "syndicate=round"));
	REFUSED(slot_verb("queue", "a"), SYNDIC_CONFLICT, "sow", "SOW work is draft");
	set_state("sow", "work", "executed");
	OK(slot_verb("queue", "a"));
	ck_assert_str_eq(cell("slot", "a", "sow"), "work");
}
END_TEST

/* 100 hours a month, of which 17 of 31 days are left: 50 hours are done this month, 100 in the
 * next. */
START_TEST(the_quote_is_frozen)
{
	capacity("2026-01", "100");
	queued("a", "50", "50");
	queued("b", "100", "100");
	ck_assert_str_eq(cell("slot", "a", "quoted_on"), TODAY);
	ck_assert_str_eq(cell("slot", "a", "finish_p85"), "2026-01");
	ck_assert_str_eq(cell("slot", "b", "start_p50"), "2026-01");
	ck_assert_str_eq(cell("slot", "b", "finish_p50"), "2026-02");
	OK(reorder("b", "1", "sooner"));
	foreign("UPDATE deliverable SET high_hours = 900000000 WHERE slug = 'b'");
	ck_assert_str_eq(cell("slot", "b", "finish_p50"), "2026-02");
}
END_TEST

/* Where nobody knows the capacity there is no month, but a receipt that says so. */
START_TEST(no_quote_without_capacity)
{
	queued("a", "50", "50");
	ck_assert_str_eq(cell("slot", "a", "quoted_on"), TODAY);
	ck_assert_str_eq(cell("slot", "a", "finish_p85"), "");
	ck_assert_ptr_nonnull(strstr(notes(), "no month can be quoted"));
}
END_TEST

/* A held slot is quoted as the next one, whoever has been held for longer. */
START_TEST(quoted_as_the_next)
{
	capacity("2026-01", "100");
	hold("first", "500", "500", "draft");
	queued("next", "10", "10");
	ck_assert_str_eq(cell("slot", "next", "finish_p85"), "2026-01");
}
END_TEST

/* ---- pull, deliver ---- */

START_TEST(head_and_limit)
{
	queued("a", "10", "10");
	queued("b", "10", "10");
	queued("c", "10", "10");
	REFUSED(slot_verb("pull", "b"), SYNDIC_CONFLICT, "position", "not the head of the queue, a is");
	OK(slot_verb("pull", "a"));
	ck_assert_str_eq(order(), "b c");
	ck_assert_str_eq(cell("slot", "a", "position"), "");
	ck_assert_str_eq(cell("slot", "a", "pulled_on"), TODAY);
	ck_assert_str_eq(cell("slot", "b", "position"), "1");
	ck_assert_str_eq(cell("initiative", "a", "state"), "draft"); /* it was never scoped */
	ck_assert_str_eq(cell("sow", "a", "state"), "active");
	OK(slot_verb("pull", "b"));
	REFUSED(slot_verb("pull", "c"), SYNDIC_CONFLICT, "state", "2 slots are under way");
	OK(edit("setting", "work_in_progress", "value=3"));
	OK(slot_verb("pull", "c"));
	ck_assert_str_eq(order(), "");
}
END_TEST

START_TEST(delivered_once_accepted)
{
	hold("a", "10", "10", "executed");
	set_state("initiative", "a", "scoped");
	OK(slot_verb("queue", "a"));
	ck_assert_str_eq(cell("initiative", "a", "state"), "funded");
	OK(slot_verb("pull", "a"));
	ck_assert_str_eq(cell("initiative", "a", "state"), "in-flight");
	REFUSED(slot_verb("deliver", "a"), SYNDIC_CONFLICT, "state", "deliverable a is planned");
	set_state("deliverable", "a", "dropped");
	REFUSED(slot_verb("deliver", "a"), SYNDIC_CONFLICT, "state",
	        "no deliverable that was accepted");
	OK(add("deliverable", "name=B", "initiative=a", "stretch=yes"));
	set_state("deliverable", "b", "accepted");
	OK(slot_verb("deliver", "a"));
	ck_assert_str_eq(cell("slot", "a", "delivered_on"), TODAY);
	ck_assert_str_eq(cell("initiative", "a", "state"), "review");
	OK(undo(0));
	ck_assert_str_eq(notes(), "");
	ck_assert_str_eq(cell("slot", "a", "state"), "pulled");
	ck_assert_str_eq(cell("initiative", "a", "state"), "in-flight");
}
END_TEST

/* ---- reorder ---- */

START_TEST(reordered_for_a_reason)
{
	char *before;

	queued("a", "10", "10");
	queued("b", "10", "10");
	queued("c", "10", "10");
	hold("d", "10", "10", "executed");
	REFUSED(reorder("a", "2", NULL), SYNDIC_MISUSE, "why", "wants a reason");
	REFUSED(reorder("a", "0", "x"), SYNDIC_MISUSE, "to", "places 1 to 3");
	REFUSED(reorder("a", "4", "x"), SYNDIC_MISUSE, "to", "places 1 to 3");
	REFUSED(slot_with("reorder", "a", NULL, NULL, "x"), SYNDIC_MISUSE, "to", "not said");
	REFUSED(reorder("d", "1", "x"), SYNDIC_CONFLICT, "state", "is held");
	before = dump();
	OK(reorder("c", "1", "a grant ends"));
	ck_assert_str_eq(order(), "c a b");
	ck_assert_ptr_nonnull(strstr(logged(), "c|position|3|1|a grant ends\n"));
	OK(undo(0));
	same_dump(before, dump(), "undo of a reorder");
	OK(reorder("a", "1", "x"));
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	ck_assert_ptr_nonnull(strstr(notes(), "at place 1 already"));
}
END_TEST

/* Whatever is moved, all are there, each at a place of its own, and the others keep their order. */
START_TEST(reordering_loses_none)
{
	char names[6] = "abcde";
	uint64_t seed = 5;

	for (int i = 0; i < 5; i++)
		queued((char[]){names[i], '\0'}, "10", "10");
	for (int round = 0; round < 60; round++) {
		int64_t from = chance_between(&seed, 0, 4), to = chance_between(&seed, 0, 4);
		char slug[2] = {names[from], '\0'}, place[2] = {(char)('1' + to), '\0'}, expected[16];
		memmove(names + from, names + from + 1, (size_t)(4 - from));
		memmove(names + to + 1, names + to, (size_t)(4 - to));
		names[to] = slug[0];
		OK(reorder(slug, place, "chance"));
		snprintf(expected, sizeof expected, "%c %c %c %c %c", names[0], names[1], names[2],
		         names[3], names[4]);
		ck_assert_str_eq(order(), expected);
		ck_assert_str_eq(foreign(
							 "SELECT count(DISTINCT position), min(position), max(position) FROM "
							 "slot WHERE state = 'queued'"),
		                 "5|1|5\n");
	}
}
END_TEST

/* A slot that another program removed leaves no hole where others stand in the way. */
START_TEST(holes_close)
{
	queued("a", "10", "10");
	queued("b", "10", "10");
	foreign("DELETE FROM transition");
	foreign("DELETE FROM slot WHERE slug = 'a'");
	REFUSED(reorder("b", "2", "x"), SYNDIC_MISUSE, "to", "places 1 to 1");
	OK(slot_verb("pull", "b"));
}
END_TEST

static void stays(const char *field, const char *part, const char *help)
{
	char *before = dump();

	REFUSED(rm("slot", "a"), SYNDIC_CONFLICT, field, part);
	ck_assert_str_eq(syndic_last_error(db)->help, help);
	same_dump(before, dump(), "nothing was removed");
}

/* Nobody's place is taken away by hand; one that is held for nobody, or is over, may go. */
START_TEST(what_was_sold_is_not_removed)
{
	queued("a", "10", "10");
	stays("state", "slot a is queued: it lapses with its SOW",
	      "syndic sow terminate a --why \"…\"");
	foreign("UPDATE slot SET sow = NULL");
	stays("state", "slot a is queued", "syndic slot show a");
	OK(slot_verb("pull", "a"));
	stays("state", "slot a is pulled: it is delivered", "syndic slot deliver a");
	set_state("deliverable", "a", "accepted");
	OK(slot_verb("deliver", "a"));
	OK(rm("slot", "a"));
	OK(add("slot", "name=A", "initiative=a")); /* held for nobody */
	OK(rm("slot", "a"));
	OK(undo(0));
	OK(rm("slot", "a"));
	ck_assert_str_eq(listed("slot", NULL, "slug"), "");
}
END_TEST

START_TEST(what_a_round_relies_on_is_not_removed)
{
	static const char *const relies[] = {"reached", "contracting", "committed"};
	static const char *const free[] = {"forming", "open", "lapsed", "cancelled", "closed"};
	char part[80];

	OK(add("initiative", "name=A"));
	OK(add("syndicate", "name=Round", "initiative=a"));
	OK(add("slot", "name=A", "initiative=a", "syndicate=round"));
	for (size_t i = 0; i < sizeof relies / sizeof *relies; i++) {
		set_state("syndicate", "round", relies[i]);
		snprintf(part, sizeof part, "slot a is held for round, which is %s", relies[i]);
		stays("syndicate", part, "syndic syndicate cancel round --why \"…\"");
	}
	for (size_t i = 0; i < sizeof free / sizeof *free; i++) {
		set_state("syndicate", "round", free[i]);
		OK(rm("slot", "a"));
		OK(undo(0));
	}
	set_state("syndicate", "round", "committed");
	set_state("slot", "a", "delivered");
	stays("syndicate", "slot a is delivered for round, which is committed",
	      "syndic syndicate close round");
}
END_TEST

static void frozen(const char *part)
{
	char *before = dump();

	REFUSED(edit("slot", "a", "initiative=b"), SYNDIC_CONFLICT, "initiative", part);
	REFUSED(edit("slot", "a", "syndicate="), SYNDIC_CONFLICT, "syndicate", part);
	same_dump(before, dump(), "nothing was edited");
	OK(edit("slot", "a", "notes=x"));
	OK(undo(0));
}

START_TEST(what_was_sold_stays_as_it_was)
{
	OK(add("initiative", "name=B"));
	OK(add("sow", "name=B", "initiative=b"));
	hold("a", "10", "10", "draft");
	OK(add("syndicate", "name=Round", "initiative=a"));
	OK(edit("sow", "a", "syndicate=round"));
	OK(edit("slot", "a", "syndicate=round"));
	set_state("syndicate", "round", "reached");
	frozen("slot a is held for round, which is reached");
	OK(edit("slot", "a", "sow="));
	OK(edit("slot", "a", "sow=a"));
	set_state("sow", "a", "executed");
	OK(slot_verb("queue", "a"));
	frozen(" of slot a is sold: it is queued");
	REFUSED(edit("slot", "a", "sow=b"), SYNDIC_CONFLICT, "sow", "the sow of slot a is sold");
	OK(slot_verb("pull", "a"));
	frozen(" of slot a is sold: it is pulled");
	set_state("slot", "a", "delivered");
	set_state("syndicate", "round", "closed");
	frozen(" of slot a stays: it is delivered");
	REFUSED(edit("slot", "a", "sow=b"), SYNDIC_CONFLICT, "sow", "stays: it is delivered");
	set_state("slot", "a", "lapsed");
	frozen(" of slot a stays: it is lapsed");
}
END_TEST

/* A SOW of somebody else neither queues what is held for a round, nor takes it along when it ends. */
START_TEST(a_rounds_slot_is_its_own)
{
	OK(add("initiative", "name=A"));
	OK(add("syndicate", "name=Round", "initiative=a"));
	OK(add("sow", "name=Other", "initiative=a"));
	OK(add("slot", "name=A", "initiative=a", "syndicate=round"));
	REFUSED(edit("slot", "a", "sow=other"), SYNDIC_CONFLICT, "sow",
	        "the slot is for round, and SOW other is not");
	set_state("sow", "other", "executed");
	REFUSED(slot_with("queue", "a", "sow", "other", NULL), SYNDIC_CONFLICT, "sow",
	        "the slot is for round, and SOW other is not");
	/* So another program left it. */
	foreign("UPDATE slot SET sow = (SELECT id FROM sow)");
	OK(syndic_verb(db, "sow", "terminate", "other", NULL, 0, "x"));
	ck_assert_str_eq(cell("slot", "a", "state"), "held");
}
END_TEST

/* However it comes: added, imported, or from another initiative. */
START_TEST(one_live_slot_by_hand)
{
	OK(add("initiative", "name=A"));
	OK(add("initiative", "name=B"));
	OK(add("slot", "name=A", "initiative=a"));
	REFUSED(add("slot", "name=More", "initiative=a"), SYNDIC_CONFLICT, "initiative",
	        "its initiative has a slot already: a");
	OK(add("slot", "name=B", "initiative=b"));
	REFUSED(edit("slot", "b", "initiative=a"), SYNDIC_CONFLICT, "initiative", "already: a");
	set_state("slot", "a", "lapsed");
	OK(edit("slot", "b", "initiative=a"));
}
END_TEST

START_TEST(a_dry_run_writes_nothing)
{
	char *before;
	struct syndic *dry;
	const struct syndic_input to = {"to", "1"};

	queued("a", "10", "10");
	queued("b", "10", "10");
	before = dump();
	dry = open_as(TODAY, "try", true);
	ck_assert_int_eq(syndic_verb(dry, "slot", "reorder", "b", &to, 1, "x"), SYNDIC_OK);
	ck_assert_int_eq(syndic_verb(dry, "slot", "pull", "a", NULL, 0, NULL), SYNDIC_OK);
	syndic_close(dry);
	same_dump(before, dump(), "dry run");
}
END_TEST

UNIT(slot)
{
	Suite *suite = suite_create("slot");
	TCase *cases = model_case("verbs of slots");

	tcase_add_test(cases, one_live_slot);
	tcase_add_test(cases, only_signed_work);
	tcase_add_test(cases, the_syndicates_sow);
	tcase_add_test(cases, the_quote_is_frozen);
	tcase_add_test(cases, no_quote_without_capacity);
	tcase_add_test(cases, quoted_as_the_next);
	tcase_add_test(cases, head_and_limit);
	tcase_add_test(cases, delivered_once_accepted);
	tcase_add_test(cases, reordered_for_a_reason);
	tcase_add_test(cases, reordering_loses_none);
	tcase_add_test(cases, holes_close);
	tcase_add_test(cases, what_was_sold_is_not_removed);
	tcase_add_test(cases, what_a_round_relies_on_is_not_removed);
	tcase_add_test(cases, what_was_sold_stays_as_it_was);
	tcase_add_test(cases, a_rounds_slot_is_its_own);
	tcase_add_test(cases, one_live_slot_by_hand);
	tcase_add_test(cases, a_dry_run_writes_nothing);
	suite_add_tcase(suite, cases);
	return suite;
}
