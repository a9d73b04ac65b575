using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;

namespace ClinicalRl.Audit.Tests.SignOffs;

/// <summary>An independent JOSE library checks what we sign, and we check what it signs.</summary>
public sealed class JoseLibraryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Signatures_AreUnderstood_InBothDirections()
    {
        var statement = Encoding.UTF8.GetString(Signing.Statement.ToUtf8());
        var input = JsonSerializer.Serialize(new { jws = Signing.Sign(Signing.Statement), keys = Signing.Keys.ToJson(), statement });
        var answer = JsonElement.Parse(await RunAsync("node", [Path.Combine(Folder(), "jose-check.mjs"), await InstallAsync()], input));
        Assert.Equal(statement, answer.GetProperty("payload").GetString());
        Assert.Equal("ES256", answer.GetProperty("alg").GetString());
        Assert.True(answer.GetProperty("rejected").GetBoolean(), "the other library must refuse a changed statement");

        // The other library's key names itself "KID"; we know a key by its fingerprint, so what it signs under another name is unknown.
        Assert.True(LogPublicKey.TryCreate(answer.GetProperty("x").GetString()!, answer.GetProperty("y").GetString()!, out var key));
        var keys = new ClinicianKeySet([Signing.Registered with { PublicKey = key }]);
        var strange = answer.GetProperty("signed").EnumerateArray().Select(signed => signed.GetString()!).ToList();
        Assert.All(strange, jws => Assert.Equal("unknown-key", Assert.Single(Signing.Verify(jws, keys).Findings).Code));

        var again = JsonElement.Parse(await RunAsync(
            "node", [Path.Combine(Folder(), "jose-sign.mjs"), await InstallAsync()],
            JsonSerializer.Serialize(new { pem = answer.GetProperty("pem").GetString(), kid = key.KeyId, statement })));
        var signatures = again.EnumerateArray().Select(signed => signed.GetString()!).ToList();
        Assert.Equal(16, signatures.Count);   // so that both forms of s are among them
        Assert.All(signatures, jws => Assert.True(Signing.Verify(jws, keys).IsValid, string.Join("; ", Signing.Verify(jws, keys).Findings)));
    }

    private static Task<string> InstallAsync() => RunAsync(Path.Combine(Folder(), "..", "..", "install-jose"), [], "");

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(Limit);
        await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        var problem = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0 ? (await said).Trim() : throw new InvalidOperationException($"{program} failed: {await problem}");
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
