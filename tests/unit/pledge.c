/* Pledges: their stages, whichever road they move on, and the events of a round. */
#include "rounds.h"

static const char *stage_of(const char *pledge)
{
	return cell("deal", pledge, "stage");
}
#define STANDS(pledge, stage) ck_assert_str_eq(stage_of(pledge), stage)

START_TEST(test_adding)
{
	opened();
	REFUSED(syndic_pledge_add(db, "s", NULL, 0), SYNDIC_MISUSE, "org", "whose pledge is it?");
	REFUSED(syndic_pledge_add(db, "nobody", NULL, 0), SYNDIC_NOT_FOUND, "", "nobody");
	OK(add("org", "name=ada"));
	BACK(pledge("ada", "400"));
	ck_assert_str_eq(cell("deal", "s-ada", "name"), "S: ada");
	ck_assert_str_eq(cell("deal", "s-ada", "pipeline"), "cofunding");
	ck_assert_str_eq(cell("deal", "s-ada", "revenue_type"), "project");
	STANDS("s-ada", "Interest");
	CLEAN();
}
END_TEST

START_TEST(test_the_way_to_binding)
{
	opened();
	OK(pledge("ada", NULL));
	BACK(verb("pledge", "soft", "s-ada"));
	NO(verb("pledge", "bind", "s-ada"), SYNDIC_CONFLICT, "amount", "has an amount");
	NO(move("s-ada", "Binding"), SYNDIC_CONFLICT, "amount", "has an amount");
	BACK(verb_with("pledge", "bind", "s-ada", "amount=400", "condition_amount=500",
	               "condition_members=1", "expires=2026-02-28"));
	STANDS("s-ada", "Binding");
	ck_assert_str_eq(cell("deal", "s-ada", "condition_amount"), "500.00");
	ck_assert_str_eq(cell("deal", "s-ada", "expires"), "2026-02-28");
	OK(verb("pledge", "bind", "s-ada"));
	ck_assert_str_eq(notes(), "s-ada is Binding already\n");
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	OK(verb("pledge", "soft", "s-ada"));
	BACK(verb_with("pledge", "withdraw", "s-ada", "lost_reason=budget"));
	STANDS("s-ada", "Withdrawn");
	ck_assert_str_eq(cell("deal", "s-ada", "lost_reason"), "budget");
	NO(verb_why("pledge", "withdraw", "s-ada"), SYNDIC_CONFLICT, "stage", "withdrawn already");
	BACK(verb("pledge", "bind", "s-ada")); /* they changed their mind */
	ck_assert_str_eq(moves("deal"),
	                 ">Interest  ana\nInterest>Soft  ana\nSoft>Binding because ana\n"
	                 "Binding>Soft  ana\nSoft>Withdrawn because ana\nWithdrawn>Binding  ana\n");
	CLEAN();
}
END_TEST

START_TEST(test_what_a_pledge_is)
{
	opened();
	OK(add("org", "name=Ada"));
	OK(add("deal", "name=D", "org=ada"));
	NO(verb("pledge", "bind", "d"), SYNDIC_CONFLICT, "syndicate", "is no pledge");
	NO(verb_why("pledge", "withdraw", "d"), SYNDIC_CONFLICT, "syndicate", "is no pledge");
	NO(edit("deal", "d", "syndicate=s"), SYNDIC_CONFLICT, "syndicate",
	   "only a deal of the pipeline");
	NO(add("deal", "name=E", "syndicate=s", "pipeline=project"), SYNDIC_CONFLICT, "syndicate",
	   "only a deal");
	ck_assert_str_eq(import_deals("name,pipeline,syndicate\nF,project,s\n"), "5 1 0 0 0 1");
	OK(edit("deal", "d", "syndicate=s", "pipeline=cofunding"));
	NO(edit("deal", "d", "pipeline=project"), SYNDIC_CONFLICT, "syndicate", "only a deal");
	NO(pledge("ada", "5"), SYNDIC_CONFLICT, "org", "a pledge there already: d");
	ck_assert_str_eq(import_deals("name,pipeline,syndicate,org\nG,cofunding,s,ada\n"),
	                 "5 1 0 0 0 1");
	OK(lose("d"));
	OK(pledge("ada", "5")); /* the one before is withdrawn */
	NO(reopen("d"), SYNDIC_CONFLICT, "org", "a pledge there already");
	CLEAN();
}
END_TEST

