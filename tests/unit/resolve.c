#include "model.h"

static void people_and_places(void)
{
	OK(add("org", "name=University of Zürich", "slug=uzh"));
	OK(add("org", "name=Zürich Hub"));
	OK(add("org", "name=BIDS"));
	OK(add("org", "name=Lantern 100% Bio_Lab"));
	OK(add("person", "name=Ana Ruiz", "email=Ana@Example.org", "org=uzh"));
	OK(add("person", "name=Ana Ruizova", "email=ana2@example.org"));
	OK(add("deal", "name=BIDS 2027", "org=bids"));
	OK(add("task", "what=first"));
	OK(add("task", "what=second"));
}

START_TEST(test_references)
{
	static const struct {
		const char *entity, *reference, *field, *value;
	} cases[] = {
		{"org", "uzh", "slug", "uzh"},
		{"org", "BIDS", "slug", "bids"},
		{"org", "bids", "slug", "bids"},
		{"org", "zurich hub", "slug", "zurich-hub"},
		{"org", "ZÜRICH  HUB", "slug", "zurich-hub"},
		{"org", "Zu\xCC\x88rich Hub", "slug", "zurich-hub"}, /* the mark apart */
		{"org", "university", "slug", "uzh"},
		{"org", "100%", "slug", "lantern-100-bio-lab"},
		{"org", "o_l", "slug", "lantern-100-bio-lab"},
		{"person", "ana@example.org", "slug", "ana-ruiz"},
		{"person", "ANA@EXAMPLE.ORG", "slug", "ana-ruiz"},
		{"person", "Ana Ruiz", "slug", "ana-ruiz"}, /* whole before part */
		{"person", "ruizov", "slug", "ana-ruizova"},
		{"deal", "2027", "slug", "bids-2027"},
		{"task", "#2", "what", "second"},
		{"task", "2", "what", "second"},
		{"pipeline", "Membership", "slug", "membership"},
		{"pipeline", "member", "slug", "membership"},
		{"tier", "PREMIER", "slug", "premier"},
		{"stage", "cofunding-soft", "name", "Soft"},
		{"stage", "soft", "name", "Soft"},
		{"setting", "quiet_days", "value", "30"},
		{"setting", "quiet", "value", "30"},
	};
	people_and_places();
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ck_assert_str_eq(cell(cases[i].entity, cases[i].reference, cases[i].field), cases[i].value);
	}
}
END_TEST

/* Whatever has an id is found by it, exactly. */
START_TEST(test_ids)
{
	static const char *const entities[] = {"org",     "person", "deal",    "task",    "stage",
	                                       "setting", "usage",  "payment", "contract"};
	people_and_places();
	OK(add("usage", "cluster=x", "month=2026-01", "active_users=3"));
	OK(add("contract", "name=C"));
	OK(add("payment", "contract=c", "paid_on=today", "amount=5"));
	for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
		char id[40], lower[40];
		snprintf(id, sizeof id, "%.26s", listed(entities[i], NULL, "id"));
		ck_assert_str_eq(cell(entities[i], id, "id"), id);
		snprintf(lower, sizeof lower, "%.25s", id);
		struct syndic_rows *rows;
		REFUSED(syndic_show(db, entities[i], lower, &rows), SYNDIC_NOT_FOUND, "", "there is no");
	}
	/* A reference field takes the id, too. */
	char with[60];
	snprintf(with, sizeof with, "org=%.26s", cell("org", "uzh", "id"));
	OK(edit("deal", "bids-2027", with));
	ck_assert_str_eq(cell("deal", "bids-2027", "org"), "uzh");
	REFUSED(edit("deal", "bids-2027", "org=01ARZ3NDEKTSV4RRFFQ69G5FAV"), SYNDIC_NOT_FOUND, "",
	        "there is no org 01ARZ3NDEKTSV4RRFFQ69G5FAV");
	/* A stage change is found by its id, as no other record has one. */
	snprintf(with, sizeof with, "%.28s", listed("stage_change", NULL, "id"));
	ck_assert_str_eq(cell("stage_change", with, "deal"), "bids-2027");
}
END_TEST

