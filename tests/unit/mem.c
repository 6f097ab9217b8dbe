#include "unit.h"
#include "property.h"
#include "base/mem.h"
#include <signal.h>
#include <stdalign.h>
#include <stddef.h>
#include <string.h>

START_TEST(test_copies)
{
	ck_assert_ptr_null(mem_copy(NULL));
	char *copy = mem_copy("Zürich");
	ck_assert_str_eq(copy, "Zürich");
	free(copy);
	copy = mem_copy_n("bids-2027", 4);
	ck_assert_str_eq(copy, "bids");
	free(copy);
	copy = mem_copy_n(NULL, 0);
	ck_assert_str_eq(copy, "");
	free(copy);
}
END_TEST

START_TEST(test_zeroed)
{
	unsigned char *memory = mem_alloc(100);
	for (int i = 0; i < 100; i++)
		ck_assert_uint_eq(memory[i], 0);
	memory = mem_resize(memory, 100000);
	memory[99999] = 1;
	free(memory);
	free(mem_alloc(0));
}
END_TEST

#ifndef __SANITIZE_ADDRESS__ /* which reports, and ends by itself, before we can */
START_TEST(test_no_memory_aborts)
{
	mem_alloc(SIZE_MAX / 2);
}
END_TEST
#endif

START_TEST(test_arena_keeps_what_it_gave)
{
	struct arena arena = {0};
	uint64_t seed = 1;
	enum { PIECES = 2000 };
	unsigned char *pieces[PIECES];
	size_t sizes[PIECES];
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < PIECES; i++) {
			sizes[i] = (size_t)chance_between(&seed, 0, i % 100 ? 300 : 40000);
			pieces[i] = arena_alloc(&arena, sizes[i]);
			HOLDS((uintptr_t)pieces[i] % alignof(max_align_t) == 0, "piece %d", i);
			for (size_t k = 0; k < sizes[i]; k++)
				HOLDS(pieces[i][k] == 0, "piece %d", i);
			memset(pieces[i], i & 255, sizes[i]);
			HOLDS(strcmp(arena_copy(&arena, "x"), "x") == 0, "piece %d", i);
		}
		for (int i = 0; i < PIECES; i++)
			for (size_t k = 0; k < sizes[i]; k++)
				HOLDS(pieces[i][k] == (i & 255), "piece %d", i);
		arena_reset(&arena);
	}
	arena_free(&arena);
	ck_assert_ptr_null(arena.blocks);
	arena_reset(&arena);
	arena_free(&arena);
}
END_TEST

START_TEST(test_arena_text)
{
	struct arena arena = {0};
	ck_assert_ptr_null(arena_copy(&arena, NULL));
	ck_assert_str_eq(arena_copy(&arena, ""), "");
	ck_assert_str_eq(arena_copy_n(&arena, "bids-2027", 4), "bids");
	ck_assert_str_eq(arena_printf(&arena, "%s-%d", "bids", 2027), "bids-2027");
	char *wide = arena_printf(&arena, "%50000d", 7);
	ck_assert_uint_eq(strlen(wide), 50000);
	ck_assert_str_eq(wide + 49999, "7");
	arena_free(&arena);
}
END_TEST

UNIT(mem)
{
	Suite *suite = suite_create("mem");
	TCase *cases = tcase_create("memory");
	tcase_add_test(cases, test_copies);
	tcase_add_test(cases, test_zeroed);
#ifndef __SANITIZE_ADDRESS__
	tcase_add_test_raise_signal(cases, test_no_memory_aborts, SIGABRT);
#endif
	tcase_add_test(cases, test_arena_keeps_what_it_gave);
	tcase_add_test(cases, test_arena_text);
	suite_add_tcase(suite, cases);
	return suite;
}
