/* A round's states: every step, every guard, and the choices at a deadline. */
#include "rounds.h"

START_TEST(test_the_whole_way)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01"));
	IS("syndicate", "s", "forming");
	BACK(verb("syndicate", "open", "s"));
	IS("syndicate", "s", "open");
	IS("initiative", "i", "funding");
	ck_assert_str_eq(cell("syndicate", "s", "price"), "1000.00");
	ck_assert_str_eq(cell("syndicate", "s", "threshold"), "1000.00");
	ck_assert_str_eq(cell("syndicate", "s", "min_members"), "1");
	ck_assert_str_eq(cell("syndicate", "s", "share_rule"), "proportional");
	ck_assert_str_eq(cell("syndicate", "s", "overshoot_rule"), "rebate");
	bound("ada", "400");
	bound("bob", "600");
	BACK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "reached");
	IS("slot", "i", "held");
	OK(add("sow", "name=W", "syndicate=s"));
	BACK(verb("sow", "approve", "w"));
	BACK(verb("sow", "issue", "w"));
	IS("syndicate", "s", "contracting");
	ck_assert_str_eq(cell("syndicate", "s", "contracting_until"), "2026-02-14");
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	NO(verb("syndicate", "commit", "s"), SYNDIC_CONFLICT, "state", "is part-signed, not executed");
	OK(verb("sow", "execute", "w"));
	BACK(verb("syndicate", "commit", "s"));
	IS("syndicate", "s", "committed");
	IS("initiative", "i", "funded");
	NO(verb("syndicate", "close", "s"), SYNDIC_CONFLICT, "state", "is executed, not accepted");
	CLEAN();
	ck_assert_str_eq(moves("syndicate"), ">forming  ana\nforming>open  ana\nopen>reached  ana\n"
	                                     "reached>contracting  ana\ncontracting>committed  ana\n");
}
END_TEST

START_TEST(test_closing)
{
	opened();
	ck_assert_str_eq(import_as("sow", "w.csv", "name,syndicate,state,price\nW,s,accepted,1000\n",
	                           NULL),
	                 NEW_ROWS(1));
	ck_assert_str_eq(import_as("syndicate", "t.csv", "name,initiative,state\nT,i,committed\n",
	                           NULL),
	                 NEW_ROWS(1));
	NO(verb("syndicate", "close", "t"), SYNDIC_CONFLICT, "state", "has no SOW");
	foreign("UPDATE sow SET syndicate = (SELECT id FROM syndicate WHERE slug = 't')");
	OK(add("org", "name=Ada"));
	OK(add("deal", "name=Late", "org=ada", "syndicate=t", "stage=Interest"));
	ck_assert_str_eq(cell("deal", "late", "pipeline"), "cofunding");
	OK(verb("syndicate", "close", "t"));
	ck_assert_str_eq(cell("deal", "late", "stage"), "Withdrawn");
	ck_assert_str_eq(cell("deal", "late", "lost_reason"), "timing");
	NO(verb_why("syndicate", "cancel", "t"), SYNDIC_CONFLICT, "state",
	   "is closed: cancel wants it");
}
END_TEST

#define OPEN_REFUSED(field, part) NO(verb("syndicate", "open", "s"), SYNDIC_CONFLICT, field, part)

