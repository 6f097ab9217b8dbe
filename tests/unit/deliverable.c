#include "exchange.h"

static enum syndic_status verb_said(const char *name, const char *reference, const char *why,
                                    const struct given *said)
{
	return syndic_verb(db, "deliverable", name, reference, said->inputs, said->count, why);
}
#define verb(name, why, ...) verb_said(name, "api", why, SAID(__VA_ARGS__))
#define plain_verb(name, why) syndic_verb(db, "deliverable", name, "api", NULL, 0, why)
#define api(field) cell("deliverable", "api", field)

#define SAID_TODAY ("given_on=" TODAY)

static void on(const char *day)
{
	syndic_close(db);
	db = open_as(day, "a test", false);
}

/* An initiative that is in flight, with one deliverable. */
static void fly(void)
{
	ck_assert_str_eq(import_file("initiative", "name,state\nQuotas,in-flight\n"), NEW_ROWS(1));
	OK(add("deliverable", "name=API", "initiative=quotas", "low_hours=20", "high_hours=100"));
}

/* Acme pays 50, Birch 30, Cedar 20 of a committed round whose slot was pulled; Dale is only interested.
 * All of it comes from elsewhere. */
static void fund(void)
{
	fly();
	OK(add("org", "name=acme"));
	OK(add("org", "name=birch"));
	OK(add("org", "name=cedar"));
	OK(add("org", "name=dale"));
	ck_assert_str_eq(import_file("syndicate",
	                             "name,initiative,state,price\nRound,quotas,committed,100\n"),
	                 NEW_ROWS(1));
	ck_assert_str_eq(import_deals("name,org,amount,stage,pipeline,syndicate\n"
	                              "acme pledge,acme,50,Contracted,cofunding,round\n"
	                              "birch pledge,birch,30,Contracted,cofunding,round\n"
	                              "cedar pledge,cedar,20,Contracted,cofunding,round\n"
	                              "dale pledge,dale,900,Interest,cofunding,round\n"),
	                 NEW_ROWS(4));
	ck_assert_str_eq(import_file("sow", "name,syndicate,state,price,executed_on\n"
	                                    "Work,round,active,100," TODAY "\n"),
	                 NEW_ROWS(1));
	ck_assert_str_eq(import_file("slot", "name,initiative,syndicate,sow,state\n"
	                                     "Quotas,quotas,round,work,pulled\n"),
	                 NEW_ROWS(1));
}

static void show(void)
{
	OK(plain_verb("build", NULL));
	OK(plain_verb("demo", NULL));
}

START_TEST(test_hours)
{
	OK(add("initiative", "name=Quotas"));
	REFUSED(add("deliverable", "name=API", "initiative=quotas", "low_hours=20.5", "high_hours=20"),
	        SYNDIC_MISUSE, "low_hours", "low_hours, 20.5, is more than high_hours, 20");
	REFUSED(add("deliverable", "name=API", "initiative=quotas", "low_hours=2", "mode_hours=1.25"),
	        SYNDIC_MISUSE, "low_hours", "more than mode_hours, 1.25");
	REFUSED(add("deliverable", "name=API", "initiative=quotas", "mode_hours=3", "high_hours=2"),
	        SYNDIC_MISUSE, "mode_hours", "more than high_hours");
	REFUSED(add("deliverable", "name=API", "initiative=quotas", "low_hours=-1"), SYNDIC_MISUSE,
	        "low_hours", "");
	REFUSED(add("deliverable", "name=API", "initiative=quotas", "position=0"), SYNDIC_MISUSE,
	        "position", "counts from 1");
	OK(add("deliverable", "name=API", "initiative=quotas", "low_hours=2", "mode_hours=2",
	       "high_hours=2"));
	REFUSED(edit("deliverable", "api", "high_hours=1.999999"), SYNDIC_MISUSE, "mode_hours", "more");
	ck_assert_str_eq(foreign("SELECT low_hours, mode_hours FROM deliverable"), "2000000|2000000\n");
}
END_TEST

