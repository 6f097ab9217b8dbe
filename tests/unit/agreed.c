/* What is agreed stays: the scope of a SOW, and what was accepted. */
#include "rounds.h"

static const char *numbered(const char *text, long long number)
{
	static char kept[60];
	snprintf(kept, sizeof kept, "%s%lld", text, number);
	return kept;
}

#define AMEND "syndic sow amend w --why \"…\""

/* Written, and taken back. */
#define UNDONE(call)                                                                               \
	do {                                                                                           \
		char *undone_before = dump();                                                              \
		OK(call);                                                                                  \
		OK(undo(last_number()));                                                                   \
		same_dump(undone_before, dump(), "undone");                                                \
	} while (0)

/* Nothing of the scope can be written, whatever way; all else can. */
static void frozen(const char *state, const char *help)
{
	static const char *const fields[] = {"initiative=j",  "low_hours=1", "mode_hours=7",
	                                     "high_hours=99", "stretch=yes", "definition_of_done=all",
	                                     "low_hours="};
	IS("sow", "w", state);
	NO(add("deliverable", "name=N", "initiative=i"), SYNDIC_CONFLICT, "initiative", state);
	ck_assert_str_eq(helped, help);
	NO(rm("deliverable", "x"), SYNDIC_CONFLICT, "initiative", "are agreed");
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		char field[40];
		snprintf(field, sizeof field, "%.*s", (int)strcspn(fields[i], "="), fields[i]);
		NO(edit("deliverable", "x", fields[i]), SYNDIC_CONFLICT, field, "is agreed: SOW w is");
		ck_assert_str_eq(helped, help);
	}
	UNDONE(edit("deliverable", "x", "spent_hours=3", "position=9", "notes=n", "upstream_url=u"));
	UNDONE(add("deliverable", "name=More", "initiative=i", "stretch=yes"));
	OK(add("deliverable", "name=Elsewhere", "initiative=j"));
	NO(edit("deliverable", "elsewhere", "initiative=i"), SYNDIC_CONFLICT, "initiative", "agreed");
	OK(rm("deliverable", "elsewhere"));
	ck_assert_ptr_nonnull(
		strstr(import_as("deliverable", "n.csv", "name,initiative,low_hours\nN,i,5\n", NULL),
	           " 1 0 0 0 1"));
	ck_assert_ptr_nonnull(strstr(import_as("deliverable", "x.csv",
	                                       "slug,name,initiative,high_hours\nx,X,i,500\n", NULL),
	                             " 1 0 0 0 1"));
}

static void thawed(void)
{
	UNDONE(add("deliverable", "name=N", "initiative=i"));
	UNDONE(edit("deliverable", "x", "initiative=j", "low_hours=1", "stretch=yes"));
	UNDONE(rm("deliverable", "x"));
}

START_TEST(test_scope)
{
	reached();
	OK(add("initiative", "name=J"));
	OK(add("sow", "name=W", "syndicate=s"));
	thawed();
	OK(verb("sow", "approve", "w"));
	thawed();
	OK(verb("sow", "issue", "w"));
	frozen("issued", AMEND);
	OK(verb_why("sow", "amend", "w"));
	thawed();
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	sign("pledge=s-ada");
	frozen("part-signed", "syndic sow terminate w --why \"…\"");
	sign("pledge=s-bob");
	OK(verb("sow", "execute", "w"));
	frozen("executed", AMEND);
	OK(verb("sow", "activate", "w"));
	frozen("active", AMEND);
	OK(verb_why("sow", "amend", "w"));
	thawed();
	OK(verb("sow", "execute", "w"));
	OK(verb("sow", "activate", "w"));
	foreign("UPDATE deliverable SET state = 'accepted'");
	OK(verb("sow", "accept", "w"));
	IS("sow", "w", "accepted");
	NO(edit("deliverable", "x", "high_hours=99"), SYNDIC_CONFLICT, "high_hours", "w is accepted");
	ck_assert_str_eq(helped, "syndic sow close w");
	foreign("UPDATE slot SET state = 'delivered'");
	OK(verb("sow", "close", "w"));
	OK(edit("deliverable", "x", "high_hours=99"));
}
END_TEST

/* What was written before it was agreed is taken back no more. */
START_TEST(test_scope_undone)
{
	long long added, edited, removed;
	scoped();
	OK(add("deliverable", "name=Z", "initiative=i", "low_hours=1", "high_hours=2",
	       "definition_of_done=seen"));
	added = last_number();
	OK(edit("deliverable", "x", "high_hours=16"));
	edited = last_number();
	OK(add("deliverable", "name=Gone", "initiative=i"));
	OK(rm("deliverable", "gone"));
	removed = last_number();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "1000");
	OK(verb("syndicate", "settle", "s"));
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	NO(undo(added), SYNDIC_CONFLICT, "initiative", "the deliverables of SOW w are agreed");
	ck_assert_str_eq(helped, AMEND);
	NO(undo(edited), SYNDIC_CONFLICT, "", "is agreed: SOW w is issued");
	NO(undo(removed), SYNDIC_CONFLICT, "", "are agreed");
	OK(verb_why("sow", "amend", "w"));
	OK(undo(removed));
	OK(undo(edited));
	OK(undo(added));
	ck_assert_str_eq(cell("deliverable", "x", "high_hours"), "15");
	CLEAN();
}
END_TEST