/* Contracted is signed, whichever way one tries. */
START_TEST(test_only_signing_contracts)
{
	contracting();
	NO(win("s-ada"), SYNDIC_CONFLICT, "stage", "contracted by being signed");
	ck_assert_str_eq(helped, "syndic sow sign w s-ada");
	NO(move("s-ada", "Contracted"), SYNDIC_CONFLICT, "stage", "contracted by being signed");
	NO(edit("deal", "s-ada", "stage=Contracted"), SYNDIC_CONFLICT, "stage", "being signed");
	ck_assert_str_eq(import_deals("slug,name,pipeline,stage\ns-ada,S: ada,cofunding,Contracted\n"),
	                 "5 1 0 0 0 1");
	OK(add("deal", "name=Won", "pipeline=cofunding", "stage=Contracted", "amount=5"));
	NO(edit("deal", "won", "syndicate=s"), SYNDIC_CONFLICT, "stage", "being signed");
	/* What was signed elsewhere may be added, and brought by an import. */
	OK(add("deal", "name=N", "pipeline=cofunding", "syndicate=s", "stage=Contracted", "amount=1"));
	ck_assert_str_eq(import_deals("name,pipeline,stage,syndicate,amount\nOld,cofunding,Contracted,"
	                              "s,1\n"),
	                 NEW_ROWS(1));
	CLEAN();
}
END_TEST

START_TEST(test_what_was_signed_stays)
{
	contracting();
	sign("pledge=s-ada");
	NO(move("s-ada", "Binding"), SYNDIC_CONFLICT, "stage", "withdrawn, never moved");
	ck_assert_str_eq(helped, "syndic pledge withdraw s-ada --why '…'");
	NO(verb("pledge", "soft", "s-ada"), SYNDIC_CONFLICT, "stage", "never moved");
	NO(verb("pledge", "bind", "s-ada"), SYNDIC_CONFLICT, "stage", "never moved");
	NO(lose("s-ada"), SYNDIC_CONFLICT, "stage", "never moved");
	NO(reopen("s-ada"), SYNDIC_CONFLICT, "stage", "never moved");
	NO(edit("deal", "s-ada", "syndicate="), SYNDIC_CONFLICT, "syndicate", "stays in its syndicate");
	NO(edit("deal", "s-ada", "amount=1"), SYNDIC_CONFLICT, "amount", "frozen");
	NO(edit("deal", "s-ada", "condition_amount=1"), SYNDIC_CONFLICT, "condition_amount", "frozen");
	NO(edit("deal", "s-ada", "condition_members=1"), SYNDIC_CONFLICT, "condition_members",
	   "frozen");
	NO(edit("contract", "s-ada", "amount=1"), SYNDIC_CONFLICT, "amount",
	   "is the share of pledge s-ada");
	NO(edit("contract", "s-ada", "deal="), SYNDIC_CONFLICT, "deal", "the share of pledge s-ada");
	NO(rm("deal", "s-ada"), SYNDIC_CONFLICT, "", "contract s-ada refers to it");
	OK(edit("deal", "s-ada", "owner=zoe"));
	CLEAN();
	foreign("UPDATE contract SET deal = NULL");
	NO(rm("deal", "s-ada"), SYNDIC_CONFLICT, "stage", "never removed");
	OK(edit("contract", "s-ada", "deal=s-ada"));
}
END_TEST

/* ---- the events of the table ---- */

START_TEST(test_event_withdrawn_before_reached)
{
	opened();
	bound("ada", "400");
	bound("bob", "600");
	BACK(verb_why("pledge", "withdraw", "s-bob"));
	IS("syndicate", "s", "open");
	NO(verb("syndicate", "settle", "s"), SYNDIC_CONFLICT, "deadline", "lacks 600.00");
	CLEAN();
}
END_TEST

static enum syndic_status weaken(int road)
{
	switch (road) {
	case 0: return verb_why("pledge", "withdraw", "s-bob");
	case 1: return verb("pledge", "soft", "s-bob");
	case 2: return lose("s-bob");
	case 3: return move("s-bob", "Interest");
	case 4: return edit("deal", "s-bob", "amount=599.99");
	case 5: return edit("deal", "s-bob", "condition_members=2");
	case 6: return edit("deal", "s-bob", "condition_amount=400.01");
	case 7: return edit("deal", "s-bob", "expires=2026-01-14");
	case 8: return edit("deal", "s-bob", "syndicate=");
	default: return rm("deal", "s-bob");
	}
}

