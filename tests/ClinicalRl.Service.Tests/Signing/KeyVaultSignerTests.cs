using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Signing;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Corridor;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tests.Signing;

public sealed class KeyVaultSignerTests
{
    [Fact]
    public async Task Signatures_HaveTheOneFormThatVerifiersAccept()
    {
        await using var vault = await VaultStandIn.StartAsync();
        using var signer = vault.Open();
        for (var i = 0; i < 40; i++)   // half of them come with a high s
        {
            var bytes = Encoding.ASCII.GetBytes($"line {i}");
            var signature = await signer.SignAsync(bytes, TestContext.Current.CancellationToken);
            Assert.True(signer.PublicKey.Verify(bytes, signature));
        }

        Assert.Equal(40, vault.Signed);
    }

    [Fact]
    public async Task Faults_ThatPass_AreWaitedOut()
    {
        await using var vault = await VaultStandIn.StartAsync();
        using var signer = vault.Open();
        vault.Faults.Enqueue(Status(429));
        vault.Faults.Enqueue(Status(503));
        vault.Faults.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal(LogPublicKey.SignatureBytes, (await signer.SignAsync(new byte[3], TestContext.Current.CancellationToken)).Length);
        Assert.Empty(vault.Faults);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Faults_ThatStay_AreGivenUp(int status)
    {
        await using var vault = await VaultStandIn.StartAsync();
        using var signer = vault.Open();
        for (var i = 0; i < 8; i++)
            vault.Faults.Enqueue(Status(status));
        await Assert.ThrowsAsync<LogSignerUnavailableException>(() => signer.SignAsync(new byte[3], TestContext.Current.CancellationToken).AsTask());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"value":"AAAA"}""")]
    [InlineData("""{"value":7}""")]
    [InlineData("not json")]
    public async Task Answers_ThatAreNoSignature_AreRefused(string answer)
    {
        await using var vault = await VaultStandIn.StartAsync();
        using var signer = vault.Open();
        vault.Faults.Enqueue(context => context.Response.WriteAsync(answer));
        await Assert.ThrowsAsync<LogSignerUnavailableException>(() => signer.SignAsync(new byte[3], TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task Signatures_OfAnotherKey_AreRefused()
    {
        await using var vault = await VaultStandIn.StartAsync();
        using var signer = vault.Open();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        vault.Impostor = other;
        var error = await Assert.ThrowsAsync<LogSignerUnavailableException>(() => signer.SignAsync(new byte[3], TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("not that of the key", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"EC\"", "\"RSA\"")]
    [InlineData("P-256", "P-384")]
    [InlineData("\"enabled\":true", "\"enabled\":false")]
    [InlineData("\"x\":", "\"z\":")]
    [InlineData("https://localhost", "https://elsewhere.test")]
    [InlineData("{", "[")]
    public async Task Keys_ThatCannotSeal_StopTheStart(string before, string after)
    {
        await using var vault = await VaultStandIn.StartAsync();
        vault.Show = answer => answer.Replace(before, after, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(vault.Open);
        vault.Show = answer => answer;
        vault.Faults.Enqueue(Status(403));
        Assert.Contains("keys/get", Assert.Throws<LogSignerUnavailableException>(vault.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AService_SealsWithTheVault_AndAfterARotationStillVerifiesWhatTheOldVersionSealed()
    {
        await using var vault = await VaultStandIn.StartAsync();
        string data, episode, key;
        var first = vault.Open();
        await using (var service = await RunningService.StartWithAsync(services => services.AddSingleton<ILogSigner>(first)))
        {
            (data, key) = (service.Data, service.Shown.Keys[0]);
            using var client = service.Client(key);
            episode = await client.CreateAsync();
            for (var i = 0; i < 12; i++)
                vault.Faults.Enqueue(Status(503));
            var refused = await client.FinishAsync(episode);   // the vault is away: the episode does not end
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (refused.Status, refused.Problem()));
            vault.Faults.Clear();
            Assert.Equal(HttpStatusCode.OK, (await client.FinishAsync(episode)).Status);
            await client.ProofAsync(episode);
            Assert.False(File.Exists(Path.Combine(data, "keys", "run-logs.pem")));
        }

        vault.Rotate();
        var second = vault.Open();
        Assert.NotEqual(first.PublicKey.KeyId, second.PublicKey.KeyId);
        await using var again = await RunningService.StartOverAsync(data, services => services.AddSingleton<ILogSigner>(second));
        using var later = again.Client(key);
        Assert.True(LogKeySet.TryParse((await later.ReadAsync("/.well-known/jwks.json")).Text, out var keys, out var problem), problem);
        Assert.Equal([second.PublicKey.KeyId, first.PublicKey.KeyId], keys.Keys.Select(one => one.PublicKey.KeyId));
        Assert.NotNull(keys.Keys[1].Retired);
        var log = Encoding.UTF8.GetBytes(await later.LogAsync(episode));
        var report = RunLogVerifier.Verify(log, CorridorReward.Catalogue, CorridorReward.Library, new RunLogVerifierOptions { TrustedKeys = keys });
        Assert.Equal((RunLogVerdict.Verified, SealTrust.Trusted), (report.Verdict, report.Trust));
        var next = await later.CreateAsync();
        await later.FinishAsync(next);
        await later.ProofAsync(next);
        Assert.True(SignedCheckpoint.TryRead((await later.ReadAsync("/v1/ledger/checkpoint")).Text.Trim(), out var signed, out problem), problem);
        Assert.True(signed.IsSignedBy(second.PublicKey));
        Assert.Equal(2, signed.Checkpoint.TreeSize);
    }

    [Theory]
    [InlineData("https://name.vault.azure.net/keys/run-logs", "https://vault.azure.net/.default", null)]
    [InlineData("https://name.vault.azure.net/keys/run-logs/0123abc", "https://vault.azure.net/.default", "0123abc")]
    [InlineData("https://name.managedhsm.azure.net/keys/run-logs", "https://managedhsm.azure.net/.default", null)]
    public void Address_IsRead(string text, string scope, string? version)
    {
        Assert.True(KeyVaultKey.TryParse(text, out var key));
        Assert.Equal((scope, "run-logs", version), (key.Scope, key.Name, key.Version));
    }

    [Theory]
    [InlineData("http://name.vault.azure.net/keys/run-logs")]
    [InlineData("https://name.vault.azure.net/secrets/run-logs")]
    [InlineData("https://name.vault.azure.net/keys/")]
    [InlineData("https://name.vault.azure.net/keys/a/b/c")]
    [InlineData("https://name.vault.azure.net/keys/run_logs")]
    [InlineData("https://user@name.vault.azure.net/keys/run-logs")]
    [InlineData("run-logs")]
    public void Service_DoesNotStart_WithAnAddressThatIsNone(string address)
    {
        var error = Assert.Throws<OptionsValidationException>(() => ServiceHost.Build(["--urls", "http://127.0.0.1:0", "--ClinicalRl:Data", TestFolders.Create(), "--ClinicalRl:Signing:KeyVaultKey", address]).Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("ClinicalRl:Signing:KeyVaultKey", error.Message, StringComparison.Ordinal);
    }

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
