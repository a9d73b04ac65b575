using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;

namespace ClinicalRl.Cli.Tests.Verification;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;
    private readonly LogSigningKey key = SealedLog.NewKey();

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        key.Dispose();
    }

    [Fact]
    public async Task Verify_EndsWell_WhenAllIsWell()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("verify", Save("a.jsonl", SealedLog.Write(key, 1))));
        foreach (var word in new[] { "Lines and chain", "unbroken", "Seal", "closed", "Signature", "Replay", "identical", "consistent" })
            Assert.Contains(word, run.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Fails_WhenOneByteOfOneOfManyLogsChanged()
    {
        Save("a.jsonl", SealedLog.Write(key, 1));
        var changed = SealedLog.Write(key, 2);
        changed[changed.Length / 2] ^= 1;
        Save("b.jsonl", changed);
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Failure, await run.RunAsync("verify", folder, "--json"));
        Assert.False(run.Json.GetProperty("verified").GetBoolean());
        Assert.Equal(
            ["consistent", "failed"],
            run.Json.GetProperty("logs").EnumerateArray().Select(log => log.GetProperty("report").GetProperty("verdict").GetString()!));
    }

    [Fact]
    public async Task Verify_IsNotWell_WhenTheSealIsMissing()
    {
        var log = SealedLog.Write(key, 1);
        var end = log.AsSpan()[..^1].LastIndexOf((byte)'\n');
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Failure, await run.RunAsync("verify", Save("a.jsonl", log[..(end + 1)])));
        Assert.Contains("not sealed", run.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_TrustsTheKeyGiven_AndNoOther()
    {
        using var stranger = SealedLog.NewKey();
        var log = Save("a.jsonl", SealedLog.Write(key, 1));
        using var known = new CliRun();
        using var unknown = new CliRun();
        Assert.Equal(ExitCodes.Success, await known.RunAsync("verify", log, "--key", Save("own.jwk", key)));
        Assert.Contains("trusted key", known.Console.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failure, await unknown.RunAsync("verify", log, "--key", Save("other.jwk", stranger)));
    }

    [Fact]
    public async Task Verify_IsRefused_WhenTheKeyIsNone()
    {
        using var run = new CliRun();
        var log = Save("a.jsonl", SealedLog.Write(key, 1));
        Assert.Equal(ExitCodes.Refused, await run.RunAsync("verify", log, "--key", log));
        Assert.Contains("--key", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("{\"record\":\"header\"}\n")]
    [InlineData("\0\u00ff\n\n\n")]
    public async Task Verify_Fails_WhenTheFileIsNoLog(string text)
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Failure, await run.RunAsync("verify", Save("a.jsonl", System.Text.Encoding.UTF8.GetBytes(text))));
        Assert.Empty(run.Errors);
    }

    private string Save(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Save(string name, LogSigningKey signing)
    {
        using var buffer = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer))
            signing.PublicKey.WriteTo(writer);
        return Save(name, buffer.ToArray());
    }
}