START_TEST(test_event_withdrawn_while_contracting)
{
	contracting();
	at("2026-01-20");
	BACK(weaken(_i));
	ck_assert_msg(strcmp(STATE("syndicate", "s"), "open") == 0, "road %d", _i);
	ck_assert_str_eq(cell("syndicate", "s", "deadline"), "2026-03-01");
	ck_assert_str_eq(cell("syndicate", "s", "contracting_until"), "");
	IS("slot", "i", "held");
	CLEAN();
	/* Somebody else comes: what was issued goes on to be signed. */
	bound("cyd", "601");
	OK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "contracting");
	ck_assert_str_eq(cell("syndicate", "s", "contracting_until"), "2026-02-19");
	CLEAN();
}
END_TEST

START_TEST(test_withdrawn_and_still_enough)
{
	opened();
	bound("ada", "1000");
	bound("bob", "10");
	OK(verb("syndicate", "settle", "s"));
	OK(verb_why("pledge", "withdraw", "s-bob"));
	IS("syndicate", "s", "reached");
	NO(verb("pledge", "soft", "nobody"), SYNDIC_NOT_FOUND, "", "nobody");
	CLEAN();
}
END_TEST

START_TEST(test_signed_and_withdrawn_before_execution)
{
	contracting();
	sign("pledge=s-bob");
	BACK(verb_why("pledge", "withdraw", "s-bob"));
	STANDS("s-bob", "Withdrawn");
	ck_assert_str_eq(contracts(), "");
	IS("syndicate", "s", "open");
	CLEAN();
}
END_TEST

START_TEST(test_event_withdrawn_after_execution)
{
	committed();
	half_done(); /* of 80 hours 40 are accepted */
	BACK(verb_why("pledge", "withdraw", "s-bob"));
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|30000\n");
	STANDS("s-bob", "Contracted");
	ck_assert_str_eq(cell("deal", "s-bob", "withdrawn_on"), TODAY);
	ck_assert_str_eq(cell("contract", "s-bob", "ends_on"), TODAY);
	IS("sow", "w", "amended");
	IS("syndicate", "s", "committed");
	NO(verb_why("pledge", "withdraw", "s-bob"), SYNDIC_CONFLICT, "stage", "withdrawn already");
	NO(verb("sow", "execute", "w"), SYNDIC_CONFLICT, "price", "300.00 of 1,000.00 is not signed");
	CLEAN();
	/* Offered to the others in proportion, who take as much as they like, and to newcomers. */
	REFUSED(verb_with("pledge", "take", "s-ada", "amount=300.01"), SYNDIC_CONFLICT, "amount",
	        "lacks 300.00");
	REFUSED(verb_with("pledge", "take", "s-bob", "amount=1"), SYNDIC_CONFLICT, "stage",
	        "not signed");
	BACK(verb_with("pledge", "take", "s-ada", "amount=100"));
	ck_assert_str_eq(contracts(), "s-ada|50000\ns-bob|30000\n");
	bound("cyd", "900");
	BACK(verb_with("sow", "sign", "w", "pledge=s-cyd"));
	ck_assert_str_eq(contracts(), "s-ada|50000\ns-bob|30000\ns-cyd|20000\n");
	IS("sow", "w", "amended");
	BACK(verb("sow", "execute", "w"));
	CLEAN();
}
END_TEST

START_TEST(test_offers_are_in_proportion)
{
	opened();
	bound("ada", "100");
	bound("bob", "300");
	bound("cyd", "600");
	OK(verb("syndicate", "settle", "s"));
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	sign("pledge=s-cyd");
	OK(verb("sow", "execute", "w"));
	OK(verb_why("pledge", "withdraw", "s-cyd"));
	ck_assert_str_eq(notes(),
	                 "s-cyd owes nothing: its contract is gone\n"
	                 "offered to ada: syndic pledge take s-ada 150.00 --why '…'\n"
	                 "offered to bob: syndic pledge take s-bob 450.00 --why '…'\n"
	                 "what they leave of 600.00 is for newcomers: syndic pledge add s --org …\n");
	STANDS("s-cyd", "Withdrawn");
	CLEAN();
}
END_TEST

START_TEST(test_an_unstarted_slot_returns_to_held)
{
	committed();
	foreign("UPDATE slot SET state = 'queued', position = 1;"
	        "INSERT INTO transition (id, at, actor, entity, initiative, slot, field, from_state,"
	        " to_state) SELECT '7ZZZZZZZZZZZZZZZZZZZZZZZZZ', '2026-01-15T00:00:00Z', 'ana', 'slot',"
	        " initiative, id, 'state', 'held', 'queued' FROM slot");
	OK(verb_why("pledge", "withdraw", "s-bob"));
	IS("slot", "i", "held");
	ck_assert_str_eq(cell("slot", "i", "position"), "");
}
END_TEST

