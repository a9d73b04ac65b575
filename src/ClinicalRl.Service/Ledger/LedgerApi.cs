using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Service.Access;
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
        ledger.MapGet("/checkpoint", (HttpContext context, IJournal journal, IGrainFactory grains) => Of(journal, grains).CheckpointAsync(context)).Guarded(EpisodesApi.Readers).Describe(LedgerDescriptions.Checkpoint);
        ledger.MapGet("/proofs/inclusion", (HttpContext context, IJournal journal, IGrainFactory grains) => Of(journal, grains).InclusionAsync(context, "episode", "an episode's id"))
            .Guarded(EpisodesApi.Readers).Describe(LedgerDescriptions.Inclusion);
        ledger.MapGet("/proofs/consistency", (HttpContext context, IJournal journal, IGrainFactory grains) => Of(journal, grains).ConsistencyAsync(context)).Guarded(EpisodesApi.Readers).Describe(LedgerDescriptions.Consistency);
        ledger.MapGet("/entries", EntriesAsync).Guarded(EpisodesApi.Readers).Recorded("ledger-entries").Describe(LedgerDescriptions.Entries);
    }

    private static LedgerRoutes<LedgerEntry> Of(IJournal journal, IGrainFactory grains) => new(journal.Ledger, tenant => grains.GetGrain<ILedgerGrain>(tenant).CheckpointAsync());

    private static Task<IResult> EntriesAsync(HttpContext context, IJournal journal) => LedgerAnswer.OfAsync(async () =>
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
}
