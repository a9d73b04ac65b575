using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Testing.Blobs;
using ClinicalRl.Testing.Database;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tests.Hosting;

public sealed class HostedCheckTests(PostgresServer server)
{
    /// <summary>For tests of hosted services on what a test has: files, and keys of the service's own.</summary>
    public static readonly string[] AcceptAll =
        ["--ClinicalRl:Accept:DevelopmentTenant=true", "--ClinicalRl:Accept:UnprotectedBlobs=true", "--ClinicalRl:Accept:FileSigningKey=true"];

    private const string NoDevelopmentKey = "A hosted service makes no development key, for the console that shows it is kept as a log: give the SHA-256 of a key you made as ClinicalRl:FirstKey, or accept the risk by ClinicalRl:Accept:DevelopmentTenant=true.";

    private const string NoFileBlobs = "A hosted service keeps no sealed logs in its data folder, where they can be changed: give a container with an immutability policy as ClinicalRl:Blobs:Container, or accept the risk by ClinicalRl:Accept:UnprotectedBlobs=true.";

    private const string NoFileKey = "A hosted service keeps no signing key in its data folder, where it can be copied: give a P-256 key of Azure Key Vault as ClinicalRl:Signing:KeyVaultKey, or accept the risk by ClinicalRl:Accept:FileSigningKey=true.";

    [Fact]
    public void AHostedService_OnDefaults_IsToldAllThatIsNotFit() =>
        Assert.Equal([NoDevelopmentKey, NoFileBlobs, NoFileKey], Refusals());

    [Theory]
    [InlineData(0, NoDevelopmentKey)]
    [InlineData(1, NoFileBlobs)]
    [InlineData(2, NoFileKey)]
    public void EachRisk_IsRefused_UnlessItIsTheOneAccepted(int left, string refusal) =>
        Assert.Equal([refusal], Refusals([.. AcceptAll.Where((_, index) => index != left)]));

