/* What was agreed is what is paid: contracts that back a statement of work, shares while it is signed, and what
 * becomes of signatures when it ends. */
#include "rounds.h"

#define STANDS(pledge, stage) ck_assert_str_eq(cell("deal", pledge, "stage"), stage)
#define HELPED(part) ck_assert_msg(strstr(helped, part) != NULL, "%s", helped)
#define NOTED(part) ck_assert_msg(strstr(told, part) != NULL, "%s", told)

static const char *told; /* what the write before told: notes are given once */

static void issued(void)
{
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
}

/* Three of 400.00 each for 1000.00, of whom two have signed. */
static void two_of_three(void)
{
	opened();
	bound("ada", "400");
	bound("bob", "400");
	bound("cyd", "400");
	OK(verb("syndicate", "settle", "s"));
	issued();
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	ck_assert_str_eq(contracts(), "s-ada|33334\ns-bob|33333\n");
}

/* ---- contracts that back something ---- */

START_TEST(test_the_contract_of_a_pledge)
{
	contracting();
	OK(add("deal", "name=D", "org=ada", "pipeline=project", "amount=7"));
	OK(win("d"));
	NO(add("contract", "name=Early", "deal=s-bob", "amount=5"), SYNDIC_CONFLICT, "stage",
	   "contracted by being signed");
	HELPED("syndic sow sign w s-bob");
	sign("pledge=s-ada");
	NO(edit("contract", "s-ada", "deal="), SYNDIC_CONFLICT, "deal", "share of pledge s-ada");
	NO(edit("contract", "s-ada", "deal=d"), SYNDIC_CONFLICT, "deal", "share of pledge s-ada");
	NO(edit("contract", "s-ada", "org=bob"), SYNDIC_CONFLICT, "org", "share of pledge s-ada");
	NO(edit("contract", "s-ada", "amount=99999"), SYNDIC_CONFLICT, "amount",
	   "share of pledge s-ada");
	HELPED("syndic pledge take s-ada");
	foreign("UPDATE contract SET deal = NULL WHERE slug = 's-ada'"); /* whatever it says itself */
	NO(edit("contract", "s-ada", "amount=99999"), SYNDIC_CONFLICT, "amount",
	   "share of pledge s-ada");
	foreign("UPDATE contract SET deal = (SELECT id FROM deal WHERE slug = 's-ada')"
	        " WHERE slug = 's-ada'");
	NO(add("contract", "name=Dup", "deal=s-ada", "amount=5"), SYNDIC_CONFLICT, "deal",
	   "has its contract, s-ada");
	HELPED("syndic pledge take s-ada");
	NO(edit("contract", "d", "deal=s-ada"), SYNDIC_CONFLICT, "deal", "has its contract, s-ada");
	NO(edit("deal", "s-ada", "org=bob"), SYNDIC_CONFLICT, "org", "frozen");
	NO(edit("deal", "s-ada", "org="), SYNDIC_CONFLICT, "org", "frozen");
	OK(add("org", "name=cyd"));
	NO(add("deal", "name=E", "pipeline=cofunding", "syndicate=s", "stage=Contracted", "org=cyd",
	       "contract=s-ada", "amount=5"),
	   SYNDIC_CONFLICT, "contract", "backs s-ada already");
	OK(edit("contract", "s-ada", "notes=by mail"));
}
END_TEST

/* ---- a SOW of one deal ---- */

