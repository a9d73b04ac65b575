-- What evaluators did, never changed or removed, numbered without gaps for each tenant; and what streams are still to deliver, written in the same transactions.
CREATE TABLE evaluation_records (
    tenant    text COLLATE "C" NOT NULL,
    sequence  bigint NOT NULL,
    subject   text COLLATE "C" NOT NULL,
    id        text COLLATE "C" NOT NULL,
    evaluator text COLLATE "C",
    episode   text COLLATE "C",
    record    bytea NOT NULL,
    PRIMARY KEY (tenant, sequence),
    UNIQUE (tenant, subject, id)
);
CREATE INDEX evaluation_records_by_subject ON evaluation_records (tenant, subject, sequence);
CREATE INDEX evaluation_records_by_evaluator ON evaluation_records (tenant, evaluator, sequence) WHERE evaluator IS NOT NULL;
CREATE INDEX evaluation_records_by_episode ON evaluation_records (tenant, episode, sequence) WHERE episode IS NOT NULL;

CREATE TABLE stream_messages (
    number           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue            integer NOT NULL,
    stream_namespace text COLLATE "C" NOT NULL,
    stream_key       text COLLATE "C" NOT NULL,
    payload          bytea NOT NULL
);
CREATE INDEX stream_messages_by_queue ON stream_messages (queue, number);

-- What no subscriber could take; kept for whoever looks into it.
CREATE TABLE stream_failures (
    number           bigint PRIMARY KEY,
    stream_namespace text COLLATE "C" NOT NULL,
    stream_key       text COLLATE "C" NOT NULL,
    payload          bytea NOT NULL,
    failed           bigint NOT NULL
);
