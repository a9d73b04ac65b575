using System.Text;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Testing.RunLogs;
using CsCheck;

namespace ClinicalRl.Audit.Tests.RunLogs;

public sealed partial class RunLogVerifierTests
{
    public static TheoryData<string, byte[]> HostileLogs()
    {
        var good = Encoding.UTF8.GetString(RecordedEpisode.Begin(9).Step("""{"tool":"finish"}""").Lines[0].Span);
        byte[] Changed(string from, string to) => Encoding.UTF8.GetBytes(good.Replace(from, to, StringComparison.Ordinal) + "\n");
        return new TheoryData<string, byte[]>
        {
            { "nothing", [] },
            { "a line feed", "\n"u8.ToArray() },
            { "null", "null\n"u8.ToArray() },
            { "an array", "[]\n"u8.ToArray() },
            { "an empty object", "{}\n"u8.ToArray() },
            { "a number for a record", "{\"record\":7}\n"u8.ToArray() },
            { "an unknown record", "{\"record\":\"footer\"}\n"u8.ToArray() },
            { "a lone surrogate", "{\"record\":\"\\ud800\"}\n"u8.ToArray() },
            { "bad UTF-8", [.. "{\"record\":\""u8, 0xC3, 0x28, .. "\"}\n"u8] },
            { "zero bytes", new byte[1000] },
            { "deep arrays", [.. Enumerable.Repeat((byte)'[', 100_000), (byte)'\n'] },
            { "deep objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "\n") },
            { "deep outcome", Changed("\"outcome\":{", "\"outcome\":{\"a\":" + new string('[', 5000) + new string(']', 5000) + ",") },
            { "a huge line", [.. Enumerable.Repeat((byte)' ', RunLogReader.MaxLineBytes + 1), (byte)'\n'] },
            { "a huge line without end", [.. Enumerable.Repeat((byte)'a', RunLogReader.MaxLineBytes + 10)] },
            { "many lines", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", RunLogVerifier.MaxLines + 10))) },
            { "a seed too large", Changed("\"seed\":9", "\"seed\":18446744073709551616") },
            { "a negative seed", Changed("\"seed\":9", "\"seed\":-9") },
            { "another format", Changed("\"format\":1", "\"format\":2") },
            { "an unknown split", Changed("\"split\":\"train\"", "\"split\":\"test\"") },
            { "an impossible time", Changed("2026-11-22T12", "2026-13-22T12") },
            { "labels out of order", Changed("\"run\":", "\"zzz\":") },
            { "two headers", [.. Changed("x", "x"), .. Changed("x", "x")] },
        };
    }

    [Theory]
    [MemberData(nameof(HostileLogs))]
    public async Task Verify_ReportsAFinding_ForHostileBytes(string what, byte[] log)
    {
        var report = Verify(log);
        Assert.True(report.Verdict == RunLogVerdict.Failed, what);
        Assert.InRange(report.Findings.Length, 1, RunLogVerifier.MaxFindings);
        using var stream = new MemoryStream(log);
        var streamed = await RunLogVerifier.VerifyAsync(stream, Testing.Corridor.CorridorReward.Catalogue, Testing.Corridor.CorridorReward.Library);
        Assert.Equal(RunLogVerdict.Failed, streamed.Verdict);
    }

    [Theory]
    [InlineData("\"version\":\"1.0.0\",\"contentHash\"", "\"version\":\"9.0.0\",\"contentHash\"")]
    [InlineData("\"environment\":\"corridor\"", "\"environment\":\"corridor@1@2 or '1'='1'\"")]
    [InlineData("\"id\":\"corridor-reward\",\"version\":\"1.0.0\"", "\"id\":\"corridor-reward\",\"version\":\"1.0.1\"")]
    public void Verify_SaysWhatIsMissing_WhenTheHeaderNamesTheUnknown(string from, string to)
    {
        var header = Encoding.UTF8.GetString(RecordedEpisode.Begin(9).Lines[0].Span).Replace(from, to, StringComparison.Ordinal);
        var report = Verify(Encoding.UTF8.GetBytes(header + "\n"));
        Assert.Equal(RunLogVerdict.Incomplete, report.Verdict);
        Assert.Contains("has no", report.ReplayObstacle, StringComparison.Ordinal);
    }

    /// <summary>Other content under the same version is nothing wrong with the log: it needs the engine that made it. Whether the header was changed, the chain tells.</summary>
    [Theory]
    [InlineData("\"contentHash\":\"", "needs the engine of service version 0.1.0, content 0000")]
    [InlineData("\"hash\":\"", "needs the one with SHA-256 0000")]
    public void Verify_SaysWhatItNeeds_WhenTheHeaderNamesOtherContent(string member, string need)
    {
        var log = Encoding.UTF8.GetString(RecordedEpisode.Whole(9).Log);
        var at = log.IndexOf(member, StringComparison.Ordinal) + member.Length;
        var other = Encoding.UTF8.GetBytes(string.Concat(log.AsSpan(0, at), new string('0', 64), log.AsSpan(at + 64)));
        var header = Verify(other[..(Array.IndexOf(other, (byte)'\n') + 1)]);
        Assert.Equal(RunLogVerdict.Incomplete, header.Verdict);
        Assert.Contains(need, header.ReplayObstacle, StringComparison.Ordinal);
        Assert.Equal("chain", Verify(other).Findings[0].Code);
    }

    [Fact]
    public void Verify_NeverThrows_WhateverTheBytes()
    {
        Gen.Byte.Array[0, 400].Sample(bytes => Verify(bytes).Verdict == RunLogVerdict.Failed, iter: 2000);
        var log = RecordedEpisode.Whole(6).Log;
        Gen.Select(Gen.Int[0, log.Length - 1], Gen.Int[0, log.Length - 1], Gen.Byte.Array[0, 40]).Sample(
            (a, b, bytes) => Verify([.. log[..Math.Min(a, b)], .. bytes, .. log[Math.Max(a, b)..]]) is not null, iter: 300);
    }
}