/* The next number of its own initiative, unless one is given. */
START_TEST(test_position)
{
	OK(add("initiative", "name=Quotas"));
	OK(add("initiative", "name=Files"));
	OK(add("deliverable", "name=A", "initiative=quotas"));
	OK(add("deliverable", "name=B", "initiative=files"));
	OK(add("deliverable", "name=C", "initiative=quotas", "position=7"));
	OK(add("deliverable", "name=D", "initiative=quotas"));
	ck_assert_str_eq(listed("deliverable", NULL, "position"), "1\n1\n7\n8\n");
}
END_TEST

/* More than 80 of 100 hours: told as often as more are spent, or fewer are left. */
START_TEST(test_hours_alert)
{
	static const char *const told = "deliverable api: 85 of at most 100 hours are spent\n";
	fly();
	OK(edit("deliverable", "api", "spent_hours=80"));
	ck_assert_str_eq(notes(), "");
	OK(edit("deliverable", "api", "spent_hours=85"));
	ck_assert_str_eq(notes(), told);
	OK(edit("deliverable", "api", "notes=slow"));
	ck_assert_str_eq(notes(), "");
	OK(edit("deliverable", "api", "spent_hours=84"));
	ck_assert_str_eq(notes(), "");
	OK(edit("deliverable", "api", "high_hours=90"));
	ck_assert_str_eq(notes(), "deliverable api: 84 of at most 90 hours are spent\n");
	OK(edit("deliverable", "api", "spent_hours=120"));
	ck_assert_str_eq(notes(), "deliverable api: 120 of at most 90 hours are spent\n");
	OK(edit("deliverable", "api", "high_hours=", "spent_hours=500"));
	ck_assert_str_eq(notes(), "");
	OK(add("deliverable", "name=B", "initiative=quotas", "high_hours=100", "spent_hours=85"));
	ck_assert_str_eq(notes(), "deliverable b: 85 of at most 100 hours are spent\n");
}
END_TEST

START_TEST(test_build_and_demo)
{
	OK(add("initiative", "name=Quotas"));
	OK(add("deliverable", "name=API", "initiative=quotas"));
	REFUSED(plain_verb("build", NULL), SYNDIC_CONFLICT, "initiative",
	        "once its initiative is in-flight: quotas is draft");
	REFUSED(plain_verb("demo", NULL), SYNDIC_CONFLICT, "state", "building or rework");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic deliverable build api");
	(void)foreign("UPDATE initiative SET state = 'in-flight'");
	OK(plain_verb("build", NULL));
	REFUSED(verb("demo", NULL, "demo_on=tomorrow"), SYNDIC_MISUSE, "demo_on", "not come yet");
	OK(verb("demo", NULL, "demo_on=yesterday"));
	ck_assert_str_eq(api("state"), "demo");
	ck_assert_str_eq(api("demo_on"), "2026-01-14");
	REFUSED(plain_verb("drop", "x"), SYNDIC_CONFLICT, "state", "");
	REFUSED(plain_verb("drop", NULL), SYNDIC_MISUSE, "why", "");
	/* Nobody pays: nobody's word or silence accepts. */
	REFUSED(plain_verb("accept", NULL), SYNDIC_CONFLICT, "state",
	        "nobody pays for api yet: those who pledge in a syndicate for quotas");
	on("2026-06-01");
	REFUSED(plain_verb("accept", NULL), SYNDIC_CONFLICT, "state", "nobody pays");
}
END_TEST

