/* For tests of co-funding: a round on its way, verbs by short names, and other days. */
#ifndef SYNDIC_TESTS_ROUNDS_H
#define SYNDIC_TESTS_ROUNDS_H
#include "exchange.h"

static inline enum syndic_status verb_said(const char *noun, const char *verb,
                                           const char *reference, const char *why,
                                           const struct given *said)
{
	return syndic_verb(db, noun, verb, reference, said->inputs, said->count, why);
}
#define verb(noun, name, reference) verb_said(noun, name, reference, NULL, &(struct given){0})
#define verb_with(noun, name, reference, ...)                                                      \
	verb_said(noun, name, reference, "because", SAID(__VA_ARGS__))
#define verb_why(noun, name, reference)                                                            \
	verb_said(noun, name, reference, "because", &(struct given){0})

/* From now on it is another day. */
static inline void at(const char *day)
{
	syndic_close(db);
	db = open_as(day, "a test", false);
}

#define STATE(entity, reference) cell(entity, reference, "state")
#define IS(entity, reference, state) ck_assert_str_eq(STATE(entity, reference), state)
#define CLEAN() ck_assert_str_eq(findings(), "")

/* A pledge of organisation `org` in syndicate s: s-ORG. */
static inline enum syndic_status pledge(const char *org, const char *amount)
{
	const struct syndic_input inputs[] = {{"org", org}, {"amount", amount}};
	char name[80];
	snprintf(name, sizeof name, "name=%s", org);
	if (strstr(listed("org", NULL, "slug"), org) == NULL)
		OK(add_said("org", given_from(&(struct given){0}, (const char *const[]){name, NULL})));
	return syndic_pledge_add(db, "s", inputs, amount ? 2 : 1);
}
static inline void bound(const char *org, const char *amount)
{
	char slug[80];
	snprintf(slug, sizeof slug, "s-%s", org);
	OK(pledge(org, amount));
	OK(verb("pledge", "bind", slug));
}

/* Initiative i, of 1000.00: x for 250.00 and y for 750.00 by their hours. */
static inline void scoped(void)
{
	ck_assert_str_eq(import_as("initiative", "i.csv", "name,state,price\nI,scoped,1000\n", NULL),
	                 NEW_ROWS(1));
	OK(add("deliverable", "name=X", "initiative=i", "position=1", "low_hours=5", "high_hours=15",
	       "definition_of_done=seen"));
	OK(add("deliverable", "name=Y", "initiative=i", "position=2", "low_hours=20", "high_hours=40",
	       "definition_of_done=seen"));
}
static inline void opened(void)
{
	scoped();
	OK(add("syndicate", "name=S", "initiative=i", "deadline=2026-03-01"));
	OK(verb("syndicate", "open", "s"));
}
static inline void reached(void)
{
	opened();
	bound("ada", "400");
	bound("bob", "600");
	OK(verb("syndicate", "settle", "s"));
}
static inline void contracting(void)
{
	reached();
	OK(add("sow", "name=W", "syndicate=s"));
	OK(verb("sow", "approve", "w"));
	OK(verb("sow", "issue", "w"));
}
static inline void sign(const char *pledge)
{
	OK(verb_with("sow", "sign", "w", keep_text(pledge)));
}
static inline void executed(void)
{
	contracting();
	sign("pledge=s-ada");
	sign("pledge=s-bob");
	OK(verb("sow", "execute", "w"));
}
static inline void committed(void)
{
	executed();
	OK(verb("syndicate", "commit", "s"));
}
/* Another deliverable, of half the hours of x and y together, that was accepted: a stretch one, since the
 * others are agreed. */
static inline void half_done(void)
{
	ck_assert_str_eq(
		import_as("deliverable", "z.csv",
	              "name,initiative,state,low_hours,high_hours,definition_of_done,stretch\n"
	              "Z,i,accepted,40,40,seen,yes\n",
	              NULL),
		NEW_ROWS(1));
}

/* The share of each contract of the round, and its organisation's pledge. */
static inline const char *contracts(void)
{
	return foreign("SELECT d.slug, c.amount FROM deal d JOIN contract c ON c.id = d.contract"
	               " ORDER BY d.slug");
}

/* How the last moves of something are told: "from>to reason" each. */
static inline const char *moves(const char *entity)
{
	struct buf sql = {0};
	const char *text;
	buf_printf(&sql,
	           "SELECT coalesce(from_state, '') || '>' || to_state || ' ' || coalesce(reason, '')"
	           " || ' ' || actor FROM transition WHERE entity = '%s' ORDER BY id",
	           entity);
	text = foreign(buf_text(&sql));
	buf_free(&sql);
	return text;
}

static inline long long last_number(void)
{
	return strtoll(foreign("SELECT max(number) FROM change"), NULL, 10);
}

/* The write just made, taken back and put back again. */
static inline void there_and_back_again(char *before)
{
	char *after = dump();
	long long number = last_number();
	OK(undo(0));
	CLEAN();
	same_dump(before, dump(), "undone");
	OK(undo(number + 1));
	CLEAN();
	same_dump(after, dump(), "undone twice");
}
#define BACK(call)                                                                                 \
	do {                                                                                           \
		char *back_before = dump();                                                                \
		OK(call);                                                                                  \
		there_and_back_again(back_before);                                                         \
	} while (0)

/* What the last refusal said would help. */
static char helped[400] __attribute__((unused));

/* A refused call writes nothing. */
#define NO(call, code, about, part)                                                                \
	do {                                                                                           \
		char *no_before = dump();                                                                  \
		REFUSED(call, code, about, part);                                                          \
		snprintf(helped, sizeof helped, "%s", syndic_last_error(db)->help);                        \
		same_dump(no_before, dump(), #call);                                                       \
	} while (0)

#endif
