-- What the journal took of each tenant, by UTC day (days since 1970-01-01), counted by the transactions that write it. Writer is the backend's
-- process id: two that write at once have different ones, and so never wait for each other's row.
CREATE TABLE journal_usage (
    tenant text COLLATE "C" NOT NULL,
    day    integer NOT NULL,
    writer integer NOT NULL,
    begun  bigint NOT NULL,
    steps  bigint NOT NULL,
    sealed bigint NOT NULL,
    bytes  bigint NOT NULL,
    PRIMARY KEY (tenant, day, writer)
);
-- What is there already counts for the day on which its episode began.
INSERT INTO journal_usage (tenant, day, writer, begun, steps, sealed, bytes)
SELECT e.tenant, e.created / 86400000, 0, count(*), sum(r.records - 1 - (CASE WHEN e.status <> 0 THEN 1 ELSE 0 END)), sum(CASE WHEN e.status <> 0 THEN 1 ELSE 0 END), sum(r.bytes)
FROM episodes e JOIN (SELECT number, count(*) AS records, sum(octet_length(record)) AS bytes FROM records GROUP BY number) r ON r.number = e.number
GROUP BY 1, 2;
