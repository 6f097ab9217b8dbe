#include "exchange.h"

#define SENTENCE "Forty characters and a few more of plain words about it."

static enum syndic_status verb(const char *name, const char *reference, const char *why)
{
	return syndic_verb(db, "initiative", name, reference, NULL, 0, why);
}

/* One column of the findings on an initiative (NULL: on all), a line each. */
static const char *lint(const char *initiative, const char *column)
{
	struct syndic_rows *rows;
	OK(syndic_initiative_lint(db, initiative, &rows));
	return column_text(rows, column);
}

/* An initiative `quotas` whose template is as it should be. */
static void add_quotas(void)
{
	OK(add("initiative", "name=Quotas", "problem=" SENTENCE, "solution=" SENTENCE,
	       "implementation=" SENTENCE, "fit=" SENTENCE));
}

static void add_api(void)
{
	OK(add("deliverable", "name=API", "initiative=quotas", "low_hours=20", "high_hours=60.5",
	       "definition_of_done=It answers"));
}

static const char *repeated(const char *text, int count)
{
	struct buf out = {0};
	const char *kept;
	for (int i = 0; i < count; i++)
		buf_add(&out, text);
	kept = keep_text(buf_text(&out));
	buf_free(&out);
	return kept;
}

static const char *keep_cut(const char *text, size_t length)
{
	struct buf out = {0};
	const char *kept;
	buf_add_n(&out, text, length < strlen(text) ? length : strlen(text));
	kept = keep_text(buf_text(&out));
	buf_free(&out);
	return kept;
}

static enum syndic_status write_part(const char *field, const char *text)
{
	const struct syndic_input input = {field, text};
	return syndic_edit(db, "initiative", "quotas", &input, 1);
}

/* Of every part: one character less than the least, the least, the most, one more; in characters of
 * several bytes and with a mark. */
START_TEST(test_lengths)
{
	static const struct {
		const char *field;
		int least, most;
	} parts[] = {{"name", 3, 72},
	             {"problem", 40, 600},
	             {"solution", 40, 600},
	             {"implementation", 40, 600},
	             {"fit", 40, 400}};
	static const char *const letters[] = {"x", "ü", "u\xcc\x88", "東"};
	add_quotas();
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		for (size_t l = 0; l < sizeof letters / sizeof *letters; l++) {
			char few[60], many[60];
			snprintf(few, sizeof few, "%s has %d of at least %d characters\n", parts[i].field,
			         parts[i].least - 1, parts[i].least);
			snprintf(many, sizeof many, "%s has %d of at most %d characters", parts[i].field,
			         parts[i].most + 1, parts[i].most);
			OK(write_part(parts[i].field, repeated(letters[l], parts[i].least - 1)));
			ck_assert_str_eq(lint("quotas", "finding"), few);
			OK(write_part(parts[i].field, repeated(letters[l], parts[i].least)));
			ck_assert_str_eq(lint("quotas", "finding"), "");
			OK(write_part(parts[i].field, repeated(letters[l], parts[i].most)));
			ck_assert_str_eq(lint("quotas", "finding"), "");
			OK(write_part(parts[i].field, repeated(letters[l], parts[i].most + 1)));
			ck_assert_str_eq(keep_cut(lint("quotas", "finding"), strlen(many)), many);
			ck_assert_str_eq(lint("quotas", "severity"), "error\n");
		}
		OK(write_part(parts[i].field, SENTENCE));
	}
}
END_TEST