START_TEST(test_what_opening_wants)
{
	OK(add("initiative", "name=I"));
	OK(add("syndicate", "name=S", "initiative=i"));
	OPEN_REFUSED("initiative", "initiative i is draft");
	ck_assert_str_eq(helped, "syndic initiative propose i");
	OK(rm("syndicate", "s"));
	OK(rm("initiative", "i"));
	ck_assert_str_eq(import_as("initiative", "i.csv", "name,state\nI,scoped\n", NULL), NEW_ROWS(1));
	OK(add("syndicate", "name=S", "initiative=i"));
	OPEN_REFUSED("price", "neither it nor its initiative has a price");
	OK(edit("syndicate", "s", "price=1000", "threshold=1001"));
	OPEN_REFUSED("threshold", "above its price");
	OK(edit("syndicate", "s", "threshold=900", "ceiling=999"));
	OPEN_REFUSED("ceiling", "below its price");
	OK(edit("syndicate", "s", "ceiling="));
	OPEN_REFUSED("deadline", "no deadline in the future");
	OK(edit("syndicate", "s", "deadline=" TODAY));
	OPEN_REFUSED("deadline", "no deadline in the future");
	OK(edit("syndicate", "s", "deadline=2026-01-16", "overshoot_rule=next"));
	OPEN_REFUSED("next_initiative", "none is named");
	OK(edit("syndicate", "s", "next_initiative=i"));
	OPEN_REFUSED("next_initiative", "none is named");
	OK(edit("syndicate", "s", "overshoot_rule=", "share_rule=equal"));
	OK(verb("syndicate", "open", "s"));
	ck_assert_str_eq(cell("syndicate", "s", "threshold"), "900.00");
	ck_assert_str_eq(cell("syndicate", "s", "overshoot_rule"), "cap");
	NO(verb("syndicate", "open", "s"), SYNDIC_CONFLICT, "state",
	   "is open: open wants it to be forming");
	OK(add("syndicate", "name=T", "initiative=i", "deadline=2026-02-01"));
	NO(verb("syndicate", "open", "t"), SYNDIC_CONFLICT, "initiative", "under way: s");
	CLEAN();
}
END_TEST

START_TEST(test_what_is_frozen)
{
	static const char *const frozen[] = {
		"price=1",       "threshold=1",      "ceiling=5000",       "deadline=2026-04-01",
		"min_members=3", "share_rule=equal", "overshoot_rule=cap", "next_initiative=j",
		"initiative=j"};
	OK(add("initiative", "name=J"));
	opened();
	for (size_t i = 0; i < sizeof frozen / sizeof frozen[0]; i++) {
		char field[40];
		snprintf(field, sizeof field, "%.*s", (int)strcspn(frozen[i], "="), frozen[i]);
		NO(edit("syndicate", "s", frozen[i]), SYNDIC_CONFLICT, field,
		   "is frozen since it was opened");
	}
	ck_assert_str_eq(import_as("syndicate", "s.csv", "slug,name,initiative,price\ns,S,i,1\n", NULL),
	                 "5 1 0 0 0 1");
	OK(edit("syndicate", "s", "notes=all else may change"));
	NO(rm("syndicate", "s"), SYNDIC_CONFLICT, "state", "cancelled, never removed");
	NO(edit("syndicate", "s", "name=S", "slug=s2", "price=2"), SYNDIC_CONFLICT, "price", "frozen");
}
END_TEST

START_TEST(test_settling)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "threshold=800",
	       "min_members=2"));
	NO(verb("syndicate", "settle", "s"), SYNDIC_CONFLICT, "state", "is forming: settle wants");
	OK(verb("syndicate", "open", "s"));
	bound("ada", "900");
	NO(verb("syndicate", "settle", "s"), SYNDIC_CONFLICT, "deadline",
	   "open until 2026-03-01 and lacks 1 more member");
	at("2026-03-01"); /* the last day to pledge */
	NO(verb_with("syndicate", "settle", "s", "lapse=yes"), SYNDIC_CONFLICT, "deadline",
	   "is open until");
	bound("bob", "50");
	NO(verb_with("syndicate", "settle", "s", "lapse=yes"), SYNDIC_CONFLICT, "state",
	   "has what it needs");
	REFUSED(verb_with("syndicate", "settle", "s", "lapse=yes", "subset=yes"), SYNDIC_MISUSE,
	        "lapse", "one of them");
	OK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "reached");
	CLEAN();
}
END_TEST

