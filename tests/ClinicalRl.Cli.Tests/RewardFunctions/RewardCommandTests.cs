using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Cli.Tests.Verification;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Cli.Tests.RewardFunctions;

/// <summary>What an author, a clinician and an auditor do with files alone.</summary>
public sealed class RewardCommandTests : IDisposable
{
    private static readonly string[] Clinician = ["--name", "Dr A. Example", "--register", "GMC", "--number", "1234567"];

    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;

    private readonly string document;

    public RewardCommandTests() => document = Save("own.yaml", Own("0.9"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Lint_ShowsThePlaceAndHelps()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Failure, await run.RunAsync("reward", "lint", Save("wrong.yaml", Own("0.9").Replace("toward_door", "toward_dor", StringComparison.Ordinal))));
        Assert.Contains("wrong.yaml:16:10 error unknown-fact", run.Console.Output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("1 errors", run.Console.Output, StringComparison.Ordinal);
        using var json = new CliRun();
        Assert.Equal(ExitCodes.Success, await json.RunAsync("reward", "lint", document, "--json"));
        Assert.Equal(0, json.Json.GetProperty("errors").GetInt32());
    }

    [Fact]
    public async Task Lint_RunsThePolicies_AgainstTheCeiling()
    {
        using var low = new CliRun();
        Assert.Equal(ExitCodes.Failure, await low.RunAsync("reward", "lint", Save("low.yaml", Own("0.05")), "--policies", "--json"));
        Assert.Equal("ceiling-exceeded", low.Json.GetProperty("findings").EnumerateArray().Last().GetProperty("rule").GetString());
        using var high = new CliRun();
        Assert.Equal(ExitCodes.Success, await high.RunAsync("reward", "lint", document, "--policies"));
    }

    [Fact]
    public async Task Card_IsShownInTheTerminal_AndWrittenAsAPage()
    {
        using var terminal = new CliRun();
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("reward", "card", document, "--measure", "20"));
        foreach (var sentence in new[] { "unsigned by any clinician", "The walker leaves where the door is.", "Seen not met", "guideline" })
            Assert.Contains(sentence, terminal.Console.Output, StringComparison.Ordinal);
        var page = Path.Combine(folder, "card.html");
        using var html = new CliRun();
        Assert.Equal(ExitCodes.Success, await html.RunAsync("reward", "card", document, "--html", page, "--previous", Save("before.yaml", Own("0.8"))));
        Assert.Contains("exploit ceiling: 0.8 → 0.9", System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(page)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_SaysWhatChanged()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("reward", "diff", document, Save("after.yaml", Own("0.9").Replace("severity: S2", "severity: S2\n    weight: 4", StringComparison.Ordinal)), "--json"));
        Assert.Equal("weight of does-not-overstay: 2 → 4", run.Json.GetProperty("changes")[0].GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task SignOff_IsMadeAndChecked_WithFilesAlone()
    {
        var (key, keys, signature) = (Path.Combine(folder, "a.pem"), Path.Combine(folder, "keys.json"), Path.Combine(folder, "own.jws"));
        Assert.Equal(ExitCodes.Success, await RunAsync(["reward", "key", key, "--keys", keys, .. Clinician]));
        Assert.Equal(ExitCodes.Success, await RunAsync(["reward", "sign", document, "--key", key, "--checked-on", Today, "--scope", "All.", "--statement", "Reviewed.", "-o", signature, .. Clinician]));
        Assert.Equal(ExitCodes.Success, await RunAsync("reward", "verify", document, "-s", signature, "--keys", keys));

        // One byte more, then the key revoked: each refused by its reason.
        Assert.Equal("other-document", await RefusalAsync(Save("changed.yaml", Own("0.9") + "\n"), signature, keys));
        Assert.True(ClinicianKeySet.TryParse(await File.ReadAllTextAsync(keys), out var set, out _));
        var revoked = Save("revoked.json", new ClinicianKeySet([set.Keys[0] with { Revoked = set.Keys[0].Registered.AddDays(1) }]).ToJson());
        Assert.Equal("revoked-key", await RefusalAsync(document, signature, revoked));
        Assert.Equal("unknown-key", await RefusalAsync(document, signature, Save("none.json", new ClinicianKeySet([]).ToJson())));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Equal(ExitCodes.Refused, await RunAsync(["reward", "key", key, "--keys", keys, .. Clinician]));   // never over a key that is there
    }

    [Theory]
    [InlineData("0.05", "2", "ceiling-exceeded")]
    [InlineData("0.9", "400", "register-check-expired")]
    [InlineData("0.9", "author", "author-signed")]
    public async Task Sign_IsRefused_WhileSomethingStandsAgainstIt(string ceiling, string how, string code)
    {
        var (key, keys) = (Path.Combine(folder, "a.pem"), Path.Combine(folder, "keys.json"));
        await RunAsync(["reward", "key", key, "--keys", keys, .. Clinician]);
        string[] signer = how == "author" ? ["--name", "The corridor's keeper", "--register", "GMC", "--number", "1"] : Clinician;
        var days = how == "400" ? 400 : 2;
        using var run = new CliRun();
        string[] args = ["reward", "sign", Save("sign.yaml", Own(ceiling)), "--key", key, "--checked-on", Day(days), "--scope", "All.", "--statement", "Reviewed.", .. signer];
        Assert.Equal(ExitCodes.Refused, await run.RunAsync(args));
        Assert.Contains(code, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rescore_ComparesRecordedEpisodes()
    {
        using var key = SealedLog.NewKey();
        for (var i = 1; i <= 5; i++)
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.jsonl"), SealedLog.Write(key, (ulong)i));
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("reward", "rescore", folder, "--with", Save("harsh.yaml", Own("0.9").Replace("cap: 0.4", "cap: 0.01", StringComparison.Ordinal)), "--json"));
        Assert.Equal(5, run.Json.GetProperty("compared").GetInt32());
        Assert.True(run.Json.GetProperty("meanAfter").GetDouble() <= run.Json.GetProperty("meanBefore").GetDouble());
        using var same = new CliRun();
        await same.RunAsync("reward", "rescore", folder, "--with", "corridor-reward", "--json");
        Assert.Equal((0, 0), (same.Json.GetProperty("meanShift").GetDouble(), same.Json.GetProperty("flips").GetInt32()));
        using var table = new CliRun();
        Assert.Equal(ExitCodes.Success, await table.RunAsync("reward", "rescore", folder, "--with", "corridor-reward"));
        Assert.Contains("5 of 5 judged again", table.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ReplaysALog_WhoseDocumentIsGiven()
    {
        using var key = SealedLog.NewKey();
        var log = Path.Combine(folder, "a.jsonl");
        await File.WriteAllBytesAsync(log, SealedLog.Write(key, 1));
        Assert.Equal(ExitCodes.Success, await RunAsync("verify", log, "--reward-function", Save("same.yaml", CorridorReward.Yaml)));
        Assert.Equal(ExitCodes.Failure, await RunAsync("verify", log, "--reward-function", Save("other.yaml", CorridorReward.Yaml + "\n")));   // another hash
    }

    [Theory]
    [InlineData("reward", "lint", "nowhere.yaml")]
    [InlineData("reward", "card", "nowhere.yaml")]
    [InlineData("reward", "diff", "nowhere.yaml", "corridor-reward")]
    [InlineData("reward", "rescore", "nowhere", "--with", "corridor-reward")]
    [InlineData("reward", "verify", "corridor-reward", "-s", "nowhere", "--keys", "nowhere")]
    [InlineData("reward", "sign", "corridor-reward")]
    public async Task Command_IsRefused_WhenThereIsNothing(params string[] args) => Assert.Equal(ExitCodes.Refused, await RunAsync(args));

    private static string Today => Day(0);

    private static string Day(int ago) => DateTime.UtcNow.AddDays(-ago).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Own(string ceiling) => CorridorReward.Yaml.Replace("id: corridor-reward", "id: own-reward", StringComparison.Ordinal)
        .Replace("exploitCeiling: 0.5", "exploitCeiling: " + ceiling, StringComparison.Ordinal);

    private static async Task<int> RunAsync(params string[] args)
    {
        using var run = new CliRun();
        return await run.RunAsync(args);
    }

    private static async Task<string> RefusalAsync(string document, string signature, string keys)
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Failure, await run.RunAsync("reward", "verify", document, "-s", signature, "--keys", keys, "--json"));
        return Assert.Single(run.Json.GetProperty("findings").EnumerateArray()).GetProperty("code").GetString()!;
    }

    private string Save(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
