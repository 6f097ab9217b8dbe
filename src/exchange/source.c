#include "exchange/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exchange/sha256.h"

enum { PIECE = 256 * 1024 };

static enum syndic_status unreadable(struct syndic *handle, const char *path, int code)
{
	enum syndic_status status = error_set(handle, SYNDIC_FAILED, NULL, NULL, path,
	                                      "%s cannot be read: %s", path, strerror(code));
	error_help(handle, "syndic help import");
	return status;
}

/* A file without a name, beside the database: where there is room for what is in it. */
static int spool_new(struct syndic *handle)
{
	const char *beside = db_path(handle->db), *slash = strrchr(beside, '/');
	struct buf name = {0};
	buf_add_n(&name, beside, slash ? (size_t)(slash - beside) : 0);
	buf_add(&name, "/.syndic-XXXXXX");
	int fd = mkostemp(name.data, O_CLOEXEC);
	if (fd < 0) {
		buf_reset(&name);
		buf_add(&name, P_tmpdir "/syndic-XXXXXX");
		fd = mkostemp(name.data, O_CLOEXEC);
	}
	if (fd >= 0) unlink(name.data);
	buf_free(&name);
	return fd;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t done = write(fd, bytes, length);
		if (done < 0 && errno == EINTR) continue;
		if (done < 0) return false;
		bytes += done;
		length -= (size_t)done;
	}
	return true;
}

static ssize_t read_piece(int fd, char *bytes)
{
	ssize_t got;
	do {
		got = read(fd, bytes, PIECE);
	} while (got < 0 && errno == EINTR);
	return got;
}

/* Replaces source->fd by a copy of what can still be read from it, through `utf16` if that is
 * not NULL. */
static enum syndic_status spool(struct syndic *handle, struct source *source, struct utf16 *utf16)
{
	enum syndic_status status = SYNDIC_OK;
	char *piece = mem_alloc(PIECE);
	struct buf text = {0};
	ssize_t got;
	int copy = spool_new(handle);
	if (copy < 0) {
		status = error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
		                   "no temporary file can be made: %s", strerror(errno));
		goto out;
	}
	while ((got = read_piece(source->fd, piece)) > 0) {
		const char *bytes = piece;
		size_t length = (size_t)got;
		if (utf16) {
			buf_reset(&text);
			if (!utf16_add(utf16, &text, piece, (size_t)got)) {
				status = error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
				                   "%s begins like UTF-16 but is not valid", source->path);
				goto out;
			}
			bytes = buf_text(&text);
			length = text.length;
		}
		if (!write_all(copy, bytes, length)) {
			status = error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
			                   "the input cannot be copied: %s", strerror(errno));
			goto out;
		}
	}
	if (got < 0) {
		status = unreadable(handle, source->path, errno);
	} else if (utf16 && !utf16_complete(utf16)) {
		status = error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
		                   "%s ends within a UTF-16 character", source->path);
	}
out:
	if (status == SYNDIC_OK) {
		close(source->fd);
		source->fd = copy;
	} else if (copy >= 0) {
		close(copy);
	}
	buf_free(&text);
	free(piece);
	return status;
}

static const char *what_it_is(const char *bytes, size_t length)
{
	static const struct {
		const char *start, *what;
	} known[] = {{"PK\x03\x04", "a ZIP or Excel file"},
	             {"\xD0\xCF\x11\xE0", "an old Excel file"},
	             {"%PDF-", "a PDF file"},
	             {"SQLite format 3", "a database"},
	             {"\x89PNG", "a picture"},
	             {"\x1F\x8B", "a compressed file"},
	             {"<!DOCTYPE", "a web page"},
	             {"<html", "a web page"}};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		size_t size = strlen(known[i].start);
		if (length >= size && memcmp(bytes, known[i].start, size) == 0) return known[i].what;
	}
	return NULL;
}

