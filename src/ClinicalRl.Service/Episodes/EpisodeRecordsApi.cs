using System.Buffers;
using System.Text;
using System.Text.Json;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Service.Access;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Reliability;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Episodes;

/// <summary>What is recorded of an episode: its run log, the same as a trajectory, and what a check of it finds.</summary>
internal static class EpisodeRecordsApi
{
    /// <summary>Maps <c>/v1/episodes/{id}/log</c>, <c>/trajectory</c> and <c>/verification</c>.</summary>
    public static void MapEpisodeRecords(this IEndpointRouteBuilder routes)
    {
        var records = routes.MapGroup("/v1/episodes/{id}").WithTags("Episode records");
        records.MapGet("/log", LogAsync).Guarded(EpisodesApi.Readers).Recorded("run-log").Describe(EpisodeDescriptions.Log);
        records.MapGet("/trajectory", TrajectoryAsync).Guarded(EpisodesApi.Readers).Recorded("trajectory").Describe(EpisodeDescriptions.Trajectory);
        records.MapGet("/verification", VerifyAsync).Guarded(EpisodesApi.Readers).Recorded("verification").Describe(EpisodeDescriptions.Verification);
    }

    private static async Task<IResult> LogAsync(string id, HttpContext context, EpisodeCalls episodes)
    {
        var reply = await episodes.ReadLogAsync(context.Caller(), id);
        return EpisodeAnswers.ProblemOf(reply) is { } problem ? problem : new TaggedDocument(reply.Body, "application/x-ndjson");
    }

    private static async Task<IResult> TrajectoryAsync(string id, HttpContext context, EpisodeCalls episodes, EpisodeEvidenceReader evidence)
    {
        var fields = new QueryFields(context.Request.Query, "rewards");
        var choice = ReliabilityApi.Choice(fields);
        if (fields.Problem is { } wrong)
            return wrong;
        var reply = await episodes.ReadLogAsync(context.Caller(), id);
        if (EpisodeAnswers.ProblemOf(reply) is { } problem)
            return problem;
        try
        {
            var worth = await evidence.ReadAsync(context.Caller().Tenant.Text, id, reply.Body, choice);
            return new TaggedDocument(Trajectory(id, reply.Body.Span, JsonSerializer.SerializeToUtf8Bytes(worth, JsonSerializerOptions.Web)), JsonBytes.Json);
        }
        catch (JournalUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The records of evaluators could not be read in time; the same request may be repeated.");
        }
    }

    private static async Task<IResult> VerifyAsync(string id, HttpContext context, EpisodeCalls episodes) =>
        EpisodeAnswers.Of(await episodes.VerifyAsync(context.Caller(), id));

    /// <summary>The log's lines as one object, <c>{"episode", "header", "steps": […], "seal", "evidence"}</c>, each line as it is.</summary>
    private static byte[] Trajectory(string id, ReadOnlySpan<byte> log, ReadOnlySpan<byte> evidence)
    {
        var output = new ArrayBufferWriter<byte>(log.Length + evidence.Length + 256);
        output.Write(Encoding.UTF8.GetBytes("{\"episode\":\"" + id + "\",\"header\":"));
        var seal = "null"u8;
        var count = 0;
        foreach (var range in log.Split((byte)'\n'))
        {
            var line = log[range];
            if (line.IsEmpty)
                continue;
            if (line.StartsWith("{\"record\":\"seal\""u8))
            {
                seal = line;
                continue;
            }

            output.Write(count switch { 0 => ""u8, 1 => ",\"steps\":["u8, _ => ","u8 });
            output.Write(line);
            count++;
        }

        output.Write(count <= 1 ? ",\"steps\":[],\"seal\":"u8 : "],\"seal\":"u8);
        output.Write(seal);
        output.Write(",\"evidence\":"u8);
        output.Write(evidence);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }
}
