using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>A sealed episode that can be chosen to be scored.</summary>
public sealed record EpisodeCandidate
{
    /// <summary>Id.</summary>
    public required string Episode { get; init; }

    /// <summary>What was played: the unit that is independent of others.</summary>
    public required string Scenario { get; init; }

    /// <summary>Id of the reward function that judged it, without its version.</summary>
    public required string RewardFunction { get; init; }

    /// <summary>Labels given at its creation, as <c>key=value</c>.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Automatic episode reward, from 0 to 1, after the caps of gates.</summary>
    public required double Reward { get; init; }

    /// <summary>Mean of the automatic rewards of its judged steps, before any cap of the episode: what clinicians' scores, a mean over the same steps, are held against.</summary>
    public required double StepMean { get; init; }

    /// <summary>Steps that the automatic reward judged.</summary>
    public required int JudgedSteps { get; init; }

    /// <summary>Category of the gravest criterion that was not met; null when all were met.</summary>
    public SafetyCategory? WorstCategory { get; init; }

    /// <summary>Severity of that criterion; S0 when all were met.</summary>
    public Severity WorstSeverity { get; init; }

    /// <summary>Stratum: severity first, so that the gravest come first in ordinal order from the end.</summary>
    [JsonIgnore]
    public string Stratum => WorstCategory is { } category ? $"{WorstSeverity}/{category}" : "none";
}

/// <summary>What clinicians said of an episode in an earlier assessment.</summary>
/// <param name="Reward">Calibrated reward, from 0 to 1.</param>
/// <param name="Variance">Its variance.</param>
public readonly record struct EarlierScore(double Reward, double Variance);

/// <summary>How episodes are chosen.</summary>
/// <param name="Method">One of <see cref="Records.AssessmentOpened.Selections"/>.</param>
/// <param name="Size">Most episodes to choose; all ignores it.</param>
/// <param name="PerScenario">Most episodes of one scenario, drawn at random; all ignores it.</param>
/// <param name="Seed">Decides the draw.</param>
public sealed record ChoicePlan(string Method, int Size, int PerScenario, ulong Seed);

/// <summary>A chosen episode.</summary>
/// <param name="Candidate">The episode.</param>
/// <param name="Inclusion">Probability with which the plan chooses it, above 0 and up to 1; estimates weigh it by the inverse.</param>
public sealed record ChosenEpisode(EpisodeCandidate Candidate, double Inclusion);

/// <summary>What was chosen of what.</summary>
/// <param name="Population">Episodes that could have been chosen.</param>
/// <param name="Scenarios">Scenarios that they are of.</param>
/// <param name="Chosen">Those chosen, by id.</param>
public sealed record EpisodeChoice(int Population, int Scenarios, ImmutableArray<ChosenEpisode> Chosen);
