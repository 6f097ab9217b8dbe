#include "model/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum kept {
	KEPT_INSERT,
	KEPT_DELETE,
	KEPT_LOAD,
	KEPT_FIND,
	KEPT_FIND_EMAIL,
	KEPT_FIND_SECOND,
	KEPT_FIND_EXTERNAL,
	KEPT_FIND_WHOLE,
	KEPT_REFERENCE,
	KEPT_NAME,
	KEPT_KINDS
};

struct compose {
	struct db_stmt *kept[ENTITY_COUNT][KEPT_KINDS];
	struct db_stmt *referrers[ENTITY_COUNT][RECORD_FIELDS];
	struct db_stmt *update;
	const struct syndic_entity *update_entity;
	uint64_t update_mask;
};

static struct compose *composed(struct syndic *handle)
{
	if (!handle->compose) handle->compose = mem_alloc(sizeof *handle->compose);
	return handle->compose;
}

void compose_free(struct compose *compose)
{
	if (!compose) return;
	for (size_t i = 0; i < ENTITY_COUNT; i++) {
		for (size_t k = 0; k < KEPT_KINDS; k++)
			db_finalize(compose->kept[i][k]);
		for (size_t k = 0; k < RECORD_FIELDS; k++)
			db_finalize(compose->referrers[i][k]);
	}
	db_finalize(compose->update);
	free(compose);
}

static enum syndic_status keep(struct syndic *handle, struct db_stmt **slot, struct buf *sql,
                               struct db_stmt **out)
{
	enum syndic_status status = SYNDIC_OK;
	if (!*slot) status = db_prepare_composed(handle->db, buf_text(sql), slot);
	*out = *slot;
	buf_free(sql);
	return status;
}

static struct db_stmt **slot_of(struct syndic *handle, const struct syndic_entity *entity,
                                enum kept kind)
{
	return &composed(handle)->kept[entity_index(entity)][kind];
}

static bool is_deal(const struct syndic_entity *entity)
{
	return entity == &entity_deal;
}

enum syndic_status compose_insert(struct syndic *handle, const struct syndic_entity *entity,
                                  struct db_stmt **out)
{
	struct buf sql = {0}, values = {0};
	struct db_stmt **slot = slot_of(handle, entity, KEPT_INSERT);
	size_t n = 0;
	if (!*slot) {
		buf_printf(&sql, "INSERT INTO %s (", entity->name);
		for (; n < entity->field_count; n++) {
			buf_printf(&sql, "%s%s", n ? ", " : "", entity->fields[n].name);
			buf_printf(&values, "%s$%zu", n ? ", " : "", n + 1);
		}
		if (entity_is_searched(entity)) {
			buf_add(&sql, ", folded");
			buf_printf(&values, ", $%zu", ++n);
		}
		if (is_deal(entity)) {
			buf_add(&sql, ", change");
			buf_printf(&values, ", $%zu", ++n);
		}
		buf_printf(&sql, ") VALUES (%s)", buf_text(&values));
		buf_free(&values);
	}
	return keep(handle, slot, &sql, out);
}

enum syndic_status compose_update(struct syndic *handle, const struct syndic_entity *entity,
                                  uint64_t mask, struct db_stmt **out)
{
	struct compose *compose = composed(handle);
	struct buf sql = {0};
	size_t n = 0;
	if (compose->update && (compose->update_entity != entity || compose->update_mask != mask)) {
		db_finalize(compose->update);
		compose->update = NULL;
	}
	if (!compose->update) {
		buf_printf(&sql, "UPDATE %s SET ", entity->name);
		for (size_t i = 0; i < entity->field_count; i++) {
			if (!(mask & UINT64_C(1) << i)) continue;
			buf_printf(&sql, "%s%s = $%zu", n ? ", " : "", entity->fields[i].name, n + 1);
			n++;
		}
		if (entity_is_searched(entity)) {
			buf_printf(&sql, ", folded = $%zu", n + 1);
			n++;
		}
		if (is_deal(entity)) {
			buf_printf(&sql, ", change = $%zu", n + 1);
			n++;
		}
		buf_printf(&sql, " WHERE id = $%zu", n + 1);
		compose->update_entity = entity;
		compose->update_mask = mask;
	}
	return keep(handle, &compose->update, &sql, out);
}

