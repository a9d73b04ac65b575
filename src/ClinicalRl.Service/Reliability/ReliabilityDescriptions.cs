using System.Text.Json;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Reliability;

/// <summary>What the published description says of reliability.</summary>
internal static class ReliabilityDescriptions
{
    public static ParameterDescription Rewards { get; } = new(
        "rewards", IsHeader: false, IsNumber: false,
        "Which rewards 'evidence.rewards' gives: automatic (when left out); calibrated, null where evaluators gave none; or blended, automatic + reliability · (calibrated − automatic), automatic where no reliability is known.");

    public static RouteDescription Read { get; } = new()
    {
        Id = "getReliability",
        Summary = "What an assessment's records come to now",
        Text = "Calibrated scores of steps and episodes with 95% intervals, reliability and number of evaluators; agreement; the standing of each evaluator. Kept up with as records come, and equal to the last digit to what "
            + "'records' gives when it is worked out anew. Where a number cannot be estimated an object says why.",
        Answer = typeof(JsonElement),
        Problems = [ProblemKind.NotFound],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Records { get; } = new()
    {
        Id = "getReliabilityRecords",
        Summary = "The records that an assessment's numbers rest on",
        Text = "One JSON object a line: the assessment's own, and those of the register about the evaluators who scored in it. 'clinicalrl report' makes the Reward Reliability Report from them.",
        AnswerType = "application/x-ndjson",
        Problems = [ProblemKind.NotFound],
        Parameters = [ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Standing { get; } = new()
    {
        Id = "getEvaluatorStanding",
        Summary = "How an evaluator stands",
        Text = "Gold answers, and what each assessment in which the evaluator scored finds: bias, drift, copying, low effort. A flag asks a person to look; none is a sanction.",
        Answer = typeof(StandingAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Evidence { get; } = new()
    {
        Id = "getEpisodeEvidence",
        Summary = "What an episode's rewards are worth",
        Text = "The automatic rewards with intervals that follow from evaluators' agreement with each criterion's verdicts ([0, 1] and 'uncalibrated' before there is any), and evaluators' calibrated scores where there are. The same is 'evidence' of a trajectory.",
        Answer = typeof(EvidenceAnswer),
        Problems = [ProblemKind.NotFound, ProblemKind.InvalidRequest, ProblemKind.Conflict],
        Parameters = [Rewards, ParameterDescription.IfNoneMatch],
    };

    public static RouteDescription Simulate { get; } = new()
    {
        Id = "createSimulatedAssessment",
        Summary = "Make a simulated assessment, for a demonstration",
        Text = "Twelve programs in the place of clinicians, of whom one drifts, one copies and one does not look, score simulated episodes. Whatever rests on it says that it is simulated. The same seed and number of episodes are the same assessment.",
        Body = typeof(SimulatedAssessmentBody),
        Example = """{"seed":1,"episodes":60}""",
        Answer = typeof(SimulatedAssessmentAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType],
    };
}
