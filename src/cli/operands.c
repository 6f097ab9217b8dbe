/* What the command line gave to a command. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/cli.h"

const char *operand(const struct cli *cli, size_t index)
{
	return index < cli->arguments.operand_count ? cli->arguments.operands[index] : NULL;
}

const char *option(const struct cli *cli, const char *name)
{
	return option_value(&cli->arguments, name);
}

struct syndic_input *field_inputs(const struct cli *cli, const struct syndic_entity *entity,
                                  size_t *count)
{
	const struct arguments *given = &cli->arguments;
	struct syndic_input *inputs = mem_alloc((given->option_count + 1) * sizeof *inputs);
	*count = 0;
	for (size_t i = 0; i < given->option_count; i++) {
		int field = syndic_field_find(entity, given->options[i].name);
		if (field < 0) continue;
		inputs[(*count)++] =
			(struct syndic_input){entity->fields[field].name, given->options[i].value};
	}
	return inputs;
}

bool read_change(struct cli *cli, const char *text, int64_t *number)
{
	char *end;
	const char *digits = text + (*text == '#');
	*number = strtoll(digits, &end, 10);
	if (*digits >= '0' && *digits <= '9' && !*end && *number > 0) return true;
	misuse(cli, "syndic history", "%s is not the number of a change", text);
	return false;
}

bool read_number(struct cli *cli, const char *name, int64_t least, int64_t *number)
{
	const char *text = option(cli, name);
	char *end;
	if (!text) return true;
	errno = 0;
	*number = strtoll(text, &end, 10);
	if (*text && !*end && !errno && *number >= least) return true;
	if (least == INT64_MIN)
		misuse(cli, NULL, "--%s %s: a whole number is wanted", name, text);
	else
		misuse(cli, NULL, "--%s %s: a whole number from %" PRId64 " on is wanted", name, text,
		       least);
	return false;
}

bool read_limit(struct cli *cli, int64_t otherwise, int64_t *limit)
{
	const char *text = option(cli, "limit");
	char *end;
	*limit = otherwise;
	if (!text) return true;
	*limit = strtoll(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && strlen(text) < 16) return true;
	misuse(cli, NULL, "--limit %s: a whole number is wanted, 0 for all", text);
	return false;
}
