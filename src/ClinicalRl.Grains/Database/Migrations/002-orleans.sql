-- Grain storage and cluster membership of Orleans: tables of our own, and the queries that Orleans reads from OrleansQuery.
CREATE TABLE OrleansQuery (
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

CREATE TABLE OrleansStorage (
    GrainIdHash            integer NOT NULL,
    GrainTypeHash          integer NOT NULL,
    GrainIdN0              bigint NOT NULL,
    GrainIdN1              bigint NOT NULL,
    GrainTypeString        text COLLATE "C" NOT NULL,
    GrainIdExtensionString text COLLATE "C" NOT NULL,
    ServiceId              text COLLATE "C" NOT NULL,
    PayloadBinary          bytea,
    ModifiedOn             timestamptz NOT NULL,
    Version                integer NOT NULL,
    PRIMARY KEY (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId)
);

CREATE TABLE OrleansMembershipVersionTable (
    DeploymentId text PRIMARY KEY,
    Timestamp    timestamptz NOT NULL DEFAULT now(),
    Version      integer NOT NULL DEFAULT 0
);

CREATE TABLE OrleansMembershipTable (
    DeploymentId text NOT NULL,
    Address      text NOT NULL,
    Port         integer NOT NULL,
    Generation   integer NOT NULL,
    SiloName     text NOT NULL,
    HostName     text NOT NULL,
    Status       integer NOT NULL,
    ProxyPort    integer,
    SuspectTimes text,
    StartTime    timestamptz NOT NULL,
    IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

-- Grain storage: one row a grain; a write or clear that names an old version touches no row, which Orleans reads as a conflict.
INSERT INTO OrleansQuery VALUES ('WriteToStorageKey', $q$
    WITH changed AS (
        UPDATE OrleansStorage SET PayloadBinary = CAST(@PayloadBinary AS bytea), ModifiedOn = now(), Version = Version + 1
        WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = coalesce(CAST(@GrainIdExtensionString AS text), '') AND ServiceId = @ServiceId
        AND Version = CAST(@GrainStateVersion AS integer) RETURNING Version),
    begun AS (
        INSERT INTO OrleansStorage
        (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
        SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, coalesce(CAST(@GrainIdExtensionString AS text), ''), @ServiceId,
        CAST(@PayloadBinary AS bytea), now(), 1
        WHERE CAST(@GrainStateVersion AS integer) IS NULL ON CONFLICT DO NOTHING RETURNING Version)
    SELECT Version AS NewGrainStateVersion FROM changed UNION ALL SELECT Version FROM begun$q$);
INSERT INTO OrleansQuery VALUES ('ReadFromStorageKey', $q$
    SELECT PayloadBinary, Version FROM OrleansStorage
    WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = coalesce(CAST(@GrainIdExtensionString AS text), '') AND ServiceId = @ServiceId$q$);
INSERT INTO OrleansQuery VALUES ('ClearStorageKey', $q$
    UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
    WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = coalesce(CAST(@GrainIdExtensionString AS text), '') AND ServiceId = @ServiceId
    AND Version = CAST(@GrainStateVersion AS integer) RETURNING Version AS NewGrainStateVersion$q$);

-- Membership: every change of a row counts the table's version up in the same statement, and is refused when another was first.
INSERT INTO OrleansQuery VALUES ('InsertMembershipVersionKey', $q$
    WITH begun AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM begun)$q$);
INSERT INTO OrleansQuery VALUES ('InsertMembershipKey', $q$
    WITH counted AS (
        UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
        WHERE DeploymentId = @DeploymentId AND Version = @Version AND NOT EXISTS (
            SELECT 1 FROM OrleansMembershipTable m WHERE m.DeploymentId = @DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation)
        RETURNING 1),
    written AS (
        INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM counted
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM written)$q$);
INSERT INTO OrleansQuery VALUES ('UpdateMembershipKey', $q$
    WITH counted AS (
        UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
        WHERE DeploymentId = @DeploymentId AND Version = @Version AND EXISTS (
            SELECT 1 FROM OrleansMembershipTable m WHERE m.DeploymentId = @DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation)
        RETURNING 1),
    written AS (
        UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = CAST(@SuspectTimes AS text), IAmAliveTime = @IAmAliveTime FROM counted
        WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM written)$q$);
INSERT INTO OrleansQuery VALUES ('UpdateIAmAlivetimeKey', $q$
    UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation$q$);
INSERT INTO OrleansQuery VALUES ('MembershipReadRowKey', $q$
    SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.DeploymentId, v.Version
    FROM OrleansMembershipVersionTable v
    LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    WHERE v.DeploymentId = @DeploymentId$q$);
INSERT INTO OrleansQuery VALUES ('MembershipReadAllKey', $q$
    SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.DeploymentId, v.Version
    FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
    WHERE v.DeploymentId = @DeploymentId$q$);
INSERT INTO OrleansQuery VALUES ('GatewaysQueryKey', $q$
    SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0$q$);
INSERT INTO OrleansQuery VALUES ('DeleteMembershipTableEntriesKey', $q$
    WITH members AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
    DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId$q$);
-- 6 is SiloStatus.Dead. Orleans asks for the one or the other, by its version.
INSERT INTO OrleansQuery VALUES ('CleanupDefunctSiloEntriesKey', $q$
    DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = 6 AND IAmAliveTime < @IAmAliveTime$q$);
INSERT INTO OrleansQuery VALUES ('CleanupDefunctSiloEntryKey', $q$
    DELETE FROM OrleansMembershipTable
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND Status = 6
    AND StartTime = @StartTime AND IAmAliveTime = @IAmAliveTime AND SuspectTimes IS NOT DISTINCT FROM CAST(@SuspectTimes AS text)$q$);
