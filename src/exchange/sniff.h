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
/* Reads from behind the header to the end of the file, and settles order and mark of the mapping's
 * columns that were not looked at. What the data does not prove is refused. `*changed`: some are
 * not as they are taken without a look: only ISO dates, and a decimal point. */
enum syndic_status sniff_columns(struct syndic *handle, const struct source *source,
                                 struct reader *reader, struct mapping *mapping, bool *changed);
/* The date order that a person has told, for all columns. */
enum syndic_status sniff_told(struct syndic *handle, struct mapping *mapping);

/* After reader_next gave −1: tells why. */
enum syndic_status reader_failed(struct syndic *handle, const struct source *source);

#endif