/* 50 of 100 is not more than half; a later word of the same organisation is the same one. */
START_TEST(test_accepted_by_share)
{
	fund();
	OK(add("org", "name=Stranger"));
	REFUSED(verb("accept", NULL, "org=acme"), SYNDIC_CONFLICT, "state", "wants it to be demo");
	show();
	REFUSED(verb("accept", NULL, "org=stranger"), SYNDIC_CONFLICT, "org",
	        "stranger has no share in api: acme, birch, cedar could accept it");
	REFUSED(verb("accept", NULL, "org=dale"), SYNDIC_CONFLICT, "org", "dale has no share");
	REFUSED(verb("accept", NULL, "words=Fine"), SYNDIC_MISUSE, "org", "whose words");
	OK(verb("accept", NULL, "org=acme", "words=Just so"));
	ck_assert_str_eq(syndic_last_write(db)->entity, "deliverable");
	ck_assert_str_eq(notes(), "deliverable api: 50 % of the shares accept it so far, and more than"
	                          " half must; not heard of yet: birch, cedar\n");
	ck_assert_str_eq(api("state"), "demo");
	OK(verb("accept", NULL, "org=acme", "words=Just so, thanks"));
	ck_assert_str_eq(listed("acceptance", NULL, "words"), "Just so, thanks\n");
	REFUSED(add("acceptance", "deliverable=api", "org=acme", "verdict=accept", SAID_TODAY),
	        SYNDIC_CONFLICT, "org", "a later word replaces");
	OK(verb("accept", NULL, "org=cedar"));
	ck_assert_str_eq(notes(), "");
	ck_assert_str_eq(api("state"), "accepted");
	ck_assert_str_eq(api("accepted_on"), TODAY);
	ck_assert_str_eq(api("upstream"), "none"); /* nobody waits for a merge */
	ck_assert_str_eq(listed("transition", "to_state=accepted", "reason"),
	                 "accepted by 70 % of the shares\n");
	REFUSED(verb("accept", NULL, "org=birch"), SYNDIC_CONFLICT, "state", "api is accepted");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* A word that comes as a record moves it, too. */
START_TEST(test_words_as_records)
{
	fund();
	REFUSED(add("acceptance", "deliverable=api", "org=acme", "verdict=accept", SAID_TODAY),
	        SYNDIC_CONFLICT, "deliverable", "not been shown");
	show();
	ck_assert_str_eq(import_file("acceptance", "deliverable,org,verdict,given_on\n"
	                                           "api,acme,accept," TODAY "\n"
	                                           "api,birch,accept," TODAY "\n"),
	                 NEW_ROWS(2));
	ck_assert_str_eq(api("state"), "accepted");
	ck_assert_str_eq(import_file("acceptance", "deliverable,org,verdict,given_on\n"
	                                           "api,acme,accept," TODAY "\n"),
	                 SAME_ROWS(1));
	const char *id = keep_text(foreign("SELECT min(id) FROM acceptance"));
	REFUSED(rm("acceptance", strtok((char *)id, "\n")), SYNDIC_CONFLICT, "deliverable",
	        "deliverable api is accepted: what was said of it stays");
}
END_TEST

START_TEST(test_silence_accepts)
{
	fund();
	show();
	REFUSED(plain_verb("accept", NULL), SYNDIC_CONFLICT, "demo_on",
	        "silence accepts deliverable api on 2026-01-29; until then more than half of the shares"
	        " must: 0 % accept it, not heard of yet: acme, birch, cedar");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic deliverable accept api --org acme");
	on("2026-01-14");
	REFUSED(verb("accept", NULL, "org=acme"), SYNDIC_CONFLICT, "demo_on",
	        "was shown on 2026-01-15");
	on("2026-01-28");
	REFUSED(plain_verb("accept", NULL), SYNDIC_CONFLICT, "demo_on", "on 2026-01-29");
	on("2026-01-29");
	OK(plain_verb("accept", NULL));
	ck_assert_str_eq(api("state"), "accepted");
	ck_assert_str_eq(api("accepted_on"), "2026-01-29");
	ck_assert_str_eq(listed("acceptance", NULL, "id"), ""); /* nobody said anything */
	ck_assert_str_eq(listed("transition", "to_state=accepted", "reason"),
	                 "no objection in the 14 days from its demo on\n");
}
END_TEST

/* What was said of one demo does not count for the next, on the same day neither. */
START_TEST(test_rework_begins_anew)
{
	fund();
	show();
	OK(verb("accept", NULL, "org=acme"));
	REFUSED(plain_verb("rework", "slow"), SYNDIC_MISUSE, "org", "who wants");
	REFUSED(verb("rework", NULL, "org=cedar"), SYNDIC_MISUSE, "why", "wants a reason");
	OK(verb("rework", "too slow", "org=cedar"));
	ck_assert_str_eq(api("state"), "rework");
	ck_assert_str_eq(listed("acceptance", NULL, "verdict"), "accept\nrework\n");
	ck_assert_str_eq(listed("acceptance", "verdict=rework", "words"), "too slow\n");
	ck_assert_str_eq(listed("transition", "to_state=rework", "reason"), "too slow\n");
	OK(plain_verb("build", NULL));
	OK(plain_verb("demo", NULL));
	OK(verb("accept", NULL, "org=birch"));
	ck_assert_str_eq(api("state"), "demo");
	ck_assert_ptr_nonnull(strstr(notes(), "30 % of the shares accept it so far"));
	OK(verb("accept", NULL, "org=acme"));
	ck_assert_str_eq(api("state"), "accepted");
	ck_assert_str_eq(listed("acceptance", NULL, "org"), "acme\ncedar\nbirch\nacme\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* The silence of a demo counts from its own day, whatever was said of the one before. */
START_TEST(test_silence_after_rework)
{
	fund();
	show();
	OK(verb("rework", "too slow", "org=cedar"));
	on("2026-02-01");
	OK(plain_verb("demo", NULL));
	on("2026-02-14");
	REFUSED(plain_verb("accept", NULL), SYNDIC_CONFLICT, "demo_on", "on 2026-02-15");
	on("2026-02-15");
	OK(plain_verb("accept", NULL));
	ck_assert_str_eq(api("state"), "accepted");
}
END_TEST

/* Shares are those of the round as it is now. */
START_TEST(test_shares_change)
{
	fund();
	show();
	OK(verb("accept", NULL, "org=acme"));
	(void)foreign("UPDATE contract SET amount = 1000 WHERE id = (SELECT contract FROM deal"
	              " WHERE slug = 'birch-pledge')");
	OK(verb("accept", NULL, "org=acme"));
	ck_assert_str_eq(api("state"), "accepted");
	ck_assert_str_eq(listed("transition", "to_state=accepted", "reason"),
	                 "accepted by 62.5 % of the shares\n");
}
END_TEST

/* Two pledges of one organisation are one share; that of nobody weighs, and nobody speaks for it. */
START_TEST(test_pledges_of_one)
{
	fund();
	/* So another program left it: 20 and 31 of Acme, 49 of nobody. */
	(void)foreign("UPDATE contract SET amount = CASE amount WHEN 5000 THEN 2000 WHEN 3000 THEN 3100"
	              " ELSE 4900 END");
	(void)foreign("UPDATE deal SET org = (SELECT id FROM org WHERE slug = 'acme')"
	              " WHERE slug = 'birch-pledge'");
	(void)foreign("UPDATE deal SET org = NULL WHERE slug = 'cedar-pledge'");
	show();
	REFUSED(plain_verb("accept", NULL), SYNDIC_CONFLICT, "demo_on",
	        "acme, a pledge without organisation");
	OK(verb("accept", NULL, "org=acme"));
	ck_assert_str_eq(api("state"), "accepted");
}
END_TEST

/* A round that is over, or has not begun, gives nobody a say. */
START_TEST(test_which_round)
{
	static const char *const without[] = {"forming", "lapsed", "cancelled"};
	fund();
	show();
	for (size_t i = 0; i < 3; i++) {
		char sql[100];
		snprintf(sql, sizeof sql, "UPDATE syndicate SET state = '%s'", without[i]);
		(void)foreign(sql);
		REFUSED(verb("accept", NULL, "org=acme"), SYNDIC_CONFLICT, "state", "nobody pays");
	}
	(void)foreign("UPDATE syndicate SET state = 'closed'");
	OK(add("syndicate", "name=Second", "initiative=quotas", "price=100"));
	(void)foreign("UPDATE syndicate SET state = 'open' WHERE slug = 'second'");
	OK(verb("accept", NULL, "org=acme"));
}
END_TEST

START_TEST(test_one_funder)
{
	fly();
	OK(add("org", "name=Acme"));
	OK(add("org", "name=Birch"));
	OK(add("deal", "name=Alone", "org=acme", "amount=100"));
	OK(add("sow", "name=Work", "initiative=quotas", "deal=alone"));
	show();
	REFUSED(verb("accept", NULL, "org=birch"), SYNDIC_CONFLICT, "org",
	        "birch has no share in api: acme could accept it");
	OK(verb("accept", NULL, "org=acme"));
	ck_assert_str_eq(api("state"), "accepted");
}
END_TEST

START_TEST(test_upstream)
{
	fly();
	REFUSED(verb("upstream", NULL, "state=merged"), SYNDIC_CONFLICT, "upstream",
	        "upstream of deliverable api is none: merged wants it to be in-review or proposed");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic deliverable upstream api proposed");
	REFUSED(verb("upstream", NULL, "state=eaten"), SYNDIC_MISUSE, "upstream", "eaten");
	REFUSED(verb("upstream", NULL, "state=none"), SYNDIC_MISUSE, "upstream", "undone");
	REFUSED(plain_verb("upstream", NULL), SYNDIC_MISUSE, "upstream", "to which state");
	OK(verb("upstream", NULL, "state=endorsed"));
	OK(verb("upstream", NULL, "state=proposed", "url=https://example.org/12"));
	ck_assert_str_eq(api("upstream_url"), "https://example.org/12");
	OK(verb("upstream", NULL, "state=In Review"));
	REFUSED(verb("upstream", "x", "state=merged", "outcome=rework"), SYNDIC_MISUSE,
	        "upstream_outcome", "belongs to what upstream rejected");
	REFUSED(verb("upstream", NULL, "state=rejected"), SYNDIC_MISUSE, "why", "why did upstream");
	OK(verb("upstream", "out of scope", "state=rejected"));
	REFUSED(verb("upstream", NULL, "state=proposed"), SYNDIC_CONFLICT, "upstream_outcome",
	        "its outcome is unknown");
	OK(verb("upstream", NULL, "state=rejected", "outcome=carried-patch"));
	ck_assert_str_eq(api("upstream_outcome"), "carried-patch");
	REFUSED(verb("upstream", NULL, "state=proposed"), SYNDIC_CONFLICT, "upstream_outcome",
	        "its outcome is carried-patch");
	OK(verb("upstream", NULL, "state=rejected", "outcome=rework"));
	OK(verb("upstream", NULL, "state=proposed"));
	ck_assert_str_eq(api("upstream_outcome"), "");
	OK(verb("upstream", NULL, "state=merged"));
	OK(verb("upstream", NULL, "state=released"));
	ck_assert_str_eq(api("state"), "planned"); /* an axis of its own */
	ck_assert_str_eq(listed("transition", "field=upstream", "to_state"),
	                 "none\nendorsed\nproposed\nin-review\nrejected\nproposed\nmerged\nreleased\n");
	ck_assert_str_eq(listed("transition", "field=upstream_outcome", "to_state"),
	                 "carried-patch\nrework\n");
	ck_assert_str_eq(listed("transition", "to_state=rejected", "reason"), "out of scope\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

static void there_and_back(char *before)
{
	int64_t number = syndic_last_write(db)->change;
	char *after = dump();
	OK(undo(number));
	ck_assert_str_eq(notes(), "");
	same_dump(before, dump(), "undone");
	OK(undo(syndic_last_write(db)->change));
	ck_assert_str_eq(notes(), "");
	same_dump(after, dump(), "done again");
}
#define BACK(call)                                                                                 \
	do {                                                                                           \
		char *back_before = dump();                                                                \
		OK(call);                                                                                  \
		there_and_back(back_before);                                                               \
	} while (0)

START_TEST(test_undo)
{
	fund();
	BACK(plain_verb("build", NULL));
	BACK(plain_verb("demo", NULL));
	BACK(verb("accept", NULL, "org=acme"));
	BACK(verb("rework", "slow", "org=cedar"));
	BACK(plain_verb("demo", NULL));
	BACK(verb("accept", NULL, "org=birch"));
	BACK(verb("accept", NULL, "org=acme"));
	ck_assert_str_eq(api("state"), "accepted");
	BACK(verb("upstream", NULL, "state=proposed", "url=u"));
	BACK(verb("upstream", "no", "state=rejected", "outcome=rework"));
	BACK(verb("upstream", NULL, "state=rejected", "outcome=carried-patch"));
	foreign("UPDATE sow SET state = 'amended'"); /* or nothing is added */
	BACK(add("deliverable", "name=B", "initiative=quotas"));
	BACK(rm("deliverable", "b"));
	foreign("UPDATE sow SET state = 'active'");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* The first demo of two on a day: its state came back by another way. */
START_TEST(test_undo_of_an_earlier_demo)
{
	char *begun, *before, part[80], help[40];
	int64_t demo, rework, again;
	fund();
	OK(plain_verb("build", NULL));
	begun = dump();
	OK(plain_verb("demo", NULL));
	demo = syndic_last_write(db)->change;
	OK(verb("rework", "slow", "org=cedar"));
	rework = syndic_last_write(db)->change;
	OK(plain_verb("demo", NULL));
	again = syndic_last_write(db)->change;
	before = dump();
	snprintf(part, sizeof part, "and change %" PRId64 " moved on from there", again);
	snprintf(help, sizeof help, "syndic undo %" PRId64, again);
	REFUSED(undo(demo), SYNDIC_CONFLICT, "", part);
	ck_assert_str_eq(syndic_last_error(db)->help, help);
	same_dump(before, dump(), "as it was");
	OK(undo(again));
	OK(undo(rework));
	OK(undo(demo));
	ck_assert_str_eq(notes(), "");
	same_dump(begun, dump(), "from the last one on");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_dry_run)
{
	char *before;
	fund();
	show();
	before = dump();
	syndic_close(db);
	db = open_as(TODAY, "a test", true);
	OK(verb("accept", NULL, "org=acme"));
	OK(verb("upstream", NULL, "state=proposed"));
	on(TODAY);
	same_dump(before, dump(), "a dry run");
}
END_TEST

START_TEST(test_import)
{
	static const char text[] =
		"name,initiative,low_hours,mode_hours,high_hours,spent_hours,definition_of_done,state,"
		"upstream,upstream_outcome,stretch\n"
		"API,quotas,\"1,000.5\",,1500,1300,\"It answers\",demo,rejected,carried-patch,no\n"
		"Page,quotas,.25,0.5,1,,,accepted,none,,yes\n"
		"API,files,1,2,3,,,planned,,,\n";
	OK(add("initiative", "name=Quotas"));
	OK(add("initiative", "name=Files"));
	ck_assert_str_eq(import_file("deliverable", text), NEW_ROWS(3));
	ck_assert_str_eq(notes(), "deliverable api: 1300 of at most 1500 hours are spent\n");
	ck_assert_str_eq(import_file("deliverable", text), SAME_ROWS(3));
	ck_assert_str_eq(listed("deliverable", NULL, "low_hours"), "1000.5\n0.25\n1\n");
	ck_assert_str_eq(listed("deliverable", NULL, "position"), "1\n2\n1\n");
	ck_assert_str_eq(api("demo_on"), TODAY);
	ck_assert_str_eq(import_file("deliverable", "name,initiative,low_hours,high_hours\n"
	                                            "More,quotas,9,8\nAlso,quotas,1,\n"),
	                 "5 2 1 0 0 1");
	ck_assert_str_eq(import_file("deliverable", "name,initiative,upstream,upstream_outcome\n"
	                                            "More,quotas,merged,rework\n"),
	                 "5 1 0 0 0 1");
	ck_assert_str_eq(findings(), "");
}
END_TEST

UNIT(deliverable)
{
	Suite *suite = suite_create("deliverable");
	TCase *cases = model_case("deliverable");
	tcase_add_test(cases, test_hours);
	tcase_add_test(cases, test_position);
	tcase_add_test(cases, test_hours_alert);
	tcase_add_test(cases, test_build_and_demo);
	tcase_add_test(cases, test_accepted_by_share);
	tcase_add_test(cases, test_words_as_records);
	tcase_add_test(cases, test_silence_accepts);
	tcase_add_test(cases, test_rework_begins_anew);
	tcase_add_test(cases, test_silence_after_rework);
	tcase_add_test(cases, test_shares_change);
	tcase_add_test(cases, test_pledges_of_one);
	tcase_add_test(cases, test_which_round);
	tcase_add_test(cases, test_one_funder);
	tcase_add_test(cases, test_upstream);
	tcase_add_test(cases, test_undo);
	tcase_add_test(cases, test_undo_of_an_earlier_demo);
	tcase_add_test(cases, test_dry_run);
	tcase_add_test(cases, test_import);
	suite_add_tcase(suite, cases);
	return suite;
}
