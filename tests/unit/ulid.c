#include "unit.h"
#include "property.h"
#include "base/ulid.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

START_TEST(test_rising_and_unique)
{
	char last[ULID_SIZE] = "", next[ULID_SIZE];
	for (int i = 0; i < 1000000; i++) {
		ulid_new(next);
		HOLDS(strcmp(last, next) < 0, "%s after %s", next, last);
		memcpy(last, next, sizeof last);
	}
	ck_assert(ulid_valid(last));
}
END_TEST

/* The milliseconds in its first ten characters. */
static int64_t time_of(const char *ulid)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	int64_t time = 0;
	for (int i = 0; i < 10; i++)
		time = time * 32 + (strchr(alphabet, ulid[i]) - alphabet);
	return time;
}

START_TEST(test_begins_with_the_time)
{
	char ulid[ULID_SIZE];
	int64_t before = (int64_t)time(NULL);
	ulid_new(ulid);
	int64_t seconds = time_of(ulid) / 1000;
	ck_assert_int_ge(seconds, before);
	ck_assert_int_le(seconds, (int64_t)time(NULL));
}
END_TEST

START_TEST(test_valid)
{
	static const char *const bad[] = {"",
	                                  "0",
	                                  "01ARZ3NDEKTSV4RRFFQ69G5FA",
	                                  "01ARZ3NDEKTSV4RRFFQ69G5FAVX",
	                                  "01ARZ3NDEKTSV4RRFFQ69G5FAU",
	                                  "01ARZ3NDEKTSV4RRFFQ69G5FAI",
	                                  "01arz3ndektsv4rrffq69g5fav",
	                                  "81ARZ3NDEKTSV4RRFFQ69G5FAV",
	                                  "01ARZ3NDEK SV4RRFFQ69G5FAV",
	                                  "bids-2027"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!ulid_valid(bad[i]), "%s", bad[i]);
	ck_assert(ulid_valid("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
	ck_assert(ulid_valid("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"));
	ck_assert(ulid_valid("00000000000000000000000000"));
}
END_TEST

enum { THREADS = 4, EACH = 50000 };
static char made[THREADS * EACH][ULID_SIZE];

static void *make_many(void *row)
{
	char(*ulids)[ULID_SIZE] = row;
	for (int i = 0; i < EACH; i++)
		ulid_new(ulids[i]);
	return NULL;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

START_TEST(test_threads_never_meet)
{
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, make_many, made + i * EACH), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	qsort(made, sizeof made / sizeof *made, sizeof *made, by_text);
	for (int i = 1; i < THREADS * EACH; i++)
		HOLDS(strcmp(made[i - 1], made[i]) != 0, "%s", made[i]);
}
END_TEST

START_TEST(test_a_child_goes_its_own_way)
{
	char ours[ULID_SIZE], theirs[ULID_SIZE];
	for (int i = 0; i < 100; i++) {
		int ends[2];
		ck_assert_int_eq(pipe(ends), 0);
		ulid_new(ours);
		pid_t child = fork();
		if (child == 0) {
			ulid_new(theirs);
			_exit(write(ends[1], theirs, ULID_SIZE) == ULID_SIZE ? 0 : 1);
		}
		ulid_new(ours);
		ck_assert_int_eq(read(ends[0], theirs, ULID_SIZE), ULID_SIZE);
		waitpid(child, NULL, 0);
		/* the first 8 of 16 characters of chance; a step on from the same state keeps them */
		ck_assert(strncmp(ours + 10, theirs + 10, 8) != 0);
		close(ends[0]);
		close(ends[1]);
	}
}
END_TEST

UNIT(ulid)
{
	Suite *suite = suite_create("ulid");
	TCase *cases = tcase_create("keys");
	tcase_add_test(cases, test_rising_and_unique);
	tcase_add_test(cases, test_begins_with_the_time);
	tcase_add_test(cases, test_valid);
	tcase_add_test(cases, test_threads_never_meet);
	tcase_add_test(cases, test_a_child_goes_its_own_way);
	suite_add_tcase(suite, cases);
	return suite;
}
