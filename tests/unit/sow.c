/* Statements of work: their states, who signs, and the sum that is executed. */
#include "rounds.h"

START_TEST(test_the_whole_way)
{
	reached();
	OK(add("sow", "name=W", "syndicate=s"));
	IS("sow", "w", "draft");
	ck_assert_str_eq(cell("sow", "w", "initiative"), "i");
	ck_assert_str_eq(cell("sow", "w", "drafted_on"), TODAY);
	BACK(verb("sow", "approve", "w"));
	ck_assert_str_eq(cell("sow", "w", "price"), "1000.00");
	BACK(verb_why("sow", "amend", "w"));
	IS("sow", "w", "draft");
	ck_assert_str_eq(cell("sow", "w", "revision"), "1");
	OK(verb("sow", "approve", "w"));
	BACK(verb("sow", "issue", "w"));
	BACK(verb_with("sow", "sign", "w", "pledge=s-ada", "signed_on=2026-01-14"));
	ck_assert_str_eq(cell("contract", "s-ada", "signed_on"), "2026-01-14");
	NO(verb("sow", "execute", "w"), SYNDIC_CONFLICT, "price",
	   "600.00 of 1,000.00 is not signed; to sign: s-bob");
	ck_assert_str_eq(helped, "syndic sow sign w s-bob");
	BACK(verb_with("sow", "sign", "w", "pledge=s-bob"));
	BACK(verb("sow", "execute", "w"));
	ck_assert_str_eq(cell("sow", "w", "executed_on"), TODAY);
	BACK(verb("sow", "activate", "w"));
	NO(verb("sow", "accept", "w"), SYNDIC_CONFLICT, "state", "its deliverable x is planned");
	foreign("UPDATE deliverable SET state = 'dropped'");
	NO(verb("sow", "accept", "w"), SYNDIC_CONFLICT, "state", "nothing of it was accepted");
	foreign("UPDATE deliverable SET state = 'accepted' WHERE slug = 'x'");
	OK(verb("sow", "accept", "w"));
	OK(verb("sow", "close", "w"));
	ck_assert_str_eq(
		moves("sow"),
		">draft  ana\ndraft>approved  ana\napproved>draft because ana\ndraft>approved  ana\n"
		"approved>issued  ana\nissued>part-signed because ana\npart-signed>part-signed because "
		"ana\n"
		"part-signed>executed  ana\nexecuted>active  ana\nactive>accepted  ana\n"
		"accepted>closed  ana\n");
}
END_TEST

