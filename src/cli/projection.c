#include <string.h>
#include "cli/cli.h"

bool read_projection(struct cli *cli, struct syndic_projection *out)
{
	*out = (struct syndic_projection){
		.from = option(cli, "from"),
		.seed = 1,
		.slip = option(cli, "slip"),
		.correlation = option(cli, "correlation"),
		.method = option(cli, "method"),
		.ledger = option(cli, "ledger"),
		.learned = option(cli, "learned"),
	};
	return read_number(cli, "months", 1, &out->months) &&
	       read_number(cli, "paths", 1, &out->paths) &&
	       read_number(cli, "seed", INT64_MIN, &out->seed);
}