/* Of the table of events: settling a deadline twice changes nothing. */
START_TEST(test_settling_twice)
{
	char *once;
	reached();
	once = dump();
	OK(verb("syndicate", "settle", "s"));
	ck_assert_str_eq(notes(), "s is reached already\n");
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	same_dump(once, dump(), "settled twice");
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	once = dump();
	OK(verb("syndicate", "settle", "s"));
	ck_assert_str_eq(notes(), "s is contracting until 2026-02-14\n");
	same_dump(once, dump(), "settled while contracting");
	at("2026-02-14"); /* the last day to sign */
	OK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "contracting");
	at("2026-02-15");
	BACK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "lapsed");
	IS("slot", "i", "lapsed");
	IS("sow", "w", "terminated");
	IS("initiative", "i", "scoped");
	ck_assert_str_eq(cell("deal", "s-ada", "stage"), "Withdrawn");
	ck_assert_str_eq(cell("deal", "s-ada", "lost_reason"), "round-lapsed");
	once = dump();
	OK(verb("syndicate", "settle", "s"));
	ck_assert_str_eq(notes(), "s is lapsed already\n");
	same_dump(once, dump(), "lapsed twice");
	CLEAN();
}
END_TEST

/* ---- deadline with a shortfall ---- */

static void short_by(const char *ada, const char *bob)
{
	opened();
	bound("ada", ada);
	bound("bob", bob);
	at("2026-03-02");
	NO(verb("syndicate", "settle", "s"), SYNDIC_CONFLICT, "deadline", "choose once between");
	ck_assert_ptr_nonnull(strstr(helped, "bridge s"));
	ck_assert_ptr_nonnull(strstr(helped, "settle s --subset"));
	ck_assert_ptr_nonnull(strstr(helped, "extend s --days 60"));
	ck_assert_ptr_nonnull(strstr(helped, "settle s --lapse"));
}

/* Once a choice is made each other is refused and names it. */
static void chosen(const char *choice)
{
	char part[80];
	snprintf(part, sizeof part, "had its choice, the %s", choice);
	ck_assert_str_eq(cell("syndicate", "s", "choice"), choice);
	NO(verb_with("syndicate", "extend", "s", "days=9"), SYNDIC_CONFLICT, "choice", part);
	NO(verb_with("syndicate", "bridge", "s", "amount=9"), SYNDIC_CONFLICT, "choice", part);
}

START_TEST(test_shortfall_bridge)
{
	short_by("400", "500");
	REFUSED(verb("syndicate", "bridge", "s"), SYNDIC_MISUSE, "why", "wants a reason");
	NO(verb_with("syndicate", "bridge", "s", "amount=99"), SYNDIC_CONFLICT, "bridge",
	   "does not close that");
	NO(verb_with("syndicate", "bridge", "s", "amount=100.01"), SYNDIC_CONFLICT, "bridge",
	   "is too much");
	BACK(verb_why("syndicate", "bridge", "s"));
	IS("syndicate", "s", "reached");
	IS("slot", "i", "held");
	ck_assert_str_eq(cell("syndicate", "s", "bridge"), "100.00");
	ck_assert_ptr_nonnull(strstr(moves("syndicate"), "open>reached because ana"));
	CLEAN();
	/* All pay what they offered, we the rest; it is executed to the cent. */
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	OK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|50000\n");
	CLEAN();
}
END_TEST

START_TEST(test_bridge_has_its_limits)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "threshold=900",
	       "min_members=2"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "895");
	NO(verb_why("syndicate", "bridge", "s"), SYNDIC_CONFLICT, "min_members", "no members");
	bound("bob", "1");
	NO(verb_with("syndicate", "bridge", "s", "amount=104.01"), SYNDIC_CONFLICT, "bridge",
	   "too much");
	OK(verb_with("syndicate", "bridge", "s",
	             "amount=50")); /* before its deadline, beyond the gap */
	NO(verb_with("syndicate", "bridge", "s", "amount=50"), SYNDIC_CONFLICT, "choice",
	   "had its choice, the bridge");
}
END_TEST