START_TEST(test_payments_stay)
{
	committed();
	OK(syndic_contract_collect(db, "s-bob", "450", NULL, NULL));
	half_done();
	BACK(verb_why("pledge", "withdraw", "s-bob"));
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|30000\n");
	ck_assert_str_eq(listed("payment", NULL, "amount"), "450.00\n");
	CLEAN();
}
END_TEST

START_TEST(test_paid_and_withdrawn_before_any_work)
{
	contracting();
	sign("pledge=s-bob");
	OK(syndic_contract_collect(db, "s-bob", "450", NULL, NULL));
	OK(verb_why("pledge", "withdraw", "s-bob"));
	ck_assert_ptr_nonnull(strstr(notes(), "450.00 was paid on contract s-bob, 450.00 more than it "
	                                      "owes"));
	STANDS("s-bob", "Contracted"); /* the payment keeps its contract */
	ck_assert_str_eq(contracts(), "s-bob|0\n");
	IS("syndicate", "s", "open");
	CLEAN();
}
END_TEST

START_TEST(test_event_late_joiner)
{
	committed();
	OK(pledge("cyd", "1000"));
	NO(verb("pledge", "join", "s-cyd"), SYNDIC_CONFLICT, "stage", "is Interest: who signs");
	OK(verb("pledge", "bind", "s-cyd"));
	OK(syndic_contract_collect(db, "s-bob", "600", NULL, NULL));
	/* Of 2000 offered 1000 is to be paid: each pays half of its offer. */
	BACK(verb("pledge", "join", "s-cyd"));
	ck_assert_str_eq(contracts(), "s-ada|20000\ns-bob|30000\ns-cyd|50000\n");
	IS("sow", "w", "executed");
	CLEAN();
	NO(verb("pledge", "join", "s-cyd"), SYNDIC_CONFLICT, "stage", "is Contracted");
	OK(undo(0));
	OK(verb("pledge", "join", "s-cyd"));
	ck_assert_str_eq(notes(), "ada is credited 200.00: its share is 200.00 now\n"
	                          "bob is credited 300.00: its share is 300.00 now\n"
	                          "600.00 was paid on contract s-bob, 300.00 more than it owes: pay it "
	                          "back, or agree otherwise\n");
}
END_TEST

START_TEST(test_joining_wants_a_signed_round)
{
	contracting();
	NO(verb("pledge", "join", "s-ada"), SYNDIC_CONFLICT, "syndicate", "no SOW of syndicate s was");
	NO(verb_with("pledge", "take", "s-ada", "amount=1"), SYNDIC_CONFLICT, "syndicate", "no SOW");
}
END_TEST

START_TEST(test_late_joiner_by_rule_fixed)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "share_rule=fixed",
	       "overshoot_rule=next", "next_initiative=i"));
	OK(add("initiative", "name=J"));
	OK(edit("syndicate", "s", "next_initiative=j"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "1000");
	OK(verb("syndicate", "settle", "s"));
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	sign("pledge=s-ada");
	OK(verb("sow", "execute", "w"));
	bound("bob", "500"); /* the earlier one pays all of it */
	NO(verb("pledge", "join", "s-bob"), SYNDIC_CONFLICT, "amount", "its share would be nothing");
}
END_TEST

START_TEST(test_event_sixty_days_unpaid)
{
	committed();
	at("2026-03-20"); /* 64 days after they signed */
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|60000\n");
	OK(syndic_contract_collect(db, "s-ada", "400", NULL, NULL));
	OK(verb("syndicate", "settle", "s"));
	OK(edit("deal", "s-bob", "next_step=ask for the money"));
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|60000\n"); /* never charged to the others */
	IS("syndicate", "s", "committed");
	CLEAN();
}
END_TEST

/* ---- undo ---- */

START_TEST(test_undo_of_a_move_that_others_rest_on)
{
	long long bound_by;
	opened();
	OK(pledge("ada", "1000"));
	OK(verb("pledge", "bind", "s-ada"));
	bound_by = last_number();
	OK(verb("syndicate", "settle", "s"));
	NO(undo(bound_by), SYNDIC_CONFLICT, "", "moved a deal to Binding, and change");
	OK(undo(0));
	OK(undo(bound_by));
	STANDS("s-ada", "Interest");
	OK(undo(0)); /* undoing is no move: the binding is the last one that counts */
	CLEAN();
}
END_TEST

START_TEST(test_undo_of_a_signature)
{
	long long signature;
	contracting();
	sign("pledge=s-ada");
	signature = last_number();
	sign("pledge=s-bob");
	NO(undo(signature), SYNDIC_CONFLICT, "", "moved on from there");
	OK(undo(0));
	BACK(verb_with("sow", "sign", "w", "pledge=s-bob"));
	CLEAN();
}
END_TEST

