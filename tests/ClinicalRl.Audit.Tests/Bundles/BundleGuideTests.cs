using System.Diagnostics;
using System.Text;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Testing.Access;
using ClinicalRl.Testing.Ledger;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Audit.Tests.Bundles;

/// <summary>The script of VERIFY.md as an outsider runs it: bash, openssl and sha256sum, nothing of ours.</summary>
public sealed class BundleGuideTests : IDisposable
{
    private const int Size = 7;   // an unbalanced tree

    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-bundle-").FullName;

    public static TheoryData<string, Action<SortedDictionary<string, byte[]>>> Forgeries => new()
    {
        { "SHA256SUMS: a file is missing or changed", files => files["coverage/coverage.csv"] = [1] },
        { "SHA256SUMS: a file is missing or changed", files => files.Remove("index.html") },
        { "not listed: extra.txt", files => files["extra.txt"] = [1] },
        { "SHA256SUMS.jws: it does not sign these sums", files => Fit(files, "coverage/coverage.csv", text => text + "more\n") },
        { "logs/ep_002.jsonl: line 3 does not follow the line before", files => Fit(files, "logs/ep_002.jsonl", text => text.Replace("\"left\"", "\"right\"", StringComparison.Ordinal)) },
        { "logs/ep_004.jsonl: no key given sealed it", files => Fit(files, "logs/ep_004.jsonl", text => text.Replace("\"reason\":\"terminated\"", "\"reason\":\"truncated\"", StringComparison.Ordinal)) },
        { "logs/ep_001.jsonl: the ledger's entry is of another log", files => files["logs/ep_001.jsonl"] = files["logs/ep_003.jsonl"] },
        { "logs/ep_005.proof.json: it does not lead to the ledger's root", files => Fit(files, "logs/ep_005.proof.json", text => text.Replace("\"leafIndex\":5", "\"leafIndex\":4", StringComparison.Ordinal)) },
        { "logs/ep_006.proof.json: it does not lead to the ledger's root", files => Fit(files, "logs/ep_006.proof.json", text => text.Replace("\"inclusionPath\":[\"", "\"inclusionPath\":[\"00", StringComparison.Ordinal)) },
        { "logs/checkpoint.jws: no key given signed it", files => files["logs/checkpoint.jws"] = new RecordedLedger().Add(Size).Checkpoint(Size, RecordedEpisode.NewKey()) },
        { "logs/ep_000.proof.json: it is for another size of the ledger", files => files["logs/checkpoint.jws"] = files["logs/checkpoint-3.jws"] },
        { "access/events.jsonl: they do not lead", files => Fit(files, "access/events.jsonl", text => text.Replace("key_1", "key_2", StringComparison.Ordinal)) },
        { "access/events.jsonl: they do not lead", files => Fit(files, "access/events.jsonl", text => text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]) },
        { "access/events.jsonl: they do not lead", files => Fit(files, "access/events.jsonl", text => text[..(text[..^1].LastIndexOf('\n') + 1)]) },
        { "access/events.jsonl: they do not lead", files => Fit(files, "access/stretch.json", text => text.Replace("\"before\":[\"", "\"before\":[\"00", StringComparison.Ordinal)) },
        { "access/checkpoint.jws: it is of another ledger", files => files["access/checkpoint.jws"] = files["logs/checkpoint.jws"] },
        { "access/checkpoint.jws: no key given signed it", files => files["access/checkpoint.jws"] = RecordedAccess.Checkpoint(RecordedBundle.AccessEvents, RecordedEpisode.NewKey()) },
        { "is another", files => Fit(files, "logs/jwks.json", text => text.Replace("\"kid\": \"", "\"kid\": \"0", StringComparison.Ordinal)) },
    };

    [Fact]
    public async Task Script_Passes_OnAGoodBundle()
    {
        var (exit, output) = await RunAsync(await FilesAsync(), RecordedEpisode.Key.PublicKey.KeyId);
        Assert.True(exit == 0, output);
        Assert.EndsWith("7 logs, 10 access events and 24 files are as they were signed\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Script_Fails_AndSaysWhere_OnABadOne(string place, Action<SortedDictionary<string, byte[]>> forge)
    {
        var files = await FilesAsync();
        forge(files);
        var (exit, output) = await RunAsync(files);
        Assert.Equal(1, exit);
        Assert.Contains(place, output, StringComparison.Ordinal);
        Assert.DoesNotContain("are as they were signed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_Fails_WhenTheKeyIsNotTheOneExpected()
    {
        var (exit, output) = await RunAsync(await FilesAsync(), RecordedEpisode.NewKey().PublicKey.KeyId);
        Assert.Equal(1, exit);
        Assert.Contains("SHA256SUMS.jws", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<SortedDictionary<string, byte[]>> FilesAsync() => RecordedBundle.Unpack(await RecordedBundle.WriteAsync(new RecordedLedger().Add(Size), Size, 3));

    private static void Fit(SortedDictionary<string, byte[]> files, string name, Func<string, string> change)
    {
        var (before, after) = (files[name], Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(files[name]))));
        Assert.NotEqual(before, after);
        files[name] = after;
        RecordedBundle.MakeSumsFit(files);
    }

    private async Task<(int Exit, string Output)> RunAsync(SortedDictionary<string, byte[]> files, string? trusted = null)
    {
        var bundle = Path.Combine(folder, "bundle");
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(bundle, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes);
        }

        var script = Path.Combine(folder, "verify.sh");
        await File.WriteAllTextAsync(script, ScriptOf(BundleGuide.Text));
        var start = new ProcessStartInfo("bash") { WorkingDirectory = bundle, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { script } };
        start.Environment["TRUSTED"] = trusted ?? "";
        using var bash = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(limit.Token), bash.StandardError.ReadToEndAsync(limit.Token));
        await bash.WaitForExitAsync(limit.Token);
        return (bash.ExitCode, await output + await errors);
    }

    private static string ScriptOf(string guide)
    {
        const string Fence = "```bash\n";
        var from = guide.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        return guide[from..guide.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