static void of_one_deal(void)
{
	scoped();
	OK(add("org", "name=Ada"));
	OK(add("deal", "name=D", "org=ada", "pipeline=project", "amount=500"));
	OK(add("sow", "name=W", "deal=d", "initiative=i"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	OK(verb("sow", "sign", "w"));
}

START_TEST(test_one_sow_a_deal)
{
	of_one_deal();
	NO(add("sow", "name=V", "deal=d", "initiative=i"), SYNDIC_CONFLICT, "deal",
	   "has SOW w, which is part-signed");
	HELPED("syndic sow terminate w");
	OK(add("sow", "name=V", "initiative=i"));
	NO(edit("sow", "v", "deal=d"), SYNDIC_CONFLICT, "deal", "has SOW w");
	/* Two that another program brought. */
	foreign("UPDATE sow SET deal = (SELECT id FROM deal WHERE slug = 'd') WHERE slug = 'v'");
	NO(verb("sow", "approve", "v"), SYNDIC_CONFLICT, "deal", "has SOW w");
	ck_assert_ptr_nonnull(strstr(findings(), "error deal d: more than one SOW of it stands"));
	OK(edit("sow", "v", "notes=a copy"));
	OK(edit("sow", "v", "deal="));
	OK(verb("sow", "execute", "w"));
	NO(edit("sow", "v", "deal=d"), SYNDIC_CONFLICT, "deal", "has SOW w");
	OK(verb_why("sow", "terminate", "w"));
	OK(edit("sow", "v", "deal=d"));
	ck_assert_ptr_null(strstr(findings(), "error"));
}
END_TEST

START_TEST(test_a_deal_that_is_bound)
{
	of_one_deal();
	OK(edit("contract", "d", "amount=499")); /* nothing is bound yet */
	OK(edit("contract", "d", "amount=500"));
	OK(verb("sow", "execute", "w"));
	NO(reopen("d"), SYNDIC_CONFLICT, "stage", "SOW w, which is executed");
	HELPED("syndic sow terminate w --why");
	NO(lose("d"), SYNDIC_CONFLICT, "stage", "SOW w, which is executed");
	HELPED("syndic sow terminate w --why");
	NO(edit("contract", "d", "amount=10"), SYNDIC_CONFLICT, "amount", "SOW w, which is executed");
	HELPED("syndic sow amend w --why");
	NO(edit("deal", "d", "amount=10"), SYNDIC_CONFLICT, "amount", "SOW w, which is executed");
	REFUSED(rm("contract", "d"), SYNDIC_CONFLICT, "", "deal d refers to it");
	/* Another price is agreed: who pays signs it. */
	OK(verb_why("sow", "amend", "w"));
	OK(edit("sow", "w", "price=450"));
	NO(verb("sow", "execute", "w"), SYNDIC_CONFLICT, "price", "d has signed 500.00 of 450.00");
	HELPED("syndic sow sign w");
	BACK(verb("sow", "sign", "w"));
	ck_assert_str_eq(contracts(), "d|45000\n");
	OK(verb("sow", "execute", "w"));
	CLEAN();
	OK(verb_why("sow", "terminate", "w"));
	OK(reopen("d"));
	CLEAN();
}
END_TEST

/* ---- shares while it is signed ---- */

START_TEST(test_shares_are_recomputed_while_contracting)
{
	two_of_three();
	OK(verb_why("pledge", "withdraw", "s-cyd"));
	IS("syndicate", "s", "open");
	bound("dan", "300");
	OK(verb("syndicate", "settle", "s"));
	/* Of 1100 offered 1000 is to be paid: those who have signed pay more. */
	BACK(verb_with("sow", "sign", "w", "pledge=s-dan"));
	ck_assert_str_eq(contracts(), "s-ada|36364\ns-bob|36363\ns-dan|27273\n");
	OK(undo(0));
	OK(verb_with("sow", "sign", "w", "pledge=s-dan"));
	told = notes();
	NOTED("s-ada pays 363.64 instead of 333.34: have it agree");
	NOTED("s-bob pays 363.63 instead of 333.33: have it agree");
	OK(verb("sow", "execute", "w"));
	CLEAN();
}
END_TEST

/* Enough is left without the one who went: executing asks the others for it, never for more than they offered. */
START_TEST(test_execute_recomputes)
{
	opened();
	bound("ada", "500");
	bound("bob", "500");
	bound("cyd", "500");
	OK(verb("syndicate", "settle", "s"));
	issued();
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	OK(verb_why("pledge", "withdraw", "s-cyd"));
	IS("syndicate", "s", "contracting");
	ck_assert_str_eq(contracts(), "s-ada|33334\ns-bob|33333\n");
	BACK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|50000\ns-bob|50000\n");
	CLEAN();
}
END_TEST

START_TEST(test_signed_elsewhere)
{
	opened();
	OK(add("org", "name=ada"));
	OK(add("deal", "name=N", "pipeline=cofunding", "syndicate=s", "stage=Contracted", "org=ada",
	       "amount=600"));
	bound("bob", "600");
	OK(verb("syndicate", "settle", "s"));
	issued();
	OK(verb_with("sow", "sign", "w", "pledge=s-bob"));
	told = notes();
	NOTED("n pays 500.00 instead of 600.00: have it agree");
	OK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "n|50000\ns-bob|50000\n");
	CLEAN();
}
END_TEST

/* Where all have signed elsewhere, one of them names it. */
START_TEST(test_all_signed_elsewhere)
{
	opened();
	OK(add("org", "name=ada"));
	OK(add("deal", "name=N", "pipeline=cofunding", "syndicate=s", "stage=Contracted", "org=ada",
	       "amount=1000"));
	OK(verb("syndicate", "settle", "s"));
	issued();
	BACK(verb_with("sow", "sign", "w", "pledge=n"));
	IS("sow", "w", "part-signed");
	NO(verb_with("sow", "sign", "w", "pledge=n"), SYNDIC_CONFLICT, "stage", "has signed on");
	OK(verb("sow", "execute", "w"));
	CLEAN();
}
END_TEST

/* ---- ended ---- */

START_TEST(test_terminated_before_it_was_executed)
{
	contracting();
	sign("pledge=s-ada");
	BACK(verb_why("sow", "terminate", "w"));
	STANDS("s-ada", "Binding");
	ck_assert_str_eq(contracts(), "");
	ck_assert_str_eq(listed("contract", NULL, "slug"), "");
	IS("syndicate", "s", "contracting");
	IS("slot", "i", "held");
	CLEAN();
	OK(add("sow", "name=V", "syndicate=s"));
	OK(verb("sow", "approve", "v"));
	OK(verb("sow", "issue", "v"));
	OK(verb_with("sow", "sign", "v", "pledge=s-bob"));
	NO(verb("sow", "execute", "v"), SYNDIC_CONFLICT, "price", "to sign: s-ada");
	OK(verb_with("sow", "sign", "v", "pledge=s-ada"));
	OK(verb("sow", "execute", "v"));
	CLEAN();
}
END_TEST

START_TEST(test_terminated_after_a_payment)
{
	contracting();
	sign("pledge=s-ada");
	OK(syndic_contract_collect(db, "s-ada", "100", NULL, NULL));
	NO(verb_why("sow", "terminate", "w"), SYNDIC_CONFLICT, "state", "100.00 was paid");
	HELPED("syndic pledge withdraw s-ada --why");
	OK(verb_why("pledge", "withdraw", "s-ada"));
	OK(verb_why("sow", "terminate", "w"));
	CLEAN();
}
END_TEST

/* What was signed of one that was executed is signed of no other. */
START_TEST(test_terminated_after_it_was_executed)
{
	executed();
	OK(verb_why("sow", "terminate", "w"));
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|60000\n");
	OK(add("sow", "name=V", "syndicate=s"));
	OK(verb("sow", "approve", "v"));
	NO(verb("sow", "issue", "v"), SYNDIC_CONFLICT, "syndicate", "s-ada signed a SOW");
	HELPED("syndic pledge withdraw s-ada --why");
	OK(verb_why("pledge", "withdraw", "s-ada"));
	OK(verb_why("pledge", "withdraw", "s-bob"));
	OK(verb("pledge", "bind", "s-ada"));
	OK(verb("pledge", "bind", "s-bob"));
	OK(verb("syndicate", "settle", "s"));
	OK(verb("sow", "issue", "v"));
	OK(verb_with("sow", "sign", "v", "pledge=s-ada"));
	OK(verb_with("sow", "sign", "v", "pledge=s-bob"));
	OK(verb("sow", "execute", "v"));
	CLEAN();
}
END_TEST

/* ---- the bridge to the price, and the price that is raised ---- */

static void above_its_threshold(void)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "threshold=900"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "450");
	bound("bob", "460");
	OK(verb("syndicate", "settle", "s"));
}