START_TEST(test_what_is_missing)
{
	OK(add("initiative", "name=Quotas", "problem= \t ", "price=1"));
	ck_assert_str_eq(lint(NULL, "field"), "problem\nsolution\nimplementation\nfit\n");
	ck_assert_ptr_nonnull(strstr(lint(NULL, "finding"), "problem is missing: 40 to 600"));
	/* A refusal names all of it, and one command mends all. */
	REFUSED(
		verb("propose", "quotas", NULL), SYNDIC_CONFLICT, "problem",
		"problem is missing: 40 to 600 characters; solution is missing: 40 to 600 characters;"
		" implementation is missing: 40 to 600 characters; fit is missing: 40 to 400 characters");
	ck_assert_str_eq(syndic_last_error(db)->help,
	                 "syndic initiative edit quotas --problem \"…\" --solution \"…\""
	                 " --implementation \"…\" --fit \"…\"");
	OK(write_part("implementation", repeated("too much of it ", 50)));
	ck_assert_ptr_nonnull(strstr(lint("quotas", "finding"), "749 of at most 600 characters: too"
	                                                        " much detail before funding"));
	OK(rm("initiative", "quotas"));
	ck_assert_str_eq(lint(NULL, "finding"), "");
	REFUSED(syndic_initiative_lint(db, "quotas", &(struct syndic_rows *){NULL}), SYNDIC_NOT_FOUND,
	        "", "no initiative quotas");
}
END_TEST

START_TEST(test_propose_and_scope)
{
	add_quotas();
	REFUSED(verb("scope", "quotas", NULL), SYNDIC_CONFLICT, "state",
	        "quotas is draft: scope wants it to be candidate");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic initiative propose quotas");
	OK(verb("propose", "quotas", NULL));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "candidate");
	REFUSED(verb("scope", "quotas", NULL), SYNDIC_CONFLICT, "deliverable",
	        "there is no deliverable; price is missing; upstream_plan is missing");
	/* A stretch alone is nothing that the price is for. */
	OK(add("deliverable", "name=Mails", "initiative=quotas", "stretch=yes"));
	REFUSED(verb("scope", "quotas", NULL), SYNDIC_CONFLICT, "definition_of_done",
	        "deliverable mails has no definition_of_done; deliverable mails has no low_hours;"
	        " deliverable mails has no high_hours; there is no deliverable; price is missing;"
	        " upstream_plan is missing");
	ck_assert_str_eq(syndic_last_error(db)->help,
	                 "syndic deliverable edit mails --definition-of-done \"…\" --low-hours …"
	                 " --high-hours …");
	OK(edit("deliverable", "mails", "low_hours=1", "high_hours=2", "definition_of_done=Sent"));
	add_api();
	/* 20 and 60.5 hours at 250; the middle of them is what a price is proposed from. */
	REFUSED(verb("scope", "quotas", NULL), SYNDIC_CONFLICT, "price",
	        "price is missing: 20 to 60.5 hours are sold for 5,000 to 15,125; upstream_plan");
	ck_assert_str_eq(syndic_last_error(db)->help,
	                 "syndic initiative edit quotas --price 10062.50 --upstream-plan \"…\"");
	OK(edit("initiative", "quotas", "price=5000", "upstream_plan=With JupyterHub"));
	ck_assert_str_eq(lint("quotas", "finding"), "");
	OK(verb("scope", "quotas", "agreed at the meeting"));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "scoped");
	ck_assert_str_eq(listed("transition", "entity=initiative", "to_state"),
	                 "draft\ncandidate\nscoped\n");
	ck_assert_str_eq(listed("transition", "to_state=scoped", "reason"), "agreed at the meeting\n");
	REFUSED(edit("initiative", "quotas", "state=done"), SYNDIC_MISUSE, "state", "");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* What is worth a look is in nobody's way. */
START_TEST(test_notes)
{
	add_quotas();
	add_api();
	OK(verb("propose", "quotas", NULL));
	OK(edit("initiative", "quotas", "price=4999.99", "upstream_plan=With JupyterHub"));
	ck_assert_str_eq(lint(NULL, "finding"),
	                 "price 5,000 is below 5,000, what the low hours, 20, are sold for\n");
	OK(edit("initiative", "quotas", "price=4000"));
	ck_assert_str_eq(lint(NULL, "severity"), "note\n");
	OK(edit("setting", "hour_price", "value=200"));
	ck_assert_str_eq(lint(NULL, "finding"), "");
	OK(edit("deliverable", "api", "high_hours=80"));
	ck_assert_str_eq(lint(NULL, "finding"), "");
	OK(edit("deliverable", "api", "high_hours=80.000001"));
	ck_assert_str_eq(lint(NULL, "field"), "high_hours\n");
	ck_assert_str_eq(lint(NULL, "deliverable"), "api\n");
	ck_assert_str_eq(lint(NULL, "severity"), "note\n");
	OK(verb("scope", "quotas", NULL));
	/* What is dropped is looked at no more, nor is what is parked. */
	OK(syndic_verb(db, "deliverable", "drop", "api", NULL, 0, "nobody needs it"));
	ck_assert_str_eq(lint(NULL, "finding"), "there is no deliverable\n");
	OK(verb("park", "quotas", "so"));
	ck_assert_str_eq(lint(NULL, "finding"), "");
	ck_assert_str_eq(lint("quotas", "finding"), "there is no deliverable\n");
}
END_TEST

