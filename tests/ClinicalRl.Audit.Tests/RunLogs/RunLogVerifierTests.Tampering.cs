using System.Text;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.RunLogs;

public sealed partial class RunLogVerifierTests
{
    private const ulong TamperingSeed = 20261122;

    [Fact]
    public void Verify_FindsEveryOneOf2000RandomByteChanges()
    {
        var random = new RandomStream(TamperingSeed);
        var logs = Enumerable.Range(0, 20).Select(seed => RecordedEpisode.Whole((ulong)seed, seed % 2 == 0 ? "guideline" : "random").Log).ToArray();
        for (var i = 0; i < 2000; i++)
        {
            var log = (byte[])random.Pick(logs).Clone();
            var at = random.Next(log.Length);
            log[at] ^= (byte)random.Between(1, 255);
            Assert.True(Verify(log).Verdict == RunLogVerdict.Failed, $"seed {TamperingSeed}, change {i}: byte {at} became {log[at]} and was not found");
        }
    }

    [Fact]
    public void Verify_FindsAChange_AtEveryByteOfAShortLog()
    {
        var original = RecordedEpisode.Begin(9).Step("""{"tool":"move","arguments":{"direction":"left"},"confidence":0.50}""").Step("""{"tool":"finish"}""").Seal().Log;
        var seal = Array.LastIndexOf(original, (byte)'\n', original.Length - 2);
        for (var at = 0; at < original.Length; at++)
        {
            byte[] flips = at < seal ? [1] : [1, 0x20];   // 0x20 changes the case of hex digits and of base64
            foreach (var flip in flips)
            {
                var log = (byte[])original.Clone();
                log[at] ^= flip;
                Assert.True(Verify(log).Verdict == RunLogVerdict.Failed, $"byte {at} ({(char)original[at]}) xor {flip} was not found");
            }
        }
    }

    [Fact]
    public void Verify_FindsAnInsertedOrDroppedByte_AtEveryPlaceOfTheSeal()
    {
        var original = RecordedEpisode.Begin(9).Step("""{"tool":"finish"}""").Seal().Log;
        var seal = Array.LastIndexOf(original, (byte)'\n', original.Length - 2) + 1;
        for (var at = seal; at < original.Length; at++)
        {
            foreach (var inserted in " \t0A=\\\"\n,"u8.ToArray())
                Assert.Equal(RunLogVerdict.Failed, Verify([.. original[..at], inserted, .. original[at..]]).Verdict);
            Assert.Equal(RunLogVerdict.Failed, Verify([.. original[..at], .. original[(at + 1)..]]).Verdict);
        }
    }

    [Fact]
    public void Verify_FindsLinesRemovedSwappedRepeatedOrAdded()
    {
        var lines = RecordedEpisode.Whole(4, "guideline").Lines.ToArray();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            Assert.Equal(RunLogVerdict.Failed, Verify(RunLogWriter.Join([.. lines[..i], .. lines[(i + 1)..]])).Verdict);
            Assert.Equal(RunLogVerdict.Failed, Verify(RunLogWriter.Join([.. lines[..i], lines[i + 1], lines[i], .. lines[(i + 2)..]])).Verdict);
            Assert.Equal(RunLogVerdict.Failed, Verify(RunLogWriter.Join([.. lines[..i], lines[i], .. lines[i..]])).Verdict);
        }

