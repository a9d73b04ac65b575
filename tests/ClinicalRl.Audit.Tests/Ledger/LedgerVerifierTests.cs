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
            var (what, places) = Change(folder, ref random);
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

    private static (string What, List<string> Places) Change(SortedDictionary<string, byte[]> folder, ref RandomStream random)
    {
        var names = folder.Keys.ToArray();
        var (one, other) = (RecordedLedger.NameOf(random.Next(Size)), RecordedLedger.NameOf(random.Next(Size)));
        // Small files of which there is one are as likely to be changed as all logs or all proofs.
        var file = random.Next(3) switch { 0 => one + ".jsonl", 1 => one + ".proof.json", _ => random.Pick((string[])["checkpoint.jws", "checkpoint-120.jws", "consistency-120.json", "jwks.json"]) };
        var bytes = folder[file];
        switch (random.Next(9))
        {
            case 0 or 1:
                var at = random.Next(bytes.Length);
                folder[file] = [.. bytes[..at], (byte)(bytes[at] ^ random.Between(1, 255)), .. bytes[(at + 1)..]];
                return ($"a flip at {at} of {file}", Around(file));
            case 2:
                var from = random.Next(bytes.Length);
                var until = Math.Min(bytes.Length, from + random.Between(1, 40));
                folder[file] = [.. bytes[..from], .. bytes[until..]];
                return ($"bytes {from} to {until} of {file} gone", Around(file));
            case 3:
                var place = random.Next(bytes.Length + 1);
                folder[file] = [.. bytes[..place], random.Chance(300) ? (byte)' ' : (byte)random.Next(256), .. bytes[place..]];
                return ($"a byte more at {place} of {file}", Around(file));
            case 4:
                var log = one + ".jsonl";
                var lines = Encoding.UTF8.GetString(folder[log]).Split('\n')[..^1];
                var line = random.Next(lines.Length - 1);
                (lines[line], lines[line + 1]) = (lines[line + 1], lines[line]);
                folder[log] = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
                return ($"lines {line} and {line + 1} of {log} swapped", Around(log));
            case 5:
                folder.Remove(one + ".jsonl");
                if (random.Chance(500))
                    folder.Remove(one + ".proof.json");
                return ($"{one} dropped", ["checkpoint.jws", one + ".proof.json"]);
            case 6:
                folder["checkpoint.jws"] = folder["checkpoint-120.jws"];
                if (random.Chance(500))
                    folder.Remove("checkpoint-120.jws");
                return ("an old checkpoint replayed", ["checkpoint.jws", "consistency-120.json", "ep_000.proof.json"]);
            case 7:
                var (a, b) = random.Chance(200) ? ("checkpoint.jws", "checkpoint-120.jws") : one != other ? (one + ".jsonl", other + ".jsonl") : (one + ".jsonl", RecordedLedger.NameOf((int.Parse(one[3..], System.Globalization.CultureInfo.InvariantCulture) + 1) % Size) + ".jsonl");
                SwapSignatures(folder, a, b);
                return ($"signatures of {a} and {b} swapped", [a, b]);
            default:
                var next = names[(Array.IndexOf(names, file) + 1) % names.Length];
                (folder[file], folder[next]) = (folder[next], folder[file]);
                return ($"{file} and {next} swapped", [.. Around(file), .. Around(next)]);
        }
    }

    private static List<string> Around(string file) =>
        file.StartsWith("ep_", StringComparison.Ordinal) ? [file[..6] + ".jsonl", file[..6] + ".proof.json"] : [file];

    private static void SwapSignatures(SortedDictionary<string, byte[]> folder, string a, string b)
    {
        var (first, second) = (Encoding.UTF8.GetString(folder[a]), Encoding.UTF8.GetString(folder[b]));
        var (x, y) = (SignatureOf(first), SignatureOf(second));
        folder[a] = Encoding.UTF8.GetBytes(first.Replace(x, y, StringComparison.Ordinal));
        folder[b] = Encoding.UTF8.GetBytes(second.Replace(y, x, StringComparison.Ordinal));
    }

    private static string SignatureOf(string text)
    {
        const string Member = "\"signature\":\"";
        var start = text.IndexOf(Member, StringComparison.Ordinal);
        return start < 0 ? text[(text.LastIndexOf('.') + 1)..^1] : text[(start + Member.Length)..text.IndexOf('"', start + Member.Length)];
    }

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
