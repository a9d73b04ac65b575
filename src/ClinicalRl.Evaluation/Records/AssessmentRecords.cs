using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ClinicalRl.Evaluation.Records;

/// <summary>An assessment: which episodes were chosen to be scored, and how.</summary>
public sealed record AssessmentOpened(
    long Sequence, DateTimeOffset At, string Assessment, string Selection, int Population, int Chosen, int EvaluatorsPerEpisode, string RewardFunction)
    : EvaluationRecord(Sequence, At)
{
    /// <summary>How episodes can be chosen.</summary>
    public static IReadOnlyList<string> Selections { get; } = ["all", "random", "stratified", "most-uncertain", "disagreement"];

    /// <summary>Id.</summary>
    public string Assessment { get; } = RecordChecks.Name(Assessment, nameof(Assessment));

    /// <summary>One of <see cref="Selections"/>.</summary>
    public string Selection { get; } = RecordChecks.Word(Selection, nameof(Selection), Selections);

    /// <summary>Episodes that could have been chosen.</summary>
    public int Population { get; } = RecordChecks.Number(Population, nameof(Population), 0);

    /// <summary>Episodes that were.</summary>
    public int Chosen { get; } = RecordChecks.Count(Chosen, nameof(Chosen), Population);

    /// <summary>Evaluators asked for each episode.</summary>
    public int EvaluatorsPerEpisode { get; } = RecordChecks.Number(EvaluatorsPerEpisode, nameof(EvaluatorsPerEpisode), 1);

    /// <summary>Id and version of the reward function whose automatic scores are held against the evaluators'.</summary>
    public string RewardFunction { get; } = RecordChecks.Name(RewardFunction, nameof(RewardFunction));

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"assessment|{Assessment}";
}

/// <summary>One step as the automatic reward saw it.</summary>
/// <param name="Step">Index from 1.</param>
/// <param name="Reward">Automatic step reward, from 0 to 1.</param>
/// <param name="MessageLength">Length of what the agent wrote, in characters.</param>
/// <param name="Verdicts">Automatic verdicts of criteria judged at the step.</param>
public sealed record AutomaticStep(int Step, double Reward, int MessageLength, ImmutableArray<AutomaticVerdict> Verdicts)
{
    /// <summary>Index from 1.</summary>
    public int Step { get; } = RecordChecks.Number(Step, nameof(Step), 1);

    /// <summary>From 0 to 1.</summary>
    public double Reward { get; } = RecordChecks.Unit(Reward, nameof(Reward));

    /// <summary>Characters.</summary>
    public int MessageLength { get; } = RecordChecks.Number(MessageLength, nameof(MessageLength), 0);

    /// <summary>Verdicts.</summary>
    public ImmutableArray<AutomaticVerdict> Verdicts { get; } = RecordChecks.Parts(Verdicts, nameof(Verdicts));
}

/// <summary>What the automatic reward said of a criterion.</summary>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Met">Whether it was met in full.</param>
public sealed record AutomaticVerdict(string Criterion, bool Met)
{
    /// <summary>Id of the criterion.</summary>
    public string Criterion { get; } = RecordChecks.Name(Criterion, nameof(Criterion));
}

/// <summary>An episode chosen for an assessment, with its judged steps and the automatic reward, which evaluators do not see.</summary>
public sealed record EpisodeSelected(
    long Sequence, DateTimeOffset At, string Assessment, string Episode, string Environment, string Scenario, string PolicyVersion, double Inclusion, double Reward,
    ImmutableArray<AutomaticStep> Steps) : EvaluationRecord(Sequence, At)
{
    /// <summary>Id of the assessment.</summary>
    public string Assessment { get; } = RecordChecks.Name(Assessment, nameof(Assessment));

    /// <summary>Id.</summary>
    public string Episode { get; } = RecordChecks.Name(Episode, nameof(Episode));

    /// <summary>Id of the environment: the task family whose gold items calibrate its scores.</summary>
    public string Environment { get; } = RecordChecks.Name(Environment, nameof(Environment));

    /// <summary>Id of the scenario: the unit that is independent of others.</summary>
    public string Scenario { get; } = RecordChecks.Name(Scenario, nameof(Scenario));

    /// <summary>Version of the policy that acted.</summary>
    public string PolicyVersion { get; } = RecordChecks.Name(PolicyVersion, nameof(PolicyVersion));

    /// <summary>Probability with which it was chosen, above 0 and up to 1.</summary>
    public double Inclusion { get; } = RecordChecks.AboveZero(Inclusion, nameof(Inclusion));

    /// <summary>Automatic episode reward, from 0 to 1.</summary>
    public double Reward { get; } = RecordChecks.Unit(Reward, nameof(Reward));

    /// <summary>Its judged steps, ascending, each once.</summary>
    public ImmutableArray<AutomaticStep> Steps { get; } = Ascending(RecordChecks.Parts(Steps, nameof(Steps)));

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"episode|{Episode}";

    private static ImmutableArray<AutomaticStep> Ascending(ImmutableArray<AutomaticStep> steps)
    {
        for (var i = 1; i < steps.Length; i++)
        {
            if (steps[i].Step <= steps[i - 1].Step)
                throw new ArgumentException("Steps ascend, each once.", nameof(Steps));
        }

        return steps;
    }
}
