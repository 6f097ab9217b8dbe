-- What happened: changes row by row, and what other systems said. Written by the program alone.

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The rows of a change are change_row.number first_row … first_row + row_count − 1.
CREATE TABLE change (
    number INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    command TEXT NOT NULL,
    first_row INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    undoes INTEGER REFERENCES change (number),
    undone_by INTEGER REFERENCES change (number)
) STRICT;

-- `before` and `after` are JSON objects of stored values: every field that is known for a row that
-- was added or removed, the changed fields of one that was edited.
CREATE TABLE change_row (
    number INTEGER NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    record TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation = 'add' OR operation = 'edit' OR operation = 'remove'),
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX change_row_record ON change_row (record);

CREATE TABLE import_batch (
    id TEXT NOT NULL PRIMARY KEY,
    entity TEXT NOT NULL,
    source TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT,
    at TEXT NOT NULL,
    header TEXT NOT NULL,
    mapping TEXT NOT NULL,
    change INTEGER NOT NULL REFERENCES change (number)
) STRICT;

-- What a source said of a record: the row as it came, and the values that it stood for (JSON).
CREATE TABLE import_row (
    number INTEGER NOT NULL PRIMARY KEY,
    batch TEXT NOT NULL REFERENCES import_batch (id),
    entity TEXT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    record TEXT NOT NULL,
    line INTEGER NOT NULL,
    raw TEXT NOT NULL,
    said TEXT NOT NULL
) STRICT;
CREATE INDEX import_row_key ON import_row (external_id, source, entity);
CREATE INDEX import_row_record ON import_row (record);

-- Rebuildable: what stands in closed stages, by the year of closing (0 where that is unknown).
-- Kept by the writer, so that no report walks through history.
CREATE TABLE stage_total (
    stage TEXT NOT NULL REFERENCES stage (id),
    year INTEGER NOT NULL,
    deals INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (stage, year)
) STRICT, WITHOUT ROWID;