enum syndic_status compose_delete(struct syndic *handle, const struct syndic_entity *entity,
                                  struct db_stmt **out)
{
	struct buf sql = {0};
	struct db_stmt **slot = slot_of(handle, entity, KEPT_DELETE);
	if (!*slot) buf_printf(&sql, "DELETE FROM %s WHERE id = $1", entity->name);
	return keep(handle, slot, &sql, out);
}

static void add_fields(struct buf *sql, const struct syndic_entity *entity)
{
	for (size_t i = 0; i < entity->field_count; i++)
		buf_printf(sql, "%s%s", i ? ", " : "", entity->fields[i].name);
}

enum syndic_status compose_load(struct syndic *handle, const struct syndic_entity *entity,
                                struct db_stmt **out)
{
	struct buf sql = {0};
	struct db_stmt **slot = slot_of(handle, entity, KEPT_LOAD);
	if (!*slot) {
		buf_add(&sql, "SELECT ");
		add_fields(&sql, entity);
		buf_printf(&sql, " FROM %s WHERE %s = $1", entity->name, entity->fields[0].name);
	}
	return keep(handle, slot, &sql, out);
}

enum syndic_status compose_find(struct syndic *handle, const struct syndic_entity *entity,
                                const char *field, struct db_stmt **out)
{
	struct buf sql = {0};
	bool reference = strcmp(field, entity->reference) == 0, email = strcmp(field, "email") == 0;
	struct db_stmt **slot = slot_of(handle, entity,
	                                reference ? KEPT_FIND
	                                : email   ? KEPT_FIND_EMAIL
	                                          : KEPT_FIND_SECOND);
	if (!*slot) {
		buf_printf(&sql,
		           email ? "SELECT id FROM %s WHERE lower(%s) = lower($1) LIMIT 2"
		                 : "SELECT id FROM %s WHERE %s = $1 LIMIT 2",
		           entity->name, field);
	}
	return keep(handle, slot, &sql, out);
}

enum syndic_status compose_find_external(struct syndic *handle, const struct syndic_entity *entity,
                                         struct db_stmt **out)
{
	struct buf sql = {0};
	struct db_stmt **slot = slot_of(handle, entity, KEPT_FIND_EXTERNAL);
	if (!*slot)
		buf_printf(&sql, "SELECT id FROM %s WHERE external_id = $1 AND source = $2", entity->name);
	return keep(handle, slot, &sql, out);
}

enum syndic_status compose_find_part(struct syndic *handle, const struct syndic_entity *entity,
                                     struct db_stmt **out)
{
	struct buf sql = {0};
	enum syndic_status status;
	const char *column = entity_has_name(entity) ? "folded" : entity->reference;
	buf_printf(&sql,
	           "SELECT id, %s, %s FROM %s WHERE %s LIKE $1 ESCAPE '\\' ORDER BY %s, id LIMIT $2",
	           entity->reference, column, entity->name, column, column);
	status = db_prepare_composed(handle->db, buf_text(&sql), out);
	buf_free(&sql);
	return status;
}

enum syndic_status compose_find_whole(struct syndic *handle, const struct syndic_entity *entity,
                                      struct db_stmt **out)
{
	struct buf sql = {0};
	struct db_stmt **slot = slot_of(handle, entity, KEPT_FIND_WHOLE);
	if (!*slot) {
		buf_printf(
			&sql,
			"SELECT id, %s FROM %s WHERE folded >= $1 AND folded < $2 ORDER BY folded, id LIMIT $3",
			entity->reference, entity->name);
	}
	return keep(handle, slot, &sql, out);
}