START_TEST(test_bridge_once_it_is_reached)
{
	above_its_threshold();
	NO(verb_with("syndicate", "bridge", "s", "amount=90.01"), SYNDIC_CONFLICT, "bridge",
	   "too much");
	HELPED("syndic pledge add s");
	NO(verb_with("syndicate", "bridge", "s", "amount=0"), SYNDIC_CONFLICT, "bridge", "nothing");
	NO(verb_with("syndicate", "bridge", "s", "amount=-5"), SYNDIC_CONFLICT, "bridge", "nothing");
	BACK(verb_why("syndicate", "bridge", "s"));
	IS("syndicate", "s", "reached");
	ck_assert_str_eq(cell("syndicate", "s", "bridge"), "90.00");
	NO(verb_why("syndicate", "bridge", "s"), SYNDIC_CONFLICT, "choice", "had its choice");
	issued();
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	OK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|45000\ns-bob|46000\n");
	CLEAN();
}
END_TEST

START_TEST(test_bridge_while_contracting)
{
	above_its_threshold();
	issued();
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	NO(verb("sow", "execute", "w"), SYNDIC_CONFLICT, "price", "90.00 of 1,000.00 is not signed");
	HELPED("syndic syndicate bridge s");
	BACK(verb_why("syndicate", "bridge", "s"));
	IS("syndicate", "s", "contracting");
	OK(verb("sow", "execute", "w"));
	NO(verb_why("syndicate", "bridge", "s"), SYNDIC_CONFLICT, "choice", "had its choice");
	CLEAN();
}
END_TEST

