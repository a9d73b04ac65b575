using System.Net;
using System.Net.Sockets;
using ClinicalRl.Grains.Database;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Database;
using Microsoft.Extensions.Options;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ClinicalRl.Service.Tests.Cluster;

public sealed class DatabaseTests(PostgresServer server)
{
    [Fact]
    public async Task TwoServicesOnOneDatabase_AreOne()
    {
        var database = "--ClinicalRl:Database=" + await server.CreateDatabaseAsync();
        var data = TestFolders.Create();
        await using var first = await RunningService.StartAsync(data, "Production", [database, .. Silo()]);
        await using var second = await RunningService.StartAsync(data, "Production", [database, .. Silo()]);
        Assert.Empty(second.Shown.Keys);
        var key = first.Shown.Keys.Single();
        using var here = first.Client(key);
        using var there = second.Client(key);
        Assert.Equal(2, (await there.ReadAsync("/readyz")).Json.GetProperty("checks").GetProperty("silos").GetInt32());
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var episode = await here.CreateAsync(seed);
            Assert.Equal(HttpStatusCode.OK, (await there.MoveAsync(episode, 1)).Status);
            Assert.Equal((await there.MoveAsync(episode, 2)).Text, (await here.MoveAsync(episode, 2)).Text);
        }

        Assert.Equal(10, (await there.ReadAsync("/v1/episodes")).Json.GetProperty("items").GetArrayLength());
        await first.AddKeyAsync("dev", Grains.Tenancy.KeyScopes.Admin);   // the last one could not be revoked
        await first.RevokeAsync("dev", key);
        var revoked = TimeProvider.System.GetTimestamp();
        while ((await there.ReadAsync("/v1/episodes")).Status == HttpStatusCode.OK)
            Assert.True(TimeProvider.System.GetElapsedTime(revoked) < TimeSpan.FromSeconds(2), "A key revoked on one silo goes on working on the other.");
    }

    [Fact]
    public async Task AServiceAlone_CannotUseTheFolderOfACluster_NorTheOtherWayRound()
    {
        var database = "--ClinicalRl:Database=" + await server.CreateDatabaseAsync();
        var (shared, alone) = (TestFolders.Create(), TestFolders.Create());
        await using var silo = await RunningService.StartAsync(shared, "Production", [database, .. Silo()]);
        await using var single = await RunningService.StartAsync(alone);
        Assert.Throws<DataFolderUnavailableException>(() => ServiceHost.Build(["--ClinicalRl:Data=" + shared]));
        Assert.Throws<DataFolderUnavailableException>(() => ServiceHost.Build(["--ClinicalRl:Data=" + alone, database, .. HostedCheckTests.AcceptAll]));
    }

    [Theory]
    [InlineData("SiloPort", "0")]
    [InlineData("SiloPort", "70000")]
    [InlineData("GatewayPort", "-1")]
    [InlineData("AdvertisedAddress", "db.example.org")]
    [InlineData("DrainSeconds", "301")]
    public async Task ASettingThatCannotWork_IsRefused_ByItsName(string name, string value)
    {
        var refusal = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => RunningService.StartAsync(settings: [$"--ClinicalRl:{name}={value}"]));
        Assert.Contains("ClinicalRl:" + name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADatabaseThatIsNotThere_IsRefused_WhenTheServiceIsBuilt() => Assert.Throws<DatabaseUnsuitableException>(() =>
        ServiceHost.Build(["--ClinicalRl:Data=" + TestFolders.Create(), "--ClinicalRl:Database=Host=127.0.0.1;Port=1;Database=none;Username=x;Timeout=2", .. HostedCheckTests.AcceptAll]));

    internal static string[] Silo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return [$"--ClinicalRl:SiloPort={((IPEndPoint)listener.LocalEndpoint).Port}", "--ClinicalRl:AdvertisedAddress=127.0.0.1", "--ClinicalRl:DrainSeconds=0", .. HostedCheckTests.AcceptAll];
    }
}
