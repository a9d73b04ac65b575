using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Batches;

/// <summary>The published descriptions of the batch routes.</summary>
internal static class BatchDescriptions
{
    private static readonly ProblemKind[] BodyProblems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType];

    public static RouteDescription Episodes { get; } = new()
    {
        Id = "createEpisodes",
        Summary = "Create many episodes",
        Text = "Up to 1,024; each item has its own status and body or problem, in the order asked.",
        Body = typeof(BatchEpisodesBody),
        Example = """{"items":[{"environment":"triage-queue","seed":7},{"environment":"triage-queue","seed":8}]}""",
        Answer = typeof(BatchAnswer),
        Problems = BodyProblems,
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription Steps { get; } = new()
    {
        Id = "stepEpisodes",
        Summary = "Take many steps",
        Text = "Up to 1,024; each item has its own status and body or problem, in the order asked. Steps of different episodes run side by side, those of one episode in order; "
            + "after one is refused, the later ones of that episode are not taken.",
        Body = typeof(BatchStepsBody),
        Example = """{"items":[{"episode":"ep_qmmbxxbdgwyllh7oz4lg2i3ahd","step":1,"action":{"tool":"wait","arguments":{"minutes":5}}}]}""",
        Answer = typeof(BatchAnswer),
        Problems = BodyProblems,
    };
}
