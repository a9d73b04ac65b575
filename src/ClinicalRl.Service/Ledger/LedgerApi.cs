using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Ledger;

/// <summary>A tenant's ledger: its entries, its signed checkpoints, and the proofs that tie them together.</summary>
internal static class LedgerApi
{
    /// <summary>Media type of a JWS in compact form (RFC 7515).</summary>
    public const string Jose = "application/jose";

    /// <summary>Maps <c>/v1/ledger</c>.</summary>
    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        var ledger = routes.MapGroup("/v1/ledger").WithTags("Ledger");
        ledger.MapGet("/checkpoint", CheckpointAsync).Guarded(EpisodesApi.Readers).Describe(LedgerDescriptions.Checkpoint);
        ledger.MapGet("/proofs/inclusion", InclusionAsync).Guarded(EpisodesApi.Readers).Describe(LedgerDescriptions.Inclusion);
        ledger.MapGet("/proofs/consistency", ConsistencyAsync).Guarded(EpisodesApi.Readers).Describe(LedgerDescriptions.Consistency);
        ledger.MapGet("/entries", EntriesAsync).Guarded(EpisodesApi.Readers).Describe(LedgerDescriptions.Entries);
    }

    private static Task<IResult> CheckpointAsync(HttpContext context, IJournal journal, IGrainFactory grains) => AnswerAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, "size");
        var size = fields.Number("size", 0, MerkleNode.MaxLeaves);
        if (fields.Problem is { } problem)
            return problem;
        var checkpoint = await journal.Ledger.CheckpointAsync(tenant, size) ?? (size is null ? await grains.GetGrain<ILedgerGrain>(tenant).CheckpointAsync() : null);
        return checkpoint is null ? Problem.NotFound("checkpoint") : new TaggedDocument(Encoding.ASCII.GetBytes(checkpoint + "\n"), Jose);
    });

    private static Task<IResult> InclusionAsync(HttpContext context, IJournal journal) => AnswerAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, "episode", "size");
        if (fields.Text("episode") is not { Length: >= 1 and <= RequestLimits.ReferenceLength } episode)
        {
            fields.Fail("episode", "an episode's id (required)");
            return fields.Problem!;
        }

        var wanted = fields.Number("size", 1, MerkleNode.MaxLeaves);
        if (fields.Problem is { } problem)
            return problem;
        if (!EpisodeKey.IsId(episode) || await journal.Ledger.FindAsync(tenant, episode) is not { } leaf)
            return Problem.NotFound("ledger entry");
        var all = await journal.Ledger.SizeAsync(tenant);
        _ = wanted is null ? null : fields.Number("size", leaf + 1, all);
        return fields.Problem is { } outside ? outside : Canonical((await journal.Ledger.ProveInclusionAsync(tenant, leaf, wanted ?? all)).ToBytes());
    });

    private static Task<IResult> ConsistencyAsync(HttpContext context, IJournal journal) => AnswerAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, "from", "to");
        var all = await journal.Ledger.SizeAsync(tenant);
        if (fields.Problem is null && all == 0)
            return Problem.NotFound("ledger entry");
        var to = fields.Number("to", 1, all) ?? all;
        var from = fields.Number("from", 1, to);
        if (from is null)
            fields.Fail("from", "the size of an earlier checkpoint, at least 1 and at most 'to' (required)");
        return fields.Problem is { } problem ? problem : Canonical((await journal.Ledger.ProveConsistencyAsync(tenant, from!.Value, to)).ToBytes());
    });

    private static Task<IResult> EntriesAsync(HttpContext context, IJournal journal) => AnswerAsync(async () =>
    {
        var tenant = context.Caller().Tenant.Text;
        var fields = new QueryFields(context.Request.Query, "from", "limit");
        var from = fields.Number("from", 0, MerkleNode.MaxLeaves) ?? 0;
        var limit = (int)(fields.Number("limit", 1, RequestLimits.PageItems) ?? RequestLimits.DefaultPageItems);
        if (fields.Problem is { } problem)
            return problem;
        var size = await journal.Ledger.SizeAsync(tenant);
        var entries = await journal.Ledger.ReadAsync(tenant, from, limit);
        var page = new LedgerPage
        {
            TreeSize = size,
            Items = [.. entries.Select((entry, i) => LedgerItem.Of(from + i, entry))],
            Next = from + entries.Length < size && !entries.IsEmpty ? from + entries.Length : null,
        };
        return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(page, JsonSerializerOptions.Web));
    });

    /// <summary>A document whose bytes count: as they are, and a line feed, which is what a file of it holds.</summary>
    private static TaggedDocument Canonical(byte[] bytes) => new(new ReadOnlyMemory<byte>([.. bytes, (byte)'\n']), JsonBytes.Json);

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer)
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
