#include "view/paragraph.h"
#include <string.h>
#include "base/text.h"

/* White space from `at` on, and whether an empty line is in it. */
static size_t space_at(const char *at, bool *parts)
{
	size_t length = strspn(at, " \t\r\n"), ends = 0;
	for (size_t i = 0; i < length; i++)
		ends += at[i] == '\n';
	*parts = ends > 1;
	return length;
}

bool paragraph_next(const char **at, struct buf *out)
{
	struct buf line = {0};
	bool parts = false;
	const char *text = *at + space_at(*at, &parts);
	buf_reset(out);
	for (parts = false; *text && !parts;) {
		size_t word = strcspn(text, " \t\r\n");
		buf_add_n(&line, text, word);
		text += word;
		text += space_at(text, &parts);
		if (*text && !parts) buf_add_char(&line, ' ');
	}
	*at = text;
	text_page(out, buf_text(&line));
	buf_free(&line);
	return out->length > 0;
}
