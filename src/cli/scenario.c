/* What a scenario changes. */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/commands.h"

/* Parts `WHAT=VALUE` in place; NULL: it is not one. */
static char *value_of(char *word)
{
	char *equals = strchr(word, '=');
	if (!equals || equals == word) return NULL;
	*equals = '\0';
	return equals + 1;
}

static enum syndic_status scenario_set(struct cli *cli)
{
	size_t words = cli->arguments.operand_count - 1, count = 0;
	struct syndic_scenario_setting *settings = mem_alloc(words * sizeof *settings);
	const char *from = NULL, *to = NULL;
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < words && status == SYNDIC_OK; i++) {
		char *what = cli->arguments.operands[i + 1], *value = value_of(what);
		if (!value)
			status =
				misuse(cli, NULL, "%s: WHAT=VALUE is wanted, such as cost.personnel=-15000", what);
		else if (strcmp(what, "from") == 0)
			from = value;
		else if (strcmp(what, "to") == 0)
			to = value;
		else
			settings[count++] = (struct syndic_scenario_setting){.what = what, .value = value};
	}
	if (status == SYNDIC_OK && count == 0)
		status = misuse(cli, NULL, "what shall the scenario change?");
	for (size_t i = 0; i < count; i++) {
		settings[i].starts_on = from;
		settings[i].ends_on = to;
	}
	if (status == SYNDIC_OK)
		status = syndic_scenario_set(cli->handle, operand(cli, 0), settings, count);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli))
		say_next(cli, "syndic runway --scenario %s --against expected", operand(cli, 0));
	free(settings);
	return status;
}

const struct command command_scenario_set = {
	.noun = "scenario",
	.verb = "set",
	.operands = "SCENARIO WHAT=VALUE...",
	.summary = "say what a scenario changes",
	.text =
		"WHAT=VALUE is one of: cost.NAME=-15000 (a month less; +15000 more, 15000 this instead, "
		"15% this share of revenue instead; +5% makes it 5 % more of what it is, so that a share "
		"of 15 "
		"% becomes 15.75 %), deal.SLUG=won, lost, +3 (months "
		"later) or 30% (its chance), members=1 (so many new ones a month at the general price; "
		"members.premier=1), revenue.TYPE=+5000 (a month), renewal_rate=90%. NAME is a cost's "
		"slug or name, or a kind of cost. from=MONTH and to=MONTH say in which months, for all "
		"that is set: a thing changes once in a month. An empty value takes a change back.",
	.flags = COMMAND_WRITES,
	.examples = "syndic scenario add --name 'No hiring'\n"
				"syndic scenario set no-hiring cost.personnel=-15000 from=2027-01\n"
				"syndic scenario set no-hiring cost.personnel= from=2027-01",
	.run = scenario_set,
};