/* From whatever text and hours: without an error in its lint the next verb is legal, with one it is not. */
START_TEST(test_lint_is_the_guard)
{
	static const char *const fields[] = {"problem", "price", "upstream_plan"};
	static const char *const deliverable[] = {"low_hours", "high_hours", "definition_of_done"};
	add_quotas();
	add_api();
	OK(edit("deliverable", "api", "low_hours=", "high_hours=", "definition_of_done="));
	OK(verb("propose", "quotas", NULL));
	for (unsigned set = 0; set < 64; set++) {
		enum syndic_status status;
		bool clean;
		for (unsigned i = 0; i < 3; i++) {
			const char *word = i == 0 ? SENTENCE : "10000";
			const struct syndic_input part = {fields[i], set & 1u << i ? word : ""};
			const struct syndic_input of = {deliverable[i], set & 8u << i ? "20" : ""};
			OK(syndic_edit(db, "initiative", "quotas", &part, 1));
			OK(syndic_edit(db, "deliverable", "api", &of, 1));
		}
		clean = !strstr(lint("quotas", "severity"), "error");
		status = verb("scope", "quotas", NULL);
		ck_assert_int_eq(status == SYNDIC_OK, clean);
		ck_assert_int_eq(clean, set == 63);
	}
}
END_TEST

/* Proposed only by being proposed, and without its template by nothing. */
START_TEST(test_resume_is_no_proposal)
{
	add_quotas();
	OK(verb("park", "quotas", "x"));
	OK(verb("resume", "quotas", NULL));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "draft");
	OK(verb("propose", "quotas", NULL));
	OK(verb("park", "quotas", "x"));
	OK(verb("resume", "quotas", NULL));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "candidate");
	OK(verb("park", "quotas", "x"));
	OK(edit("initiative", "quotas", "problem="));
	OK(verb("resume", "quotas", NULL));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "draft");
	ck_assert_ptr_nonnull(strstr(notes(), "initiative quotas is a draft again"));
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_park_and_resume)
{
	OK(add("initiative", "name=Quotas"));
	REFUSED(verb("park", "quotas", NULL), SYNDIC_MISUSE, "why", "wants a reason");
	REFUSED(verb("resume", "quotas", NULL), SYNDIC_CONFLICT, "state", "wants it to be parked");
	OK(verb("park", "quotas", "not this year"));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "parked");
	OK(verb("resume", "quotas", NULL));
	/* What was parked as a draft lacks its template, and is not shown to the world. */
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "draft");
	REFUSED(verb("propose", "quotas", NULL), SYNDIC_CONFLICT, "problem", "problem is missing");
	OK(add("syndicate", "name=Round", "initiative=quotas"));
	static const char *const live[] = {"open", "reached", "contracting"};
	for (size_t i = 0; i < 3; i++) {
		char sql[100], part[100];
		snprintf(sql, sizeof sql, "UPDATE syndicate SET state = '%s'", live[i]);
		snprintf(part, sizeof part, "its syndicate round (%s) is not over; cancel or settle",
		         live[i]);
		(void)foreign(sql);
		REFUSED(verb("park", "quotas", "x"), SYNDIC_CONFLICT, "state", part);
		ck_assert_str_eq(syndic_last_error(db)->help, "syndic syndicate cancel round --why \"…\"");
	}
	(void)foreign("UPDATE syndicate SET state = 'lapsed'");
	static const char *const before[] = {"draft", "candidate", "scoped", "funding"};
	for (size_t i = 0; i < 4; i++) {
		char sql[100];
		snprintf(sql, sizeof sql, "UPDATE initiative SET state = '%s'", before[i]);
		(void)foreign(sql);
		OK(verb("park", "quotas", "x"));
	}
	static const char *const since[] = {"funded", "in-flight", "review", "done", "parked"};
	for (size_t i = 0; i < 5; i++) {
		char sql[100];
		snprintf(sql, sizeof sql, "UPDATE initiative SET state = '%s'", since[i]);
		(void)foreign(sql);
		REFUSED(verb("park", "quotas", "x"), SYNDIC_CONFLICT, "state",
		        "park wants it to be draft or candidate or scoped or funding");
	}
}
END_TEST

