#include "exchange/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"

static const char *const reject_columns[] = {"_line", "_record", "_column",
                                             "_code", "_reason", "_suggestion"};

static bool same_key(const char *a, const char *b)
{
	struct buf one = {0}, two = {0};
	text_key(&one, a);
	text_key(&two, b);
	bool same = strcmp(buf_text(&one), buf_text(&two)) == 0;
	buf_free(&one);
	buf_free(&two);
	return same;
}

/* ---- one header ---- */

/* `Deal - Title` is `Title`, where the first word is the entity. */
static const char *without_prefix(const char *header)
{
	const char *dash = strstr(header, " - ");
	return dash ? dash + 3 : header;
}

struct meaning {
	enum column_use use;
	int target;
};

static struct meaning meaning_of_key(const struct mapping *mapping, const char *key)
{
	const struct syndic_entity *entity = mapping->entity;
	if (!*key) return (struct meaning){COLUMN_UNKNOWN, -1};
	if (mapping->profile) {
		const struct profile_column *column = profile_column(mapping->profile, key);
		if (column && !column->target) return (struct meaning){COLUMN_UNUSED, -1};
		if (column && !*column->target) return (struct meaning){COLUMN_DERIVED, -1};
		if (column) return (struct meaning){COLUMN_USED, target_find(entity, column->target)};
	}
	int field = own_column(entity, key);
	if (field < 0) return (struct meaning){COLUMN_UNKNOWN, -1};
	/* Another system's `source` or `number` is not ours. */
	if (mapping->profile && entity->fields[field].flags & SYNDIC_KEPT)
		return (struct meaning){COLUMN_UNKNOWN, -1};
	return (struct meaning){COLUMN_USED, field};
}

static struct meaning meaning_of(const struct mapping *mapping, const char *header)
{
	struct buf key = {0};
	text_key(&key, header);
	struct meaning meaning = meaning_of_key(mapping, buf_text(&key));
	if (meaning.use == COLUMN_UNKNOWN && without_prefix(header) != header) {
		buf_reset(&key);
		text_key(&key, without_prefix(header));
		meaning = meaning_of_key(mapping, buf_text(&key));
	}
	buf_free(&key);
	return meaning;
}

/* ---- the profile ---- */

static size_t headers_known(struct mapping *mapping, const struct profile *profile,
                            const struct csv_record *header)
{
	size_t known = 0;
	mapping->profile = profile;
	for (size_t i = 0; i < header->cell_count; i++) {
		struct buf key = {0};
		text_key(&key, header->cells[i].text);
		/* Names alone count, no aliases: these are there for what no profile knows. */
		known += profile ? profile_column(profile, buf_text(&key)) != NULL
		                 : own_name(mapping->entity, buf_text(&key)) >= 0;
		buf_free(&key);
	}
	return known;
}

static enum syndic_status choose_profile(struct syndic *handle, struct mapping *mapping,
                                         const struct csv_record *header)
{
	const char *wanted = mapping->options->profile;
	const struct profile *profile, *best = NULL;
	if (wanted && same_key(wanted, "syndic")) goto out;
	size_t most = wanted ? 0 : headers_known(mapping, NULL, header);
	for (size_t i = 0; (profile = profile_at(mapping->entity, i)); i++) {
		if (wanted && !same_key(wanted, profile->name)) continue;
		size_t known = headers_known(mapping, profile, header);
		if (!wanted && known <= most) continue;
		best = profile;
		most = known;
	}
	if (wanted && !best) {
		char nouns[ENTITY_NOUN];
		enum syndic_status status = error_set(handle, SYNDIC_MISUSE, mapping->entity->name, NULL,
		                                      wanted, "there is no profile %s for %s", wanted,
		                                      record_nouns(mapping->entity, nouns));
		error_help(handle, "leave out --profile: the header row chooses");
		return status;
	}
out:
	mapping->profile = best;
	mapping->profile_name = best ? best->name : "syndic";
	mapping->source = mapping->options->source ? mapping->options->source
	                  : best                   ? best->source
	                                           : "csv";
	return SYNDIC_OK;
}

/* ---- the options ---- */

static enum syndic_status option_target(struct syndic *handle, const struct mapping *mapping,
                                        const char *option, const char *name, bool by_header,
                                        int *out)
{
	char ours[64];
	size_t length = 0;
	for (; name[length] && length < sizeof ours - 1; length++)
		ours[length] = (char)(name[length] == '-' ? '_' : name[length]);
	ours[length] = '\0';
	*out = target_find(mapping->entity, ours);
	for (size_t c = 0; *out < 0 && by_header && c < mapping->column_count; c++)
		if (same_key(mapping->columns[c].header, name)) *out = mapping->columns[c].target;
	if (*out >= 0) return SYNDIC_OK;
	char noun[ENTITY_NOUN];
	enum syndic_status status =
		error_set(handle, SYNDIC_MISUSE, mapping->entity->name, name, NULL,
	              "%s names no field of %s: %s", option, entity_noun(mapping->entity, noun), name);
	error_help(handle, "syndic %s describe", noun);
	return status;
}