START_TEST(test_shortfall_subset)
{
	/* 800 pays y, of 750, and not x and y. */
	short_by("300", "500");
	BACK(verb_with("syndicate", "settle", "s", "subset=yes"));
	IS("syndicate", "s", "open");
	IS("deliverable", "x", "dropped");
	IS("deliverable", "y", "planned");
	ck_assert_str_eq(cell("syndicate", "s", "price"), "750.00");
	ck_assert_str_eq(cell("syndicate", "s", "threshold"), "750.00");
	ck_assert_str_eq(cell("syndicate", "s", "deadline"), "2026-04-01");
	ck_assert_str_eq(cell("deal", "s-ada", "stage"), "Soft");
	ck_assert_str_eq(cell("deal", "s-bob", "stage"), "Soft");
	chosen("subset");
	OK(verb("pledge", "bind", "s-bob"));
	at("2026-04-02");
	NO(verb("syndicate", "settle", "s"), SYNDIC_CONFLICT, "deadline", "what is left is to lapse");
	NO(verb_with("syndicate", "settle", "s", "subset=yes"), SYNDIC_CONFLICT, "choice",
	   "the subset");
	OK(verb("pledge", "bind", "s-ada"));
	OK(verb("syndicate", "settle", "s"));
	CLEAN();
}
END_TEST

START_TEST(test_subset_is_the_best)
{
	/* Stretch is outside; of 60, 50, 40 and 30 hours, 1000.00 in all, 555.55 pays 60 + 40. */
	static const char *const hours[] = {"60", "50", "40", "30"};
	ck_assert_str_eq(import_as("initiative", "i.csv", "name,state,price\nI,scoped,1000\n", NULL),
	                 NEW_ROWS(1));
	OK(add("deliverable", "name=Extra", "initiative=i", "low_hours=900", "high_hours=900",
	       "stretch=yes"));
	for (size_t i = 0; i < 4; i++) {
		char name[20], low[20], high[20], mode[20];
		snprintf(name, sizeof name, "name=H%s", hours[i]);
		snprintf(low, sizeof low, "low_hours=%d", 1);
		snprintf(high, sizeof high, "high_hours=%d", 100);
		snprintf(mode, sizeof mode, "mode_hours=%s", hours[i]);
		OK(add("deliverable", name, "initiative=i", low, high, mode));
	}
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "555.56");
	at("2026-03-02");
	OK(verb_with("syndicate", "settle", "s", "subset=yes"));
	IS("deliverable", "h60", "planned");
	IS("deliverable", "h50", "dropped");
	IS("deliverable", "h40", "planned");
	IS("deliverable", "h30", "dropped");
	IS("deliverable", "extra", "planned");
	ck_assert_str_eq(cell("syndicate", "s", "price"), "555.55");
}
END_TEST

START_TEST(test_no_subset)
{
	opened();
	bound("ada", "249.99");
	at("2026-03-02");
	NO(verb_with("syndicate", "settle", "s", "subset=yes"), SYNDIC_CONFLICT, "choice",
	   "pays for none");
	OK(edit("deliverable", "y", "low_hours=", "high_hours="));
	NO(verb_with("syndicate", "settle", "s", "subset=yes"), SYNDIC_CONFLICT, "choice",
	   "hours of deliverable y are not known");
}
END_TEST

START_TEST(test_shortfall_extension)
{
	short_by("300", "500");
	NO(verb_with("syndicate", "extend", "s", "days=61"), SYNDIC_CONFLICT, "deadline",
	   "to 2026-04-30 at the latest");
	NO(verb_with("syndicate", "extend", "s", "deadline=2026-03-01"), SYNDIC_CONFLICT, "deadline",
	   "at the latest");
	NO(verb_with("syndicate", "extend", "s", "deadline=2026-02-01"), SYNDIC_CONFLICT, "deadline",
	   "at the latest");
	REFUSED(verb_with("syndicate", "extend", "s", "days=5", "deadline=2026-04-01"), SYNDIC_MISUSE,
	        "deadline", "one of them");
	REFUSED(verb_why("syndicate", "extend", "s"), SYNDIC_MISUSE, "deadline", "until when?");
	BACK(verb_with("syndicate", "extend", "s", "days=60"));
	ck_assert_str_eq(cell("syndicate", "s", "deadline"), "2026-04-30");
	ck_assert_ptr_nonnull(strstr(moves("syndicate"), "open>open because ana"));
	chosen("extension");
	bound("cyd", "200");
	OK(verb("syndicate", "settle", "s"));
	CLEAN();
}
END_TEST

