using System.Collections.Immutable;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards;

/// <summary>A reward function as a person wrote it: well-formed, not yet checked against an environment.</summary>
public sealed record RewardDocument
{
    /// <summary>The exact bytes that were read; what <see cref="Hash"/> is taken of.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>SHA-256 of <see cref="Bytes"/>, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Kebab-case id.</summary>
    public required string Id { get; init; }

    /// <summary>Any change of the bytes is a new version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Human name.</summary>
    public required string Title { get; init; }

    /// <summary>Id of the environment it scores.</summary>
    public required Located<string> Environment { get; init; }

    /// <summary>Versions of that environment it scores.</summary>
    public required Located<VersionRange> EnvironmentVersions { get; init; }

    /// <summary>What it is for, and what it is not for.</summary>
    public required string IntendedUse { get; init; }

    /// <summary>Who wrote it.</summary>
    public required RewardAuthor Author { get; init; }

    /// <summary>The honest notice that goes with it.</summary>
    public required string Notice { get; init; }

    /// <summary>What its clinical claims rest on.</summary>
    public required ImmutableArray<RewardSource> Sources { get; init; }

    /// <summary>What a step without a verdict carries.</summary>
    public required NeutralStep Neutral { get; init; }

    /// <summary>How steps make an episode.</summary>
    public required EpisodeAggregate Aggregate { get; init; }

    /// <summary>Highest mean episode reward a degenerate policy may reach, 0 to 1; above it sign-off is refused.</summary>
    public required double ExploitCeiling { get; init; }

    /// <summary>Where the ceiling is written.</summary>
    public required SourcePosition ExploitCeilingAt { get; init; }

    /// <summary>The criteria, in the order written; at least one.</summary>
    public required ImmutableArray<Criterion> Criteria { get; init; }

    /// <summary>Where the list of criteria begins.</summary>
    public required SourcePosition CriteriaAt { get; init; }
}

/// <summary>Who wrote a document.</summary>
/// <param name="Name">Name of a person or team.</param>
/// <param name="Role">Role, such as <c>software engineer</c> or <c>emergency physician</c>.</param>
/// <param name="Register">Professional register, such as GMC, or null for an author on none.</param>
/// <param name="Number">Number on that register, or null.</param>
public sealed record RewardAuthor(string Name, string Role, string? Register = null, string? Number = null);

/// <summary>A published source that criteria rest on.</summary>
/// <param name="Id">Id that criteria cite.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Version">Edition or version, as its publisher names it.</param>
/// <param name="Date">Year, year-month or full date, ISO 8601.</param>
/// <param name="Verified">Whether a specialist has checked the claims drawn from it.</param>
/// <param name="At">Where its id is written.</param>
public sealed record RewardSource(string Id, string Publisher, string Title, string Version, string Date, bool Verified, SourcePosition At);

/// <summary>What a step without a verdict carries as its reward.</summary>
public enum NeutralStep
{
    /// <summary>Zero.</summary>
    Zero,

    /// <summary>The value of the last judged step, or zero before there is one.</summary>
    Carry,
}

/// <summary>How the values of judged steps make an episode's reward.</summary>
public enum EpisodeAggregate
{
    /// <summary>Plain mean.</summary>
    Mean,

    /// <summary>Mean weighted by the sum of the weights judged at each step.</summary>
    SeverityWeighted,
}

/// <summary>Where a gate's cap holds.</summary>
public enum GateScope
{
    /// <summary>The step it fires in.</summary>
    Step,

    /// <summary>The whole episode, from then on.</summary>
    Episode,
}

/// <summary>A ceiling that holds when its criterion is not met.</summary>
/// <param name="Cap">Highest reward left, 0 to 1.</param>
/// <param name="Scope">What it caps.</param>
public sealed record Gate(double Cap, GateScope Scope);

/// <summary>One line of a reward function.</summary>
public sealed record Criterion
{
    /// <summary>Id, unique in its document.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is written.</summary>
    public required SourcePosition At { get; init; }

    /// <summary>What is wanted, in one plain sentence.</summary>
    public required string Statement { get; init; }

    /// <summary>Primary category.</summary>
    public required SafetyCategory Category { get; init; }

    /// <summary>Secondary categories.</summary>
    public required ImmutableArray<SafetyCategory> Also { get; init; }

    /// <summary>Worst plausible severity of not meeting it.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Weight, 0 to 10 in thousandths; the severity's default unless written.</summary>
    public required double Weight { get; init; }

    /// <summary>Where the weight is written; the criterion's place when it is the default.</summary>
    public required SourcePosition WeightAt { get; init; }

    /// <summary>Names of the event kinds that are judged; at least one.</summary>
    public required ImmutableArray<Located<string>> Judge { get; init; }

    /// <summary>When it is judged at all; null means at every such event.</summary>
    public required Predicate? Applies { get; init; }

    /// <summary>When it is met: score 1.</summary>
    public required Predicate Met { get; init; }

    /// <summary>When it is partly met: score 0.5; null means never.</summary>
    public required Predicate? Partly { get; init; }

    /// <summary>The ceiling that falls when it is not met, or null.</summary>
    public required Gate? Gate { get; init; }

    /// <summary>Where the gate is written; the criterion's place when there is none.</summary>
    public required SourcePosition GateAt { get; init; }

    /// <summary>Ids of the sources it rests on.</summary>
    public required ImmutableArray<Located<string>> Sources { get; init; }

    /// <summary>Whether a specialist has checked it.</summary>
    public required bool Verified { get; init; }
}
