-- The journal and the ledgers; the same tables as in SQLite. A ledger entry's hashes are those of the perfect subtrees that its leaf
-- completes, by level: subtree (level, index) is found at 32*level in the row of its last leaf.
CREATE TABLE episodes (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant      text COLLATE "C" NOT NULL,
    episode     text COLLATE "C" NOT NULL,
    created     bigint NOT NULL,
    environment text COLLATE "C" NOT NULL,
    version     text NOT NULL,
    split       text NOT NULL,
    difficulty  text NOT NULL,
    labels      text NOT NULL,
    parent      text,
    status      integer NOT NULL DEFAULT 0,
    steps       integer,
    stored      integer NOT NULL DEFAULT 0,
    UNIQUE (tenant, episode)
);
CREATE INDEX episodes_by_tenant ON episodes (tenant, number);
CREATE INDEX episodes_by_environment ON episodes (tenant, environment, number);
CREATE INDEX episodes_by_status ON episodes (tenant, status, number);
CREATE INDEX episodes_to_file ON episodes (number) WHERE status <> 0 AND stored < 2;

-- The key is the fence: a place can be written once, whoever tries.
CREATE TABLE records (
    number   bigint NOT NULL,
    sequence integer NOT NULL,
    record   bytea NOT NULL,
    PRIMARY KEY (number, sequence)
);
ALTER TABLE records ALTER COLUMN record SET STORAGE EXTERNAL;

CREATE TABLE labels (
    tenant text COLLATE "C" NOT NULL,
    name   text COLLATE "C" NOT NULL,
    value  text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (tenant, name, value, number)
);

CREATE TABLE ledger_entries (
    tenant  text COLLATE "C" NOT NULL,
    leaf    bigint NOT NULL,
    episode text COLLATE "C" NOT NULL,
    entry   bytea NOT NULL,
    hashes  bytea NOT NULL,
    PRIMARY KEY (tenant, leaf),
    UNIQUE (tenant, episode)
);

CREATE TABLE ledger_checkpoints (
    tenant     text COLLATE "C" NOT NULL,
    size       bigint NOT NULL,
    checkpoint text NOT NULL,
    PRIMARY KEY (tenant, size)
);

-- What all silos must agree on, such as the key that seals logs.
CREATE TABLE agreements (
    name  text PRIMARY KEY,
    value text NOT NULL
);
