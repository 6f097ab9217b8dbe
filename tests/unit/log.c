#include "model.h"

static void set_the_scene(void)
{
	OK(add("org", "name=Acme"));
	OK(add("person", "name=Ana Ruiz", "email=ana@example.org", "org=acme"));
	OK(add("deal", "name=Acme 2027", "org=acme"));
}

START_TEST(test_a_conversation_and_its_next_step)
{
	static const char *const people[] = {"ANA@example.org", "ana-ruiz", "bo@example.org", NULL};
	const struct syndic_conversation said = {.org = "acme",
	                                         .summary = "Call about 2027",
	                                         .kind = "call",
	                                         .at = "yesterday",
	                                         .deal = "acme-2027",
	                                         .minutes = "30",
	                                         .body = "All of it",
	                                         .people = people,
	                                         .add_person = true,
	                                         .next_step = "send quote",
	                                         .next_due = "next fri",
	                                         .owner = "zoe"};
	set_the_scene();
	OK(syndic_log(db, &said));
	ck_assert_str_eq(syndic_last_write(db)->entity, "activity");
	ck_assert_str_eq(syndic_last_write(db)->reference, "#1");
	ck_assert_int_eq(syndic_last_write(db)->rows, 4); /* and bo, the task, the deal */
	ck_assert_str_eq(cell("activity", "#1", "at"), "2026-01-14");
	ck_assert_str_eq(cell("activity", "#1", "kind"), "call");
	ck_assert_str_eq(cell("activity", "#1", "minutes"), "30");
	ck_assert_str_eq(cell("activity", "#1", "author"), "ana");
	ck_assert_str_eq(cell("activity", "#1", "people"), "ana-ruiz,bo");
	ck_assert_str_eq(cell("person", "bo", "org"), "acme");
	ck_assert_str_eq(cell("person", "bo", "email"), "bo@example.org");
	ck_assert_str_eq(cell("task", "#1", "what"), "send quote");
	ck_assert_str_eq(cell("task", "#1", "due_on"), "2026-01-23");
	ck_assert_str_eq(cell("task", "#1", "owner"), "zoe");
	ck_assert_str_eq(cell("task", "#1", "org"), "acme");
	ck_assert_str_eq(cell("task", "#1", "deal"), "acme-2027");
	ck_assert_str_eq(cell("task", "#1", "activity"), "1");
	ck_assert_str_eq(cell("deal", "acme-2027", "next_step"), "send quote");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_what_nobody_says)
{
	const struct syndic_conversation little = {.org = "acme", .summary = "x"},
									 of_deal = {.deal = "acme-2027", .summary = "x"};
	set_the_scene();
	OK(syndic_log(db, &little));
	ck_assert_str_eq(cell("activity", "#1", "kind"), "note");
	ck_assert_str_eq(cell("activity", "#1", "at"), TODAY);
	ck_assert_str_eq(cell("activity", "#1", "people"), "");
	ck_assert_str_eq(foreign("SELECT count(*) FROM task"), "0\n");
	OK(syndic_log(db, &of_deal)); /* its organisation is the deal's */
	ck_assert_str_eq(cell("activity", "#2", "org"), "acme");
	ck_assert_str_eq(cell("deal", "acme-2027", "next_step"), "");
}
END_TEST

START_TEST(test_what_is_refused)
{
	static const char *const unknown[] = {"bo@example.org", NULL},
							 *const misspelt[] = {"anna ruiz", NULL},
							 *const twice[] = {"ana@example.org", NULL};
	struct syndic_conversation said = {.org = "acme", .summary = "x", .people = unknown};
	char *before;
	set_the_scene();
	before = dump();
	REFUSED(syndic_log(db, &said), SYNDIC_NOT_FOUND, "email", "bo@example.org");
	ck_assert_ptr_nonnull(strstr(syndic_last_error(db)->help, "--add-person"));
	said.people = misspelt;
	said.add_person = true; /* a name is not an address */
	REFUSED(syndic_log(db, &said), SYNDIC_NOT_FOUND, "", "near: ana-ruiz");
	said.people = NULL;
	said.next_due = "fri";
	REFUSED(syndic_log(db, &said), SYNDIC_MISUSE, "what", "next step");
	said.next_step = "y";
	said.next_due = "someday";
	REFUSED(syndic_log(db, &said), SYNDIC_MISUSE, "due_on", "someday");
	said.next_due = NULL;
	said.kind = "shout";
	REFUSED(syndic_log(db, &said), SYNDIC_MISUSE, "kind", "one of call");
	said.kind = NULL;
	said.summary = "";
	REFUSED(syndic_log(db, &said), SYNDIC_MISUSE, "summary", "missing");
	said.summary = "x";
	said.org = "acmee";
	REFUSED(syndic_log(db, &said), SYNDIC_NOT_FOUND, "", "near: acme");
	said.org = NULL;
	REFUSED(syndic_log(db, &said), SYNDIC_MISUSE, "org", "missing");
	same_dump(before, dump(), "what is refused");
	said.org = "acme";
	said.people = twice;
	OK(add("person", "name=Double", "email=ana@example.org"));
	REFUSED(syndic_log(db, &said), SYNDIC_AMBIGUOUS, "email", "several people");
	/* A refused one has used up no number. */
	said.people = NULL;
	OK(syndic_log(db, &said));
	ck_assert_str_eq(syndic_last_write(db)->reference, "#1");
}
END_TEST

START_TEST(test_task_done)
{
	OK(add("task", "what=x", "due_on=2026-01-01"));
	ck_assert_str_eq(cell("task", "1", "owner"), "ana");
	OK(syndic_task_done(db, "#1", NULL));
	ck_assert_str_eq(cell("task", "1", "done_on"), TODAY);
	REFUSED(syndic_task_done(db, "1", NULL), SYNDIC_CONFLICT, "done_on", "was done on " TODAY);
	REFUSED(syndic_task_done(db, "2", NULL), SYNDIC_NOT_FOUND, "", "no task 2");
	OK(add("task", "what=y"));
	REFUSED(syndic_task_done(db, "2", "soon"), SYNDIC_MISUSE, "done_on", "soon");
	OK(syndic_task_done(db, "2", "2026-01-03"));
	ck_assert_str_eq(cell("task", "2", "done_on"), "2026-01-03");
}
END_TEST

UNIT(log)
{
	Suite *suite = suite_create("log");
	TCase *cases = model_case("log");
	tcase_add_test(cases, test_a_conversation_and_its_next_step);
	tcase_add_test(cases, test_what_nobody_says);
	tcase_add_test(cases, test_what_is_refused);
	tcase_add_test(cases, test_task_done);
	suite_add_tcase(suite, cases);
	return suite;
}
