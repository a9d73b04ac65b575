using System.Text;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.RunLogs;

public sealed partial class RunLogVerifierTests
{
    private static readonly RunLogVerifierOptions Trusting = new() { TrustedKeys = LogKeySet.Of(RecordedEpisode.Key.PublicKey) };

    [Theory]
    [InlineData("guideline")]
    [InlineData("random")]
    public void Verify_FindsNothing_InWhatTheServiceRecords(string policy)
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var report = Verify(RecordedEpisode.Whole(seed, policy).Log, Trusting);
            Assert.Empty(report.Findings);
            Assert.Equal((RunLogVerdict.Verified, SealTrust.Trusted, true), (report.Verdict, report.Trust, report.Replayed));
        }
    }

    [Fact]
    public void Verify_SaysSo_WhenTheKeyIsTakenOnTrust()
    {
        var report = Verify(RecordedEpisode.Whole(1).Log);
        Assert.Equal((RunLogVerdict.Consistent, SealTrust.TakenOnTrust), (report.Verdict, report.Trust));
        Assert.Equal(RecordedEpisode.Key.PublicKey.KeyId, report.KeyId);
    }

    [Fact]
    public void Verify_Fails_WhenTheKeyIsNotTrusted()
    {
        using var other = RecordedEpisode.NewKey();
        var report = Verify(RecordedEpisode.Whole(1, key: other).Log, Trusting);
        Assert.Equal("untrusted-key", Assert.Single(report.Findings).Code);
        Assert.Equal(SealTrust.None, report.Trust);
    }

    [Fact]
    public void Verify_IsIncomplete_WhenTheLogIsNotSealed()
    {
        var report = Verify(RecordedEpisode.Begin(1).Play("guideline", 1, most: 3).Log, Trusting);
        Assert.Empty(report.Findings);
        Assert.Equal((RunLogVerdict.Incomplete, false, 3), (report.Verdict, report.Sealed, report.Steps));
    }

    [Theory]
    [InlineData("unknown environment")]
    [InlineData("unknown reward function")]
    public void Verify_IsIncomplete_WhenItCannotReplay(string what)
    {
        var log = RecordedEpisode.Whole(1).Log;
        var report = what == "unknown environment"
            ? RunLogVerifier.Verify(log, new EnvironmentCatalogue(), CorridorReward.Library, Trusting)
            : RunLogVerifier.Verify(log, CorridorReward.Catalogue, new RewardLibrary(), Trusting);
        Assert.Empty(report.Findings);
        Assert.Equal((RunLogVerdict.Incomplete, false), (report.Verdict, report.Replayed));
        Assert.NotNull(report.ReplayObstacle);
    }

    [Fact]
    public void Verify_OpensHeldoutLogs()
    {
        var opening = new HeldoutOpening(0xFEDCBA9876543210, [.. Enumerable.Range(1, HeldoutOpening.NonceBytes).Select(i => (byte)i)]);
        var scenario = new ScenarioKey(Split.Heldout, opening.Seed, Difficulty.Hard);
        var log = RecordedEpisode
            .Begin(CorridorReward.Catalogue.Environments[0], CorridorReward.Function, scenario, header => header with { SeedOrIndex = 4, Commitment = opening.Commitment() })
            .Play("guideline", 1).Seal().Log;
        Assert.DoesNotContain("18364758544493064720", Encoding.UTF8.GetString(log), StringComparison.Ordinal);

        var closed = Verify(log, Trusting);
        Assert.Equal(RunLogVerdict.Incomplete, closed.Verdict);
        Assert.Contains("without the opening", closed.ReplayObstacle, StringComparison.Ordinal);
        Assert.Equal(RunLogVerdict.Verified, Verify(log, Trusting with { Opening = opening }).Verdict);
        var wrong = Verify(log, Trusting with { Opening = new HeldoutOpening(opening.Seed + 1, opening.Nonce) });
        Assert.Equal(RunLogVerdict.Failed, wrong.Verdict);
    }

    [Fact]
    public void Commitment_IsSha256OfSeedAndNonce()
    {
        var nonce = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        byte[] opened = [0x08, 0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01, .. nonce];
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(opened)),
            new HeldoutOpening(0x0102030405060708, [.. nonce]).Commitment());
    }

    [Fact]
    public async Task VerifyAsync_ReportsTheSame_HoweverTheStreamIsCut()
    {
        var log = RecordedEpisode.Whole(3).Log;
        foreach (var bytes in (byte[][])[log, log[..^1], log[..(log.Length / 2)], [.. log, .. "x"u8], []])
        {
            var whole = Json(Verify(bytes, Trusting));
            foreach (var chunk in (int[])[1, 7, 4096, 1 << 20])
            {
                await using var stream = new ChunkedStream(bytes, chunk);
                Assert.Equal(whole, Json(await RunLogVerifier.VerifyAsync(stream, CorridorReward.Catalogue, CorridorReward.Library, Trusting)));
            }
        }
    }

    private static RunLogReport Verify(byte[] log, RunLogVerifierOptions? options = null) =>
        RunLogVerifier.Verify(log, CorridorReward.Catalogue, CorridorReward.Library, options);

    private static string Json(RunLogReport report)
    {
        using var output = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(output))
            report.WriteTo(writer);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Gives at most so many bytes a read.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
