#include "cli/verb.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

/* `STATE` → `state`, `to-position` → `to_position`. */
static char *parameter(const char *word, size_t length)
{
	char *name = mem_copy_n(word, length);
	for (char *at = name; *at; at++)
		*at = *at == '-' ? '_' : (char)tolower((unsigned char)*at);
	return name;
}

/* The name of the operand at `index`, without the brackets of one that may be left out. */
static char *operand_name(const char *operands, size_t index)
{
	for (; index > 0; index--)
		operands += strcspn(operands, " ") + 1;
	operands += *operands == '[';
	return parameter(operands, strcspn(operands, " ]"));
}

static void say_what_follows(const struct cli *cli)
{
	const char *next = cli->command->next, *mark = next ? strstr(next, "%r") : NULL;
	if (mark)
		say_next(cli, "%.*s%s%s", (int)(mark - next), next,
		         syndic_last_write(cli->handle)->reference, mark + 2);
	else if (next)
		say_next(cli, "%s", next);
}

enum syndic_status call_verb(struct cli *cli)
{
	const struct arguments *given = &cli->arguments;
	struct syndic_input *inputs =
		mem_alloc((given->option_count + given->operand_count) * sizeof *inputs);
	const struct option_table *known = &cli->command->options;
	size_t count = 0;
	enum syndic_status status;
	for (size_t i = 1; i < given->operand_count; i++)
		inputs[count++] =
			(struct syndic_input){operand_name(cli->command->operands, i), given->operands[i]};
	for (size_t i = 0; i < known->count; i++) {
		const char *name = known->rows[i].name, *value = option(cli, name);
		if (!value || strcmp(name, "why") == 0) continue;
		inputs[count++] =
			(struct syndic_input){parameter(name, strlen(name)), *value ? value : "yes"};
	}
	status = syndic_verb(cli->handle, cli->command->noun, cli->command->verb, operand(cli, 0),
	                     inputs, count, option(cli, "why"));
	for (size_t i = 0; i < count; i++)
		free((char *)inputs[i].field);
	free(inputs);
	return status;
}

enum syndic_status run_verb(struct cli *cli)
{
	enum syndic_status status = call_verb(cli);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli)) say_what_follows(cli);
	return status;
}