    [Theory]
    [InlineData("ClinicalRl:AllowAnonymous is refused: the profile is Production, not Development.", "--ClinicalRl:AllowAnonymous=true")]
    [InlineData("ClinicalRl:SiloPort must be a whole number.", "--ClinicalRl:SiloPort=eleven")]
    [InlineData("ClinicalRl:AllowAnonymous must be true or false.", "--ClinicalRl:AllowAnonymous=maybe")]
    [InlineData("ClinicalRl:Limits:Connections must be 1 to 10,000,000.", "--ClinicalRl:Limits:Connections=0")]
    [InlineData("ClinicalRl:FirstKey must be the SHA-256 of the operator's key as 64 hexadecimal digits, never the key itself.", "--ClinicalRl:FirstKey=crl_operator_0123456789012345678901234567890123456789")]
    [InlineData("ClinicalRl:AppendTimeoutSeconds must be 1 to 60.", "--ClinicalRl:AppendTimeoutSeconds=61")]
    [InlineData("ClinicalRl:Journal must be sqlite or memory.", "--ClinicalRl:Journal=paper")]
    [InlineData("ClinicalRl:JournalQueueCapacity must be 16 to 1,000,000.", "--ClinicalRl:JournalQueueCapacity=15")]
    [InlineData("ClinicalRl:EpisodeIdleMinutes must be 2 to 1,440.", "--ClinicalRl:EpisodeIdleMinutes=1")]
    [InlineData("ClinicalRl:KeptLinesMebibytes must be 0 to 65,536.", "--ClinicalRl:KeptLinesMebibytes=-1")]
    [InlineData("ClinicalRl:BundleMebibytes must be 1 to 1,048,576.", "--ClinicalRl:BundleMebibytes=0")]
    [InlineData("ClinicalRl:StoreQueueCapacity must be 1 to 1,000,000.", "--ClinicalRl:StoreQueueCapacity=0")]
    [InlineData("ClinicalRl:Signing:KeyVaultKey must be the https address of a key, such as https://name.vault.azure.net/keys/run-logs, with or without a version.", "--ClinicalRl:Signing:KeyVaultKey=http://name/keys/run-logs")]
    [InlineData("ClinicalRl:Blobs:Container and ClinicalRl:Blobs:Connection exclude each other; give one.", "--ClinicalRl:Blobs:Container=https://account.blob.core.windows.net/runlogs", "--ClinicalRl:Blobs:Connection=UseDevelopmentStorage=true")]
    [InlineData("ClinicalRl:Oidc:Authority must be an https address, or an http one on loopback.", "--ClinicalRl:Oidc:Authority=http://issuer.example", "--ClinicalRl:Oidc:Audience=clinicalrl")]
    [InlineData("ClinicalRl:Oidc:Audience must say what tokens are meant for.", "--ClinicalRl:Oidc:Authority=https://issuer.example")]
    [InlineData("ClinicalRl:Telemetry:MetricsPort needs ClinicalRl:Telemetry:Metrics=true.", "--ClinicalRl:Telemetry:MetricsPort=9464", "--ClinicalRl:Telemetry:Metrics=false")]
    [InlineData("ClinicalRl:SiloPort must be 1 to 65,535.", "--ClinicalRl:SiloPort=0")]
    [InlineData("ClinicalRl:GatewayPort must be 0 to 65,535.", "--ClinicalRl:GatewayPort=70000")]
    [InlineData("ClinicalRl:AdvertisedAddress must be an IP address.", "--ClinicalRl:AdvertisedAddress=here")]
    [InlineData("ClinicalRl:DrainSeconds must be 0 to 300.", "--ClinicalRl:DrainSeconds=301")]
    [InlineData("ClinicalRl:Limits:ContendedTurns must be 1 to 10,000,000.", "--ClinicalRl:Limits:ContendedTurns=0")]
    public async Task ASettingThatCannotWork_IsRefused_InTheseWords(string refusal, params string[] settings)
    {
        var failure = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => RunningService.StartAsync(settings: settings));
        Assert.Equal([refusal], failure.Failures);
    }

    [Fact]
    public async Task AContainerThatCanBeChanged_IsRefused_ByAHostedService()
    {
        await using var azurite = await Azurite.StartAsync();
        var container = await azurite.CreateContainerAsync();
        var failure = await Assert.ThrowsAnyAsync<OptionsValidationException>(async () => await RunningService.StartAsync(settings:
        [
            "--ClinicalRl:Database=" + await server.CreateDatabaseAsync(), "--ClinicalRl:AdvertisedAddress=127.0.0.1", AcceptAll[0], AcceptAll[2],
            "--ClinicalRl:Blobs:Connection", azurite.ConnectionString, "--ClinicalRl:Blobs:ContainerName", container.Name,
        ]));
        Assert.Equal([$"Container {container.Name} of ClinicalRl:Blobs has no immutability policy: deploy infra/storage.bicep, or accept the risk by ClinicalRl:Accept:UnprotectedBlobs=true."], failure.Failures);
    }

    [Fact]
    public async Task TheFirstKey_IsTheOneWhoseHashWasGiven_AndNoneIsShown()
    {
        const string Key = "crl_operator_0123456789012345678901234567890123456789";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Key)));
        await using var service = await RunningService.StartAsync(settings: ["--ClinicalRl:FirstKey=" + hash]);
        Assert.Empty(service.Shown.Keys.Concat(service.Shown.OperatorKeys));
        using var client = service.Client(Key);
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/v1/tenants")).Status);
        using var stranger = service.Client(Key[..^1] + "8");
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.ReadAsync("/v1/tenants")).Status);
    }

    private static IEnumerable<string> Refusals(params string[] accepted) => Assert.Throws<OptionsValidationException>(() =>
        ServiceHost.Build(["--environment=Production", "--ClinicalRl:Data=" + TestFolders.Create(), "--ClinicalRl:Database=Host=127.0.0.1;Port=1;Database=none;Username=x;Timeout=2", .. accepted])).Failures;
}