START_TEST(test_no_bridge_where_nothing_is_missing)
{
	contracting();
	NO(verb_why("syndicate", "bridge", "s"), SYNDIC_CONFLICT, "bridge", "nothing");
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	OK(verb("sow", "execute", "w"));
	NO(verb_why("syndicate", "bridge", "s"), SYNDIC_CONFLICT, "state", "SOW w is executed");
}
END_TEST

START_TEST(test_approve_fills_in_what_is_raised)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "ceiling=1500",
	       "overshoot_rule=stretch"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "900");
	bound("bob", "400");
	OK(verb("syndicate", "settle", "s"));
	issued();
	ck_assert_str_eq(cell("sow", "w", "price"), "1300.00");
	/* Who comes now shares in that price, and raises it no more. */
	bound("cyd", "130");
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	sign("pledge=s-cyd");
	OK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|81818\ns-bob|36364\ns-cyd|11818\n");
	CLEAN();
}
END_TEST

/* ---- amended ---- */

START_TEST(test_a_lower_price)
{
	executed();
	bound("cyd", "100"); /* who has not signed takes no part in it */
	OK(verb_why("sow", "amend", "w"));
	OK(edit("sow", "w", "price=800"));
	BACK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|32000\ns-bob|48000\n");
	OK(undo(0));
	OK(verb("sow", "execute", "w"));
	told = notes();
	NOTED("ada is credited 80.00: its share is 320.00 now");
	NOTED("bob is credited 120.00: its share is 480.00 now");
	CLEAN();
}
END_TEST

START_TEST(test_a_withdrawal_is_a_revision)
{
	executed();
	BACK(verb_why("pledge", "withdraw", "s-bob"));
	ck_assert_str_eq(cell("sow", "w", "revision"), "1");
	OK(verb_why("pledge", "withdraw", "s-ada")); /* it is amended already */
	ck_assert_str_eq(cell("sow", "w", "revision"), "1");
}
END_TEST

/* ---- days ---- */

START_TEST(test_reopening_never_shortens)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-08-01"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "1000");
	OK(verb("syndicate", "settle", "s"));
	OK(verb_why("pledge", "withdraw", "s-ada"));
	IS("syndicate", "s", "open");
	ck_assert_str_eq(cell("syndicate", "s", "deadline"), "2026-08-01");
	OK(verb("pledge", "bind", "s-ada"));
	OK(verb("syndicate", "settle", "s"));
	at("2026-07-20");
	OK(verb_why("pledge", "withdraw", "s-ada"));
	ck_assert_str_eq(cell("syndicate", "s", "deadline"), "2026-08-19");
}
END_TEST

START_TEST(test_signing_too_late)
{
	contracting();
	at("2026-02-14");
	sign("pledge=s-ada");
	ck_assert_ptr_null(strstr(notes(), "time to sign"));
	at("2026-02-15");
	sign("pledge=s-bob");
	told = notes();
	NOTED("the time to sign ended on 2026-02-14");
}
END_TEST

/* ---- who cannot sign, and why ---- */

