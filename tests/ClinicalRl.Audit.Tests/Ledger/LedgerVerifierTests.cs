using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.Ledger;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.Ledger;

public sealed class LedgerVerifierTests
{
    private const int Size = 200;
    private const int EarlierSize = 120;
    private const ulong Seed = 20261125;

    private static readonly LedgerVerifierOptions Trusting = new() { TrustedKeys = RecordedLedger.Keys };

    private readonly RecordedLedger ledger = new RecordedLedger().Add(Size);
    private readonly Dictionary<Sha256Digest, RunLogReport> checkedLogs = [];

    [Fact]
    public void AWholeFolder_IsSound_CheckByCheck()
    {
        var report = Verify(ledger.Folder(Size, EarlierSize, 1), Trusting).Ledger;
        Assert.Empty(report.Findings);
        Assert.Equal(["keys", "checkpoint", "inclusion", "completeness", "consistency"], report.Checks.Select(check => check.Name));
        Assert.All(report.Checks, check => Assert.Equal(CheckVerdict.Passed, check.Verdict));
        Assert.Equal(Size, report.Logs.Count);
        Assert.Equal("entry 7 of 200", report.Logs["ep_007.jsonl"].Detail);
    }

    [Fact]
    public void EveryOneOf2000RandomChanges_IsReported_WithItsPlace()
    {
        var random = new RandomStream(Seed);
        var original = ledger.Folder(Size, EarlierSize);
        for (var i = 0; i < 2_000; i++)
        {
            var folder = new SortedDictionary<string, byte[]>(original, StringComparer.Ordinal);
            var (what, places) = EvidenceTampering.Change(folder, Size, ref random);
            var (logs, report) = Verify(folder, Trusting);
            var found = logs.Where(log => !log.Report.IsSound).Select(log => log.File).Concat(report.Findings.Select(finding => finding.File)).ToList();
            Assert.True(found.Intersect(places, StringComparer.Ordinal).Any(), $"seed {Seed}, change {i}: {what} was not found at {string.Join(", ", places)} but at [{string.Join(", ", found)}]");
        }
    }

    [Fact]
    public void AnOldState_IsFound_ByACheckpointThatTheAuditorKept()
    {
        var old = ledger.Folder(EarlierSize);
        Assert.True(Verify(old, Trusting).Ledger.IsSound);   // by itself it is what was once true
        var kept = Trusting with { Kept = [Kept(ledger, Size)] };
        Assert.Equal("rollback", Assert.Single(Verify(old, kept).Ledger.Findings).Code);
    }

    [Fact]
    public void AnotherHistory_IsFound_ThoughItsKeyIsTrusted()
    {
        // Whoever holds the key seals other logs of the same episodes, and makes ledger, checkpoint and proofs anew.
        var forged = new RecordedLedger().Add(3);
        var folder = forged.Folder(3);
        Assert.True(Verify(folder, Trusting with { Kept = [Kept(forged, 2)] }).Ledger.IsSound);
        Assert.Equal("consistency", Assert.Single(Verify(folder, Trusting with { Kept = [Kept(ledger, 2)] }).Ledger.Findings).Code);
        Assert.Equal("consistency", Assert.Single(Verify(folder, Trusting with { Kept = [Kept(ledger, 3)] }).Ledger.Findings).Code);
    }

    [Fact]
    public void ASelection_NeedsNoMoreThanItsProofs()
    {
        var folder = ledger.Folder(Size, EarlierSize);
        foreach (var i in Enumerable.Range(0, Size).Where(i => i is not (17 or 180)))
        {
            folder.Remove(RecordedLedger.NameOf(i) + ".jsonl");
            folder.Remove(RecordedLedger.NameOf(i) + ".proof.json");
        }

        var selection = Trusting with { IsSelection = true };
        Assert.True(Verify(folder, selection).Ledger.IsSound);
        Assert.Equal(20, Verify(folder, Trusting).Ledger.Findings.Count(finding => finding.Code == "missing-log"));
        folder.Remove("consistency-120.json");
        Assert.Contains("Neither", Assert.Single(Verify(folder, selection).Ledger.Findings).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysOfTheFolder_AreTakenOnTrust_AndStrangersAreNot()
    {
        var folder = ledger.Folder(5);
        Assert.Equal(CheckVerdict.NotChecked, Verify(folder, new LedgerVerifierOptions()).Ledger.Checks[0].Verdict);
        using var stranger = RecordedEpisode.NewKey();
        folder["checkpoint.jws"] = ledger.Checkpoint(5, stranger);
        Assert.Equal("untrusted-key", Assert.Single(Verify(folder, Trusting).Ledger.Findings).Code);
        folder.Remove("checkpoint.jws");
        Assert.Equal("checkpoint", Assert.Single(Verify(folder, Trusting).Ledger.Findings).Code);
        var given = Trusting with { Kept = [Kept(ledger, 5)] };
        Assert.True(Verify(folder, given).Ledger.IsSound);
    }

    [Fact]
    public void ACheckpoint_IsNotBelieved_AfterItsKeyWasRetired()
    {
        var retired = new LogKeySet([RecordedLedger.Keys.Keys[0] with { Retired = DateTimeOffset.UnixEpoch.AddYears(50) }]);
        var folder = ledger.Folder(5);
        folder.Remove("jwks.json");
        Assert.Equal("retired-key", Assert.Single(Verify(folder, new LedgerVerifierOptions { TrustedKeys = retired }).Ledger.Findings).Code);
    }

    private static KeyValuePair<string, string> Kept(RecordedLedger ledger, long size) => new("kept.jws", Encoding.ASCII.GetString(ledger.Checkpoint(size)));

    private (List<EvidenceLog> Logs, LedgerReport Ledger) Verify(SortedDictionary<string, byte[]> folder, LedgerVerifierOptions options)
    {
        var logs = folder.Where(file => file.Key.EndsWith(".jsonl", StringComparison.Ordinal)).Select(file => new EvidenceLog(file.Key, CheckLog(file.Value))).ToList();
        var files = folder.Where(file => !file.Key.EndsWith(".jsonl", StringComparison.Ordinal)).ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)file.Value, StringComparer.Ordinal);
        return (logs, LedgerVerifier.Verify(new LedgerEvidence([.. logs], files), options));
    }

    /// <summary>Checking a log is pure: the same bytes are checked once.</summary>
    private RunLogReport CheckLog(byte[] log)
    {
        var hash = Sha256Digest.Of(log);
        if (!checkedLogs.TryGetValue(hash, out var report))
            checkedLogs.Add(hash, report = RunLogVerifier.Verify(log, CorridorReward.Catalogue, CorridorReward.Library, new RunLogVerifierOptions { TrustedKeys = RecordedLedger.Keys }));
        return report;
    }
}