START_TEST(test_undo_must_leave_it_sound)
{
	long long withdrawn;
	committed();
	OK(verb_why("pledge", "withdraw", "s-bob"));
	withdrawn = last_number();
	OK(verb_with("pledge", "take", "s-ada", "amount=600"));
	NO(undo(withdrawn), SYNDIC_CONFLICT, "", "sow w: it is executed, and more than its price");
	OK(undo(0));
	OK(undo(withdrawn));
	CLEAN();
}
END_TEST

START_TEST(test_undo_of_adding_keeps_the_trail_of_what_stays)
{
	opened();
	OK(pledge("ada", "400"));
	OK(edit("deal", "s-ada", "owner=zoe"));
	REFUSED(undo(last_number() - 1), SYNDIC_CONFLICT, "", "stays");
	CLEAN();
}
END_TEST

/* A syndicate that once had a deal can be removed, though its trail speaks of it. */
START_TEST(test_removal)
{
	opened();
	OK(pledge("ada", "400"));
	OK(add("syndicate", "name=T", "initiative=i"));
	OK(edit("deal", "s-ada", "syndicate=t"));
	OK(edit("deal", "s-ada", "syndicate=s"));
	BACK(rm("syndicate", "t"));
	CLEAN();
}
END_TEST

START_TEST(test_undo_of_adding_what_others_have_left)
{
	long long added;
	opened();
	OK(pledge("ada", "400"));
	OK(add("syndicate", "name=T", "initiative=i"));
	added = last_number();
	OK(edit("deal", "s-ada", "syndicate=t"));
	OK(edit("deal", "s-ada", "syndicate=s"));
	OK(undo(added));
	ck_assert_str_eq(listed("syndicate", NULL, "slug"), "s\n");
	CLEAN();
	OK(undo(last_number()));
	ck_assert_str_eq(listed("syndicate", NULL, "slug"), "s\nt\n");
	CLEAN();
}
END_TEST

START_TEST(test_verbs_of_nothing)
{
	REFUSED(syndic_verb(db, "pledge", "bind", NULL, NULL, 0, NULL), SYNDIC_MISUSE, "",
	        "wants a record");
	REFUSED(syndic_verb(db, "pledge", NULL, "x", NULL, 0, NULL), SYNDIC_MISUSE, "", "no verb");
	REFUSED(syndic_verb(db, NULL, "bind", "x", NULL, 0, NULL), SYNDIC_MISUSE, "", "no verb");
	REFUSED(syndic_verb(db, "pledge", "add", "x", NULL, 0, NULL), SYNDIC_MISUSE, "", "no verb");
}
END_TEST

UNIT(pledge)
{
	Suite *suite = suite_create("pledge");
	TCase *cases = model_case("pledge");
	tcase_add_test(cases, test_adding);
	tcase_add_test(cases, test_the_way_to_binding);
	tcase_add_test(cases, test_what_a_pledge_is);
	tcase_add_test(cases, test_only_signing_contracts);
	tcase_add_test(cases, test_what_was_signed_stays);
	tcase_add_test(cases, test_event_withdrawn_before_reached);
	tcase_add_loop_test(cases, test_event_withdrawn_while_contracting, 0, 10);
	tcase_add_test(cases, test_withdrawn_and_still_enough);
	tcase_add_test(cases, test_signed_and_withdrawn_before_execution);
	tcase_add_test(cases, test_event_withdrawn_after_execution);
	tcase_add_test(cases, test_offers_are_in_proportion);
	tcase_add_test(cases, test_an_unstarted_slot_returns_to_held);
	tcase_add_test(cases, test_payments_stay);
	tcase_add_test(cases, test_paid_and_withdrawn_before_any_work);
	tcase_add_test(cases, test_event_late_joiner);
	tcase_add_test(cases, test_joining_wants_a_signed_round);
	tcase_add_test(cases, test_late_joiner_by_rule_fixed);
	tcase_add_test(cases, test_event_sixty_days_unpaid);
	tcase_add_test(cases, test_undo_of_a_move_that_others_rest_on);
	tcase_add_test(cases, test_undo_of_a_signature);
	tcase_add_test(cases, test_undo_must_leave_it_sound);
	tcase_add_test(cases, test_undo_of_adding_keeps_the_trail_of_what_stays);
	tcase_add_test(cases, test_removal);
	tcase_add_test(cases, test_undo_of_adding_what_others_have_left);
	tcase_add_test(cases, test_verbs_of_nothing);
	suite_add_tcase(suite, cases);
	return suite;
}
