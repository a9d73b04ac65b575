using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Grains.Assessments;

namespace ClinicalRl.Service.Assessments;

/// <summary>An assignment as its evaluator sees it. A gold trajectory, a repeat and a chosen episode look the same.</summary>
internal static class AssignmentDetails
{
    public static AssignmentAnswer Of(string assignment, AssignmentReply reply)
    {
        var (trajectory, sheet) = (JsonSerializer.Deserialize<Trajectory>(reply.Trajectory)!, JsonSerializer.Deserialize<AnswerSheet>(reply.Sheet)!);
        var given = sheet.Holding;
        return new AssignmentAnswer
        {
            Assignment = assignment,
            Environment = reply.Environment,
            Status = reply.Status.Word(),
            Deadline = reply.Deadline,
            Simulated = reply.Simulated,
            Opening = trajectory.Opening,
            Steps = [.. trajectory.Steps.Select(step => Show(step, given.GetValueOrDefault(step.Number)))],
            Missing = [.. sheet.Missing],
            Judgement = JudgementOf(sheet),
        };
    }

    /// <summary>What became of an answer, without the trajectory: who reads that is recorded, and it is read at one place.</summary>
    public static AssignmentStanding StandingOf(string assignment, AssignmentReply reply)
    {
        var sheet = JsonSerializer.Deserialize<AnswerSheet>(reply.Sheet)!;
        return new AssignmentStanding
        {
            Assignment = assignment,
            Environment = reply.Environment,
            Status = reply.Status.Word(),
            Deadline = reply.Deadline,
            Simulated = reply.Simulated,
            Given = [.. sheet.Holding.Values.Select(Show)],
            Missing = [.. sheet.Missing],
            Judgement = JudgementOf(sheet),
        };
    }

    private static SubmissionBody? JudgementOf(AnswerSheet sheet) => sheet.Judgements is [.., var last] ? new SubmissionBody { Score = last.Score, Confidence = last.Confidence } : null;

    private static StepScoreBody Show(StepAnswer given) => new()
    {
        Step = given.Step, Score = given.Score, Confidence = given.Confidence, Failure = given.Failure, Severity = FormattableString.Invariant($"S{given.Severity}"), Comment = given.Comment,
    };

    private static AssignmentStep Show(TrajectoryStep step, StepAnswer? given) => new()
    {
        Step = step.Number,
        Tool = step.Tool,
        Arguments = JsonElement.Parse(step.Arguments),
        Message = step.Message,
        Rationale = step.Rationale,
        Observation = step.Observation,
        Minutes = step.Minutes,
        Asked = step.IsAsked,
        Given = given is null ? null : Show(given),
    };
}