static enum syndic_status apply_map(struct syndic *handle, struct mapping *mapping)
{
	for (size_t i = 0; i < mapping->options->map_count; i++) {
		const struct syndic_input *map = &mapping->options->map[i];
		int target = -1;
		bool found = false;
		if (map->text && *map->text) {
			enum syndic_status status =
				option_target(handle, mapping, "--map", map->text, false, &target);
			if (status != SYNDIC_OK) return status;
		}
		for (size_t c = 0; c < mapping->column_count; c++) {
			struct column *column = &mapping->columns[c];
			if (!same_key(column->header, map->field)) {
				/* The field is taken from where the person says. */
				if (target >= 0 && column->target == target)
					column->use = COLUMN_LEFT_OUT, column->target = -1;
				continue;
			}
			found = true;
			column->target = target;
			column->use = target < 0 ? COLUMN_LEFT_OUT : COLUMN_USED;
		}
		if (!found)
			return error_set(handle, SYNDIC_MISUSE, NULL, NULL, map->field,
			                 "--map names a column that the file does not have: %s", map->field);
	}
	return SYNDIC_OK;
}

static enum syndic_status apply_set(struct syndic *handle, struct mapping *mapping)
{
	for (size_t i = 0; i < mapping->options->set_count; i++) {
		const struct syndic_input *set = &mapping->options->set[i];
		int target;
		enum syndic_status status =
			option_target(handle, mapping, "--set", set->field, false, &target);
		if (status != SYNDIC_OK) return status;
		mapping->set[target] = set->text ? set->text : "";
	}
	return SYNDIC_OK;
}

static bool policy_of(const char *word, enum policy *out)
{
	static const char *const words[] = {"compare", "keep", "fill", "overwrite"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(words[i], word) != 0) continue;
		*out = (enum policy)i;
		return true;
	}
	return false;
}

/* "keep", or "amount=keep,stage=overwrite". */
static enum syndic_status apply_policy(struct syndic *handle, struct mapping *mapping)
{
	enum syndic_status status = SYNDIC_OK;
	char *list = mem_copy(mapping->options->policy), *rest = list, *part;
	while ((part = strsep(&rest, ",")) != NULL) {
		char *word = strchr(part, '=');
		enum policy policy;
		int target = -1;
		if (word) {
			*word++ = '\0';
			TRY(option_target(handle, mapping, "--policy", part, true, &target));
		}
		if (!policy_of(word ? word : part, &policy)) {
			status = error_set(handle, SYNDIC_MISUSE, NULL, NULL, word ? word : part,
			                   "there is no policy %s", word ? word : part);
			error_help(handle, "--policy keep, fill or overwrite, or FIELD=keep,FIELD=overwrite");
			goto out;
		}
		for (int t = 0; t < TARGETS; t++)
			if (target < 0 || target == t) mapping->policy[t] = policy;
	}
out:
	free(list);
	return status;
}

/* ---- the whole ---- */

static enum syndic_status refuse_unknown(struct syndic *handle, const struct mapping *mapping)
{
	const struct column *first = &mapping->columns[0];
	struct buf shown = {0};
	char noun[ENTITY_NOUN];
	text_display(&shown, first->header, 60, false);
	enum syndic_status status = error_set(
		handle, SYNDIC_MISUSE, mapping->entity->name, NULL, first->header,
		"the first row names no field of %s: it begins with \"%s\"; is it the header row?",
		entity_noun(mapping->entity, noun), buf_text(&shown));
	error_help(handle, "syndic %s describe; then --map 'Header=field'", noun);
	buf_free(&shown);
	return status;
}

static enum syndic_status link_targets(struct syndic *handle, struct mapping *mapping)
{
	for (int t = 0; t < TARGETS; t++)
		mapping->column_of[t] = -1;
	for (size_t c = 0; c < mapping->column_count; c++) {
		const struct column *column = &mapping->columns[c];
		if (column->target < 0) continue;
		int other = mapping->column_of[column->target];
		if (other >= 0) {
			const char *name = target_name(mapping->entity, column->target);
			const char *first = mapping->columns[other].header;
			enum syndic_status status =
				error_set(handle, SYNDIC_MISUSE, mapping->entity->name, name, column->header,
			              "two columns are the %s: number %d, \"%s\", and number %zu, \"%s\"", name,
			              other + 1, first, c + 1, column->header);
			error_help(handle, same_key(column->header, first) ? "rename one of them in the file"
			                                                   : "leave one out: --map 'HEADER='");
			return status;
		}
		mapping->column_of[column->target] = (int)c;
	}
	for (int t = 0; t < TARGETS; t++)
		if (mapping->column_of[t] >= 0 || mapping->set[t])
			mapping->targets[mapping->target_count++] = t;
	return SYNDIC_OK;
}

