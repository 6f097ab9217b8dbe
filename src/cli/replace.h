/* Files that the program makes anew each time, such as a page that is published. */
#ifndef SYNDIC_CLI_REPLACE_H
#define SYNDIC_CLI_REPLACE_H
#include "cli/cli.h"

/* Writes the file whole, readable by all: under another name first, then it takes its place. A
 * file that exists must begin with one of `ours` (up to NULL), as what we wrote does, byte by
 * byte: anything else is left alone and told, whatever it says of us. */
enum syndic_status replace_file(struct cli *cli, const char *path, const char *const *ours,
                                const struct buf *text);

#endif
