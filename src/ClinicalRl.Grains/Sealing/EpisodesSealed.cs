using System.Text.Json;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Streams;

namespace ClinicalRl.Grains.Sealing;

/// <summary>That sealed logs came into a tenant's ledger: told once for all that came in together, in the transaction in which they did.</summary>
/// <param name="FirstLeaf">Place of the first.</param>
/// <param name="Size">The ledger's size after.</param>
internal sealed record EpisodesSealed(long FirstLeaf, long Size)
{
    /// <summary>The streams that tell of it, by tenant.</summary>
    public const string Stream = "episodes-sealed";

    /// <summary>What an append to a ledger of logs tells; nothing when it holds none.</summary>
    public static IEnumerable<NewMessage> Of(LedgerTables tables, LedgerAppend append) => tables.AreLogs && !append.Leaves.IsEmpty
        ? [new NewMessage(Stream, append.Tenant, JsonSerializer.SerializeToUtf8Bytes(new EpisodesSealed(append.FirstLeaf, append.Size), JsonSerializerOptions.Web))]
        : [];
}
