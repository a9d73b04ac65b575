using System.Collections.Concurrent;
using System.Text;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.Tests.Ledger;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.Access;
using ClinicalRl.Testing.Ledger;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.Bundles;

public sealed class BundleVerifierTests
{
    private const int Size = 200;
    private const ulong Seed = 20261126;

    private static readonly LedgerVerifierOptions Trusting = new() { TrustedKeys = RecordedLedger.Keys };

    [Fact]
    public async Task AWholeBundle_IsSound_CheckByCheck()
    {
        var report = await VerifyAsync(new MemoryStream(await RecordedBundle.WriteAsync(new RecordedLedger().Add(5), 5, 2)));
        Assert.Empty(report.AllFindings);
        Assert.True(report.IsSound);
        Assert.Equal(["archive", "files", "signature"], report.Checks.Select(check => check.Name));
        Assert.All(report.Checks, check => Assert.Equal(CheckVerdict.Passed, check.Verdict));
        Assert.Equal(("t1", "bn_1", RecordedBundle.Made, 20), (report.Seal!.Tenant, report.Seal.Bundle, report.Seal.Time, report.Seal.Files));
        Assert.Equal(5, report.Logs.Length);
        Assert.All(report.Logs, log => Assert.Equal(RunLogVerdict.Verified, log.Report.Verdict));
    }

    [Fact]
    public async Task TheSameFiles_GiveTheSameSums()
    {
        var ledger = new RecordedLedger().Add(3);
        var (one, other) = (RecordedBundle.Unpack(await RecordedBundle.WriteAsync(ledger, 2)), RecordedBundle.Unpack(await RecordedBundle.WriteAsync(ledger, 2)));
        one.Remove(AccessNames.Checkpoint);
        one.Remove("logs/checkpoint.jws");   // an ECDSA signature is another each time
        Assert.All(one.Where(file => file.Key is not (BundleNames.Sums or BundleNames.Signature)), file => Assert.Equal(file.Value, other[file.Key]));
    }

