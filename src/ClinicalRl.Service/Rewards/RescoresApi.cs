using System.Text.Json;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Episodes;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Jobs;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Rewards;

/// <summary>Which episodes to judge again.</summary>
public sealed record RescoreBody
{
    /// <summary>Ids of episodes, at most 10,000; left out, every episode of the reward function's environment (the newest 10,000).</summary>
    public IReadOnlyList<string>? Episodes { get; init; }

    /// <summary>Only episodes with this label, as key=value; not together with 'episodes'.</summary>
    public string? Label { get; init; }
}

/// <summary>Judging recorded episodes by another reward function.</summary>
internal static class RescoresApi
{
    private const int MaxEpisodes = 10_000;

    private const KeyScopes Callers = KeyScopes.Author | KeyScopes.Auditor;

    /// <summary>Maps <c>/v1/reward-functions/{id}/rescore</c> and <c>/v1/rescores/{job}</c>.</summary>
    public static void MapRescores(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/reward-functions/{id}/rescore", StartAsync).Guarded(Callers).Recorded("rescore").WithTags("Reward functions").Describe(RewardDescriptions.Rescore);
        var jobs = routes.MapGroup("/v1/rescores").WithTags("Reward functions");
        jobs.MapGet("/{job}", ReadAsync).Guarded(Callers).Recorded("rescore").Describe(RewardDescriptions.ReadRescore);
        jobs.MapDelete("/{job}", CancelAsync).Guarded(Callers).Recorded("rescore").Describe(RewardDescriptions.CancelRescore);
    }

    private static async Task<IResult> StartAsync(string id, HttpContext context, TenantRewardFunctions functions, IJournal journal, IGrainFactory grains)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var idempotency, out var problem))
            return problem!;
        var body = await JsonBody.ReadAsync(context);
        if (body.Problem is not null)
            return body.Problem;
        var caller = context.Caller();
        var fields = new RequestFields(body.Root, "", "episodes", "label");
        var episodes = EpisodesOf(fields);
        var label = LabelOf(fields);
        if (fields.Problem is not null)
            return fields.Problem;
        if (id.Length > RequestLimits.ReferenceLength || await functions.FindAsync(caller.Tenant.Text, id) is not { } function)
            return Problem.NotFound("reward function");
        episodes ??= await ListAsync(journal, caller.Tenant, function.Document.Environment.Value, label);
        if (episodes.Count == 0)
            return Problem.Invalid("episodes", "at least one episode; none fits");
        var job = "rs_" + idempotency.EpisodeId(caller.Tenant, "rescore " + function.Hash)[3..];
        var progress = await Job(grains, caller.Tenant, job).StartAsync(
            new StartRescore($"{function.Id}@{function.Version}", function.Hash, function.Status.Word(), [.. episodes], caller.KeyId));
        return JobAnswer.Of(job, progress, StatusCodes.Status202Accepted) with { Location = "/v1/rescores/" + job };
    }

    private static async Task<IResult> ReadAsync(string job, HttpContext context, IGrainFactory grains) =>
        IsJob(job) && await Job(grains, context.Caller().Tenant, job).ReadAsync() is { } progress ? JobAnswer.Of(job, progress) : Problem.NotFound("job");

    private static async Task<IResult> CancelAsync(string job, HttpContext context, IGrainFactory grains) =>
        IsJob(job) && await Job(grains, context.Caller().Tenant, job).CancelAsync() is { } progress ? JobAnswer.Of(job, progress) : Problem.NotFound("job");

    private static IRescoreGrain Job(IGrainFactory grains, TenantId tenant, string job) => grains.GetGrain<IRescoreGrain>($"{tenant}/{job}");

    private static bool IsJob(string job) => job.StartsWith("rs_", StringComparison.Ordinal) && EpisodeKey.IsId(job);

    private static List<string>? EpisodesOf(RequestFields fields)
    {
        if (!fields.TryGet("episodes", out var element))
            return null;
        var rule = $"a list of 1 to {MaxEpisodes} ids of episodes, each once";
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() is 0 or > MaxEpisodes)
        {
            fields.Fail("episodes", rule);
            return null;
        }

        var ids = element.EnumerateArray().Select(RequestFields.TextOf).ToList();
        if (ids.Any(id => !EpisodeKey.IsId(id)) || ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
            fields.Fail("episodes", rule);
        return [.. ids.OfType<string>()];
    }

    private static KeyValuePair<string, string>? LabelOf(RequestFields fields)
    {
        if (fields.OptionalText("label", RequestLimits.LabelKeyLength + RequestLimits.LabelValueLength + 1) is not { } text)
            return null;
        if (fields.TryGet("episodes", out _))
            fields.Fail("label", "absent when 'episodes' is given");
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at < 0 || !Label.IsKey(text[..at]))
            fields.Fail("label", "key=value; " + Label.KeyRule);
        return at < 0 ? null : new KeyValuePair<string, string>(text[..at], text[(at + 1)..]);
    }

    private static async Task<List<string>> ListAsync(IJournal journal, TenantId tenant, string environment, KeyValuePair<string, string>? label)
    {
        var episodes = new List<string>();
        var query = new EpisodeQuery(tenant.Text) { Limit = EpisodeQuery.MaxLimit, Environment = environment, Label = label };
        while (episodes.Count < MaxEpisodes)
        {
            var rows = await journal.ListAsync(query);
            episodes.AddRange(rows.Select(row => row.Key.Episode));
            if (rows.Length < EpisodeQuery.MaxLimit)
                break;
            query = query with { After = rows[^1].Key.Episode };
        }

        return episodes.Count > MaxEpisodes ? episodes[..MaxEpisodes] : episodes;
    }
}