        Assert.Equal(RunLogVerdict.Failed, Verify(RunLogWriter.Join([.. lines, lines[^1]])).Verdict);
        Assert.Equal(RunLogVerdict.Failed, Verify([.. RunLogWriter.Join(lines), .. "\n"u8]).Verdict);
        Assert.Equal(RunLogVerdict.Failed, Verify([0xEF, 0xBB, 0xBF, .. RunLogWriter.Join(lines)]).Verdict);
        Assert.Equal(RunLogVerdict.Failed, Verify(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(RunLogWriter.Join(lines)).Replace("\n", "\r\n", StringComparison.Ordinal))).Verdict);
    }

    [Fact]
    public void Verify_NeverVerifies_ATruncatedLog()
    {
        var log = RecordedEpisode.Begin(9).Step("""{"tool":"finish"}""").Seal().Log;
        for (var length = 0; length < log.Length; length++)
            Assert.NotEqual(RunLogVerdict.Verified, Verify(log[..length]).Verdict);
    }

    [Theory]
    [InlineData("\"record\":\"step\"", "\"record\": \"step\"")]
    [InlineData("\"record\":\"step\"", "\"record\":\"st\\u0065p\"")]
    [InlineData("\"actor\":\"key_test\"", "\"actor\":\"key_test\",\"actor\":\"key_test\"")]
    [InlineData("\"step\":1,", "\"step\":1.0,")]
    [InlineData("\"step\":1,", "\"step\":1e0,")]
    [InlineData("\"step\":1,", "")]
    [InlineData("½", "\\u00bd")]
    [InlineData("\"run\":\"ppo-17\",\"team\"", "\"team\"")]
    public void TryRead_RefusesTheSameContentInOtherBytes(string from, string to)
    {
        var episode = RecordedEpisode.Begin(9).Step("""{"tool":"finish"}""");
        foreach (var line in episode.Lines.Select(line => Encoding.UTF8.GetString(line.Span)).Where(line => line.Contains(from, StringComparison.Ordinal)))
        {
            var changed = Encoding.UTF8.GetBytes(line.Replace(from, to, StringComparison.Ordinal));
            var refused = !RunLogReader.TryRead(changed, out _, out _);
            Assert.True(refused || to.Length == 0 || from.StartsWith("\"run", StringComparison.Ordinal), line);
        }

        var forged = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(RecordedEpisode.Begin(9).Step("""{"tool":"finish"}""").Seal().Log).Replace(from, to, StringComparison.Ordinal));
        Assert.Equal(RunLogVerdict.Failed, Verify(forged).Verdict);
    }

    [Fact]
    public void Verify_RefusesTheMirroredSignature()
    {
        // (r, n - s) satisfies ECDSA too; accepting it would let a log have two forms.
        var log = RecordedEpisode.Whole(2).Log;
        var text = Encoding.UTF8.GetString(log);
        var start = text.LastIndexOf("\"signature\":\"", StringComparison.Ordinal) + "\"signature\":\"".Length;
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(text.AsSpan(start, 86));
        var order = System.Numerics.BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, null);
        var mirrored = order - new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var bytes = mirrored.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] forged = [.. signature[..32], .. new byte[32 - bytes.Length], .. bytes];
        var changed = string.Concat(text.AsSpan(0, start), System.Buffers.Text.Base64Url.EncodeToString(forged), "\"}\n");
        Assert.Equal("signature", Assert.Single(Verify(Encoding.UTF8.GetBytes(changed)).Findings).Code);
    }

    [Fact]
    public void Verify_FindsAForgery_ThatIsChainedAndSignedAnew()
    {
        // Whoever holds a key can chain and sign anything; playing it again shows that the engine never said it.
        var honest = RecordedEpisode.Begin(9).Step("""{"tool":"finish"}""");
        var opening = (RunLogOpening)RunLogReader.Read(honest.Lines[0], out _);
        var step = (RunLogStep)RunLogReader.Read(honest.Lines[1], out _);
        var better = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(step.Outcome.Span).Replace("\"reward\":0", "\"reward\":1", StringComparison.Ordinal));
        var header = RunLogWriter.Header(opening.Header, opening.Outcome.Span);
        var tail = RunLogTail.After(header);
        var forged = RunLogWriter.Rechain(tail.LineHash, step with { Outcome = better });
        var seal = RunLogWriter.Seal(tail.Then(forged), SealReason.Terminated, honest.Run, DateTimeOffset.UnixEpoch, RecordedEpisode.Key);
        var report = Verify(RunLogWriter.Join([header.Bytes, forged.Bytes, seal.Bytes]), Trusting);
        Assert.Equal(("replay", 2), (Assert.Single(report.Findings).Code, report.Findings[0].Line));
    }

    [Fact]
    public void Verify_FindsASealThatMisstatesTheEnd()
    {
        var finished = RecordedEpisode.Begin(9).Step("""{"tool":"finish"}""").Seal(SealReason.Aborted);
        Assert.Equal("seal", Assert.Single(Verify(finished.Log, Trusting).Findings).Code);
        var stopped = RecordedEpisode.Begin(9).Step("""{"tool":"wait","arguments":{"minutes":5}}""").Seal(SealReason.Terminated);
        Assert.Equal("seal", Assert.Single(Verify(stopped.Log, Trusting).Findings).Code);
    }
}
