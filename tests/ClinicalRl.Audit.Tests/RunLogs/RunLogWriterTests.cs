using System.Text;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.RunLogs;

public sealed class RunLogWriterTests
{
    [Fact]
    public void Header_IsReadableAndInTheOrderPublished()
    {
        var line = Encoding.UTF8.GetString(RecordedEpisode.Begin(9).Lines[0].Span);
        Assert.StartsWith(
            """{"record":"header","format":1,"tenant":"t1","episode":"ep_recorded","environment":"corridor","version":"1.0.0","contentHash":""",
            line, StringComparison.Ordinal);
        Assert.Contains(""","split":"train","seed":9,"difficulty":"standard","rewardFunction":{"id":"corridor-reward","version":"1.0.0","hash":""", line, StringComparison.Ordinal);
        Assert.Contains(
            ""","status":"draft"},"labels":{"run":"ppo-17","team":"a \"quoted\" ½ name"},"service":"0.1.0","image":"","actor":"key_test","time":"2026-11-22T12:00:00.000Z","outcome":{"observation":{"text":"You stand""",
            line, StringComparison.Ordinal);
        Assert.Contains(""","reward":null,"judged":false,"terminated":false,"truncated":false,"breakdown":[],"episodeReward":{"reward":0,""", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_LinksToTheLineBefore_AndKeepsTheActionAsReceived()
    {
        var episode = RecordedEpisode.Begin(9).Step("""{ "rationale" : "left  \" first", "tool":"m\u006fve", "arguments": {"direction":"left"}, "confidence": 5e-1 }""");
        var line = Encoding.UTF8.GetString(episode.Lines[1].Span);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(episode.Lines[0].Span));
        Assert.StartsWith(
            $$"""{"record":"step","prev":"{{hash}}","step":1,"action":{"rationale":"left  \" first","tool":"m\u006fve","arguments":{"direction":"left"},"confidence":5e-1},"actor":""",
            line, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GivesBackWhatWasWritten()
    {
        var episode = RecordedEpisode.Whole(3, "guideline");
        var opening = Assert.IsType<RunLogOpening>(RunLogReader.Read(episode.Lines[0], out var header));
        Assert.Equal("a \"quoted\" ½ name", opening.Header.Labels[1].Value);
        var tail = RunLogTail.After(header);
        foreach (var line in episode.Lines.Skip(1).SkipLast(1))
        {
            var step = Assert.IsType<RunLogStep>(RunLogReader.Read(line, out var place));
            Assert.Equal(line, RunLogWriter.Rechain(tail.LineHash, step).Bytes, ByteComparer.Instance);
            tail = tail.Then(place);
        }

        var seal = Assert.IsType<RunLogSeal>(RunLogReader.Read(episode.Lines[^1], out _));
        Assert.Equal((tail.Steps, tail.ReplayDigest, tail.LineHash), (seal.Steps, seal.ReplayDigest, seal.Previous));
    }

    [Fact]
    public void ReplayDigest_DependsOnOutcomesAlone()
    {
        var one = RecordedEpisode.Begin(9).Play("random", 1);
        var other = RecordedEpisode.Begin(9, header => header with { Episode = "ep_other", Actor = "key_other", Time = header.Time.AddDays(1), Labels = [] }).Play("random", 1);
        Assert.Equal(one.Tail.ReplayDigest, other.Tail.ReplayDigest);
        Assert.NotEqual(one.Tail.LineHash, other.Tail.LineHash);
        Assert.NotEqual(one.Tail.ReplayDigest, RecordedEpisode.Begin(10).Play("random", 1).Tail.ReplayDigest);
    }

    [Theory]
    [InlineData("""{ "tool" : "a b" }""", """{"tool":"a b"}""")]
    [InlineData("{\n\t\"tool\":\"\\\" \\\\\", \"arguments\":{ } }", """{"tool":"\" \\","arguments":{}}""")]
    public void Minify_DropsWhiteSpaceOutsideStrings(string received, string kept)
    {
        Assert.True(RecordedAction.TryRead(Encoding.UTF8.GetBytes(received), out var action, out _, out _));
        Assert.Equal(kept, Encoding.UTF8.GetString(action!.Bytes.Span));
        Assert.Equal(kept, Encoding.UTF8.GetString(RecordedAction.Minify(action.Bytes.Span)));
    }

    private sealed class ByteComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static ByteComparer Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes) => bytes.Length;
    }
}
