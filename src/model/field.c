/* From what people write to what is stored, by the field's type. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/deal.h"
#include "model/pipeline.h"

static enum syndic_status refuse(struct syndic *handle, const struct syndic_entity *entity,
                                 const struct syndic_field *field, const char *text,
                                 const char *why)
{
	enum { SHOWN = 60 };
	struct buf shown = {0};
	text_display(&shown, text, SHOWN, false);
	(void)error_set(handle, SYNDIC_MISUSE, entity->name, field->name, text, "%s cannot be %s: %s",
	                field->name, buf_text(&shown), why);
	buf_free(&shown);
	return SYNDIC_MISUSE;
}

static const char *parse_int(const char *text, int64_t *out)
{
	char *end;
	long long number = strtoll(text, &end, 10);
	if (end == text || *end) return "not a whole number";
	if (number > INT32_MAX || number < INT32_MIN) return "too large";
	*out = number;
	return NULL;
}

static const char *parse_bool(const char *text, int64_t *out)
{
	static const struct {
		const char *word;
		int64_t value;
	} words[] = {{"true", 1}, {"yes", 1}, {"1", 1}, {"false", 0}, {"no", 0}, {"0", 0}};
	struct buf key = {0};
	const char *why = "not true or false";
	text_key(&key, text);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(words[i].word, buf_text(&key)) != 0) continue;
		*out = words[i].value;
		why = NULL;
	}
	buf_free(&key);
	return why;
}

const char *choice_find(const char *const *choices, const char *text)
{
	struct buf given = {0}, ours = {0};
	const char *found = NULL;
	text_key(&given, text);
	for (; *choices && !found; choices++) {
		buf_reset(&ours);
		text_key(&ours, *choices);
		if (strcmp(buf_text(&ours), buf_text(&given)) == 0) found = *choices;
	}
	buf_free(&given);
	buf_free(&ours);
	return found;
}

static enum syndic_status refuse_choice(struct syndic *handle, const struct syndic_entity *entity,
                                        const struct syndic_field *field, const char *text)
{
	struct buf why = {0};
	enum syndic_status status;
	buf_add(&why, "one of ");
	for (size_t i = 0; field->choices[i]; i++)
		buf_printf(&why, "%s%s", i ? ", " : "", field->choices[i]);
	status = refuse(handle, entity, field, text, buf_text(&why));
	buf_free(&why);
	return status;
}

/* Words: parted by commas or semicolons, trimmed, without doubles, in alphabetical order. */
static char **split(const char *text, const char *parters, struct arena *arena, size_t *count)
{
	char *copy = arena_copy(arena, text), *save = NULL;
	char **words = arena_alloc(arena, (strlen(text) / 2 + 1) * sizeof *words);
	*count = 0;
	for (char *word = strtok_r(copy, parters, &save); word; word = strtok_r(NULL, parters, &save)) {
		char *end;
		while (isspace((unsigned char)*word))
			word++;
		end = word + strlen(word);
		while (end > word && isspace((unsigned char)end[-1]))
			*--end = '\0';
		if (*word) words[(*count)++] = word;
	}
	return words;
}

static struct syndic_value join(char **words, size_t count, struct arena *arena)
{
	struct buf out = {0};
	struct syndic_value value;
	for (size_t i = 0; i < count; i++) {
		if (i && strcmp(words[i], words[i - 1]) == 0) continue;
		buf_printf(&out, "%s%s", out.length ? "," : "", words[i]);
	}
	value = count ? value_text(arena_copy(arena, buf_text(&out))) : value_null();
	buf_free(&out);
	return value;
}

static enum syndic_status parse_words(struct syndic *handle, const struct syndic_entity *entity,
                                      const struct syndic_field *field, const char *text,
                                      struct arena *arena, struct syndic_value *out)
{
	size_t count;
	char **words = split(text, ",;", arena, &count);
	for (size_t i = 0; field->choices && i < count; i++) {
		const char *choice = choice_find(field->choices, words[i]);
		if (!choice) return refuse_choice(handle, entity, field, words[i]);
		words[i] = arena_copy(arena, choice);
	}
	qsort(words, count, sizeof *words, text_order);
	*out = join(words, count, arena);
	return SYNDIC_OK;
}

static enum syndic_status parse_refs(struct syndic *handle, const struct syndic_entity *to,
                                     const char *text, struct arena *arena,
                                     struct syndic_value *out)
{
	size_t count;
	char **words = split(text, ",;", arena, &count);
	for (size_t i = 0; i < count; i++) {
		char id[REFERENCE_SIZE];
		enum syndic_status status = resolve(handle, to, words[i], NULL, id);
		if (status != SYNDIC_OK) return status;
		words[i] = arena_copy(arena, id);
	}
	qsort(words, count, sizeof *words, text_order);
	*out = join(words, count, arena);
	return SYNDIC_OK;
}

static enum syndic_status parse_ref(struct syndic *handle, const struct syndic_entity *to,
                                    const char *text, const struct record *record,
                                    struct arena *arena, struct syndic_value *out)
{
	char id[REFERENCE_SIZE];
	const char *pipeline = record && record->entity == &entity_deal && to == &entity_stage
	                           ? record_text(record, "pipeline")
	                           : NULL;
	enum syndic_status status = resolve(handle, to, text, pipeline, id);
	if (status == SYNDIC_OK) *out = value_text(arena_copy(arena, id));
	return status;
}

