using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Assessments;

/// <summary>The published descriptions of the routes on assessments.</summary>
internal static class AssessmentDescriptions
{
    public static RouteDescription Start { get; } = new()
    {
        Id = "startAssessment",
        Summary = "Have episodes scored",
        Text = "Chooses sealed episodes of an environment and assigns each to at least three evaluators whose lower bound for the environment holds, who have no conflict of interest, and who see neither rewards nor each other. Hidden gold trajectories and repeats lie among them. The choice is made by a job; the chance with which each episode was chosen is recorded.",
        Body = typeof(AssessmentBody),
        Example = """{"environment":"triage-queue","labels":{"run":"ppo-17"},"method":"stratified","size":60,"evaluatorsPerEpisode":3,"goldRate":0.2,"deadlineHours":336}""",
        Answer = typeof(AssessmentAnswer),
        Status = StatusCodes.Status202Accepted,
        Problems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType, ProblemKind.Conflict],
        Parameters = [ParameterDescription.IdempotencyKey],
    };

    public static RouteDescription List { get; } = new()
    {
        Id = "listAssessments",
        Summary = "List the assessments",
        Text = "Newest first, a page at a time.",
        Answer = typeof(AssessmentList),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new ParameterDescription("limit", IsHeader: false, IsNumber: true, "Most of a page, 1 to 100; 20 when left out."),
            new ParameterDescription("after", IsHeader: false, IsNumber: false, "Go on after this one: the 'next' of the page before."),
        ],
    };

    public static RouteDescription Read { get; } = new()
    {
        Id = "getAssessment",
        Summary = "Look at an assessment",
        Text = "How far it is. What is overdue is given to other evaluators whenever it is looked at.",
        Answer = typeof(AssessmentAnswer),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Stop { get; } = new()
    {
        Id = "cancelAssessment",
        Summary = "End an assessment",
        Text = "Nothing more can be scored; what was submitted stays on record.",
        Answer = typeof(AssessmentAnswer),
        Problems = [ProblemKind.NotFound],
    };
}

/// <summary>The published descriptions of the routes on assignments.</summary>
internal static class AssignmentDescriptions
{
    private static readonly ProblemKind[] BodyProblems = [ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType, ProblemKind.NotFound, ProblemKind.Conflict];

    public static RouteDescription List { get; } = new()
    {
        Id = "listAssignments",
        Summary = "What there is to score",
        Text = "The caller's own assignments, at most three at a time from each assessment, and those submitted there. Nothing while the caller may not judge.",
        Answer = typeof(AssignmentList),
        Problems = [ProblemKind.NotFound],
    };

    public static RouteDescription Read { get; } = new()
    {
        Id = "getAssignment",
        Summary = "Read a trajectory to score",
        Text = "What the agent saw and did, step by step, and the caller's own answers so far. Blind: no rewards, no names of agents, nothing of other evaluators. From the first time on the time is measured.",
        Answer = typeof(AssignmentAnswer),
        Problems = [ProblemKind.NotFound, ProblemKind.Conflict],
    };

    public static RouteDescription Score { get; } = new()
    {
        Id = "scoreStep",
        Summary = "Score a step",
        Text = "Repeating the same changes nothing; another answer to the same step corrects it, also after the submission, and both stay on record. Steps may be scored in any order and on any day before the deadline.",
        Body = typeof(StepScoreBody),
        Example = """{"step":3,"score":0.2,"confidence":0.8,"failure":"CS01","severity":"S4","comment":"Sent home without an ECG."}""",
        Answer = typeof(AssignmentStanding),
        Problems = BodyProblems,
    };

    public static RouteDescription Submit { get; } = new()
    {
        Id = "submitAssignment",
        Summary = "Judge the whole and submit",
        Text = "Needs every step that is asked for. Repeating the same changes nothing; another judgement corrects it, and both stay on record.",
        Body = typeof(SubmissionBody),
        Example = """{"score":0.6,"confidence":0.7}""",
        Answer = typeof(AssignmentStanding),
        Problems = BodyProblems,
    };

    public static RouteDescription Release { get; } = new()
    {
        Id = "releaseAssignment",
        Summary = "Give an assignment back",
        Text = "For a conflict of interest, or want of time. It goes to somebody else, and nothing that was said of it so far becomes a record.",
        Body = typeof(ReleaseBody),
        Example = """{"reason":"I treated a patient much like this one last week."}""",
        Answer = typeof(AssignmentStanding),
        Problems = BodyProblems,
    };
}
