using System.Text;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Ledger;

/// <summary>The checkpoints and proofs of one kind of ledger, which are the same for all.</summary>
/// <param name="store">The ledgers of all tenants.</param>
/// <param name="latest">Signs, if need be, and gives a tenant's latest checkpoint.</param>
internal sealed class LedgerRoutes<TEntry>(ILedgerStore<TEntry> store, Func<string, ValueTask<string>> latest)
    where TEntry : class, ILedgerEntry
{
    public Task<IResult> CheckpointAsync(HttpContext context) => LedgerAnswer.OfAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, "size");
        var size = fields.Number("size", 0, MerkleNode.MaxLeaves);
        if (fields.Problem is { } problem)
            return problem;
        var checkpoint = await store.CheckpointAsync(tenant, size) ?? (size is null ? await latest(tenant) : null);
        return checkpoint is null ? Problem.NotFound("checkpoint") : new TaggedDocument(Encoding.ASCII.GetBytes(checkpoint + "\n"), LedgerApi.Jose);
    });

    public Task<IResult> InclusionAsync(HttpContext context, string parameter, string what) => LedgerAnswer.OfAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, parameter, "size");
        if (fields.Text(parameter) is not { Length: >= 1 and <= RequestLimits.ReferenceLength } id)
        {
            fields.Fail(parameter, $"{what} (required)");
            return fields.Problem!;
        }

        var wanted = fields.Number("size", 1, MerkleNode.MaxLeaves);
        if (fields.Problem is { } problem)
            return problem;
        if (!EpisodeKey.IsId(id) || await store.FindAsync(tenant, id) is not { } leaf)
            return Problem.NotFound("ledger entry");
        var all = await store.SizeAsync(tenant);
        _ = wanted is null ? null : fields.Number("size", leaf + 1, all);
        return fields.Problem is { } outside ? outside : LedgerAnswer.Canonical((await store.ProveInclusionAsync(tenant, leaf, wanted ?? all)).ToBytes());
    });

    public Task<IResult> ConsistencyAsync(HttpContext context) => LedgerAnswer.OfAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, "from", "to");
        var all = await store.SizeAsync(tenant);
        if (fields.Problem is null && all == 0)
            return Problem.NotFound("ledger entry");
        var to = fields.Number("to", 1, all) ?? all;
        var from = fields.Number("from", 1, to);
        if (from is null)
            fields.Fail("from", "the size of an earlier checkpoint, at least 1 and at most 'to' (required)");
        return fields.Problem is { } problem ? problem : LedgerAnswer.Canonical((await store.ProveConsistencyAsync(tenant, from!.Value, to)).ToBytes());
    });
}

/// <summary>How routes on ledgers answer.</summary>
internal static class LedgerAnswer
{
    /// <summary>A document whose bytes count: as they are, and a line feed, which is what a file of it holds.</summary>
    public static TaggedDocument Canonical(byte[] bytes) => new(new ReadOnlyMemory<byte>([.. bytes, (byte)'\n']), JsonBytes.Json);

    /// <summary>The answer, or that the ledger did not answer.</summary>
    public static async Task<IResult> OfAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (Exception error) when (error is JournalUnavailableException or LedgerUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The ledger did not answer in time; the same request may be repeated.");
        }
    }
}
