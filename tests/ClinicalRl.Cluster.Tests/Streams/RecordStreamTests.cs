using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ClinicalRl.Cluster.Tests.Processes;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Testing.Database;

namespace ClinicalRl.Cluster.Tests.Streams;

/// <summary>
/// Three silos over PostgreSQL fold some five thousand records of one assessment as they come to be kept, each told of twice, late and in shuffled order, and the silo that
/// holds what was folded is killed in the middle, while more comes. Whoever then works the records out anew comes to the same bytes.
/// </summary>
[Collection(OneDatabaseServer.Name)]
public sealed class RecordStreamTests(PostgresServer server)
{
    private const int Silos = 3;

    private const string Assessment = "sim_11_66";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task WhatWasStreamed_IsWhatTheRecordsComeTo_ThoughTheSiloThatHeldItWasKilled()
    {
        await using var cluster = await SiloCluster.StartAsync(server, Silos);
        using var http = new HttpClient(new SpreadingHandler(() => [.. cluster.Ports])) { BaseAddress = new Uri("http://silos.test"), Timeout = TimeSpan.FromSeconds(60) };
        await using var records = await LateRecords.PrepareAsync(cluster.Database, () => PostAsync(http, "/v1/simulated-assessments", """{"seed":11,"episodes":66}"""));
        Assert.InRange(records.Count, 5_000, 8_000);

        await records.AddAsync(batch: 0);
        var holder = await cluster.WhoSaysAsync($"dev/{Assessment} are folded here", Limit);
        TimeSpan killed = default;
        for (var batch = 1; batch < records.Batches; batch++)
        {
            await records.AddAsync(batch);
            if (batch != records.Batches / 2)
                continue;
            await cluster.KillAsync(holder);   // with messages under way
            killed = records.Elapsed;
        }

        await records.DeliveredAsync(left: 0, Limit);
        await cluster.StartAsync(holder);
        var figures = await FiguresAsync(http, records.Count);
        var read = new List<EvaluationRecord>();
        Assert.True(RecordJson.TryReadAll(await http.GetByteArrayAsync(new Uri($"/v1/reliability/{Assessment}/records", UriKind.Relative)), read, out var problem), problem);
        Assert.Equal(Encoding.UTF8.GetString(ReliabilityFigures.Of(EvidenceLedger.Of(read)).ToJson()), figures);
        Assert.Equal("equal", await CheckAsync(http));
        Assert.Equal((0, records.Count - 1), (await records.AskAsync("SELECT count(*) FROM stream_failures"), await records.AskAsync("SELECT max(sequence) FROM evaluation_records")));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{records.Count} records, {records.Told} messages delivered in {records.Elapsed.TotalSeconds:F1} s; holder killed after {killed.TotalSeconds:F1} s; longest time without a delivery {records.LongestGap.TotalSeconds:F1} s."));
    }

    /// <summary>What a report, which compares the state that was streamed with a rebuild, found.</summary>
    private static async Task<string> CheckAsync(HttpClient http)
    {
        var report = (await PostAsync(http, "/v1/reports", $$"""{"assessments":["{{Assessment}}"],"resamples":99}""")).GetProperty("job").GetString();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Limit; await Task.Delay(100))
        {
            var job = JsonElement.Parse(await http.GetStringAsync(new Uri($"/v1/reports/{report}", UriKind.Relative)));
            if (job.GetProperty("status").GetString() != "running")
                return job.GetProperty("result").GetProperty("checks")[0].GetProperty("outcome").GetString()!;
        }

        throw new TimeoutException("The report was not made.");
    }

    private static async Task<string> FiguresAsync(HttpClient http, long records)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Limit; await Task.Delay(100))
        {
            using var answer = await http.GetAsync(new Uri($"/v1/reliability/{Assessment}", UriKind.Relative));
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && ReliabilityFigures.Read(Encoding.UTF8.GetBytes(text)).Records == records)
                return text;
        }

        throw new TimeoutException("The figures did not come to rest on all records.");
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string body)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
