#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/commands.h"

/* The values of an option that may be repeated, NULL-ended; the caller frees the array. */
static const char **all_values(const struct cli *cli, const char *name)
{
	const struct arguments *given = &cli->arguments;
	const char **values = mem_alloc((given->option_count + 1) * sizeof *values);
	size_t count = 0;
	for (size_t i = 0; i < given->option_count; i++)
		if (strcmp(given->options[i].name, name) == 0) values[count++] = given->options[i].value;
	return values;
}

static enum syndic_status log_conversation(struct cli *cli)
{
	if (option(cli, "due") && !option(cli, "next"))
		return misuse(cli, "syndic log --help", "--due wants --next: what is due then");
	const char **people = all_values(cli, "with");
	struct syndic_conversation conversation = {
		.org = operand(cli, 0),
		.summary = operand(cli, 1),
		.kind = option(cli, "kind"),
		.at = option(cli, "at"),
		.deal = option(cli, "deal"),
		.minutes = option(cli, "minutes"),
		.body = option(cli, "body"),
		.people = people,
		.add_person = option(cli, "add-person"),
		.next_step = option(cli, "next"),
		.next_due = option(cli, "due"),
		.owner = option(cli, "owner"),
	};
	enum syndic_status status = syndic_log(cli->handle, &conversation);
	free(people);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli)) {
		if (conversation.next_step)
			say_next(cli, "syndic next");
		else
			say_next(cli, "syndic task add 'WHAT' --activity %s --due-on 'next fri'",
			         syndic_last_write(cli->handle)->reference + 1); /* without its # */
	}
	return status;
}

static const struct option_row options[] = {
	{"kind", "CHOICE", "call, email, meeting, event or note; else note", 0, false},
	{"at", "TIME", "when it was; else today", 0, false},
	{"with", "PERSON", "with whom: a reference or an e-mail address", 0, true},
	{"add-person", NULL, "add an unknown address as a person of the organisation", 0, false},
	{"deal", "DEAL", "the deal that it was about", 0, false},
	{"minutes", "N", "how long it took", 0, false},
	{"body", "TEXT", "everything else that was said", 0, false},
	{"next", "TEXT", "the next step, which becomes a task", 0, false},
	{"due", "DATE", "when the next step is due", 0, false},
	{"owner", "NAME", "who takes the next step; else you", 0, false},
};

const struct command command_log = {
	.noun = "log",
	.operands = "ORG SUMMARY",
	.summary = "record a conversation and its next step",
	.text =
		"One line after each call: with whom, about what, and what comes next. The next step "
		"becomes a task that `syndic next` shows when it is due, and the next step of the deal.",
	.examples = "syndic log bids 'Call about the renewal' --kind call --deal bids-2027 \\\n"
				"    --with ana@example.org --minutes 30 --next 'send quote' --due 'next fri'",
	.options = {options, sizeof options / sizeof *options},
	.flags = COMMAND_WRITES,
	.run = log_conversation,
};
