using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Evaluators;

/// <summary>The published descriptions of the routes on evaluators.</summary>
internal static class EvaluatorDescriptions
{
    private static readonly ProblemKind[] BodyProblems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType];

    public static RouteDescription Enrol { get; } = new()
    {
        Id = "enrolEvaluator",
        Summary = "Enrol an evaluator",
        Text = "Records a clinician by register and number, who looked at the register and when, and the key with which they answer. The form of the number is checked; the register itself is not asked. Repeating the same is harmless.",
        Body = typeof(EvaluatorBody),
        Example = """{"register":"GMC","number":"1234567","checkedOn":"2026-01-05","checkedBy":"Clinical governance","expiresOn":"2027-01-05","specialties":["emergency medicine"],"keyId":"key_ab12cd34ef"}""",
        Answer = typeof(EvaluatorAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.Conflict],
    };

    public static RouteDescription List { get; } = new()
    {
        Id = "listEvaluators",
        Summary = "List the evaluators",
        Text = "All evaluators of the tenant, oldest first, with whoever looked at the register and when.",
        Answer = typeof(EvaluatorList),
    };

    public static RouteDescription Read { get; } = new()
    {
        Id = "getEvaluator",
        Summary = "Read an evaluator",
        Text = "One evaluator by pseudonym.",
        Answer = typeof(EvaluatorAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Records { get; } = new()
    {
        Id = "getEvaluatorRecords",
        Summary = "Read an evaluator's records",
        Text = "Everything recorded of the evaluator's calibration, a JSON object a line: what `clinicalrl report` reads. The evaluator is named by pseudonym only.",
        AnswerType = "application/x-ndjson",
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Own { get; } = new()
    {
        Id = "getOwnEvaluator",
        Summary = "Read who I am",
        Text = "The evaluator whose key asks.",
        Answer = typeof(EvaluatorAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Invite { get; } = new()
    {
        Id = "inviteEvaluator",
        Summary = "Invite an evaluator",
        Text = "Another invitation for somebody without a key, shown this once; the one before ends. It can be taken up once.",
        Body = typeof(InviteBody),
        Example = """{"days":14}""",
        Answer = typeof(EvaluatorAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Accept { get; } = new()
    {
        Id = "acceptInvitation",
        Summary = "Take up an invitation",
        Text = "Gives the invited evaluator an API key that nobody else has seen, shown this once. Needs no key.",
        Body = typeof(InvitationBody),
        Example = """{"invitation":"cri_dev_0123456789abcdefghijklmnopqrstuvwxyzABCD"}""",
        Answer = typeof(InvitationAnswer),
        Status = StatusCodes.Status201Created,
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Suspend { get; } = new()
    {
        Id = "suspendEvaluator",
        Summary = "Suspend an evaluator",
        Text = "From now on nothing is assigned to them, and what they have goes to others when they or its deadline come. What they said stays on record.",
        Body = typeof(SuspensionBody),
        Example = """{"reason":"Scores drifted; to be talked about."}""",
        Answer = typeof(EvaluatorAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound],
    };

    public static RouteDescription Resume { get; } = new()
    {
        Id = "resumeEvaluator",
        Summary = "End a suspension",
        Text = "They may be asked again.",
        Answer = typeof(EvaluatorAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Declare { get; } = new()
    {
        Id = "declareConflict",
        Summary = "Declare a conflict of interest",
        Text = "By the evaluator or an administrator, for good: the episodes that it concerns are never assigned to them from now on. Whoever signed a reward function is kept from its episodes without declaring it, when register and number are the same.",
        Body = typeof(ConflictBody),
        Example = """{"kind":"label","value":"run=ppo-17"}""",
        Answer = typeof(EvaluatorAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Renew { get; } = new()
    {
        Id = "renewRegisterCheck",
        Summary = "Record a new check of the register",
        Text = "Who looked at the register again, when, and until when that holds.",
        Body = typeof(CheckBody),
        Example = """{"checkedOn":"2026-01-05","checkedBy":"Clinical governance","expiresOn":"2027-01-05"}""",
        Answer = typeof(EvaluatorAnswer),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Demand { get; } = new()
    {
        Id = "demandRetest",
        Summary = "Demand a retest",
        Text = "Ends the qualification for the environment until Phase 2 is passed again; also the way back for somebody who did not qualify. Before Phase 2 was done nothing changes.",
        Body = typeof(RetestBody),
        Example = """{"reason":"The charts of hidden gold items signalled."}""",
        Answer = typeof(CalibrationAnswerBody),
        Problems = [.. BodyProblems, ProblemKind.NotFound],
    };

    public static RouteDescription Begin { get; } = new()
    {
        Id = "beginCalibration",
        Summary = "Begin a calibration",
        Text = "Shows the first of eleven items of Phase 1 in an environment; after a failed screen the second and last attempt; Phase 2 again from 60 days before a qualification ends. Otherwise nothing changes and the answer says where it stands. Only the evaluator's own key may.",
        Body = typeof(CalibrationStart),
        Example = """{"environment":"triage-queue"}""",
        Answer = typeof(CalibrationAnswerBody),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Standing { get; } = new()
    {
        Id = "getCalibration",
        Summary = "Read where a calibration stands",
        Text = "The phase, the item to answer (to the evaluator alone) and, once decided, the rates with their bounds.",
        Answer = typeof(CalibrationAnswerBody),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Answer { get; } = new()
    {
        Id = "answerGoldItem",
        Summary = "Answer a gold item",
        Text = "Takes the answer to the item shown and shows the next. Whether it was right is not told before the phase is decided. An item that was answered stays as it was first answered, so a request may be repeated. Only the evaluator's own key may.",
        Body = typeof(GoldAnswerBody),
        Example = """{"itemId":"triage-queue-gold-031","form":"choice","choice":"met","confidence":0.8}""",
        Answer = typeof(CalibrationAnswerBody),
        Problems = [.. BodyProblems, ProblemKind.NotFound, ProblemKind.Conflict],
    };
}

/// <summary>A calibration to begin.</summary>
public sealed record CalibrationStart
{
    /// <summary>Id of the environment.</summary>
    public required string Environment { get; init; }
}