START_TEST(test_finish)
{
	add_quotas();
	add_api();
	OK(add("deliverable", "name=Page", "initiative=quotas"));
	OK(add("deliverable", "name=Mails", "initiative=quotas"));
	REFUSED(verb("finish", "quotas", NULL), SYNDIC_CONFLICT, "state", "wants it to be review");
	(void)foreign("UPDATE initiative SET state = 'review'");
	(void)foreign("UPDATE deliverable SET state = 'accepted' WHERE slug = 'page'");
	REFUSED(verb("finish", "quotas", NULL), SYNDIC_CONFLICT, "state",
	        "neither accepted nor dropped: api (planned), mails (planned)");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic deliverable build api");
	OK(syndic_verb(db, "deliverable", "drop", "api", NULL, 0, "x"));
	(void)foreign("UPDATE deliverable SET state = 'demo' WHERE slug = 'mails'");
	REFUSED(verb("finish", "quotas", NULL), SYNDIC_CONFLICT, "state", "dropped: mails (demo)");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic deliverable accept mails");
	(void)foreign("UPDATE deliverable SET state = 'accepted' WHERE slug = 'mails'");
	OK(verb("finish", "quotas", NULL));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "done");
	ck_assert_str_eq(lint(NULL, "finding"), "");
}
END_TEST