enum syndic_status compose_reference(struct syndic *handle, const struct syndic_entity *entity,
                                     bool by_name, struct db_stmt **out)
{
	struct buf sql = {0};
	struct db_stmt **slot = slot_of(handle, entity, by_name ? KEPT_NAME : KEPT_REFERENCE);
	if (!*slot)
		buf_printf(&sql, "SELECT %s FROM %s WHERE id = $1", by_name ? "name" : entity->reference,
		           entity->name);
	return keep(handle, slot, &sql, out);
}

enum syndic_status compose_referrers(struct syndic *handle, const struct syndic_entity *referrer,
                                     int field, struct db_stmt **out)
{
	struct buf sql = {0};
	struct db_stmt **slot = &composed(handle)->referrers[entity_index(referrer)][field];
	const char *by = referrer->fields[field].name;
	if (!*slot && referrer->fields[field].type == SYNDIC_REFS) {
		buf_printf(&sql,
		           "SELECT id FROM %s WHERE %s IS NOT NULL AND ',' || %s || ',' LIKE '%%,' || $1 "
		           "|| ',%%'",
		           referrer->name, by, by);
	} else if (!*slot) {
		buf_printf(&sql, "SELECT id FROM %s WHERE %s = $1", referrer->name, by);
	}
	return keep(handle, slot, &sql, out);
}

enum syndic_status compose_all(struct syndic *handle, const struct syndic_entity *entity,
                               struct db_stmt **out)
{
	struct buf sql = {0};
	enum syndic_status status;
	buf_add(&sql, "SELECT ");
	add_fields(&sql, entity);
	buf_printf(&sql, "%s FROM %s ORDER BY id", entity_is_searched(entity) ? ", folded" : "",
	           entity->name);
	status = db_prepare_composed(handle->db, buf_text(&sql), out);
	buf_free(&sql);
	return status;
}

enum syndic_status compose_refold(struct syndic *handle, const struct syndic_entity *entity,
                                  const char *id, const char *folded)
{
	struct buf sql = {0};
	struct db_stmt *stmt;
	enum syndic_status status;
	buf_printf(&sql, "UPDATE %s SET folded = $1 WHERE id = $2", entity->name);
	status = db_prepare_composed(handle->db, buf_text(&sql), &stmt);
	buf_free(&sql);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, folded);
	db_bind_text(stmt, 2, id);
	if (db_step(stmt) < 0) status = handle->error.code;
	db_finalize(stmt);
	return status;
}

/* ---- lists ---- */

/* A reference as people name it: a subselect. */
static void add_shown(struct buf *sql, const struct syndic_entity *entity,
                      const struct syndic_field *field)
{
	const struct syndic_entity *to;
	if (field->type != SYNDIC_REF) {
		buf_printf(sql, "%s.%s", entity->name, field->name);
		return;
	}
	to = syndic_entity_find(field->refers_to);
	buf_printf(sql, "(SELECT CAST(r.%s AS TEXT) FROM %s AS r WHERE r.id = %s.%s)",
	           field->flags & SYNDIC_BY_NAME ? "name" : to->reference, to->name, entity->name,
	           field->name);
}

static const char *comparison(int is)
{
	switch (is) {
	case NOT_EQUAL: return "<>";
	case LESS: return "<";
	case LESS_EQUAL: return "<=";
	case MORE: return ">";
	case MORE_EQUAL: return ">=";
	default: return "=";
	}
}

