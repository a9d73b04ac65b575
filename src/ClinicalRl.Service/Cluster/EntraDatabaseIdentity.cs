using Azure.Core;
using ClinicalRl.Grains.Database;

namespace ClinicalRl.Service.Cluster;

/// <summary>Azure Database for PostgreSQL takes a token of Microsoft Entra for a password.</summary>
internal static class EntraDatabaseIdentity
{
    private static readonly TokenRequestContext Database = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    // The credential answers from its own memory until a token is about to expire, five minutes before at the latest: asked more often than that, no token here has expired.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(4);

    /// <summary>Proves itself by tokens of <paramref name="credential"/>.</summary>
    public static DatabaseIdentity Of(TokenCredential credential) => new(async cancel => (await credential.GetTokenAsync(Database, cancel)).Token, Period);
}
