#include "cli/replace.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BEGINNING_MAX 100 /* bytes of what ours begin with */

/* Is there nothing at `path`, or a file that begins as ours do? errno says why it could not be
 * read. */
static bool is_ours(const char *path, const char *const *ours)
{
	char head[BEGINNING_MAX + 1] = "";
	struct stat found;
	errno = 0;
	if (lstat(path, &found) != 0) return errno == ENOENT;
	if (!S_ISREG(found.st_mode)) return false;
	FILE *file = fopen(path, "rb");
	if (!file) return false;
	size_t read = fread(head, 1, BEGINNING_MAX, file);
	fclose(file);
	for (; *ours; ours++)
		if (strlen(*ours) <= read && memcmp(head, *ours, strlen(*ours)) == 0) return true;
	return false;
}

static bool write_all(int fd, const struct buf *text)
{
	for (size_t done = 0; done < text->length;) {
		ssize_t wrote = write(fd, text->data + done, text->length - done);
		if (wrote < 0) return false;
		done += (size_t)wrote;
	}
	return fchmod(fd, 0644) == 0 && fsync(fd) == 0;
}

enum syndic_status replace_file(struct cli *cli, const char *path, const char *const *ours,
                                const struct buf *text)
{
	struct buf fresh = {0};
	int fd = -1, why = 0;
	if (!is_ours(path, ours))
		return failure(cli, SYNDIC_FAILED, "name another file", "%s is left alone: %s", path,
		               errno ? strerror(errno) : "it is no page that this command has written");
	buf_printf(&fresh, "%s.new-XXXXXX", path);
	fd = mkstemp(fresh.data);
	if (fd < 0) {
		why = errno;
	} else {
		if (!write_all(fd, text)) why = errno;
		if (close(fd) != 0 && !why) why = errno;
		if (!why && rename(fresh.data, path) != 0) why = errno;
		if (why) unlink(fresh.data);
	}
	buf_free(&fresh);
	if (!why) return SYNDIC_OK;
	return failure(cli, SYNDIC_FAILED, "name a file that you may write", "%s: %s", path,
	               strerror(why));
}