START_TEST(test_what_approving_wants)
{
	ck_assert_str_eq(import_as("initiative", "i.csv", "name,state\nI,scoped\n", NULL), NEW_ROWS(1));
	OK(add("sow", "name=W"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "syndicate", "names nobody who signs");
	OK(add("syndicate", "name=S", "initiative=i"));
	OK(edit("sow", "w", "syndicate=s"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "price", "has no price, nor has s");
	OK(edit("syndicate", "s", "price=10"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "initiative", "has no deliverable");
	OK(add("deliverable", "name=X", "initiative=i"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "initiative", "x has no definition-of-done");
	OK(edit("deliverable", "x", "definition_of_done=seen"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "initiative", "x has no low-hours");
	OK(edit("deliverable", "x", "low_hours=1"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "initiative", "x has no high-hours");
	ck_assert_str_eq(helped, "syndic deliverable edit x --high-hours …");
	OK(edit("deliverable", "x", "high_hours=2"));
	OK(verb("sow", "approve", "w"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "state",
	   "is approved: approve wants it to be draft");
	NO(verb("sow", "issue", "w"), SYNDIC_CONFLICT, "syndicate",
	   "s is forming: a SOW is issued once");
	CLEAN();
}
END_TEST

START_TEST(test_who_signs)
{
	opened();
	OK(pledge("ada", "400"));
	OK(add("initiative", "name=J"));
	REFUSED(add("sow", "name=W", "syndicate=s", "deal=s-ada"), SYNDIC_MISUSE, "deal", "not both");
	REFUSED(add("sow", "name=W", "deal=s-ada"), SYNDIC_MISUSE, "deal", "that deal is a pledge");
	REFUSED(add("sow", "name=W", "syndicate=s", "initiative=j"), SYNDIC_MISUSE, "initiative",
	        "funds another initiative");
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	NO(verb_with("sow", "sign", "w", "pledge=s-ada"), SYNDIC_CONFLICT, "state",
	   "is approved: sign wants it to be issued or part-signed or amended");
	ck_assert_str_eq(helped, "syndic sow issue w");
}
END_TEST

START_TEST(test_signing)
{
	contracting();
	OK(pledge("cyd", "5"));
	OK(add("deal", "name=D"));
	REFUSED(verb("sow", "sign", "w"), SYNDIC_MISUSE, "pledge", "whose signature is it?");
	NO(verb_with("sow", "sign", "w", "pledge=d"), SYNDIC_CONFLICT, "syndicate", "no pledge of");
	NO(verb_with("sow", "sign", "w", "pledge=s-cyd"), SYNDIC_CONFLICT, "stage",
	   "is Interest: who signs");
	NO(verb_with("sow", "sign", "w", "pledge=nobody"), SYNDIC_NOT_FOUND, "", "nobody");
	sign("pledge=s-ada");
	NO(verb_with("sow", "sign", "w", "pledge=s-ada"), SYNDIC_CONFLICT, "stage", "has signed on");
	NO(edit("sow", "w", "price=5"), SYNDIC_CONFLICT, "price", "is agreed: it is part-signed");
	ck_assert_str_eq(helped, "syndic sow terminate w --why '…'");
	NO(edit("sow", "w", "syndicate="), SYNDIC_CONFLICT, "syndicate", "is agreed");
	NO(verb_why("sow", "amend", "w"), SYNDIC_CONFLICT, "state", "is part-signed: amend wants");
	NO(rm("sow", "w"), SYNDIC_CONFLICT, "state", "terminated, never removed");
	CLEAN();
}
END_TEST

START_TEST(test_shares_are_signed)
{
	opened();
	bound("ada", "900");
	bound("bob", "600"); /* of 1500 each pays two thirds */
	OK(verb("syndicate", "settle", "s"));
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	sign("pledge=s-bob");
	sign("pledge=s-ada");
	ck_assert_str_eq(contracts(), "s-ada|60000\ns-bob|40000\n");
	ck_assert_str_eq(cell("deal", "s-ada", "amount"), "900.00");
	OK(verb("sow", "execute", "w"));
	CLEAN();
}
END_TEST

START_TEST(test_one_sow_a_round)
{
	contracting();
	OK(add("sow", "name=V", "syndicate=s"));
	OK(verb("sow", "approve", "v"));
	NO(verb("sow", "issue", "v"), SYNDIC_CONFLICT, "syndicate", "has SOW w, which is issued");
	OK(verb_why("sow", "terminate", "w"));
	IS("syndicate", "s", "contracting"); /* there is time for another */
	IS("slot", "i", "held");
	CLEAN();
	OK(verb_why("sow", "amend", "v"));
	OK(edit("sow", "v", "price=999"));
	OK(verb("sow", "approve", "v"));
	NO(verb("sow", "issue", "v"), SYNDIC_CONFLICT, "price", "its price is 999.00");
	OK(verb_why("sow", "amend", "v"));
	OK(edit("sow", "v", "price="));
	OK(verb("sow", "approve", "v"));
	OK(verb("sow", "issue", "v"));
	ck_assert_str_eq(cell("syndicate", "s", "contracting_until"), "2026-02-14");
	OK(verb_with("sow", "sign", "v", "pledge=s-ada"));
	CLEAN();
}
END_TEST

START_TEST(test_stretch)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01", "ceiling=1500",
	       "overshoot_rule=stretch"));
	OK(verb("syndicate", "open", "s"));
	bound("ada", "900");
	bound("bob", "400");
	OK(verb("syndicate", "settle", "s"));
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb_why("sow", "amend", "w"));
	OK(edit("sow", "w", "price=1000"));
	OK(verb("sow", "approve", "w"));
	NO(verb("sow", "issue", "w"), SYNDIC_CONFLICT, "price",
	   "its price is 1,000.00, and the syndicate's is 1,300.00");
	OK(verb_why("sow", "amend", "w"));
	OK(edit("sow", "w", "price="));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	OK(verb("sow", "execute", "w"));
	CLEAN();
}
END_TEST

START_TEST(test_of_one_deal)
{
	scoped();
	OK(add("org", "name=Ada"));
	OK(add("deal", "name=D", "org=ada", "pipeline=project", "amount=500"));
	OK(add("sow", "name=W", "deal=d"));
	NO(verb("sow", "approve", "w"), SYNDIC_CONFLICT, "initiative", "has no deliverable");
	OK(edit("sow", "w", "initiative=i"));
	OK(verb("sow", "approve", "w"));
	ck_assert_str_eq(cell("sow", "w", "price"), "500.00");
	OK(verb("sow", "issue", "w"));
	NO(verb("sow", "execute", "w"), SYNDIC_CONFLICT, "state", "is issued: execute wants");
	OK(add("deal", "name=E"));
	NO(verb_with("sow", "sign", "w", "pledge=e"), SYNDIC_CONFLICT, "deal", "is not the deal of");
	BACK(verb("sow", "sign", "w"));
	ck_assert_str_eq(cell("deal", "d", "stage"), "Closed Won");
	ck_assert_str_eq(contracts(), "d|50000\n");
	BACK(verb("sow", "execute", "w"));
	IS("initiative", "i", "funded");
	CLEAN();
}
END_TEST

START_TEST(test_of_a_deal_that_was_won_before)
{
	scoped();
	OK(add("org", "name=Ada"));
	OK(add("deal", "name=D", "org=ada", "pipeline=project", "amount=500"));
	OK(win("d"));
	OK(add("sow", "name=W", "deal=d", "initiative=i", "price=600"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
	NO(verb("sow", "sign", "w"), SYNDIC_CONFLICT, "amount", "is of 500.00, the SOW of 600.00");
	OK(edit("contract", "d", "amount=600"));
	OK(verb("sow", "sign", "w"));
	OK(edit("contract", "d", "amount=599"));
	NO(verb("sow", "execute", "w"), SYNDIC_CONFLICT, "price", "d has signed 599.00 of 600.00");
	OK(edit("contract", "d", "amount=600"));
	OK(verb("sow", "execute", "w"));
	CLEAN();
	NO(edit("contract", "d", "amount=599"), SYNDIC_CONFLICT, "amount", "backs SOW w");
	OK(verb_why("sow", "amend", "w"));
	NO(edit("contract", "d", "amount=599"), SYNDIC_CONFLICT, "amount", "is amended");
	ck_assert_str_eq(helped, "syndic sow edit w --price …, then sow sign w");
	OK(edit("sow", "w", "price=599"));
	OK(verb("sow", "sign", "w"));
	OK(verb("sow", "execute", "w"));
	CLEAN();
	foreign("UPDATE contract SET amount = 60000");
	ck_assert_ptr_nonnull(strstr(findings(), "warning sow w: it is executed, and the contract of"
	                                         " its deal is not of its price\n"));
}
END_TEST

START_TEST(test_amending_what_binds)
{
	executed();
	REFUSED(verb("sow", "amend", "w"), SYNDIC_MISUSE, "why", "wants a reason");
	BACK(verb_why("sow", "amend", "w"));
	IS("sow", "w", "amended");
	NO(verb("sow", "activate", "w"), SYNDIC_CONFLICT, "state", "is amended: activate wants");
	OK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "contracting");
	at("2026-03-20"); /* what binds does not lapse */
	OK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "contracting");
	NO(verb("syndicate", "commit", "s"), SYNDIC_CONFLICT, "state", "is amended, not executed");
	OK(edit("sow", "w", "price=999"));
	BACK(verb("sow", "execute", "w"));
	ck_assert_str_eq(contracts(), "s-ada|39960\ns-bob|59940\n");
	CLEAN();
}
END_TEST

START_TEST(test_terminating)
{
	committed();
	REFUSED(verb("sow", "terminate", "w"), SYNDIC_MISUSE, "why", "wants a reason");
	BACK(verb_why("sow", "terminate", "w"));
	IS("sow", "w", "terminated");
	IS("slot", "i", "lapsed");
	ck_assert_str_eq(contracts(), "s-ada|40000\ns-bob|60000\n");
	NO(verb_why("sow", "terminate", "w"), SYNDIC_CONFLICT, "state", "is terminated");
	OK(verb_why("pledge", "withdraw", "s-ada"));
	CLEAN();
}
END_TEST

START_TEST(test_what_is_built_is_delivered_first)
{
	committed();
	OK(verb("sow", "activate", "w"));
	foreign("UPDATE slot SET state = 'pulled'");
	NO(verb_why("sow", "terminate", "w"), SYNDIC_CONFLICT, "state", "its slot i is pulled");
	foreign("UPDATE deliverable SET state = 'accepted'");
	OK(verb("sow", "accept", "w"));
	NO(verb("sow", "close", "w"), SYNDIC_CONFLICT, "state", "its slot i is not delivered");
	foreign("UPDATE slot SET state = 'delivered'");
	OK(verb("sow", "close", "w"));
}
END_TEST

/* ---- what check finds where another program wrote ---- */

static const char *found(const char *sql)
{
	static char kept[2000];
	struct syndic_rows *rows;
	kept[0] = '\0';
	foreign(sql);
	if (syndic_check(db, &rows) != SYNDIC_OK) ck_assert_ptr_nonnull(rows);
	while (syndic_rows_next(rows) == 1) {
		/* That it was another program is told, too, in its own words. */
		if (strcmp(plain(rows, 0), "note") == 0 || strstr(plain(rows, 3), "rebuilt")) continue;
		ck_assert_str_ne(plain(rows, 4), "");
		strncat(kept, plain(rows, 3), sizeof kept - strlen(kept) - 1);
		strncat(kept, "\n", sizeof kept - strlen(kept) - 1);
	}
	syndic_rows_free(rows);
	return kept;
}

START_TEST(test_check)
{
	committed();
	CLEAN();
	ck_assert_str_eq(found("UPDATE contract SET amount = amount - 1 WHERE slug = 's-ada'"),
	                 "it is executed, and less than its price is signed\n");
	ck_assert_str_eq(found("UPDATE contract SET amount = amount + 2 WHERE slug = 's-ada'"),
	                 "it is executed, and more than its price is signed\n");
	ck_assert_str_eq(found("UPDATE contract SET amount = amount - 1 WHERE slug = 's-ada';"
	                       "UPDATE slot SET state = 'queued', position = 2"),
	                 "its place in the queue is not one of 1, 2, … in their order\n"
	                 "its state is not where its last transition led\n");
	ck_assert_str_eq(found("UPDATE slot SET position = NULL, state = 'lapsed'"),
	                 "it was reached, and has no slot\n"
	                 "its state is not where its last transition led\n");
	ck_assert_str_eq(found("UPDATE slot SET state = 'queued', position = 1;"
	                       "UPDATE sow SET state = 'draft'"),
	                 "it waits in the queue, and no executed SOW backs it\n"
	                 "its state is not where its last transition led\n"
	                 "its state is not where its last transition led\n");
	ck_assert_str_eq(found("UPDATE slot SET state = 'pulled', position = NULL"),
	                 "it is built, and no executed SOW backs it\n"
	                 "its state is not where its last transition led\n"
	                 "its state is not where its last transition led\n");
	ck_assert_str_eq(found("UPDATE slot SET state = 'held'; UPDATE sow SET state = 'executed';"
	                       "INSERT INTO slot (id, slug, name, initiative, state, folded) SELECT"
	                       " 'Z', 'z', 'Z', initiative, 'held', 'z' FROM slot LIMIT 1"),
	                 "more than one slot of it is held, queued or pulled\n"
	                 "its state is not where its last transition led\n");
	ck_assert_str_eq(found(
						 "DELETE FROM slot WHERE slug = 'z'; UPDATE syndicate SET state = 'lapsed';"
						 "UPDATE deal SET contract = NULL, stage = (SELECT id FROM stage WHERE"
						 " slug = 'cofunding-soft') WHERE slug = 's-ada';"
						 "UPDATE contract SET deal = NULL"),
	                 "it is an open pledge, and its syndicate is over\n"
	                 "it is executed, and less than its price is signed\n"
	                 "its state is not where its last transition led\n"
	                 "its stage is not where its last transition led\n");
}
END_TEST

/* Whatever became of its round: as an import may leave it. */
START_TEST(test_check_of_what_is_executed)
{
	static const char *const states[] = {"forming", "open", "lapsed", "cancelled", "closed"};
	committed();
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		char sql[200];
		snprintf(sql, sizeof sql,
		         "UPDATE contract SET amount = 0; UPDATE syndicate SET state = '%s'", states[i]);
		ck_assert_ptr_nonnull(
			strstr(found(sql), "it is executed, and less than its price is signed\n"));
	}
	ck_assert_ptr_nonnull(strstr(found("UPDATE sow SET state = 'closed'"), "less than its price"));
	/* while it is amended, what is missing is offered to others */
	ck_assert_ptr_null(strstr(found("UPDATE sow SET state = 'amended'"), "less than its price"));
}
END_TEST

START_TEST(test_check_of_a_round)
{
	reached();
	ck_assert_str_eq(found("UPDATE deal SET amount = 1 WHERE slug = 's-ada'"),
	                 "it was reached, and what counts does not suffice any more\n");
	OK(verb("syndicate", "settle", "s"));
	IS("syndicate", "s", "open");
	ck_assert_str_eq(found("UPDATE deal SET pipeline = (SELECT id FROM pipeline WHERE slug ="
	                       " 'project'), stage = (SELECT id FROM stage WHERE slug ="
	                       " 'project-proposal') WHERE slug = 's-ada'"),
	                 "it has a syndicate, and is not in the pipeline cofunding\n");
}
END_TEST

UNIT(sow)
{
	Suite *suite = suite_create("sow");
	TCase *cases = model_case("sow");
	tcase_add_test(cases, test_the_whole_way);
	tcase_add_test(cases, test_what_approving_wants);
	tcase_add_test(cases, test_who_signs);
	tcase_add_test(cases, test_signing);
	tcase_add_test(cases, test_shares_are_signed);
	tcase_add_test(cases, test_one_sow_a_round);
	tcase_add_test(cases, test_stretch);
	tcase_add_test(cases, test_of_one_deal);
	tcase_add_test(cases, test_of_a_deal_that_was_won_before);
	tcase_add_test(cases, test_amending_what_binds);
	tcase_add_test(cases, test_terminating);
	tcase_add_test(cases, test_what_is_built_is_delivered_first);
	tcase_add_test(cases, test_check);
	tcase_add_test(cases, test_check_of_what_is_executed);
	tcase_add_test(cases, test_check_of_a_round);
	suite_add_tcase(suite, cases);
	return suite;
}