enum syndic_status field_parse(struct syndic *handle, const struct syndic_entity *entity, int index,
                               const char *text, const struct record *record, struct arena *arena,
                               struct syndic_value *out)
{
	const struct syndic_field *field = &entity->fields[index];
	const char *why = NULL, *choice;
	char when[TIME_SIZE];
	int64_t number = 0;
	*out = value_null();
	if (!text || !*text) return SYNDIC_OK;
	if (!text_utf8_valid(text, strlen(text)))
		return refuse(handle, entity, field, "this text", "it is not valid UTF-8");
	switch (field->type) {
	case SYNDIC_TEXT:
		if (strcmp(field->name, "currency") == 0) {
			char *code = arena_copy(arena, text);
			for (char *c = code; *c; c++)
				*c = (char)toupper((unsigned char)*c);
			*out = value_text(code);
		} else {
			*out = value_text(arena_copy(arena, text));
		}
		return SYNDIC_OK;
	case SYNDIC_INT: why = parse_int(text, &number); break;
	case SYNDIC_RATIO: why = ratio_parse(text, &number); break;
	case SYNDIC_DECIMAL: why = decimal_parse(text, &number); break;
	case SYNDIC_MONEY:
		why = money_parse(text, &number);
		if (!why) why = money_check_currency(text, handle->currency);
		break;
	case SYNDIC_BOOL: why = parse_bool(text, &number); break;
	case SYNDIC_DATE:
		why =
			date_parse(text, handle->as_of,
		               strstr(field->name, "ends_on") || strstr(field->name, "_to") != NULL, when);
		break;
	case SYNDIC_MONTH: why = month_parse(text, handle->as_of, when); break;
	case SYNDIC_TIME: why = time_parse(text, handle->as_of, when); break;
	case SYNDIC_CHOICE:
		choice = choice_find(field->choices, text);
		if (!choice) return refuse_choice(handle, entity, field, text);
		*out = value_text(choice);
		return SYNDIC_OK;
	case SYNDIC_WORDS: return parse_words(handle, entity, field, text, arena, out);
	case SYNDIC_REF:
		return parse_ref(handle, syndic_entity_find(field->refers_to), text, record, arena, out);
	case SYNDIC_REFS:
		return parse_refs(handle, syndic_entity_find(field->refers_to), text, arena, out);
	}
	if (why) return refuse(handle, entity, field, text, why);
	if (field->type == SYNDIC_DATE || field->type == SYNDIC_MONTH || field->type == SYNDIC_TIME) {
		*out = value_text(arena_copy(arena, when));
	} else {
		*out = value_number(number);
	}
	return SYNDIC_OK;
}

/* A stage named without a pipeline: the one of the usual pipeline, else the one that has it. */
static enum syndic_status stage_without_pipeline(struct syndic *handle, struct record *deal,
                                                 const char *text, struct arena *arena)
{
	char id[REFERENCE_SIZE];
	enum syndic_status status = deal_default_pipeline(handle, deal, arena);
	if (status != SYNDIC_OK) return status;
	if (resolve_exact(handle, &entity_stage, text, record_text(deal, "pipeline"), id) == SYNDIC_OK)
		return SYNDIC_OK;
	status = resolve(handle, &entity_stage, text, NULL, id);
	if (status == SYNDIC_OK)
		record_set_text(deal, "pipeline", arena_copy(arena, stages_find(handle, id)->pipeline));
	return status;
}

static enum syndic_status apply(struct syndic *handle, struct record *record, int field,
                                const struct syndic_input *input, bool kept, struct arena *arena)
{
	const struct syndic_entity *entity = record->entity;
	enum syndic_status status = SYNDIC_OK;
	struct syndic_value old = record->values[field];
	bool of_deal = entity == &entity_deal, said = input->text && *input->text;
	const char *name = entity->fields[field].name;
	if (entity->fields[field].flags & SYNDIC_KEPT && !kept) {
		return error_set(handle, SYNDIC_MISUSE, entity->name, input->field, input->text,
		                 "%s is set by the program", input->field);
	}
	if (of_deal && strcmp(name, "stage") == 0 && !record_has(record, "pipeline") && said)
		status = stage_without_pipeline(handle, record, input->text, arena);
	if (status == SYNDIC_OK)
		status =
			field_parse(handle, entity, field, input->text, record, arena, &record->values[field]);
	if (of_deal && strcmp(name, "pipeline") == 0 && !value_equal(old, record->values[field])) {
		/* Another pipeline: its first stage, unless one is named. */
		record_set(record, "stage", value_null());
		record_set(record, "stage_since", value_null());
	}
	return status;
}

enum syndic_status record_apply(struct syndic *handle, struct record *record,
                                const struct syndic_input *inputs, size_t count, bool kept,
                                struct arena *arena)
{
	enum { PIPELINES, OTHERS, PASSES };
	const struct syndic_entity *entity = record->entity;
	/* A stage is known within its pipeline only: that comes first. */
	for (int pass = PIPELINES; pass < PASSES; pass++) {
		for (size_t i = 0; i < count; i++) {
			enum syndic_status status;
			int field = field_require(handle, entity, inputs[i].field);
			if (field < 0) return handle->error.code;
			if ((strcmp(entity->fields[field].name, "pipeline") == 0) != (pass == PIPELINES))
				continue;
			status = apply(handle, record, field, &inputs[i], kept, arena);
			if (status != SYNDIC_OK) return status;
		}
	}
	return SYNDIC_OK;
}
