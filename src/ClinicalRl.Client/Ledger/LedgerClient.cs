using System.Globalization;
using System.Runtime.CompilerServices;
using ClinicalRl.Client.Serialization;
using ClinicalRl.Client.Transport;

namespace ClinicalRl.Client.Ledger;

/// <summary>
/// A tenant's ledger of sealed run logs: signed checkpoints and the proofs that tie logs to them. What it gives out is meant to be kept as files, byte
/// for byte, and checked offline.
/// </summary>
public sealed class LedgerClient
{
    private const int PageItems = 100;

    private readonly Wire wire;

    internal LedgerClient(Wire wire) => this.wire = wire;

    /// <summary>The latest signed checkpoint, or the one over <paramref name="size"/> entries: a JWS and a line feed.</summary>
    public Task<byte[]> CheckpointAsync(long? size = null, CancellationToken cancel = default) => ReadAsync("v1/ledger/checkpoint" + (size is null ? "" : Invariant($"?size={size}")), cancel);

    /// <summary>The proof that an episode's sealed log is in the ledger of <paramref name="size"/> entries.</summary>
    public Task<byte[]> InclusionProofAsync(string episode, long size, CancellationToken cancel = default) =>
        ReadAsync(Invariant($"v1/ledger/proofs/inclusion?episode={Uri.EscapeDataString(episode)}&size={size}"), cancel);

    /// <summary>The proof that the ledger of <paramref name="from"/> entries, at least 1, is the beginning of that of <paramref name="to"/>.</summary>
    public Task<byte[]> ConsistencyProofAsync(long from, long to, CancellationToken cancel = default) =>
        ReadAsync(Invariant($"v1/ledger/proofs/consistency?from={from}&to={to}"), cancel);

    /// <summary>The service's public keys, retired ones too: a JWKS.</summary>
    public Task<byte[]> KeysAsync(CancellationToken cancel = default) => ReadAsync(".well-known/jwks.json", cancel);

    /// <summary>The first <paramref name="size"/> entries, in their order.</summary>
    public async IAsyncEnumerable<LedgerItem> EntriesAsync(long size, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        for (long? from = 0; from < size;)
        {
            var page = await wire.GetAsync(Invariant($"v1/ledger/entries?from={from}&limit={PageItems}"), ClientJson.Default.LedgerPage, cancel);
            foreach (var item in page.Items)
            {
                if (item.LeafIndex < size)
                    yield return item;
            }

            from = page.Next > from ? page.Next : null;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancel)
    {
        await using var stream = await wire.OpenAsync(path, cancel);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}

/// <summary>An entry of the ledger and its place.</summary>
/// <param name="LeafIndex">Its place, from 0.</param>
/// <param name="Entry">What the ledger keeps of the log.</param>
public sealed record LedgerItem(long LeafIndex, LedgerEntry Entry);

/// <summary>What the ledger keeps of a sealed log.</summary>
/// <param name="Tenant">Owner.</param>
/// <param name="Episode">Whose log.</param>
/// <param name="Log">SHA-256 of the log's exact bytes, 64 hex digits.</param>
/// <param name="Sealed">The time in its seal, as written.</param>
public sealed record LedgerEntry(string Tenant, string Episode, string Log, string Sealed);

/// <summary>A page of entries.</summary>
internal sealed record LedgerPage(IReadOnlyList<LedgerItem> Items, long? Next);
