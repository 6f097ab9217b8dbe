#include "model.h"

static enum syndic_status renew(const char *membership, const struct given *said)
{
	return syndic_membership_renew(db, membership, said->inputs, said->count);
}

static void member(const char *starts_on, const char *ends_on)
{
	char from[40], to[40];
	snprintf(from, sizeof from, "starts_on=%s", starts_on);
	snprintf(to, sizeof to, "ends_on=%s", ends_on);
	OK(add("org", "name=Acme"));
	OK(add("contract", "name=Acme membership", "slug=first", "org=acme", "revenue_type=membership",
	       "tier=general", "amount=15000", "fee_per_year=15000", "billing=upfront", "kind=new",
	       "tags=x", from, to));
}

START_TEST(test_renew)
{
	member("2025-02-01", "2026-01-31");
	OK(renew("acme-2025", SAID("number=7")));
	ck_assert_str_eq(syndic_last_write(db)->entity, "contract");
	ck_assert_str_eq(syndic_last_write(db)->reference, "acme-membership");
	ck_assert_int_eq(syndic_last_write(db)->rows, 2);
	ck_assert_str_eq(cell("contract", "acme-membership", "kind"), "renewal");
	ck_assert_str_eq(cell("contract", "acme-membership", "renews"), "first");
	ck_assert_str_eq(cell("contract", "acme-membership", "signed_on"), TODAY);
	ck_assert_str_eq(cell("contract", "acme-membership", "amount"), "15000.00");
	ck_assert_str_eq(cell("contract", "acme-membership", "billing"), "upfront");
	ck_assert_str_eq(cell("contract", "acme-membership", "tags"), "x");
	ck_assert_str_eq(cell("contract", "acme-membership", "number"), "7");
	ck_assert_str_eq(cell("contract", "acme-membership", "collected"), "");
	ck_assert_str_eq(cell("membership", "acme-2026", "starts_on"), "2026-02-01");
	ck_assert_str_eq(cell("membership", "acme-2026", "ends_on"), "2027-01-31");
	ck_assert_str_eq(cell("membership", "acme-2026", "contract"), "acme-membership");
	/* The same term is not signed twice. */
	REFUSED(renew("acme-2025", SAID(NULL)), SYNDIC_CONFLICT, "contract", "acme-membership");
	OK(renew("acme-2026", SAID("tier=premier", "amount=50k", "fee_per_year=50k")));
	ck_assert_str_eq(cell("membership", "acme-2027", "tier"), "premier");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* As long as the term before, by months where it was whole months. */
START_TEST(test_the_term_after)
{
	static const struct {
		const char *from, *to, *next_from, *next_to;
	} cases[] = {
		{"2025-02-01", "2026-01-31", "2026-02-01", "2027-01-31"},
		{"2023-03-01", "2024-02-29", "2024-03-01", "2025-02-28"},
		{"2024-02-29", "2025-02-27", "2025-02-28", "2026-02-27"},
		{"2025-10-15", "2026-01-14", "2026-01-15", "2026-04-14"},
		{"2023-01-01", "2025-12-31", "2026-01-01", "2028-12-31"},
		{"2026-01-01", "2026-01-10", "2026-01-11", "2026-01-20"},
		{"2025-12-31", "2026-01-30", "2026-01-31", "2026-02-27"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char slug[20], starts[40], ends[40];
		snprintf(slug, sizeof slug, "name=o%zu", i);
		snprintf(starts, sizeof starts, "starts_on=%s", cases[i].from);
		snprintf(ends, sizeof ends, "ends_on=%s", cases[i].to);
		OK(add("org", slug));
		snprintf(slug, sizeof slug, "org=o%zu", i);
		OK(add("contract", "name=C", slug, "revenue_type=membership", starts, ends));
		snprintf(slug, sizeof slug, "o%zu-%.4s", i, cases[i].from);
		OK(renew(slug, SAID(NULL)));
		ck_assert_str_eq(cell("contract", syndic_last_write(db)->reference, "starts_on"),
		                 cases[i].next_from);
		ck_assert_str_eq(cell("contract", syndic_last_write(db)->reference, "ends_on"),
		                 cases[i].next_to);
	}
}
END_TEST

START_TEST(test_a_term_that_begins_later)
{
	member("2025-02-01", "2026-01-31");
	OK(renew("acme-2025", SAID("starts_on=2026-04-01")));
	ck_assert_str_eq(cell("membership", "acme-2026", "starts_on"), "2026-04-01");
	ck_assert_str_eq(cell("membership", "acme-2026", "ends_on"), "2027-03-31");
	OK(renew("acme-2026", SAID("starts_on=2027-06-01", "ends_on=2027-08-31")));
	ck_assert_str_eq(cell("membership", "acme-2027", "ends_on"), "2027-08-31");
	OK(renew("acme-2027", SAID("ends_on=")));
	ck_assert_str_eq(cell("membership", "acme-2027-2", "starts_on"), "2027-09-01");
	ck_assert_str_eq(cell("membership", "acme-2027-2", "ends_on"), "");
}
END_TEST

START_TEST(test_terms_that_cannot_be_renewed)
{
	OK(add("org", "name=Acme"));
	OK(add("membership", "org=acme", "starts_on=2026-01-01", "slug=open"));
	REFUSED(renew("open", SAID(NULL)), SYNDIC_CONFLICT, "ends_on", "no term to continue");
	OK(add("membership", "org=acme", "starts_on=2026-01-01", "ends_on=2026-12-31", "slug=free"));
	REFUSED(renew("free", SAID(NULL)), SYNDIC_CONFLICT, "contract", "no term to continue");
	REFUSED(renew("nobody", SAID(NULL)), SYNDIC_NOT_FOUND, "", "no membership nobody");
}
END_TEST

START_TEST(test_end)
{
	member("2025-06-01", "2026-05-31");
	REFUSED(syndic_membership_end(db, "acme-2025", NULL, NULL), SYNDIC_MISUSE, "ended_reason", "");
	REFUSED(syndic_membership_end(db, "acme-2025", NULL, ""), SYNDIC_MISUSE, "ended_reason", "");
	REFUSED(syndic_membership_end(db, "acme-2025", "2025-01-01", "x"), SYNDIC_MISUSE, "ends_on",
	        "before starts_on");
	OK(syndic_membership_end(db, "acme-2025", NULL, "budget"));
	ck_assert_str_eq(cell("membership", "acme-2025", "ends_on"), TODAY);
	ck_assert_str_eq(cell("membership", "acme-2025", "ended_reason"), "budget");
	/* The money is the contract's, and stays until somebody says so. */
	ck_assert_str_eq(cell("contract", "first", "ends_on"), "2026-05-31");
	OK(syndic_membership_end(db, "acme-2025", "2026-02-28", "budget"));
	ck_assert_ptr_nonnull(strstr(notes(), "still runs to 2026-05-31"));
	ck_assert_str_eq(cell("membership", "acme-2025", "ends_on"), "2026-02-28");
	/* One that has run out keeps its last day. */
	OK(edit("membership", "acme-2025", "ends_on=2026-01-01"));
	OK(syndic_membership_end(db, "acme-2025", NULL, "other"));
	ck_assert_str_eq(cell("membership", "acme-2025", "ends_on"), "2026-01-01");
	ck_assert_str_eq(findings(), "");
}
END_TEST

UNIT(membership)
{
	Suite *suite = suite_create("membership");
	TCase *cases = model_case("membership");
	tcase_add_test(cases, test_renew);
	tcase_add_test(cases, test_the_term_after);
	tcase_add_test(cases, test_a_term_that_begins_later);
	tcase_add_test(cases, test_terms_that_cannot_be_renewed);
	tcase_add_test(cases, test_end);
	suite_add_tcase(suite, cases);
	return suite;
}
