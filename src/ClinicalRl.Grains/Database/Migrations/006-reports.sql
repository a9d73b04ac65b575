-- The ledgers of reports; hashes as in ledger_entries. A report's number is its place, counted from 1.
CREATE TABLE report_entries (
    tenant    text COLLATE "C" NOT NULL,
    leaf      bigint NOT NULL,
    id        text COLLATE "C" NOT NULL,
    entry     bytea NOT NULL,
    hashes    bytea NOT NULL,
    selection text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, leaf),
    UNIQUE (tenant, id)
);
CREATE INDEX report_entries_by_selection ON report_entries (tenant, selection, leaf);

CREATE TABLE report_checkpoints (
    tenant     text COLLATE "C" NOT NULL,
    size       bigint NOT NULL,
    checkpoint text NOT NULL,
    PRIMARY KEY (tenant, size)
);
