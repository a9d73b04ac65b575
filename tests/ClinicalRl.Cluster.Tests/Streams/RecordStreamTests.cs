using System.Diagnostics;
using System.Globalization;
using System.Text;
using ClinicalRl.Cluster.Tests.Processes;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Testing.Database;
using Npgsql;

namespace ClinicalRl.Cluster.Tests.Streams;

/// <summary>
/// Three silos over PostgreSQL fold some five thousand records of one assessment, each told twice and in shuffled order, and the silo that holds what was folded is
/// killed in the middle. Whoever then works the records out anew comes to the same bytes.
/// </summary>
public sealed class RecordStreamTests(PostgresServer server)
{
    private const int Silos = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task WhatWasStreamed_IsWhatTheRecordsComeTo_ThoughTheSiloThatHeldItWasKilled()
    {
        await using var cluster = await SiloCluster.StartAsync(server, Silos);
        await using var database = NpgsqlDataSource.Create(cluster.Database);
        using var http = new HttpClient(new SpreadingHandler(() => [.. cluster.Ports])) { BaseAddress = new Uri("http://silos.test"), Timeout = TimeSpan.FromSeconds(20) };

        // All records are kept at once; their messages are held back, doubled and shuffled, and then let go.
        await ExecuteAsync(database, "CREATE TABLE held (LIKE stream_messages); CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO held VALUES (NEW.*); RETURN NULL; END'; CREATE TRIGGER hold BEFORE INSERT ON stream_messages FOR EACH ROW EXECUTE FUNCTION hold()");
        using var made = await http.PostAsync(new Uri("/v1/simulated-assessments", UriKind.Relative), new StringContent("""{"seed":11,"episodes":66}""", Encoding.UTF8, "application/json"));
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        await ExecuteAsync(database, "DROP TRIGGER hold ON stream_messages");
        var records = await CountAsync(database, "SELECT count(*) FROM evaluation_records");
        var events = await CountAsync(database, "SELECT count(*) FROM held");
        Assert.InRange(records, 5_000, 8_000);
        await ExecuteAsync(database, "SELECT setseed(0.5); INSERT INTO stream_messages (queue, stream_namespace, stream_key, payload) SELECT queue, stream_namespace, stream_key, payload FROM (SELECT * FROM held UNION ALL SELECT * FROM held) twice ORDER BY random()");

        var gaps = new Gaps();
        var holder = await cluster.WhoSaysAsync("dev/sim_11_66 are folded here", Limit);
        await gaps.FollowAsync(database, Limit, left => left < events);   // half of what was doubled
        await cluster.KillAsync(holder);
        var killed = gaps.Elapsed;
        await gaps.FollowAsync(database, Limit, left => left == 0);
        await cluster.StartAsync(holder);

        var figures = await FiguresAsync(http, (int)records);
        var lines = await http.GetByteArrayAsync(new Uri("/v1/reliability/sim_11_66/records", UriKind.Relative));
        var read = new List<EvaluationRecord>();
        Assert.True(RecordJson.TryReadAll(lines, read, out var problem), problem);
        Assert.Equal(Encoding.UTF8.GetString(ReliabilityFigures.Of(EvidenceLedger.Of(read)).ToJson()), figures);
        Assert.Equal(0, await CountAsync(database, "SELECT count(*) FROM stream_failures"));
        Assert.Equal(records - 1, await CountAsync(database, "SELECT max(sequence) FROM evaluation_records"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{records} records, {2 * events} messages delivered in {gaps.Elapsed.TotalSeconds:F1} s; holder killed after {killed.TotalSeconds:F1} s; longest time without a delivery {gaps.Longest.TotalSeconds:F1} s."));
    }

    private static async Task<string> FiguresAsync(HttpClient http, int records)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Limit;)
        {
            using var answer = await http.GetAsync(new Uri("/v1/reliability/sim_11_66", UriKind.Relative));
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && ReliabilityFigures.Read(Encoding.UTF8.GetBytes(text)).Records == records)
                return text;
            await Task.Delay(100);
        }

        throw new TimeoutException("The figures did not come to rest on all records.");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The longest time in which no message was delivered.</summary>
    private sealed class Gaps
    {
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private long left = long.MaxValue;
        private TimeSpan last;

        public TimeSpan Elapsed => clock.Elapsed;

        public TimeSpan Longest { get; private set; }

        public async Task FollowAsync(NpgsqlDataSource database, TimeSpan limit, Func<long, bool> until)
        {
            for (var begun = clock.Elapsed; ;)
            {
                var now = await CountAsync(database, "SELECT count(*) FROM stream_messages");
                if (now < left)
                {
                    Longest = left == long.MaxValue ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(Longest.Ticks, (clock.Elapsed - last).Ticks));
                    (left, last) = (now, clock.Elapsed);
                }

                if (until(now))
                    return;
                if (clock.Elapsed - begun > limit)
                    throw new TimeoutException($"{now} messages are still there.");
                await Task.Delay(20);
            }
        }
    }
}
