/* Arrays that grow in an arena. */
#ifndef SYNDIC_REPORT_LIST_H
#define SYNDIC_REPORT_LIST_H
#include <string.h>
#include "base/mem.h"

/* Room for one more of `size` bytes behind `count`: the array, moved if it was full. An array that
 * is grown in this way alone is full at 8, 16, 32 …, so that it need not know its capacity. */
static inline void *list_room(struct arena *arena, void *items, size_t count, size_t size)
{
	if (count != 0 && (count < 8 || (count & (count - 1)) != 0)) return items;
	void *grown = arena_alloc(arena, (count ? count * 2 : 8) * size);
	if (count) memcpy(grown, items, count * size);
	return grown;
}

/* Adds an item to `list` and `count`. */
#define LIST_ADD(arena, list, count, item)                                                         \
	((list) = list_room((arena), (list), (count), sizeof *(list)), (list)[(count)++] = (item))

#endif
