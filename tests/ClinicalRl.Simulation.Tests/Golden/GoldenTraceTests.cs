using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Tests.Environments;

namespace ClinicalRl.Simulation.Tests.Golden;

/// <summary>
/// Whole rollouts of each published version, kept in the repository; every environment has a subclass. A difference means that the environment changed: either by mistake, or
/// on purpose, and then its version changes too (see the project's README).
/// </summary>
/// <remarks>
/// To write the files of the version at hand anew, run the tests with <c>CLINICALRL_WRITE_GOLDEN=1</c> on your own machine and read the
/// difference before committing it. Continuous integration (<c>CI</c> set) refuses to write.
/// </remarks>
public abstract class GoldenTraceTests
{
    private const string WriteVariable = "CLINICALRL_WRITE_GOLDEN";
    private const int DigestSeeds = 10;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The environment under test.</summary>
    protected abstract IEnvironment Played { get; }

    /// <summary>Policies whose rollouts are kept as digests.</summary>
    protected virtual IReadOnlyList<string> DigestPolicies => ["guideline", "capitulate", "random", "escalate-all", "reassure-all", "verbose"];

    [Theory]
    [InlineData(Difficulty.Easy, 11UL)]
    [InlineData(Difficulty.Standard, 12UL)]
    [InlineData(Difficulty.Hard, 13UL)]
    public void Guideline_PlaysAsRecorded(Difficulty difficulty, ulong seed)
    {
        var key = new ScenarioKey(Split.Train, seed, difficulty);
        Compare($"{difficulty.Word()}-{seed}.jsonl", [.. Rollout.Play(Played, key, "guideline").Select(Line)]);
    }

    [Fact]
    public void Rollouts_HaveTheRecordedDigests()
    {
        var lines = from policy in DigestPolicies
                    from seed in Enumerable.Range(0, DigestSeeds)
                    let key = new ScenarioKey((Split)(seed % 3), (ulong)seed, (Difficulty)(seed / 3 % 3))
                    select $"{Rollout.Digest(Rollout.Play(Played, key, policy, (ulong)seed))} {policy} {key.Split.Word()} {seed} {key.Difficulty.Word()}";
        Compare("digests.sha256", [.. lines]);
    }

    [Fact]
    public void Content_HasTheRecordedHash() => Compare("content-hash.txt", [Played.Spec.ContentHash]);

    private void Compare(string file, string[] actual)
    {
        var path = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            Write(path, actual);
        Assert.True(File.Exists(path), $"{path} is missing; see {nameof(GoldenTraceTests)} for how to write it.");
        var expected = File.ReadAllLines(path);
        for (var i = 0; i < Math.Min(expected.Length, actual.Length); i++)
            Assert.True(expected[i] == actual[i], $"{file}:{i + 1} differs.\nrecorded: {expected[i]}\nnow:      {actual[i]}");
        Assert.Equal(expected.Length, actual.Length);
    }

    private static void Write(string path, string[] lines)
    {
        Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), "Golden traces are never written by continuous integration.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }

    /// <summary>The files of this version, in the source tree.</summary>
    private string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ClinicalRl.sln")))
            folder = folder.Parent;
        var spec = Played.Spec;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Not in a source tree."), "tests", "ClinicalRl.Simulation.Tests", "Golden", $"{spec.Id}-{spec.Version}");
    }

    /// <summary>One step as readable JSON: action, text, data and events with their facts by name.</summary>
    private static string Line(Move move)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            if (move.Action is { } action)
            {
                writer.WritePropertyName("action");
                action.WriteTo(writer);
            }

            writer.WriteString("text", move.After.Observation.Text);
            writer.WritePropertyName("data");
            writer.WriteRawValue(move.After.Observation.Data.Span);
            WriteEvents(writer, move.After);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteEvents(Utf8JsonWriter writer, Transition transition)
    {
        writer.WriteStartArray("events");
        foreach (var happened in transition.Events)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", happened.Kind.Name);
            if (happened.Subject is not null)
                writer.WriteString("subject", happened.Subject);
            for (var i = 0; i < happened.Values.Length; i++)
                writer.WriteNumber(happened.Kind.Facts[i].Name, happened.Values[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