START_TEST(test_why_it_cannot_sign)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "ceiling=1100",
	       "share_rule=fixed", "overshoot_rule=cap"));
	OK(edit("syndicate", "s", "overshoot_rule=next"));
	OK(add("initiative", "name=J"));
	OK(edit("syndicate", "s", "next_initiative=j"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "1000");
	bound("bob", "50");
	OK(pledge("cyd", "10"));
	OK(verb_with("pledge", "bind", "s-cyd", "condition_members=9"));
	OK(pledge("dan", "10"));
	OK(verb_with("pledge", "bind", "s-dan", "expires=2026-01-20"));
	bound("eve", "500");
	OK(pledge("fay", "10"));
	OK(verb("syndicate", "settle", "s"));
	issued();
	at("2026-01-21");
#define WHY(pledge, part, help)                                                                    \
	NO(verb_with("sow", "sign", "w", "pledge=" pledge), SYNDIC_CONFLICT, "stage", part);           \
	HELPED(help)
	WHY("s-bob", "its share is nothing", "syndic syndicate show s");
	WHY("s-cyd", "its condition does not hold", "syndic syndicate solve s");
	WHY("s-dan", "it expired on 2026-01-20", "syndic deal edit s-dan --expires");
	WHY("s-eve", "it waits above the ceiling", "syndic syndicate solve s");
	WHY("s-fay", "is Interest", "syndic pledge bind s-fay");
	OK(verb_why("pledge", "withdraw", "s-fay"));
	WHY("s-fay", "is Withdrawn", "syndic pledge bind s-fay");
	sign("pledge=s-ada");
	OK(verb("sow", "execute", "w"));
	NO(verb("pledge", "join", "s-eve"), SYNDIC_CONFLICT, "stage", "it waits above the ceiling");
	HELPED("syndic syndicate solve s");
}
END_TEST

/* 400.00, 400.00 and 200.00 by the rule `fixed`: the last to become binding pays what is left, whoever
 * signs first, and on whichever day. */
START_TEST(test_a_signature_keeps_its_place)
{
	static const char *const days[] = {"2026-01-20", "2026-01-21", "2026-01-22"};
	static const char *const signers[] = {"pledge=s-cyd", "pledge=s-bob", "pledge=s-ada"};
	scoped();
	OK(add("initiative", "name=Other"));
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "share_rule=fixed",
	       "overshoot_rule=next", "next_initiative=other"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "400");
	bound("bob", "400");
	bound("cyd", "400");
	OK(verb("syndicate", "settle", "s"));
	issued();
	for (size_t i = 0; i < 3; i++) {
		at(days[i]);
		sign(signers[i]);
	}
	OK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|40000\ns-cyd|20000\n");
	CLEAN();
}
END_TEST

/* 1000.00 was agreed, then 800.00: a late joiner who offers as much as ada pays ada's share of that. */
START_TEST(test_joining_after_an_amended_price)
{
	committed();
	OK(verb_why("sow", "amend", "w"));
	OK(edit("sow", "w", "price=800"));
	OK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|32000\ns-bob|48000\n");
	bound("eve", "1000");
	OK(verb("pledge", "join", "s-eve"));
	/* 4, 6 and 10 parts of 800.00 */
	ck_assert_str_eq(contracts(), "s-ada|16000\ns-bob|24000\ns-eve|40000\n");
	CLEAN();
}
END_TEST

/* And 1200.00: who signs brings what is missing. */
START_TEST(test_signing_a_higher_price)
{
	committed();
	OK(verb_why("sow", "amend", "w"));
	OK(edit("sow", "w", "price=1200"));
	bound("eve", "1000");
	sign("pledge=s-eve");
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|60000\ns-eve|20000\n");
	OK(verb("sow", "execute", "w"));
	CLEAN();
}
END_TEST

START_TEST(test_no_subset_of_what_is_being_signed)
{
	two_of_three();
	OK(verb_why("pledge", "withdraw", "s-cyd"));
	at("2026-05-01");
	NO(verb_with("syndicate", "settle", "s", "subset=yes"), SYNDIC_CONFLICT, "state",
	   "SOW w of the whole scope is part-signed");
	HELPED("syndic sow terminate w");
	OK(verb_why("sow", "terminate", "w"));
	OK(verb_with("syndicate", "settle", "s", "subset=yes"));
	CLEAN();
}
END_TEST

