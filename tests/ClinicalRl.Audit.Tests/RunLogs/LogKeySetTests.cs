using System.Text.Json;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.RunLogs;

public sealed class LogKeySetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AnotherJoseLibrary_VerifiesCheckpointsOfEveryKeyOfTheSet()
    {
        using var old = RecordedEpisode.NewKey();
        using var now = RecordedEpisode.NewKey();
        var set = new LogKeySet([new LogKey(now.PublicKey, Noon), new LogKey(old.PublicKey, Noon.AddDays(-9), Noon)]);
        var checkpoint = new LedgerCheckpoint("t1", 7, MerkleHash.Leaf("x"u8), Noon);
        string[] jws = [await checkpoint.SignAsync(old), await checkpoint.SignAsync(now)];
        var verified = JsonElement.Parse(await JoseLibrary.RunAsync("RunLogs/jose-checkpoint.mjs", JsonSerializer.Serialize(new { keys = set.ToJson(), jws }))).EnumerateArray().ToList();
        Assert.Equal([old.PublicKey.KeyId, now.PublicKey.KeyId], verified.Select(one => one.GetProperty("kid").GetString()!));
        Assert.All(verified, one =>
        {
            Assert.Equal(LedgerCheckpoint.Type, one.GetProperty("typ").GetString());
            var payload = JsonElement.Parse(one.GetProperty("payload").GetString()!);
            Assert.Equal(("clinicalrl/ledger/t1", 7), (payload.GetProperty("origin").GetString(), payload.GetProperty("treeSize").GetInt32()));
        });
    }

    [Fact]
    public void Set_IsReadBack()
    {
        using var other = RecordedEpisode.NewKey();
        var set = new LogKeySet([new LogKey(RecordedEpisode.Key.PublicKey, Noon), new LogKey(other.PublicKey, null, Noon.AddDays(1))]);
        Assert.True(LogKeySet.TryParse(set.ToJson(), out var read, out _));
        Assert.Equal(set.Keys.AsEnumerable(), read.Keys);
        Assert.Equal(set.ToJson(), read.ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"keys\":7}")]
    [InlineData("{\"keys\":[7]}")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\"}]}")]
    [InlineData("{\"keys\":[],\"keys\":[]}")]
    public void Set_IsRefused_WhenItIsNone(string text)
    {
        Assert.False(LogKeySet.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Set_IsRefused_WhenAKidIsNotTheKeysFingerprint_OrATimeIsNone()
    {
        var json = new LogKeySet([new LogKey(RecordedEpisode.Key.PublicKey, Noon)]).ToJson();
        Assert.False(LogKeySet.TryParse(json.Replace(RecordedEpisode.Key.PublicKey.KeyId, new string('0', 64), StringComparison.Ordinal), out _, out _));
        Assert.False(LogKeySet.TryParse(json.Replace("2026-11-22", "yesterday", StringComparison.Ordinal), out _, out _));
    }

    [Theory]
    [InlineData(120, RunLogVerdict.Verified, null)]
    [InlineData(59, RunLogVerdict.Failed, "retired-key")]
    public void ASealOfARetiredKey_Counts_OnlyWhenItIsOlder(int retiredMinutesAfterNoon, RunLogVerdict verdict, string? code)
    {
        var log = RecordedEpisode.Whole(5).Log;   // sealed at 13:00
        var trusted = new LogKeySet([new LogKey(RecordedEpisode.Key.PublicKey, Noon.AddDays(-1), Noon.AddMinutes(retiredMinutesAfterNoon))]);
        var report = RunLogVerifier.Verify(log, CorridorReward.Catalogue, CorridorReward.Library, new RunLogVerifierOptions { TrustedKeys = trusted });
        Assert.Equal((verdict, code), (report.Verdict, report.Findings.FirstOrDefault()?.Code));
    }
}
