using System.Text;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tests.Journal;
using ClinicalRl.Grains.Usage;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalRl.Grains.Tests.Usage;

/// <summary>What a durable journal counts equals what it holds, whoever writes and whatever is refused.</summary>
public abstract class UsageConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Two writers of one store, as two silos are.</summary>
    protected abstract IReadOnlyList<IJournal> Writers { get; }

    /// <summary>Counted anew from the records: begun, steps, sealed and bytes.</summary>
    protected abstract Task<UsageCount> RecountAsync(string tenant);

    private JournalUsage Usage => new(Writers[0]);

    [Fact]
    public async Task Counts_AreThoseOfWhatWasWritten()
    {
        var key = new EpisodeKey("counted", "ep_a");
        await Writers[0].AppendAsync(Records(key, 0, "header") with { Opening = Opening });
        await Writers[0].AppendAsync(Records(key, 1, "one"));
        await Writers[0].AppendAsync(Records(key, 1, "another one"));   // refused
        await Writers[0].AppendAsync(Records(key, 2, "two", "seal") with { Closing = new EpisodeClosing(EpisodeStatus.Terminated, 2) });
        await Writers[0].AppendAsync(Records(new EpisodeKey("counted", "ep_fork"), 0, "header", "one") with { Opening = Opening });
        var expected = new UsageCount(2, 3, 1, "headeronetwosealheaderone".Length);
        Assert.Equal(expected, await Usage.TotalAsync("counted"));
        Assert.Equal(expected, await RecountAsync("counted"));
        var today = UsageCount.DayOf(DateTimeOffset.UtcNow);
        Assert.Equal(expected, (await Usage.DaysAsync("counted", today - 1, today)).Aggregate(default(UsageCount), static (sum, day) => sum + day.Count));
        Assert.Empty(await Usage.DaysAsync("counted", 0, today - 2));
        Assert.Equal(default, await Usage.TotalAsync("nobody"));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Counts_EqualTheJournal_WhenTwoWritersRaceForEveryPlace(ulong seed)
    {
        var outcomes = await Task.WhenAll(Writers.SelectMany((writer, number) => Enumerable.Range(0, 12).Select(player => Task.Run(() => PlayAsync(writer, seed, number, player)))));
        Assert.Contains(AppendOutcome.Conflict, outcomes.SelectMany(all => all));
        Assert.DoesNotContain(AppendOutcome.Unavailable, outcomes.SelectMany(all => all));
        foreach (var tenant in Tenants(seed))
        {
            var counted = await Usage.TotalAsync(tenant);
            Assert.Equal(await RecountAsync(tenant), counted);
            Assert.True(counted is { Begun: > 0, Steps: > 0, Sealed: > 0 }, counted.ToString());
        }
    }

    private static string[] Tenants(ulong seed) => [$"race-{seed}", $"race-{seed}-b"];

    /// <summary>Both writers play the same episodes, each with records of its own.</summary>
    private static async Task<List<AppendOutcome>> PlayAsync(IJournal journal, ulong seed, int writer, int player)
    {
        var random = new RandomStream((seed * 100) + (ulong)((writer * 20) + player));
        var key = new EpisodeKey(Tenants(seed)[player % 2], $"ep_{player}");
        var outcomes = new List<AppendOutcome> { await journal.AppendAsync(Records(key, 0, [.. Lines(writer, 1 + random.Next(3))]) with { Opening = Opening }) };
        var taken = (await journal.ReadAsync(key)).Length;
        while (taken < 20)
        {
            var append = Records(key, taken, [.. Lines(writer, 1 + random.Next(3))]);
            if (taken + append.Records.Length >= 20)
                append = append with { Closing = new EpisodeClosing(EpisodeStatus.Truncated, taken + append.Records.Length - 2) };
            outcomes.Add(await journal.AppendAsync(append));
            taken = (await journal.ReadAsync(key)).Length;
        }

        return outcomes;
    }

    private static IEnumerable<string> Lines(int writer, int count) => Enumerable.Repeat(new string('x', 10 + writer), count);

    private static JournalAppend Records(EpisodeKey key, int first, params string[] lines) =>
        new(key, first, [.. lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line))]);

    private static EpisodeOpening Opening => new() { Created = Noon, Environment = "corridor", Version = "1.0.0", Split = "train", Difficulty = "standard" };
}

public sealed class SqliteUsageTests : UsageConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteJournal[] writers;

    public SqliteUsageTests() => writers = [Open(), Open()];

    protected override IReadOnlyList<IJournal> Writers => writers;

    private string File => Path.Combine(folder.Path, "journal.db");

    [Fact]
    public async Task AJournalFromBefore_IsCountedWhenItIsOpened()
    {
        await writers[0].AppendAsync(new JournalAppend(new EpisodeKey("before", "ep_a"), 0, ["header"u8.ToArray(), "one"u8.ToArray()])
        {
            Opening = new EpisodeOpening { Created = DateTimeOffset.UnixEpoch.AddDays(100), Environment = "corridor", Version = "1.0.0", Split = "train", Difficulty = "standard" },
        });
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var drop = connection.CreateCommand();
            drop.CommandText = "DROP TABLE journal_usage";
            await drop.ExecuteNonQueryAsync();
        }

        using var opened = Open();
        Assert.Equal([new UsageDay(100, new UsageCount(1, 1, 0, 9))], await new JournalUsage(opened).DaysAsync("before", 0, 200));
    }

    public void Dispose()
    {
        foreach (var writer in writers)
            writer.Dispose();
        folder.Dispose();
    }

    protected override async Task<UsageCount> RecountAsync(string tenant)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Recount.Sql("length");
        command.Parameters.AddWithValue("tenant", tenant);
        return await Recount.ReadAsync(command);
    }

    private SqliteJournal Open() => new(File, new JournalOptions(), TimeProvider.System, NullLogger<SqliteJournal>.Instance);
}

public sealed class PostgresUsageTests(PostgresServer server) : UsageConformance, IAsyncLifetime
{
    private PostgresStore store = null!;
    private PostgresJournal other = null!;

    protected override IReadOnlyList<IJournal> Writers => [store.Journal, other];

    public async ValueTask InitializeAsync()
    {
        store = await PostgresStore.CreateAsync(server);
        other = store.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        await store.DisposeAsync();
    }

    protected override async Task<UsageCount> RecountAsync(string tenant)
    {
        await using var connection = new Npgsql.NpgsqlConnection(store.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(Recount.Sql("octet_length"), connection);
        command.Parameters.AddWithValue("tenant", tenant);
        return await Recount.ReadAsync(command);
    }
}
