#include "model/image.h"

#include <jansson.h>

#include "base/rows.h"

enum syndic_status image_read(struct syndic *handle, const char *json, struct arena *arena,
                              struct record *record, uint64_t *mask)
{
	json_error_t why;
	json_t *object, *value;
	const char *key;
	*mask = 0;
	if (!json) return SYNDIC_OK;
	object = json_loads(json, 0, &why);
	if (!object || !json_is_object(object)) {
		json_decref(object);
		return error_set(handle, SYNDIC_FAILED, record->entity->name, NULL, NULL,
		                 "the change log cannot be read: %s", why.text);
	}
	json_object_foreach(object, key, value)
	{
		int field = syndic_field_find(record->entity, key);
		if (field < 0) continue; /* a field of an older schema */
		*mask |= UINT64_C(1) << field;
		if (json_is_integer(value)) {
			record->values[field] = value_number(json_integer_value(value));
		} else if (json_is_string(value)) {
			record->values[field] = value_text(
				arena_copy_n(arena, json_string_value(value), json_string_length(value)));
		} else {
			record->values[field] = value_null();
		}
	}
	json_decref(object);
	return SYNDIC_OK;
}
