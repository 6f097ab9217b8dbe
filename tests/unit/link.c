#include "model.h"

/* "org kind score" of one deal's proposal, or "". */
static const char *proposed(const char *deal)
{
	struct syndic_rows *rows;
	char text[200] = "";
	OK(syndic_deal_link_proposals(db, deal, &rows));
	while (syndic_rows_next(rows) == 1) {
		ck_assert_str_eq(plain(rows, 0), deal);
		ck_assert_str_ne(plain(rows, 5), "");
		snprintf(text, sizeof text, "%s %s %s", plain(rows, 2), plain(rows, 3), plain(rows, 4));
	}
	syndic_rows_free(rows);
	return keep_text(text);
}

START_TEST(test_organisations)
{
	OK(add("org", "name=Tern Island"));
	OK(add("org", "name=Tern Island Station"));
	OK(add("org", "name=Université de Lyon", "slug=lyon"));
	OK(add("org", "name=Ab"));
	OK(add("deal", "name=Tern Island Station hub", "kind=new"));
	OK(add("deal", "name=Renew: TERN ISLAND, 2027", "slug=tern", "kind=new"));
	OK(add("deal", "name=Lyon hub", "kind=new"));
	OK(add("deal", "name=Tern Iland Station", "slug=typo", "kind=new"));
	OK(add("deal", "name=Ternisland", "slug=part", "kind=new"));
	OK(add("deal", "name=Ab and more", "slug=short", "kind=new"));
	OK(add("deal", "name=Quite another", "kind=new"));
	ck_assert_str_eq(proposed("tern-island-station-hub"), "tern-island-station  0.95");
	ck_assert_str_eq(proposed("tern"), "tern-island  0.95");
	ck_assert_str_eq(proposed("lyon-hub"), "lyon  0.85");
	ck_assert_int_eq(strncmp(proposed("typo"), "tern-island-station  0.", 23), 0);
	ck_assert_str_eq(proposed("short"), "");
	ck_assert_str_eq(proposed("quite-another"), "");
}
END_TEST

START_TEST(test_kinds)
{
	OK(add("org", "name=Acme"));
	OK(add("org", "name=Fresh Start"));
	OK(add("contract", "name=C", "org=acme", "starts_on=2025-01-01", "ends_on=2026-01-31"));
	OK(add("deal", "name=A", "org=acme", "starts_on=2026-02-01"));
	OK(add("deal", "name=B", "org=acme", "starts_on=2025-05-01"));
	OK(add("deal", "name=C", "org=fresh-start"));
	OK(add("deal", "name=D renewal", "org=acme"));
	OK(add("deal", "name=Expansion of E", "slug=e"));
	OK(add("deal", "name=F", "org=acme"));
	OK(add("deal", "name=Fresh Start hub", "slug=g"));
	OK(add("deal", "name=H", "org=acme", "kind=new"));
	ck_assert_str_eq(proposed("a"), " renewal 0.85");
	ck_assert_str_eq(proposed("b"), " expansion 0.7");
	ck_assert_str_eq(proposed("c"), " new 0.8");
	ck_assert_str_eq(proposed("d-renewal"), " renewal 0.95");
	ck_assert_str_eq(proposed("e"), " expansion 0.95");
	ck_assert_str_eq(proposed("f"), "");
	ck_assert_str_eq(proposed("g"), "fresh-start new 0.8"); /* the less certain of the two */
	ck_assert_str_eq(proposed("h"), "");
}
END_TEST

/* A deal's own contract tells nothing of its kind. */
START_TEST(test_kind_of_a_won_deal)
{
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "org=acme", "starts_on=2026-02-01", "ends_on=2026-03-31"));
	OK(win("a"));
	ck_assert_str_eq(proposed("a"), " new 0.8");
}
END_TEST

START_TEST(test_several_links_are_one_change)
{
	static const struct syndic_link links[] = {{"a", "acme", NULL}, {"b", "acme", "new"}};
	static const struct syndic_link half[] = {{"a", NULL, "new"}, {"b", "nobody", NULL}};
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A"));
	OK(add("deal", "name=B"));
	OK(syndic_deal_link(db, links, 2));
	ck_assert_str_eq(cell("deal", "b", "org"), "acme");
	REFUSED(syndic_deal_link(db, half, 2), SYNDIC_NOT_FOUND, "", "nobody");
	ck_assert_str_eq(cell("deal", "a", "kind"), "");
	OK(syndic_undo(db, 0));
	ck_assert_str_eq(cell("deal", "a", "org"), "");
	ck_assert_str_eq(cell("deal", "b", "org"), "");
}
END_TEST

START_TEST(test_link)
{
	struct syndic_rows *rows;
	OK(add("org", "name=Acme"));
	OK(add("deal", "name=A", "revenue_type=membership", "starts_on=2026-02-01"));
	OK(win("a"));
	OK(link_deal("a", "acme", NULL));
	ck_assert_str_eq(cell("contract", "a", "org"), "acme");
	ck_assert_str_eq(cell("membership", "acme-2026", "contract"), "a");
	OK(link_deal("a", NULL, "renewal"));
	ck_assert_str_eq(cell("contract", "a", "kind"), "renewal");
	OK(link_deal("a", NULL, NULL));
	ck_assert_int_eq(syndic_last_write(db)->change, 0);
	REFUSED(link_deal("a", "acmee", NULL), SYNDIC_NOT_FOUND, "", "near: acme");
	REFUSED(link_deal("a", NULL, "old"), SYNDIC_MISUSE, "kind", "one of");
	REFUSED(syndic_deal_link_proposals(db, "b", &rows), SYNDIC_NOT_FOUND, "", "no deal b");
	ck_assert_ptr_null(rows);
	OK(syndic_deal_link_proposals(db, NULL, &rows));
	ck_assert_str_eq(column_text(rows, "deal"), "");
	ck_assert_str_eq(findings(), "");
}
END_TEST

UNIT(link)
{
	Suite *suite = suite_create("link");
	TCase *cases = model_case("link");
	tcase_add_test(cases, test_organisations);
	tcase_add_test(cases, test_kinds);
	tcase_add_test(cases, test_kind_of_a_won_deal);
	tcase_add_test(cases, test_link);
	tcase_add_test(cases, test_several_links_are_one_change);
	suite_add_tcase(suite, cases);
	return suite;
}
