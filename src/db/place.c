/* Files that appear whole or not at all. */
#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/ulid.h"

char *place_absolute(const char *path)
{
	char *folder_copy = mem_copy(path), *name_copy = mem_copy(path);
	char *folder = realpath(dirname(folder_copy), NULL);
	struct buf out = {0};
	if (folder)
		buf_printf(&out, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, basename(name_copy));
	free(folder);
	free(folder_copy);
	free(name_copy);
	return out.data;
}

enum syndic_status place_temporary(struct db *db, const char *target, const char *shown)
{
	struct buf name = {0};
	char id[ULID_SIZE];
	int fd;
	ulid_new(id);
	buf_printf(&name, "%s.new-%s", target, id);
	db->path = name.data;
	fd = open(db->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		return db_refuse(db->tell, db->context, shown, strerror(errno),
		                 "name a file that you may write");
	}
	close(fd);
	return SYNDIC_OK;
}

enum syndic_status place_finished(struct db *db, const char *target)
{
	char *folder_copy = mem_copy(target);
	int failed = link(db->path, target) ? errno : 0;
	int folder = open(dirname(folder_copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	unlink(db->path);
	if (folder >= 0) {
		fsync(folder);
		close(folder);
	}
	free(folder_copy);
	return failed ? db_refuse(db->tell, db->context, target, strerror(failed), "name another file")
	              : SYNDIC_OK;
}