START_TEST(test_the_contract_of_a_bound_deal)
{
	of_one_deal();
	OK(verb("sow", "execute", "w"));
	OK(add("org", "name=bob"));
	OK(add("deal", "name=Other", "org=bob", "pipeline=project", "amount=7"));
	OK(win("other"));
	NO(edit("contract", "d", "deal=other"), SYNDIC_CONFLICT, "deal", "backs SOW w");
	NO(edit("contract", "d", "org=bob"), SYNDIC_CONFLICT, "org", "backs SOW w");
	NO(add("contract", "name=Twin", "deal=d", "amount=500"), SYNDIC_CONFLICT, "contract",
	   "backs SOW w");
	OK(edit("contract", "d", "notes=by mail"));
	CLEAN();
}
END_TEST

/* What nothing pays for any more can be sold again. */
START_TEST(test_a_deals_sow_that_ends)
{
	of_one_deal();
	OK(verb("sow", "execute", "w"));
	OK(verb_with("slot", "hold", "i", "sow=w"));
	OK(verb("slot", "queue", "i"));
	IS("initiative", "i", "funded");
	OK(verb_why("sow", "terminate", "w"));
	IS("slot", "i", "lapsed");
	IS("initiative", "i", "scoped");
	CLEAN();
}
END_TEST

/* A draft beside it ends without a word to the slot of the SOW that binds. */
START_TEST(test_a_draft_beside_it_ends)
{
	committed();
	OK(verb("slot", "queue", "i"));
	OK(verb("slot", "pull", "i"));
	OK(verb_why("deliverable", "drop", "x"));
	OK(verb_why("deliverable", "drop", "y"));
	OK(add("sow", "name=Draft", "syndicate=s"));
	OK(verb_why("sow", "terminate", "draft"));
	IS("slot", "i", "pulled");
	CLEAN();
}
END_TEST

/* An import brings what was signed elsewhere until the sum is agreed, and no more after. */
START_TEST(test_an_import_into_what_is_agreed)
{
	committed();
	OK(add("org", "name=eve"));
	ck_assert_ptr_nonnull(
		strstr(import_as("deal", "eve.csv",
	                     "name,org,pipeline,stage,amount,syndicate\nEve,eve,cofunding,"
	                     "Contracted,777,s\n",
	                     NULL),
	           " 1 0 0 0 1"));
	CLEAN();
}
END_TEST

UNIT(signatures)
{
	Suite *suite = suite_create("signatures");
	TCase *cases = model_case("agreed");
	tcase_add_test(cases, test_the_contract_of_a_pledge);
	tcase_add_test(cases, test_one_sow_a_deal);
	tcase_add_test(cases, test_a_deal_that_is_bound);
	tcase_add_test(cases, test_shares_are_recomputed_while_contracting);
	tcase_add_test(cases, test_execute_recomputes);
	tcase_add_test(cases, test_signed_elsewhere);
	tcase_add_test(cases, test_all_signed_elsewhere);
	tcase_add_test(cases, test_terminated_before_it_was_executed);
	tcase_add_test(cases, test_terminated_after_a_payment);
	tcase_add_test(cases, test_terminated_after_it_was_executed);
	tcase_add_test(cases, test_bridge_once_it_is_reached);
	tcase_add_test(cases, test_bridge_while_contracting);
	tcase_add_test(cases, test_no_bridge_where_nothing_is_missing);
	tcase_add_test(cases, test_approve_fills_in_what_is_raised);
	tcase_add_test(cases, test_a_lower_price);
	tcase_add_test(cases, test_a_withdrawal_is_a_revision);
	tcase_add_test(cases, test_reopening_never_shortens);
	tcase_add_test(cases, test_signing_too_late);
	tcase_add_test(cases, test_why_it_cannot_sign);
	tcase_add_test(cases, test_a_signature_keeps_its_place);
	tcase_add_test(cases, test_joining_after_an_amended_price);
	tcase_add_test(cases, test_signing_a_higher_price);
	tcase_add_test(cases, test_no_subset_of_what_is_being_signed);
	tcase_add_test(cases, test_the_contract_of_a_bound_deal);
	tcase_add_test(cases, test_a_deals_sow_that_ends);
	tcase_add_test(cases, test_a_draft_beside_it_ends);
	tcase_add_test(cases, test_an_import_into_what_is_agreed);
	suite_add_tcase(suite, cases);
	return suite;
}
