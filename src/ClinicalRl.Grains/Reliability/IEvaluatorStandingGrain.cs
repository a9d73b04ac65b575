using Orleans.Concurrency;

namespace ClinicalRl.Grains.Reliability;

/// <summary>How an evaluator stands, kept up with as answers come; keyed <c>tenant/evaluator</c>.</summary>
[Alias("clinicalrl.evaluator-standing")]
public interface IEvaluatorStandingGrain : IGrainWithStringKey
{
    /// <summary>The evaluator's own answers, and what each assessment in which they scored finds of them; null when there is no record of such an evaluator.</summary>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<EvaluatorRecordStanding?> ReadAsync();
}

/// <summary>What an evaluator's own records come to.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluator-standing.standing")]
public sealed record EvaluatorRecordStanding
{
    /// <summary>Pseudonym.</summary>
    [Id(0)]
    public required string Evaluator { get; init; }

    /// <summary>Whether it is a program.</summary>
    [Id(1)]
    public required bool Simulated { get; init; }

    /// <summary>Environments for which the evaluator is qualified, ordinal order.</summary>
    [Id(2)]
    public required IReadOnlyList<string> Qualified { get; init; }

    /// <summary>Gold items answered.</summary>
    [Id(3)]
    public required int GoldItems { get; init; }

    /// <summary>Of these, answered right.</summary>
    [Id(4)]
    public required int Right { get; init; }

    /// <summary>Posterior mean of the rate of right answers; null without any.</summary>
    [Id(5)]
    public required double? Reliability { get; init; }

    /// <summary>Its one-sided 95% lower bound; null without any.</summary>
    [Id(6)]
    public required double? LowerBound { get; init; }

    /// <summary>Steps whose scores hold.</summary>
    [Id(7)]
    public required int Steps { get; init; }

    /// <summary>The assessments in which they scored, oldest first, of more than 50 the latest.</summary>
    [Id(8)]
    public required IReadOnlyList<string> Assessments { get; init; }
}