/* Work on x, as far as it was shown; the round pays. */
static void shown(void)
{
	committed();
	OK(verb("slot", "queue", "i"));
	OK(verb("slot", "pull", "i"));
	OK(verb("deliverable", "build", "x"));
	OK(verb("deliverable", "demo", "x"));
}

START_TEST(test_words)
{
	long long first;
	char word[40];
	shown();
	OK(verb_with("deliverable", "accept", "x", "org=ada", "words=good"));
	first = last_number();
	snprintf(word, sizeof word, "%s", foreign("SELECT id FROM acceptance"));
	word[strcspn(word, "\n")] = '\0';
	UNDONE(edit("acceptance", word, "words=better"));
	BACK(verb_with("deliverable", "accept", "x", "org=bob"));
	IS("deliverable", "x", "accepted");
	NO(edit("acceptance", word, "words=bad"), SYNDIC_CONFLICT, "deliverable",
	   "deliverable x is accepted: what was said of it stays");
	ck_assert_str_eq(helped, "syndic history deliverable x");
	NO(edit("acceptance", word, "deliverable=y"), SYNDIC_CONFLICT, "deliverable", "stays");
	NO(rm("acceptance", word), SYNDIC_CONFLICT, "deliverable", "stays");
	NO(undo(first), SYNDIC_CONFLICT, "deliverable", "stays");
}
END_TEST

/* Of 400 and 600, ada alone accepts once bob has left, whatever he still owes. */
START_TEST(test_who_left_has_no_vote)
{
	committed();
	half_done();
	OK(verb("slot", "queue", "i"));
	OK(verb("slot", "pull", "i"));
	OK(verb_why("pledge", "withdraw", "s-bob"));
	OK(verb("deliverable", "build", "x"));
	OK(verb("deliverable", "demo", "x"));
	NO(verb_with("deliverable", "accept", "x", "org=bob"), SYNDIC_CONFLICT, "org",
	   "bob has no share in x: ada could");
	OK(verb_with("deliverable", "accept", "x", "org=ada"));
	IS("deliverable", "x", "accepted");
}
END_TEST

/* What is being built, and given up part by part, ends with its SOW. */
START_TEST(test_all_dropped)
{
	committed();
	OK(verb("slot", "queue", "i"));
	OK(verb("slot", "pull", "i"));
	NO(verb_why("sow", "terminate", "w"), SYNDIC_CONFLICT, "state",
	   "its slot i is pulled: x (planned), y (planned) are not dropped");
	ck_assert_str_eq(helped, "syndic deliverable drop x --why \"…\"");
	OK(verb_why("deliverable", "drop", "x"));
	NO(verb_why("sow", "terminate", "w"), SYNDIC_CONFLICT, "state", "y (planned)");
	OK(verb("deliverable", "build", "y"));
	OK(verb("deliverable", "demo", "y"));
	NO(verb_why("sow", "terminate", "w"), SYNDIC_CONFLICT, "state", "y (demo)");
	ck_assert_str_eq(helped, "syndic deliverable rework y --org ada --why \"…\"");
	OK(verb_with("deliverable", "rework", "y", "org=ada"));
	OK(verb_why("deliverable", "drop", "y"));
	NO(verb("slot", "deliver", "i"), SYNDIC_CONFLICT, "state", "no deliverable that was accepted");
	ck_assert_str_eq(helped, "syndic sow terminate w --why \"…\"");
	BACK(verb_why("sow", "terminate", "w"));
	IS("slot", "i", "lapsed");
	IS("initiative", "i", "candidate");
	CLEAN();
	OK(verb_why("pledge", "withdraw", "s-bob"));
	BACK(verb_why("syndicate", "cancel", "s"));
	ck_assert_str_eq(contracts(), "");
	IS("initiative", "i", "candidate");
	OK(add("deliverable", "name=N", "initiative=i"));
	CLEAN();
}
END_TEST

START_TEST(test_some_accepted)
{
	committed();
	half_done();
	OK(verb("slot", "queue", "i"));
	OK(verb("slot", "pull", "i"));
	OK(verb_why("deliverable", "drop", "x"));
	OK(verb_why("deliverable", "drop", "y"));
	NO(verb_why("sow", "terminate", "w"), SYNDIC_CONFLICT, "state", "its slot i is pulled: z");
	ck_assert_str_eq(helped, "syndic slot deliver i");
	OK(verb("slot", "deliver", "i"));
}
END_TEST

