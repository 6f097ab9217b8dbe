/* Files that the program makes anew each time, such as a page that is published. */
#ifndef SYNDIC_CLI_REPLACE_H
#define SYNDIC_CLI_REPLACE_H
#include "cli/cli.h"

/* Writes the file whole, readable by all: under another name first, then it takes its place. A file
 * that exists must hold `mark` near its beginning, as what we wrote does: anything else is left alone
 * and told. */
enum syndic_status replace_file(struct cli *cli, const char *path, const char *mark,
                                const struct buf *text);

#endif