/* Looks at the first bytes; turns UTF-16 into UTF-8. */
static enum syndic_status look_at_start(struct syndic *handle, struct source *source)
{
	char start[64];
	size_t mark;
	enum syndic_status status = SYNDIC_OK;
	ssize_t got = pread(source->fd, start, sizeof start, 0);
	if (got < 0) return unreadable(handle, source->path, errno);
	if (got == 0) {
		status =
			error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path, "%s is empty", source->path);
		error_help(handle, "export it again, with a header row");
		return status;
	}
	source->encoding = encoding_of_start(start, (size_t)got, &mark);
	source->start = (int64_t)mark;
	bool wide = source->encoding == ENCODING_UTF16LE || source->encoding == ENCODING_UTF16BE;
	const char *what = what_it_is(start, (size_t)got);
	if (!what && !wide && memchr(start, 0, (size_t)got)) what = "no text";
	if (what) {
		status = error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
		                   "%s is %s, not a CSV file", source->path, what);
		error_help(handle, "save it as CSV, and import that");
		return status;
	}
	if (wide) {
		struct utf16 utf16 = {.big_endian = source->encoding == ENCODING_UTF16BE};
		if (lseek(source->fd, (off_t)mark, SEEK_SET) < 0)
			return unreadable(handle, source->path, errno);
		source->start = 0;
		status = spool(handle, source, &utf16);
	}
	return status;
}

static enum syndic_status look_at_all(struct syndic *handle, struct source *source)
{
	enum syndic_status status = SYNDIC_OK;
	struct encoding_scan scan = {0};
	char *piece = mem_alloc(PIECE);
	off_t at = (off_t)source->start;
	ssize_t got;
	while ((got = pread(source->fd, piece, PIECE, at)) > 0) {
		encoding_scan_add(&scan, piece, (size_t)got);
		at += got;
	}
	if (got < 0) status = unreadable(handle, source->path, errno);
	encoding_scan_end(&scan);
	source->size = at;
	source->returns = scan.returns && !scan.feeds;
	if (source->encoding == ENCODING_UTF8 && scan.strays && !scan.sequences)
		source->encoding = ENCODING_WINDOWS_1252;
	source->suspicious = scan.nuls || (scan.strays && source->encoding != ENCODING_WINDOWS_1252);
	free(piece);
	return status;
}

enum syndic_status source_open(struct syndic *handle, const char *path, struct source *out)
{
	enum syndic_status status = SYNDIC_OK;
	bool standard_input = strcmp(path, "-") == 0;
	*out = (struct source){.path = standard_input ? "standard input" : path,
	                       .standard_input = standard_input};
	out->fd = standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
	                         : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (out->fd < 0 || fstat(out->fd, &out->stat) < 0) {
		status = unreadable(handle, out->path, errno);
		goto out;
	}
	if (S_ISDIR(out->stat.st_mode)) {
		status = error_set(handle, SYNDIC_FAILED, NULL, NULL, path, "%s is a folder", path);
		error_help(handle, "syndic import %s", path);
		goto out;
	}
	if (!standard_input && (S_ISCHR(out->stat.st_mode) || S_ISBLK(out->stat.st_mode))) {
		status =
			error_set(handle, SYNDIC_FAILED, NULL, NULL, path, "%s is a device, not a file", path);
		error_help(handle, "for standard input, write - instead of a file");
		goto out;
	}
	if (!S_ISREG(out->stat.st_mode) || standard_input) TRY(spool(handle, out, NULL));
	TRY(look_at_start(handle, out));
	TRY(look_at_all(handle, out));
	if (fstat(out->fd, &out->stat) < 0) status = unreadable(handle, out->path, errno);
out:
	if (status != SYNDIC_OK) source_close(out);
	return status;
}

enum syndic_status source_unchanged(struct syndic *handle, const struct source *source)
{
	struct stat now;
	if (fstat(source->fd, &now) < 0) return unreadable(handle, source->path, errno);
	if (now.st_size == source->stat.st_size && now.st_mtim.tv_sec == source->stat.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == source->stat.st_mtim.tv_nsec)
		return SYNDIC_OK;
	return error_set(handle, SYNDIC_FAILED, NULL, NULL, source->path,
	                 "%s was written to while it was read: nothing was imported", source->path);
}

enum syndic_status source_hash(struct syndic *handle, const struct source *source, char out[65])
{
	enum syndic_status status = SYNDIC_OK;
	struct sha256 hash;
	char *piece = mem_alloc(PIECE);
	off_t at = 0;
	ssize_t got;
	sha256_begin(&hash);
	while ((got = pread(source->fd, piece, PIECE, at)) > 0) {
		sha256_add(&hash, piece, (size_t)got);
		at += got;
	}
	if (got < 0) status = unreadable(handle, source->path, errno);
	sha256_end(&hash, out);
	free(piece);
	return status;
}

void source_close(struct source *source)
{
	if (source->path && source->fd >= 0) close(source->fd);
	*source = (struct source){.fd = -1};
}
