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
CREATE INDEX access_events_by_kind ON access_events (kind, tenant, leaf);

CREATE TABLE access_checkpoints (
    tenant     text COLLATE "C" NOT NULL,
    size       bigint NOT NULL,
    checkpoint text NOT NULL,
    PRIMARY KEY (tenant, size)
);

-- Jobs that have ended, so that those whose retention is over can be found: grain storage cannot be listed.
CREATE TABLE kept_jobs (
    grain  text COLLATE "C" PRIMARY KEY,
    tenant text COLLATE "C" NOT NULL,
    ended  text COLLATE "C" NOT NULL
);
CREATE INDEX kept_jobs_by_end ON kept_jobs (ended, grain);
