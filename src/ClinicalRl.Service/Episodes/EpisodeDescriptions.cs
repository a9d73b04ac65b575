using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reliability;

namespace ClinicalRl.Service.Episodes;

/// <summary>The published descriptions of the episode routes.</summary>
internal static class EpisodeDescriptions
{
    private static readonly ProblemKind[] BodyProblems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType];

    public static RouteDescription Create { get; } = new()
    {
        Id = "createEpisode",
        Summary = "Create an episode",
        Text = "Generates the scenario that environment, split, seed and difficulty fix, and returns its first observation. With an Idempotency-Key a repeat answers 200 with the recorded answer.",
        Body = typeof(CreateEpisodeBody),
        Example = """{"environment":"triage-queue","split":"train","seed":7,"labels":{"run":"ppo-17"}}""",
        Answer = typeof(EpisodeAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.Conflict],
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription List { get; } = new()
    {
        Id = "listEpisodes",
        Summary = "List episodes",
        Text = "The tenant's episodes, newest first, a page at a time.",
        Answer = typeof(EpisodePage),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new("cursor", IsHeader: false, IsNumber: false, "The 'next' of the page before."),
            new("limit", IsHeader: false, IsNumber: true, "Episodes wanted, 1 to 100; 50 when left out."),
            new("environment", IsHeader: false, IsNumber: false, "Only this environment id."),
            new("label", IsHeader: false, IsNumber: false, "Only episodes with this label, as key=value."),
            new("status", IsHeader: false, IsNumber: false, "Only running, terminated, truncated or aborted ones."),
        ],
    };

    public static RouteDescription Get { get; } = new()
    {
        Id = "getEpisode",
        Summary = "Look at an episode",
        Text = "What it was created with, where it stands, and its last answer.",
        Answer = typeof(EpisodeStatusAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Step { get; } = new()
    {
        Id = "stepEpisode",
        Summary = "Take a step",
        Text = "Plays one action. The answer was durable in the run log before it is sent. Give 'step', the index expected, to make the request safe to repeat: a repeat "
            + "with the same action returns the recorded answer. An action that the environment cannot carry out is a recorded step whose 'invalidAction' says why.",
        Body = typeof(StepBody),
        Example = """{"step":1,"action":{"tool":"measure","arguments":{"patient":"P1","what":"vitals"}}}""",
        Answer = typeof(StepAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict, ProblemKind.EpisodeEnded],
    };

    public static RouteDescription Abort { get; } = new()
    {
        Id = "abortEpisode",
        Summary = "End an episode",
        Text = "Ends it as truncated and seals its run log. Reads no body; repeating it is harmless.",
        Answer = typeof(EpisodeStatusAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Fork { get; } = new()
    {
        Id = "forkEpisode",
        Summary = "Fork an episode",
        Text = "Makes new episodes that share this one's first 'step' steps, chance included: the same next action leads to the same next observation.",
        Body = typeof(ForkBody),
        Example = """{"step":0,"count":4}""",
        Answer = typeof(ForksAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription Log { get; } = new()
    {
        Id = "getEpisodeLog",
        Summary = "Download the run log",
        Text = "The exact bytes of the hash-chained run log: one JSON object a line, header first; sealed when the last is a seal. 'clinicalrl verify' checks it offline.",
        AnswerType = "application/x-ndjson",
        Problems = [ProblemKind.NotFound],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Trajectory { get; } = new()
    {
        Id = "getEpisodeTrajectory",
        Summary = "Get the trajectory",
        Text = "The run log as one JSON object: header, steps, seal; and what its rewards are worth: automatic ones with intervals, and evaluators' calibrated scores where there are.",
        Answer = typeof(TrajectoryAnswer),
        Problems = [ProblemKind.NotFound, ProblemKind.InvalidRequest],
        Parameters = [ReliabilityDescriptions.Rewards, ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Verification { get; } = new()
    {
        Id = "verifyEpisode",
        Summary = "Verify an episode",
        Text = "Checks the chain and the seal of the run log, replays it through the engine and the reward function, and compares it with the ledger's entry once it is there; says for each what it found.",
        Answer = typeof(System.Text.Json.JsonElement),
        Problems = [ProblemKind.NotFound],
    };
}
