#include "model.h"

START_TEST(test_collect)
{
	OK(add("contract", "name=C", "amount=100"));
	ck_assert_str_eq(foreign("SELECT collected IS NULL FROM v_contract"), "1\n");
	OK(syndic_contract_collect(db, "c", "$40.50", NULL, "first"));
	ck_assert_str_eq(syndic_last_write(db)->entity, "contract");
	ck_assert_str_eq(syndic_last_write(db)->reference, "c");
	OK(syndic_contract_collect(db, "c", "-0.50", "yesterday", NULL));
	ck_assert_str_eq(listed("payment", NULL, "amount"), "40.50\n-0.50\n");
	ck_assert_str_eq(listed("payment", "contract=c", "paid_on"), TODAY "\n2026-01-14\n");
	ck_assert_str_eq(foreign("SELECT collected FROM v_contract"), "4000\n");
	ck_assert_str_eq(notes(), "");
	REFUSED(syndic_contract_collect(db, "c", NULL, NULL, NULL), SYNDIC_MISUSE, "amount", "missing");
	REFUSED(syndic_contract_collect(db, "c", "1.234", NULL, NULL), SYNDIC_MISUSE, "amount", "");
	REFUSED(syndic_contract_collect(db, "c", "1", "30 Feb", NULL), SYNDIC_MISUSE, "paid_on", "");
	REFUSED(syndic_contract_collect(db, "x", "1", NULL, NULL), SYNDIC_NOT_FOUND, "", "no contract");
	/* A figure given before gives way to the payments, and that is said. */
	OK(add("contract", "name=D", "collected=70"));
	ck_assert_str_eq(foreign("SELECT collected FROM v_contract WHERE slug = 'd'"), "7000\n");
	OK(syndic_contract_collect(db, "d", "5", NULL, NULL));
	ck_assert_ptr_nonnull(strstr(notes(), "payments count from now on"));
	ck_assert_str_eq(foreign("SELECT collected FROM v_contract WHERE slug = 'd'"), "500\n");
	ck_assert_str_eq(findings(), "");
}
END_TEST

START_TEST(test_a_membership_contract_brings_its_term)
{
	OK(add("org", "name=Acme"));
	OK(add("contract", "name=C", "org=acme", "revenue_type=membership", "tier=premier",
	       "starts_on=2026-02-01", "ends_on=2027-01-31"));
	ck_assert_int_eq(syndic_last_write(db)->rows, 2);
	ck_assert_str_eq(cell("membership", "acme-2026", "tier"), "premier");
	ck_assert_str_eq(cell("membership", "acme-2026", "contract"), "c");
	OK(edit("contract", "c", "tier=general", "starts_on=2026-03-01"));
	ck_assert_str_eq(cell("membership", "acme-2026", "tier"), "general");
	ck_assert_str_eq(cell("membership", "acme-2026", "starts_on"), "2026-03-01");
	OK(edit("contract", "c", "amount=5")); /* nothing of the membership's */
	ck_assert_int_eq(syndic_last_write(db)->rows, 1);
	REFUSED(edit("contract", "c", "org="), SYNDIC_CONFLICT, "", "needs an organisation");
	REFUSED(edit("contract", "c", "starts_on="), SYNDIC_CONFLICT, "", "and a first day");
	REFUSED(rm("contract", "c"), SYNDIC_CONFLICT, "", "membership acme-2026 refers to it");
	/* One that is not a membership yet. */
	OK(add("contract", "name=D", "org=acme", "starts_on=2027-03-01"));
	OK(edit("contract", "d", "revenue_type=membership"));
	ck_assert_str_eq(cell("membership", "acme-2027", "contract"), "d");
	OK(add("contract", "name=E", "revenue_type=service", "org=acme", "starts_on=2027-03-01"));
	ck_assert_str_eq(listed("membership", "contract=e", "slug"), "");
	ck_assert_str_eq(findings(), "");
}
END_TEST

/* Recurring as its type does, unless it says otherwise itself. */
START_TEST(test_recurring)
{
	OK(add("contract", "name=A", "revenue_type=service"));
	OK(add("contract", "name=B", "revenue_type=grant"));
	OK(add("contract", "name=C", "revenue_type=service", "recurring=no"));
	OK(add("contract", "name=D", "revenue_type=gift", "recurring=yes"));
	OK(add("contract", "name=E"));
	ck_assert_str_eq(foreign("SELECT recurring FROM v_contract ORDER BY slug"), "1\n0\n0\n1\n0\n");
}
END_TEST

UNIT(contract)
{
	Suite *suite = suite_create("contract");
	TCase *cases = model_case("contract");
	tcase_add_test(cases, test_collect);
	tcase_add_test(cases, test_a_membership_contract_brings_its_term);
	tcase_add_test(cases, test_recurring);
	suite_add_tcase(suite, cases);
	return suite;
}
