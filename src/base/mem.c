#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16 << 10)

static void *checked(void *memory)
{
	if (!memory) abort();
	return memory;
}

void *mem_alloc(size_t size)
{
	return checked(calloc(1, size ? size : 1));
}

void *mem_resize(void *old, size_t size)
{
	return checked(realloc(old, size ? size : 1));
}

char *mem_copy(const char *text)
{
	return text ? mem_copy_n(text, strlen(text)) : NULL;
}

char *mem_copy_n(const char *bytes, size_t length)
{
	char *copy = mem_resize(NULL, length + 1);
	if (length) memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	max_align_t data[];
};

static struct arena_block *block_new(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct arena_block)) abort();
	struct arena_block *block = mem_resize(NULL, sizeof *block + size);
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

/* Memory of `size` bytes at the given alignment, as it comes. */
static void *take(struct arena *arena, size_t size, size_t alignment)
{
	struct arena_block *block = arena->blocks;
	if (block) {
		size_t used = (block->used + alignment - 1) & ~(alignment - 1);
		if (used <= block->size && size <= block->size - used) {
			block->used = used + size;
			return (char *)block->data + used;
		}
	}
	block = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
	block->used = size;
	if (arena->blocks && size > BLOCK_SIZE / 4) {
		/* A large piece stands behind the block in use, whose rest would be wasted. */
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size, _Alignof(max_align_t)), 0, size);
}

char *arena_copy(struct arena *arena, const char *text)
{
	return text ? arena_copy_n(arena, text, strlen(text)) : NULL;
}

char *arena_copy_n(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = take(arena, length + 1, 1);
	if (length) memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *text = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return text;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	if (length < 0) abort();
	char *text = take(arena, (size_t)length + 1, 1);
	vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

void arena_reset(struct arena *arena)
{
	struct arena_block *kept = arena->blocks;
	if (!kept) return;
	struct arena rest = {kept->next};
	arena_free(&rest);
	kept->next = NULL;
	kept->used = 0;
}

void arena_free(struct arena *arena)
{
	for (struct arena_block *block = arena->blocks, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	arena->blocks = NULL;
}
