/* What people read of a runway. */
#ifndef SYNDIC_CLI_RUNWAY_H
#define SYNDIC_CLI_RUNWAY_H
#include "cli/cli.h"

/* One report, or two side by side: how long the cash lasts, what is missing by year, the quarters,
 * a picture and the health of the last one. */
enum syndic_status runway_page(struct cli *cli, const struct syndic_runway *const *reports,
                               size_t count);

#endif