START_TEST(test_ambiguous)
{
	struct syndic_rows *rows;
	people_and_places();
	REFUSED(syndic_show(db, "org", "zürich", &rows), SYNDIC_AMBIGUOUS, "", "uzh, zurich-hub");
	ck_assert_ptr_null(rows);
	REFUSED(syndic_show(db, "person", "ana", &rows), SYNDIC_AMBIGUOUS, "", "ana-ruiz, ana-ruizova");
	REFUSED(syndic_show(db, "stage", "Proposal", &rows), SYNDIC_AMBIGUOUS, "",
	        "membership-proposal, project-proposal");
	OK(add("person", "name=Double", "email=ana@example.org"));
	REFUSED(syndic_show(db, "person", "ana@example.org", &rows), SYNDIC_AMBIGUOUS, "",
	        "ana@example.org may be several people");
	OK(add("org", "name=BIDS", "slug=other"));
	ck_assert_str_eq(cell("org", "bids", "slug"), "bids"); /* the slug before the name */
	OK(edit("org", "bids", "slug=first"));
	REFUSED(syndic_show(db, "org", "Bids", &rows), SYNDIC_AMBIGUOUS, "", "first, other");
	for (int i = 0; i < 20; i++)
		OK(add("deal", "name=Many"));
	REFUSED(syndic_show(db, "deal", "man", &rows), SYNDIC_AMBIGUOUS, "", ", …");
	REFUSED(rm("org", "zürich"), SYNDIC_AMBIGUOUS, "", "");
	REFUSED(add("deal", "name=x", "org=zürich"), SYNDIC_AMBIGUOUS, "", "uzh");
	ck_assert_str_eq(foreign("SELECT count(*) FROM deal"), "21\n");
}
END_TEST

static void nothing_twice(const char *list)
{
	char copy[500], *words[20], *save = NULL;
	size_t count = 0;
	snprintf(copy, sizeof copy, "%s", list);
	for (char *word = strtok_r(copy, ", ", &save); word; word = strtok_r(NULL, ", ", &save)) {
		for (size_t i = 0; i < count; i++)
			ck_assert_msg(strcmp(words[i], word) != 0, "%s", list);
		words[count++] = word;
	}
}

START_TEST(test_misspelt)
{
	static const struct {
		const char *entity, *reference, *near;
	} cases[] = {
		{"org", "bidz", "near: bids"},
		{"org", "Unversity of Zurich", "near: uzh"},
		{"person", "Anna Ruiz", "near: ana-ruiz"},
		{"deal", "bids-2072", "near: bids-2027"},
		{"pipeline", "memebership", "near: membership"},
		{"stage", "Porposal", "near: Proposal"},
		{"tier", "generl", "near: general"},
		{"setting", "queit_days", "near: quiet_days"},
	};
	struct syndic_rows *rows;
	people_and_places();
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		refused(syndic_show(db, cases[i].entity, cases[i].reference, &rows), SYNDIC_NOT_FOUND, "",
		        cases[i].near, cases[i].reference);
		nothing_twice(strstr(syndic_last_error(db)->message, "near: ") + strlen("near: "));
	}
	REFUSED(syndic_show(db, "org", "", &rows), SYNDIC_NOT_FOUND, "", "no org");
	REFUSED(syndic_show(db, "org", "%u", &rows), SYNDIC_NOT_FOUND, "", "no org %u");
	REFUSED(syndic_show(db, "task", "#99", &rows), SYNDIC_NOT_FOUND, "", "no task #99");
	REFUSED(syndic_show(db, "task", "#", &rows), SYNDIC_NOT_FOUND, "", "no task #");
	REFUSED(syndic_show(db, "task", "99999999999999999999999", &rows), SYNDIC_NOT_FOUND, "", "");
	REFUSED(syndic_show(db, "person", "nobody@example.org", &rows), SYNDIC_NOT_FOUND, "", "");
	REFUSED(syndic_show(db, "usage_price", "x", &rows), SYNDIC_NOT_FOUND, "", "");
	ck_assert_str_eq(syndic_last_error(db)->help, "syndic usage-price list");
}
END_TEST

/* Notes are searched, but nobody is called by them. */
START_TEST(test_names_only)
{
	struct syndic_rows *rows;
	OK(add("org", "name=Acme", "notes=also called Roadrunner"));
	OK(add("membership", "org=acme", "starts_on=2026-01-01", "notes=Roadrunner"));
	REFUSED(syndic_show(db, "org", "roadrunner", &rows), SYNDIC_NOT_FOUND, "", "");
	REFUSED(syndic_show(db, "membership", "roadrunner", &rows), SYNDIC_NOT_FOUND, "", "");
	ck_assert_str_eq(cell("membership", "acme", "slug"), "acme-2026");
	OK(add("org", "name=Two\nlines"));
	ck_assert_str_eq(cell("org", "lines", "slug"), "two-lines");
}
END_TEST

UNIT(resolve)
{
	Suite *suite = suite_create("resolve");
	TCase *cases = model_case("resolve");
	tcase_add_test(cases, test_references);
	tcase_add_test(cases, test_ids);
	tcase_add_test(cases, test_ambiguous);
	tcase_add_test(cases, test_misspelt);
	tcase_add_test(cases, test_names_only);
	suite_add_tcase(suite, cases);
	return suite;
}
