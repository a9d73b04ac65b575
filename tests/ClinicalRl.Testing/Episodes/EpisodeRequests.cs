using System.Text;
using System.Text.Json;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Testing.Episodes;

/// <summary>Requests to corridor episodes, in the form grains take them.</summary>
public static class EpisodeRequests
{
    /// <summary>Actor used throughout.</summary>
    public const string Actor = "key_test";

    /// <summary>Begins a corridor episode.</summary>
    public static CreateEpisode Create(ulong seed = 7, string split = "train", string difficulty = "standard", params KeyValuePair<string, string>[] labels) =>
        new("corridor", split, seed, difficulty, null, labels, Actor);

    /// <summary>Takes a step with the action given as JSON.</summary>
    public static StepEpisode Step(int? step, string action) => new(step, Encoding.UTF8.GetBytes(action), Actor);

    /// <summary>One move.</summary>
    public static StepEpisode Move(int? step, string direction = "left") => Step(step, "{\"tool\":\"move\",\"arguments\":{\"direction\":\"" + direction + "\"}}");

    /// <summary>Leaves the corridor, which ends the episode.</summary>
    public static StepEpisode Finish(int? step) => Step(step, """{"tool":"finish"}""");

    /// <summary>An answer's body as JSON.</summary>
    public static JsonElement Json(this EpisodeReply reply) => JsonElement.Parse(reply.Body.Span);

    /// <summary>An answer's body as text.</summary>
    public static string Text(this EpisodeReply reply) => Encoding.UTF8.GetString(reply.Body.Span);
}
