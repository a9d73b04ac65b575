using System.Text.Json;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Episodes;

/// <summary>The list of a tenant's episodes.</summary>
internal static class EpisodeListApi
{
    /// <summary>Maps <c>GET /v1/episodes</c>.</summary>
    public static void MapEpisodeList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/episodes", ListAsync).WithTags("Episodes").Guarded(EpisodesApi.Readers).Recorded("episode-list").Describe(EpisodeDescriptions.List);

    private static async Task<IResult> ListAsync(HttpContext context, IJournal journal)
    {
        if (!EpisodeListRequest.TryRead(context.Request.Query, context.Caller().Tenant, out var query, out var problem))
            return problem!;
        try
        {
            // One row more than the page says whether there is a next page.
            var rows = await journal.ListAsync(query with { Limit = query.Limit + 1 });
            var page = new EpisodePage
            {
                Items = [.. rows.Take(query.Limit).Select(Item)],
                Next = rows.Length > query.Limit ? rows[query.Limit - 1].Key.Episode : null,
            };
            return new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(page, JsonSerializerOptions.Web));
        }
        catch (JournalUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The journal did not answer in time; the same request may be repeated.");
        }
    }

    private static EpisodeListItem Item(EpisodeRow row) => new()
    {
        Episode = row.Key.Episode,
        Environment = row.Opening.Environment,
        Version = row.Opening.Version,
        Split = row.Opening.Split,
        Difficulty = row.Opening.Difficulty,
        Labels = row.Opening.Labels.ToDictionary(StringComparer.Ordinal),
        Status = row.Status.Word(),
        Steps = row.Steps,
        Created = row.Opening.Created,
        Parent = row.Opening.Parent,
    };
}