START_TEST(test_shortfall_lapse)
{
	short_by("300", "500");
	BACK(verb_with("syndicate", "settle", "s", "lapse=yes"));
	IS("syndicate", "s", "lapsed");
	IS("initiative", "i", "scoped");
	ck_assert_str_eq(cell("deal", "s-bob", "stage"), "Withdrawn");
	ck_assert_str_eq(cell("deal", "s-bob", "lost_reason"), "round-lapsed");
	OK(add("org", "name=cyd"));
	NO(pledge("cyd", "5"), SYNDIC_CONFLICT, "syndicate", "s is lapsed: it takes no pledge");
	NO(verb("pledge", "bind", "s-ada"), SYNDIC_CONFLICT, "syndicate", "s is lapsed");
	NO(reopen("s-ada"), SYNDIC_CONFLICT, "syndicate", "s is lapsed");
	CLEAN();
	/* The initiative can be tried again. */
	OK(add("syndicate", "name=T", "initiative=i", "deadline=2026-06-01"));
	OK(verb("syndicate", "open", "t"));
}
END_TEST

START_TEST(test_cancelling)
{
	contracting();
	sign("pledge=s-ada");
	REFUSED(verb("syndicate", "cancel", "s"), SYNDIC_MISUSE, "why", "wants a reason");
	BACK(verb_why("syndicate", "cancel", "s"));
	IS("syndicate", "s", "cancelled");
	IS("sow", "w", "terminated");
	IS("slot", "i", "lapsed");
	IS("initiative", "i", "scoped");
	ck_assert_str_eq(cell("deal", "s-ada", "stage"), "Withdrawn");
	ck_assert_str_eq(cell("deal", "s-bob", "stage"), "Withdrawn");
	ck_assert_str_eq(contracts(), "");
	CLEAN();
}
END_TEST

START_TEST(test_bound_is_not_cancelled)
{
	committed();
	half_done();
	NO(verb_why("syndicate", "cancel", "s"), SYNDIC_CONFLICT, "state", "its SOW w is executed");
	OK(verb_why("sow", "terminate", "w"));
	IS("slot", "i", "lapsed");
	CLEAN();
	IS("initiative", "i", "funded");
	/* each owes half of its share: half the hours are done */
	BACK(verb_why("syndicate", "cancel", "s"));
	ck_assert_str_eq(contracts(), "s-ada|20000\ns-bob|30000\n");
	IS("initiative", "i", "scoped");
	CLEAN();
	/* The initiative can be tried again. */
	OK(add("syndicate", "name=T", "initiative=i", "deadline=2026-06-01"));
	OK(verb("syndicate", "open", "t"));
}
END_TEST

/* What a SOW of a deal pays for as well stays funded. */
START_TEST(test_cancelled_beside_another_sow)
{
	committed();
	OK(add("org", "name=cyd"));
	OK(add("deal", "name=Alone", "org=cyd", "amount=1000", "pipeline=project"));
	OK(add("sow", "name=V", "initiative=i", "deal=alone"));
	OK(verb("sow", "approve", "v"));
	OK(verb("sow", "issue", "v"));
	OK(verb("sow", "sign", "v"));
	OK(verb("sow", "execute", "v"));
	OK(verb_why("sow", "terminate", "w"));
	OK(verb_why("syndicate", "cancel", "s"));
	IS("initiative", "i", "funded");
	CLEAN();
}
END_TEST

/* One that never opened had moved nothing, whatever another round of its initiative did. */
START_TEST(test_cancelled_while_forming)
{
	opened();
	OK(add("syndicate", "name=T", "initiative=i"));
	BACK(verb_why("syndicate", "cancel", "t"));
	IS("syndicate", "t", "cancelled");
	IS("syndicate", "s", "open");
	IS("initiative", "i", "funding");
	CLEAN();
}
END_TEST