/* The verbs of pledges look for these. */
START_TEST(test_stages_of_pledges)
{
	static const char *const stages[] = {"interest", "soft", "binding", "contracted", "withdrawn"};
	for (size_t i = 0; i < 5; i++) {
		char slug[40];
		snprintf(slug, sizeof slug, "cofunding-%s", stages[i]);
		NO(edit("stage", slug, "name=Other"), SYNDIC_CONFLICT, "name", "pledges move by it");
		ck_assert_ptr_nonnull(strstr(helped, "syndic stage edit cofunding-"));
		ck_assert_ptr_nonnull(strstr(helped, " --probability"));
		NO(edit("stage", slug, i == 3 ? "outcome=open" : "outcome=won"), SYNDIC_CONFLICT, "outcome",
		   "pledges move by it");
		NO(edit("stage", slug, "pipeline=gift"), SYNDIC_CONFLICT, "pipeline", "pledges move by it");
		NO(rm("stage", slug), SYNDIC_CONFLICT, "name", "pledges move by it");
		UNDONE(edit("stage", slug, "probability=0.11", "position=9"));
	}
	NO(edit("pipeline", "cofunding", "slug=other"), SYNDIC_CONFLICT, "slug", "pledges");
	OK(edit("pipeline", "cofunding", "name=Together", "position=7"));
	/* Further ones are anybody's. */
	OK(add("stage", "pipeline=cofunding", "name=Talks", "position=2", "probability=0.2",
	       "outcome=open"));
	OK(edit("stage", "cofunding-talks", "name=Talk"));
	OK(rm("stage", "cofunding-talks"));
	OK(edit("stage", "gift-invited", "name=Asked"));
	ck_assert_ptr_nonnull(strstr(import_as("stage", "s.csv",
	                                       "slug,pipeline,name,position,probability,outcome\n"
	                                       "cofunding-soft,cofunding,Weak,2,0.3,open\n",
	                                       NULL),
	                             " 1 0 0 0 1"));
}
END_TEST

/* What cannot go back before something else does, says what. */
START_TEST(test_undo_names_what_moved_on)
{
	long long raised, settled;
	opened();
	bound("ada", "400");
	bound("bob", "500");
	OK(edit("deal", "s-bob", "amount=600"));
	raised = last_number();
	OK(verb("syndicate", "settle", "s"));
	settled = last_number();
	OK(add("sow", "name=W", "syndicate=s"));
	NO(undo(raised), SYNDIC_CONFLICT, "", "goes back whole or not at all: syndicate s: ");
	ck_assert_str_eq(helped, numbered("syndic undo ", settled));
	OK(verb("sow", "approve", "w"));
	NO(undo(raised), SYNDIC_CONFLICT, "", "goes back whole or not at all: syndicate s: ");
	ck_assert_str_eq(helped, numbered("syndic undo ", last_number()));
	OK(undo(0));
	OK(undo(settled));
	OK(undo(raised));
	CLEAN();
}
END_TEST

/* 1200.00 for a price of 1000.00: proportional shares are 500.00, 333.33 and 166.67. */
START_TEST(test_beyond_the_price)
{
	struct syndic_round *round;
	scoped();
	OK(add("initiative", "name=J"));
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "share_rule=proportional",
	       "overshoot_rule=next", "next_initiative=j"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "600");
	bound("bob", "400");
	OK(syndic_report_round(db, "s", &round));
	ck_assert(!round->beyond.known && !round->pledges[0].beyond.known);
	syndic_round_free(round);
	bound("cyd", "200");
	OK(pledge("dan", "900")); /* does not count yet */
	BACK(verb("syndicate", "settle", "s"));
	OK(undo(0));
	OK(verb("syndicate", "settle", "s"));
	ck_assert_str_eq(notes(), "beyond the price: 200.00, to be offered to j: 100.00 of s-ada,"
	                          " 66.67 of s-bob, 33.33 of s-cyd\n");
	OK(verb("syndicate", "settle", "s"));
	ck_assert_str_eq(notes(), "s is reached already\n");
	OK(syndic_report_round(db, "s", &round));
	ck_assert(round->beyond.known);
	ck_assert_int_eq(round->beyond.value, 20000);
	ck_assert_int_eq(round->pledges[1].beyond.value, 6667);
	ck_assert(!round->pledges[3].beyond.known);
	syndic_round_free(round);
}
END_TEST

UNIT(agreed)
{
	Suite *suite = suite_create("agreed");
	TCase *cases = model_case("agreed");
	tcase_add_test(cases, test_scope);
	tcase_add_test(cases, test_scope_undone);
	tcase_add_test(cases, test_words);
	tcase_add_test(cases, test_who_left_has_no_vote);
	tcase_add_test(cases, test_all_dropped);
	tcase_add_test(cases, test_some_accepted);
	tcase_add_test(cases, test_stages_of_pledges);
	tcase_add_test(cases, test_undo_names_what_moved_on);
	tcase_add_test(cases, test_beyond_the_price);
	suite_add_tcase(suite, cases);
	return suite;
}