    [Fact]
    public async Task EveryOneOf2000RandomChanges_IsReported_WithItsPlace()
    {
        var original = RecordedBundle.Unpack(await RecordedBundle.WriteAsync(new RecordedLedger().Add(Size), Size, 120));
        var missed = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, 2_000, async (i, _) =>
        {
            var random = RandomStream.Named(Seed, "change", (ulong)i);
            var files = new SortedDictionary<string, byte[]>(original, StringComparer.Ordinal);
            var (what, places) = Change(files, ref random);
            if (random.Chance(500) && !places.Contains(BundleNames.Sums))
            {
                RecordedBundle.MakeSumsFit(files);
                places.Add(BundleNames.Sums);
                what += ", and the sums made to fit";
            }

            var found = (await VerifyAsync(RecordedBundle.Pack(files))).AllFindings.Select(finding => finding.File).ToList();
            if (!found.Intersect(places, StringComparer.Ordinal).Any())
                missed.Add($"change {i}: {what} was not found at {string.Join(", ", places)} but at [{string.Join(", ", found)}]");
        });
        Assert.Empty(missed);
    }

    [Fact]
    public async Task AChangedLog_IsFoundByItsLineAndByTheLedger_ThoughTheSumsFit()
    {
        var files = RecordedBundle.Unpack(await RecordedBundle.WriteAsync(new RecordedLedger().Add(5), 5));
        var log = Encoding.UTF8.GetString(files["logs/ep_003.jsonl"]);
        files["logs/ep_003.jsonl"] = Encoding.UTF8.GetBytes(log.Replace("\"direction\":\"left\"", "\"direction\":\"right\"", StringComparison.Ordinal));
        RecordedBundle.MakeSumsFit(files);
        var findings = (await VerifyAsync(RecordedBundle.Pack(files))).AllFindings.ToList();
        Assert.Contains(findings, finding => finding is { File: "logs/ep_003.jsonl", Code: "chain" } && finding.Detail.StartsWith("line 3: ", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { File: "logs/ep_003.jsonl", Code: "other-log" });
        Assert.Contains(findings, finding => finding is { File: BundleNames.Sums, Code: "changed-file" });
    }

    [Fact]
    public async Task AnotherKey_IsNotTrusted_AndTheBundlesOwnIsTakenOnTrust()
    {
        var zip = await RecordedBundle.WriteAsync(new RecordedLedger().Add(3), 3);
        var stranger = new LedgerVerifierOptions { TrustedKeys = LogKeySet.Of(RecordedEpisode.NewKey().PublicKey) };
        Assert.Contains((await VerifyAsync(new MemoryStream(zip), stranger)).AllFindings, finding => finding is { Code: "untrusted-key", File: BundleNames.Signature });
        var alone = await VerifyAsync(new MemoryStream(zip), new LedgerVerifierOptions());
        Assert.True(alone.IsSound);
        Assert.Equal(CheckVerdict.NotChecked, alone.Ledger!.Checks[0].Verdict);
    }

    [Theory]
    [InlineData("logs/../ep_1.jsonl")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("ünlisted")]
    public async Task ANameThatIsNone_IsReported(string name)
    {
        var files = RecordedBundle.Unpack(await RecordedBundle.WriteAsync(new RecordedLedger().Add(1), 1));
        files[name] = [1];
        Assert.Contains((await VerifyAsync(RecordedBundle.Pack(files))).AllFindings, finding => finding.Code == "name");
    }

    [Fact]
    public async Task TwoFilesOfOneName_AreReported()
    {
        var files = RecordedBundle.Unpack(await RecordedBundle.WriteAsync(new RecordedLedger().Add(1), 1));
        var twice = RecordedBundle.Pack([.. files, new KeyValuePair<string, byte[]>(BundleNames.Index, [1])]);
        Assert.Contains((await VerifyAsync(twice)).AllFindings, finding => finding is { Code: "twice", File: BundleNames.Index });
    }

    [Fact]
    public async Task DamagedArchives_GiveAReport()
    {
        var zip = await RecordedBundle.WriteAsync(new RecordedLedger().Add(2), 2);
        var random = new RandomStream(Seed);
        for (var i = 0; i < 300; i++)
        {
            var damaged = zip.ToArray();
            var length = random.Chance(300) ? random.Next(damaged.Length) : damaged.Length;
            for (var flips = random.Between(1, 8); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)random.Between(1, 255);
            var report = await VerifyAsync(new MemoryStream(damaged[..length]));
            Assert.True(report.IsSound || report.AllFindings.Any());
        }

        Assert.False((await VerifyAsync(new MemoryStream([]))).IsSound);
        Assert.False((await VerifyAsync(new MemoryStream(zip[..^30]))).IsSound);
    }

    private static (string What, List<string> Places) Change(SortedDictionary<string, byte[]> files, ref RandomStream random)
    {
        if (random.Chance(200))
            return ChangeDocument(files, ref random);
        if (random.Chance(250))
            return ChangeAccess(files, ref random);
        var folder = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in files.Keys.Where(name => name.StartsWith(BundleNames.Logs, StringComparison.Ordinal)).ToList())
        {
            folder.Add(name[BundleNames.Logs.Length..], files[name]);
            files.Remove(name);
        }

        var (what, places) = EvidenceTampering.Change(folder, Size, ref random);
        foreach (var (name, bytes) in folder)
            files.Add(BundleNames.Logs + name, bytes);
        return (what, places.ConvertAll(place => BundleNames.Logs + place));
    }

    /// <summary>The files that are no evidence themselves; dropped, changed, or one more put beside them.</summary>
    private static (string What, List<string> Places) ChangeDocument(SortedDictionary<string, byte[]> files, ref RandomStream random)
    {
        var name = random.Pick((string[])[BundleNames.Index, BundleNames.Guide, "coverage/coverage.csv", BundleNames.Sums, BundleNames.Signature]);
        switch (random.Next(3))
        {
            case 0:
                files.Remove(name);
                return ($"{name} dropped", [name]);
            case 1:
                files["limits.md"] = [(byte)random.Next(256)];
                return ("limits.md put in", ["limits.md"]);
            default:
                var at = random.Next(files[name].Length);
                files[name] = [.. files[name][..at], (byte)(files[name][at] ^ random.Between(1, 255)), .. files[name][(at + 1)..]];
                return ($"a flip at {at} of {name}", [name]);
        }
    }

    /// <summary>Events changed by a byte, dropped, doubled or moved; another checkpoint or stretch in the place of the one there.</summary>
    private static (string What, List<string> Places) ChangeAccess(SortedDictionary<string, byte[]> files, ref RandomStream random)
    {
        var lines = Encoding.UTF8.GetString(files[AccessNames.Events]).Split('\n')[..^1].ToList();
        var line = random.Next(lines.Count - 1);
        var name = random.Pick((string[])[AccessNames.Events, AccessNames.Checkpoint, AccessNames.Stretch]);
        switch (random.Next(6))
        {
            case 0:
                lines.RemoveAt(random.Next(lines.Count));
                break;
            case 1:
                lines.Insert(line, lines[random.Next(lines.Count)]);
                break;
            case 2:
                (lines[line], lines[line + 1]) = (lines[line + 1], lines[line]);
                break;
            case 3:
                var (from, size) = (random.Next(RecordedBundle.AccessFrom), random.Between(RecordedBundle.AccessFrom, RecordedBundle.AccessEvents - 1));
                var other = RecordedAccess.Files(size, from);
                files[name] = other[name];
                return ($"{name} of {size} events from {from}", [name, .. (string[])[AccessNames.Events, AccessNames.Stretch]]);
            case 4:
                files.Remove(name);
                return ($"{name} dropped", [name, AccessNames.Events, AccessNames.Stretch]);
            default:
                var at = random.Next(files[name].Length);
                files[name] = [.. files[name][..at], (byte)(files[name][at] ^ random.Between(1, 255)), .. files[name][(at + 1)..]];
                return ($"a flip at {at} of {name}", name == AccessNames.Stretch ? [name, AccessNames.Events] : [name]);   // another hash in the stretch is the events' contradiction
        }

        files[AccessNames.Events] = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        return ("the events' lines changed", [AccessNames.Events]);
    }

    private static Task<BundleReport> VerifyAsync(Stream zip, LedgerVerifierOptions? options = null) =>
        BundleVerifier.VerifyAsync(zip, CorridorReward.Catalogue, CorridorReward.Library, options ?? Trusting);
}