START_TEST(test_one_slot_an_initiative)
{
	opened();
	ck_assert_str_eq(import_as("slot", "slots.csv", "name,initiative,state\nFree,i,held\n", NULL),
	                 NEW_ROWS(1));
	bound("ada", "1000");
	OK(verb("syndicate", "settle", "s"));
	ck_assert_str_eq(cell("slot", "free", "syndicate"), "s"); /* it was held for nobody */
	ck_assert_str_eq(listed("slot", NULL, "slug"), "free\n");
	CLEAN();
}
END_TEST

START_TEST(test_slot_of_another)
{
	opened();
	ck_assert_str_eq(import_as("sow", "w.csv", "name,initiative,state\nW,i,draft\n", NULL),
	                 NEW_ROWS(1));
	ck_assert_str_eq(import_as("slot", "slots.csv", "name,initiative,sow,state\nOther,i,w,held\n",
	                           NULL),
	                 NEW_ROWS(1));
	bound("ada", "1000");
	NO(verb("syndicate", "settle", "s"), SYNDIC_CONFLICT, "initiative", "for somebody else");
}
END_TEST

/* ---- undo ---- */

START_TEST(test_undo_goes_back_in_order)
{
	long long open, settled;
	char help[40];
	opened();
	open = last_number();
	bound("ada", "1000");
	OK(verb("syndicate", "settle", "s"));
	settled = last_number();
	snprintf(help, sizeof help, "syndic undo %lld", settled);
	NO(undo(open), SYNDIC_CONFLICT, "", "moved a syndicate to open, and change");
	ck_assert_str_eq(helped, help);
	OK(undo(settled));
	OK(undo(open));
	IS("syndicate", "s", "forming");
	IS("initiative", "i", "scoped");
	CLEAN();
}
END_TEST

START_TEST(test_undo_is_whole)
{
	reached();
	OK(edit("slot", "i", "notes=they asked for March"));
	NO(undo(last_number() - 1), SYNDIC_CONFLICT, "", "whole or not at all: slot i stays");
	CLEAN();
}
END_TEST

START_TEST(test_undo_of_an_import_keeps_what_moved)
{
	ck_assert_str_eq(import_as("initiative", "i.csv",
	                           "name,state,price\nI,scoped,1000\nJ,draft,5\n", NULL),
	                 NEW_ROWS(2));
	OK(edit("initiative", "i", "notes=mine"));
	OK(undo(1)); /* j goes, i stays with the beginning of its state */
	ck_assert_str_eq(listed("initiative", NULL, "slug"), "i\n");
	CLEAN();
}
END_TEST

UNIT(syndicate)
{
	Suite *suite = suite_create("syndicate");
	TCase *cases = model_case("syndicate");
	tcase_add_test(cases, test_the_whole_way);
	tcase_add_test(cases, test_closing);
	tcase_add_test(cases, test_what_opening_wants);
	tcase_add_test(cases, test_what_is_frozen);
	tcase_add_test(cases, test_settling);
	tcase_add_test(cases, test_settling_twice);
	tcase_add_test(cases, test_shortfall_bridge);
	tcase_add_test(cases, test_bridge_has_its_limits);
	tcase_add_test(cases, test_shortfall_subset);
	tcase_add_test(cases, test_subset_is_the_best);
	tcase_add_test(cases, test_no_subset);
	tcase_add_test(cases, test_shortfall_extension);
	tcase_add_test(cases, test_shortfall_lapse);
	tcase_add_test(cases, test_cancelling);
	tcase_add_test(cases, test_bound_is_not_cancelled);
	tcase_add_test(cases, test_cancelled_beside_another_sow);
	tcase_add_test(cases, test_cancelled_while_forming);
	tcase_add_test(cases, test_one_slot_an_initiative);
	tcase_add_test(cases, test_slot_of_another);
	tcase_add_test(cases, test_undo_goes_back_in_order);
	tcase_add_test(cases, test_undo_is_whole);
	tcase_add_test(cases, test_undo_of_an_import_keeps_what_moved);
	suite_add_tcase(suite, cases);
	return suite;
}
