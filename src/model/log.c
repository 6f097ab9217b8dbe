/* One line records a conversation and its next step. */
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"

static enum syndic_status add_person(struct syndic *handle, const char *address, const char *org,
                                     char *id)
{
	struct record person;
	struct arena *arena = &handle->change->text;
	char *name = arena_copy(arena, address);
	enum syndic_status status;
	name[strcspn(name, "@")] = '\0'; /* all that an address tells of a name */
	record_init(&person, &entity_person);
	record_set_text(&person, "name", name);
	record_set_text(&person, "email", address);
	record_set_text(&person, "org", org);
	status = record_insert(handle, &person, 0, arena);
	if (status == SYNDIC_OK) memcpy(id, record_text(&person, "id"), ULID_SIZE);
	return status;
}

static enum syndic_status find_people(struct syndic *handle, const struct syndic_conversation *said,
                                      const char *org, struct buf *ids)
{
	enum syndic_status status = SYNDIC_OK;
	for (const char *const *who = said->people; who && *who && status == SYNDIC_OK; who++) {
		char id[REFERENCE_SIZE];
		bool address = strchr(*who, '@') != NULL;
		status = address ? resolve_exact(handle, &entity_person, *who, NULL, id)
		                 : resolve(handle, &entity_person, *who, NULL, id);
		if (status == SYNDIC_NOT_FOUND && address) {
			if (said->add_person) {
				status = add_person(handle, *who, org, id);
			} else {
				(void)error_set(handle, SYNDIC_NOT_FOUND, "person", "email", *who,
				                "nobody is known by the address %s", *who);
				error_help(handle, "the same command with --add-person");
			}
		} else if (status == SYNDIC_AMBIGUOUS) {
			(void)error_set(handle, SYNDIC_AMBIGUOUS, "person", "email", *who,
			                "several people have the address %s", *who);
			error_help(handle, "syndic person list --email %s", *who);
		}
		if (status == SYNDIC_OK && !strstr(buf_text(ids), id))
			buf_printf(ids, "%s%s", ids->length ? "," : "", id);
	}
	return status;
}

/* The deal that is talked about says in its next_step what was agreed. */
static enum syndic_status agree(struct syndic *handle, const struct record *activity,
                                const char *next_step)
{
	struct record before, after;
	enum syndic_status status;
	if (!record_has(activity, "deal")) return SYNDIC_OK;
	status = record_load(handle, &entity_deal, record_text(activity, "deal"), &handle->change->text,
	                     &before);
	if (status != SYNDIC_OK) return status;
	after = before;
	record_set_text(&after, "next_step", next_step);
	return record_update(handle, &before, &after, 0, &handle->change->text);
}

enum syndic_status syndic_log(struct syndic *handle, const struct syndic_conversation *said)
{
	const struct syndic_input inputs[] = {{"org", said->org},         {"summary", said->summary},
	                                      {"kind", said->kind},       {"at", said->at},
	                                      {"minutes", said->minutes}, {"body", said->body},
	                                      {"deal", said->deal}};
	const struct syndic_input next[] = {{"what", said->next_step},
	                                    {"due_on", said->next_due},
	                                    {"owner", said->owner}};
	enum syndic_status status;
	struct record activity, task;
	struct arena *arena;
	struct buf people = {0};
	error_clear(handle);
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	arena = &handle->change->text;
	if (said->next_due && !said->next_step) {
		status =
			error_set(handle, SYNDIC_MISUSE, "task", "what", NULL, "a due date wants a next step");
		error_help(handle, "--next \"…\" --due %s", said->next_due);
		goto out;
	}
	if (!(said->org && *said->org) && !(said->deal && *said->deal)) {
		status = error_set(handle, SYNDIC_MISUSE, "activity", "org", NULL,
		                   "org is missing: with whom, or about which deal?");
		goto out;
	}
	record_init(&activity, &entity_activity);
	TRY(record_apply(handle, &activity, inputs, sizeof inputs / sizeof inputs[0], false, arena));
	TRY(find_people(handle, said, record_text(&activity, "org"), &people));
	if (people.length) record_set_text(&activity, "people", arena_copy(arena, buf_text(&people)));
	handle->write.entity = ""; /* it is about the conversation, not about who was added for it */
	TRY(record_insert(handle, &activity, 0, arena));
	if (!said->next_step) goto out;
	record_init(&task, &entity_task);
	TRY(record_apply(handle, &task, next, sizeof next / sizeof next[0], false, arena));
	record_set(&task, "org", record_get(&activity, "org"));
	record_set(&task, "deal", record_get(&activity, "deal"));
	record_set(&task, "activity", record_get(&activity, "id"));
	TRY(record_insert(handle, &task, 0, arena));
	status = agree(handle, &activity, said->next_step);
out:
	buf_free(&people);
	return change_end(handle, status);
}
