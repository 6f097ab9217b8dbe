/* Memory: allocation that aborts in one place when there is none, and arenas. */
#ifndef SYNDIC_BASE_MEM_H
#define SYNDIC_BASE_MEM_H
#include <stdarg.h>
#include <stddef.h>

void *mem_alloc(size_t size); /* zeroed */
void *mem_resize(void *old, size_t size);
char *mem_copy(const char *text); /* NULL stays NULL */
char *mem_copy_n(const char *bytes, size_t length);

/* A bump allocator: everything taken from it goes at once. Zero-initialised is empty. */
struct arena_block;
struct arena {
	struct arena_block *blocks;
};
void *arena_alloc(struct arena *arena, size_t size);     /* zeroed, aligned */
char *arena_copy(struct arena *arena, const char *text); /* NULL stays NULL */
char *arena_copy_n(struct arena *arena, const char *bytes, size_t length);
__attribute__((format(printf, 2, 3))) char *arena_printf(struct arena *arena, const char *format,
                                                         ...);
__attribute__((format(printf, 2, 0))) char *arena_vprintf(struct arena *arena, const char *format,
                                                          va_list arguments);
void arena_reset(struct arena *arena); /* empties it, keeps one block for what comes next */
void arena_free(struct arena *arena);

#endif
