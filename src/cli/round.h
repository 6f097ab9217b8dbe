/* What the commands on a round have in common. */
#ifndef SYNDIC_CLI_ROUND_H
#define SYNDIC_CLI_ROUND_H
#include "cli/cli.h"

/* Runs the command: for people by `people`, else JSON (`solved`: with what would unlock it) or
 * rows of pledges. */
enum syndic_status round_report(struct cli *cli, bool solved,
                                enum syndic_status (*people)(struct cli *cli,
                                                             const struct syndic_round *round));

void round_print_title(struct cli *cli, const struct syndic_round *round);
/* `40,000 of 60,000 counted, 1 of 2 members. Missing: 20,000 and 1 member.` */
void round_print_counted(struct cli *cli, const struct syndic_round *round);
/* A pledge's condition, and what it lacks. */
void round_print_condition(struct cli *cli, const struct syndic_pledge *pledge);

#endif
