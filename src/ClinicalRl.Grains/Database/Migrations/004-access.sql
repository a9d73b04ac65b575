-- The ledgers of who read what; hashes as in ledger_entries. Times are UTC, ISO 8601, three decimals, so that their order is that of their text.
CREATE TABLE access_events (
    tenant  text COLLATE "C" NOT NULL,
    leaf    bigint NOT NULL,
    id      text COLLATE "C" NOT NULL,
    entry   bytea NOT NULL,
    hashes  bytea NOT NULL,
    time    text COLLATE "C" NOT NULL,
    actor   text COLLATE "C" NOT NULL,
    kind    text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, leaf),
    UNIQUE (tenant, id)
);
CREATE INDEX access_events_by_subject ON access_events (tenant, subject, leaf);
CREATE INDEX access_events_by_actor ON access_events (tenant, actor, leaf);
CREATE INDEX access_events_by_time ON access_events (tenant, time);

CREATE TABLE access_checkpoints (
    tenant     text COLLATE "C" NOT NULL,
    size       bigint NOT NULL,
    checkpoint text NOT NULL,
    PRIMARY KEY (tenant, size)
);
