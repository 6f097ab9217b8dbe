/*
 * Unit tests: a file tests/unit/NAME.c tests one unit and ends with
 *
 *	UNIT(NAME)
 *	{
 *		Suite *suite = suite_create("NAME");
 *		TCase *cases = tcase_create("what is tested");
 *
 *		tcase_add_test(cases, …);
 *		suite_add_tcase(suite, cases);
 *		return suite;
 *	}
 *
 * The Makefile finds it; `build/unit NAME …` runs some alone.  Each test runs in a process of its own.
 */
#ifndef SYNDIC_TESTS_UNIT_H
#define SYNDIC_TESTS_UNIT_H
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define UNIT(name)                                                                                 \
	Suite *name##_suite(void);                                                                     \
	Suite *name##_suite(void)

/* A new empty folder below $TMPDIR, which whoever runs the tests removes. */
static inline const char *unit_folder(void)
{
	static char path[256];
	const char *parent = getenv("TMPDIR");

	snprintf(path, sizeof(path), "%s/syndic-unit-XXXXXX", parent ? parent : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(path));
	return path;
}

#endif
