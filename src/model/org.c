#include <string.h>

#include "base/text.h"
#include "model/check.h"

static const struct syndic_field org_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL,
     LIST("organisation", "organization", "company name"), "its full name"},
	{"kind", SYNDIC_CHOICE, SYNDIC_LISTED, NULL,
     LIST("university", "research", "consortium", "foundation", "government", "company",
          "community", "other"),
     NULL, "what it is"},
	{"country", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "country"},
	{"website", SYNDIC_TEXT, 0, NULL, NULL, LIST("website url"), "web page"},
	{"domain", SYNDIC_TEXT, 0, NULL, NULL, NULL,
     "domain of its e-mail addresses, such as example.org"},
	{"parent", SYNDIC_REF, 0, "org", NULL, NULL, "organisation that it is part of"},
	{"via", SYNDIC_REF, 0, "org", NULL, NULL, "organisation through which it is sold to"},
	{"payer", SYNDIC_REF, 0, "org", NULL, NULL,
     "organisation that pays for its usage; itself if unknown"},
	{"owner", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "who of us looks after it"},
	{"tags", SYNDIC_WORDS, SYNDIC_LISTED, NULL, NULL, NULL, "words to filter by"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static enum syndic_status org_check(struct syndic *handle, const struct record *before,
                                    struct record *after)
{
	static const char *const above[] = {"parent", "via", "payer"};
	(void)before;
	for (size_t i = 0; i < sizeof above / sizeof above[0]; i++) {
		const char *other = record_text(after, above[i]);
		if (!other || strcmp(other, record_text(after, "id")) != 0) continue;
		if (strcmp(above[i], "payer") == 0) {
			record_set(after, above[i], value_null()); /* its own payer is what NULL means */
			continue;
		}
		return error_set(handle, SYNDIC_MISUSE, "org", above[i], record_text(after, "slug"),
		                 "an organisation cannot be its own %s", above[i]);
	}
	return SYNDIC_OK;
}

static const struct syndic_entity_hooks org_hooks = {.check = org_check};
const struct syndic_entity entity_org = {
	"org",
	"orgs",
	"a community, funder or prospect; a member while a membership is in force",
	"slug",
	0,
	org_fields,
	FIELD_COUNT(org_fields),
	&org_hooks};

static const struct syndic_field person_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "full name"},
	{"email", SYNDIC_TEXT, SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL,
     LIST("e-mail", "email address"), "e-mail address"},
	{"phone", SYNDIC_TEXT, 0, NULL, NULL, LIST("phone number"), "telephone"},
	{"org", SYNDIC_REF, SYNDIC_LISTED, "org", NULL, LIST("organisation", "organization"),
     "where they work"},
	{"role", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, LIST("job title"), "what they do there"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static enum syndic_status person_check(struct syndic *handle, const struct record *before,
                                       struct record *after)
{
	const char *email = record_text(after, "email");
	const char *at = email ? strchr(email, '@') : NULL;
	(void)before;
	if (email &&
	    (!at || at == email || !at[1] || strchr(at + 1, '@') || strpbrk(email, " \t\r\n,;<>"))) {
		return error_set(handle, SYNDIC_MISUSE, "person", "email", email, "%s is no e-mail address",
		                 email);
	}
	return SYNDIC_OK;
}

static const struct syndic_entity_hooks person_hooks = {.check = person_check};
const struct syndic_entity entity_person = {
	"person", "people",      "somebody we talk with",    "slug",
	0,        person_fields, FIELD_COUNT(person_fields), &person_hooks};
