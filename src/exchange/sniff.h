/* A first reading of the file: what parts its cells, and how its columns write dates and money. */
#ifndef SYNDIC_EXCHANGE_SNIFF_H
#define SYNDIC_EXCHANGE_SNIFF_H
#include "exchange/mapping.h"
#include "exchange/source.h"

/* The format, and a reader that has just given the header in `out`. The header itself must be good.
 * Free the reader. */
enum syndic_status sniff_header(struct syndic *handle, const struct source *source,
                                struct reader_format *format, struct reader **reader,
                                struct csv_record *out);
/* Reads on to the end of the file, and settles order and mark of the mapping's columns, or leaves
 * them undecided. `*rows`: the rows there are. */
enum syndic_status sniff_columns(struct syndic *handle, const struct source *source,
                                 struct reader *reader, struct mapping *mapping, int64_t *rows);

/* After reader_next gave −1: tells why. */
enum syndic_status reader_failed(struct syndic *handle, const struct source *source);

#endif
