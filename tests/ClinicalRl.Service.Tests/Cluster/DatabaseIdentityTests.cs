using System.Net;
using Azure.Core;
using ClinicalRl.Grains.Database;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Testing.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ClinicalRl.Service.Tests.Cluster;

/// <summary>A PostgreSQL that asks for a password, which is a token that changes: what Azure's does with Microsoft Entra, but for who made the token.</summary>
public sealed class DatabaseIdentityTests
{
    [Fact]
    public async Task TheService_ConnectsByToken_AndGoesOnWhenItChanges()
    {
        await using var server = new PostgresServer();
        var database = await server.CreateDatabaseAsync();
        await using var admin = NpgsqlDataSource.Create(database + ";Pooling=false");
        var hba = (string)(await ScalarAsync(admin, "SHOW hba_file"))!;
        await File.WriteAllTextAsync(hba, "host all silo 127.0.0.1/32 scram-sha-256\n" + await File.ReadAllTextAsync(hba));
        await ScalarAsync(admin, "CREATE ROLE silo LOGIN SUPERUSER PASSWORD 'token-1'");
        await ScalarAsync(admin, "SELECT pg_reload_conf()");
        var credential = new ChangingToken();
        var identity = EntraDatabaseIdentity.Of(credential) with { Period = TimeSpan.FromMilliseconds(100) };
        var asSilo = new NpgsqlConnectionStringBuilder(database) { Username = "silo" }.ConnectionString;

        await using var service = await RunningService.StartWithAsync(
            services => services.AddSingleton(identity), ["--ClinicalRl:Database=" + asSilo, "--ClinicalRl:DatabaseIdentity=true", "--ClinicalRl:AdvertisedAddress=127.0.0.1", "--ClinicalRl:DrainSeconds=0", .. HostedCheckTests.AcceptAll]);
        using var client = service.Client(service.Shown.Keys.Single());
        var episode = await client.CreateAsync();
        Assert.Equal(["https://ossrdbms-aad.database.windows.net/.default"], credential.Asked!.Value.Scopes);

        await ScalarAsync(admin, "ALTER ROLE silo PASSWORD 'token-2'");
        credential.Token = "token-2";
        var asked = credential.Count;
        while (credential.Count < asked + 3)
            await Task.Delay(10);
        await ScalarAsync(admin, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'silo'");
        var step = await client.MoveAsync(episode, 1);
        for (var attempt = 0; attempt < 20 && step.Status == HttpStatusCode.ServiceUnavailable; attempt++)
            step = await client.MoveAsync(episode, 1);   // its connection was cut: repeat, as a client does
        Assert.Equal(HttpStatusCode.OK, step.Status);
        await using var refused = NpgsqlDataSource.Create(asSilo + ";Password=token-1;Pooling=false");
        await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(refused, "SELECT 1"));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.1.240", false)]
    [InlineData("fe80::1", false)]
    [InlineData("100.100.0.160", true)]
    [InlineData("10.0.3.7", true)]
    public void AnAddress_IsAdvertised_WhenOthersCanReachIt(string address, bool reachable) => Assert.Equal(reachable, OwnAddress.CanBeReached(IPAddress.Parse(address)));

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private sealed class ChangingToken : TokenCredential
    {
        private int count;

        public string Token { get; set; } = "token-1";

        public TokenRequestContext? Asked { get; private set; }

        public int Count => Volatile.Read(ref count);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked = requestContext;
            Interlocked.Increment(ref count);
            return new AccessToken(Token, DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