static void add_condition(struct buf *sql, const struct syndic_entity *entity,
                          const struct condition *condition, int *parameter)
{
	const struct syndic_field *field = &entity->fields[condition->field];
	const char *open = field->type == SYNDIC_TEXT ? "lower(" : "", *close = *open ? ")" : "";
	struct buf column = {0};
	buf_printf(&column, "%s.%s", entity->name, field->name);
	const char *name = buf_text(&column);
	int p = *parameter;
	switch (condition->is) {
	case IS_NULL: buf_printf(sql, "%s IS NULL", name); break;
	case NOT_NULL: buf_printf(sql, "%s IS NOT NULL", name); break;
	case BETWEEN:
		buf_printf(sql, "%s >= $%d AND %s <= $%d", name, p + 1, name, p + 2);
		*parameter = p + 2;
		break;
	case CONTAINS:
		buf_printf(sql, "lower(%s) LIKE lower($%d) ESCAPE '\\'", name, ++*parameter);
		break;
	case HOLDS_WORD:
		buf_printf(sql, "',' || %s || ',' LIKE $%d ESCAPE '\\'", name, ++*parameter);
		break;
	case LACKS_WORD:
		buf_printf(sql, "(%s IS NULL OR ',' || %s || ',' NOT LIKE $%d ESCAPE '\\')", name, name,
		           ++*parameter);
		break;
	case NAMED:
	case NOT_NAMED:
		buf_printf(sql, "%s %s (SELECT r.id FROM %s AS r WHERE lower(r.name) = lower($%d))", name,
		           condition->is == NAMED ? "IN" : "NOT IN", field->refers_to, ++*parameter);
		break;
	case NOT_EQUAL:
		buf_printf(sql, "(%s IS NULL OR %s%s%s <> %s$%d%s)", name, open, name, close, open, p + 1,
		           close);
		*parameter = p + 1;
		break;
	default:
		buf_printf(sql, "%s%s%s %s %s$%d%s", open, name, close, comparison(condition->is), open,
		           p + 1, close);
		*parameter = p + 1;
	}
	buf_free(&column);
}

enum syndic_status compose_list(struct syndic *handle, const struct syndic_entity *entity,
                                const struct condition *conditions, size_t count, int sort,
                                bool descending, bool by_id, int64_t limit, struct db_stmt **out)
{
	struct buf sql = {0};
	enum syndic_status status;
	const char *key = entity->fields[0].name; /* id, or a trail's number */
	int parameter = 0;
	buf_add(&sql, "SELECT ");
	for (size_t i = 0; i < entity->field_count; i++) {
		if (i) buf_add(&sql, ", ");
		add_shown(&sql, entity, &entity->fields[i]);
	}
	buf_printf(&sql, " FROM %s", entity->name);
	for (size_t i = 0; i < count; i++) {
		buf_add(&sql, i ? " AND " : " WHERE ");
		add_condition(&sql, entity, &conditions[i], &parameter);
	}
	if (by_id) {
		buf_printf(&sql, " ORDER BY %s.%s", entity->name, key);
	} else if (sort < 0) {
		buf_printf(&sql, " ORDER BY %s.%s", entity->name, entity->reference);
	} else {
		const struct syndic_field *field = &entity->fields[sort];
		buf_add(&sql, " ORDER BY ");
		if (strcmp(field->name, "name") == 0 && entity_is_searched(entity)) {
			buf_printf(&sql, "%s.folded", entity->name);
		} else {
			add_shown(&sql, entity, field);
		}
		buf_printf(&sql, "%s NULLS LAST, %s.%s", descending ? " DESC" : "", entity->name, key);
	}
	if (limit > 0) buf_printf(&sql, " LIMIT $%d", parameter + 1);
	status = db_prepare_composed(handle->db, buf_text(&sql), out);
	buf_free(&sql);
	if (status != SYNDIC_OK) return status;
	parameter = 0;
	for (size_t i = 0; i < count; i++) {
		if (conditions[i].is == IS_NULL || conditions[i].is == NOT_NULL) continue;
		db_bind(*out, ++parameter, conditions[i].value);
		if (conditions[i].is == BETWEEN) db_bind(*out, ++parameter, conditions[i].second);
	}
	if (limit > 0) db_bind_int(*out, parameter + 1, limit);
	return SYNDIC_OK;
}