enum syndic_status mapping_make(struct syndic *handle, const struct syndic_entity *entity,
                                const struct csv_record *header,
                                const struct syndic_import_options *options, struct mapping *out)
{
	enum syndic_status status;
	size_t used = 0;
	*out = (struct mapping){.entity = entity, .options = options};
	out->column_count = header->cell_count;
	out->columns = arena_alloc(&out->text, header->cell_count * sizeof *out->columns);
	TRY(choose_profile(handle, out, header));
	for (size_t i = 0; i < out->column_count; i++) {
		struct column *column = &out->columns[i];
		column->header = arena_copy(&out->text, header->cells[i].text);
		column->mark = '.';
		struct meaning meaning = meaning_of(out, column->header);
		column->use = meaning.use;
		column->target = meaning.target;
		for (size_t r = 0; r < sizeof reject_columns / sizeof reject_columns[0]; r++)
			if (strcmp(column->header, reject_columns[r]) == 0)
				column->use = COLUMN_REJECTS, column->target = -1;
	}
	TRY(apply_map(handle, out));
	TRY(apply_set(handle, out));
	if (options->policy) TRY(apply_policy(handle, out));
	TRY(link_targets(handle, out));
	for (size_t i = 0; i < out->column_count; i++)
		used += out->columns[i].target >= 0;
	if (used == 0) status = refuse_unknown(handle, out);
out:
	return status;
}

void mapping_describe(const struct mapping *mapping, struct buf *out)
{
	const struct syndic_import_options *options = mapping->options;
	buf_printf(out, "profile %s\n", mapping->profile_name);
	for (size_t i = 0; i < mapping->column_count; i++) {
		const struct column *column = &mapping->columns[i];
		if (column->target < 0) continue;
		buf_printf(out, "%s = %s", column->header, target_name(mapping->entity, column->target));
		if (column->order == ORDER_DMY) buf_add(out, ", day first");
		if (column->order == ORDER_MDY) buf_add(out, ", month first");
		if (column->mark == ',') buf_add(out, ", decimal comma");
		buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < options->set_count; i++)
		buf_printf(out, "set %s = %s\n", options->set[i].field,
		           options->set[i].text ? options->set[i].text : "");
	for (size_t i = 0; i < options->map_stage_count; i++)
		buf_printf(out, "stage %s = %s\n", options->map_stage[i].field,
		           options->map_stage[i].text ? options->map_stage[i].text : "");
}

static void add_note(struct syndic_rows *rows, const struct mapping *mapping,
                     const struct column *column)
{
	static const char *const notes[] = {
		[COLUMN_UNKNOWN] = "not known: left over",
		[COLUMN_UNUSED] = "known, not kept",
		[COLUMN_DERIVED] = "worked out from what is kept: ignored",
		[COLUMN_LEFT_OUT] = "left out as told",
		[COLUMN_REJECTS] = "of a rejects file: ignored",
	};
	enum syndic_type type;
	const char *note = NULL;
	if (column->target < 0) {
		note = notes[column->use];
	} else {
		type = target_type(mapping->entity, column->target);
		if (column->order == ORDER_DMY) note = "day first";
		if (column->order == ORDER_MDY) note = "month first";
		if (type == SYNDIC_MONEY && column->mark == ',') note = "decimal comma";
	}
	rows_add_text(rows, note);
}

struct syndic_rows *mapping_columns(const struct mapping *mapping)
{
	static const struct syndic_column columns[] = {{"column", "Column", SYNDIC_TEXT, 0},
	                                               {"field", "Field", SYNDIC_TEXT, 0},
	                                               {"note", "Note", SYNDIC_TEXT, 0}};
	struct syndic_rows *rows = rows_new(columns, 3);
	for (size_t i = 0; i < mapping->column_count; i++) {
		const struct column *column = &mapping->columns[i];
		rows_add_text(rows, column->header);
		rows_add_text(rows,
		              column->target < 0 ? NULL : target_name(mapping->entity, column->target));
		add_note(rows, mapping, column);
	}
	return rows;
}

const char *mapping_stage(const struct mapping *mapping, const char *theirs)
{
	const struct syndic_import_options *options = mapping->options;
	for (size_t i = 0; i < options->map_stage_count; i++)
		if (same_key(options->map_stage[i].field, theirs)) return options->map_stage[i].text;
	return theirs;
}

void mapping_free(struct mapping *mapping)
{
	arena_free(&mapping->text);
}
