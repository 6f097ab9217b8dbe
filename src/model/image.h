/* Images of records in the change log: JSON objects of stored values, read back. */
#ifndef SYNDIC_MODEL_IMAGE_H
#define SYNDIC_MODEL_IMAGE_H
#include "model/record.h"

/* Sets the fields that the image names; `mask` gets their bits. Texts go to `arena`. An image that
 * cannot be read is told (another client wrote it). NULL is an empty image. */
enum syndic_status image_read(struct syndic *handle, const char *json, struct arena *arena,
                              struct record *record, uint64_t *mask);

#endif