START_TEST(test_endorsement_gives_something)
{
	OK(add("org", "name=Acme"));
	add_quotas();
	REFUSED(add("endorsement", "initiative=quotas", "org=acme"), SYNDIC_MISUSE, "words",
	        "words, a letter, testers or other help");
	REFUSED(add("endorsement", "initiative=quotas", "org=acme", "letter=no", "testers=0",
	            "words=  ", "other_help="),
	        SYNDIC_MISUSE, "words", "gives something");
	OK(add("endorsement", "initiative=quotas", "org=acme", "words=We need it"));
	OK(add("endorsement", "initiative=quotas", "org=acme", "letter=yes"));
	OK(add("endorsement", "initiative=quotas", "org=acme", "testers=3"));
	OK(add("endorsement", "initiative=quotas", "org=acme", "other_help=Data"));
	ck_assert_str_eq(cell("endorsement", "acme-quotas", "given_on"), TODAY);
	ck_assert_str_eq(cell("endorsement", "acme-quotas", "public"), ""); /* asked, and not said */
	REFUSED(edit("endorsement", "acme-quotas", "words="), SYNDIC_MISUSE, "words", "gives");
	REFUSED(add("endorsement", "initiative=quotas", "org=acme", "testers=-1"), SYNDIC_MISUSE,
	        "testers", "negative");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* A move goes back whole, and its row with it; one that the state has moved on from stays on record. */
START_TEST(test_undo_of_moves)
{
	char *added, *before, *proposed;
	add_quotas();
	added = dump();
	before = dump();
	OK(verb("propose", "quotas", NULL));
	proposed = dump();
	OK(undo(0));
	ck_assert_str_eq(syndic_last_write(db)->entity, "initiative");
	ck_assert_str_eq(notes(), "");
	same_dump(before, dump(), "undone");
	OK(undo(3)); /* the undo */
	same_dump(strdup(proposed), dump(), "done again");
	/* It came back to where it was, by another way. */
	OK(verb("park", "quotas", "a while"));
	OK(verb("resume", "quotas", NULL));
	before = dump();
	REFUSED(undo(2), SYNDIC_CONFLICT, "",
	        "change 2 moved an initiative to candidate, and change 6 moved on from there");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic undo 6");
	same_dump(before, dump(), "a move in the middle");
	/* Nor does the record go while its moves are told. */
	REFUSED(undo(1), SYNDIC_CONFLICT, "", "initiative quotas stays: it was edited since");
	OK(undo(6));
	OK(undo(5));
	same_dump(proposed, dump(), "from the last one on");
	OK(undo(2));
	same_dump(added, dump(), "back to the first");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* States come by import, and go by export; the same file again changes nothing. */
START_TEST(test_import)
{
	static const char text[] = "name,state,price,problem,tags\n"
							   "Quotas,funded,\"1,200.50\",\"Two\nlines\",\"b, a\"\n"
							   "Files,In Flight,,,\n";
	ck_assert_str_eq(import_file("initiative", text), NEW_ROWS(2));
	ck_assert_str_eq(import_file("initiative", text), SAME_ROWS(2));
	ck_assert_str_eq(cell("initiative", "quotas", "state"), "funded");
	ck_assert_str_eq(cell("initiative", "quotas", "price"), "1200.50");
	ck_assert_str_eq(cell("initiative", "files", "state"), "in-flight");
	ck_assert_str_eq(listed("transition", NULL, "to_state"), "funded\nin-flight\n");
	ck_assert_str_eq(import_file("initiative", "name,state\nMore,flying\n"), "5 1 0 0 0 1");
	/* A state is moved by its verbs: a file does not move it either. */
	ck_assert_str_eq(import_file("initiative", "name,state\nQuotas,done\n"), "5 1 0 0 0 1");
	/* Another system's keys. */
	ck_assert_str_eq(import_file("initiative", "external_id,name\nX1,Paths\n"), NEW_ROWS(1));
	ck_assert_str_eq(import_file("initiative", "external_id,name\nX1,Better paths\n"),
	                 "0 1 0 1 0 0");
	ck_assert_str_eq(listed("initiative", "external_id=X1", "name"), "Better paths\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_import_of_endorsements)
{
	static const char text[] = "initiative,org,given_on,words,letter,testers\n"
							   "quotas,acme,,We need it,,\n"
							   "quotas,birch,2026-01-02,,yes,3\n";
	OK(add("org", "name=Acme"));
	OK(add("org", "name=Birch"));
	add_quotas();
	ck_assert_str_eq(import_file("endorsement", text), NEW_ROWS(2));
	ck_assert_str_eq(import_file("endorsement", text), SAME_ROWS(2));
	ck_assert_str_eq(import_file("endorsement", "initiative,org,given_on,testers\n"
	                                            "quotas,birch,2026-01-02,4\n"),
	                 "0 1 0 1 0 0");
	ck_assert_str_eq(import_file("endorsement", "initiative,org\nquotas,acme\n"), SAME_ROWS(1));
	ck_assert_str_eq(listed("endorsement", NULL, "testers"), "\n4\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

UNIT(initiative)
{
	Suite *suite = suite_create("initiative");
	TCase *cases = model_case("initiative");
	tcase_add_test(cases, test_lengths);
	tcase_add_test(cases, test_what_is_missing);
	tcase_add_test(cases, test_propose_and_scope);
	tcase_add_test(cases, test_notes);
	tcase_add_test(cases, test_lint_is_the_guard);
	tcase_add_test(cases, test_resume_is_no_proposal);
	tcase_add_test(cases, test_park_and_resume);
	tcase_add_test(cases, test_finish);
	tcase_add_test(cases, test_endorsement_gives_something);
	tcase_add_test(cases, test_undo_of_moves);
	tcase_add_test(cases, test_import);
	tcase_add_test(cases, test_import_of_endorsements);
	suite_add_tcase(suite, cases);
	return suite;
}
