using System.Collections.Immutable;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Statistics.Posteriors;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>Something to choose.</summary>
/// <param name="Key">Letter or word by which it is chosen.</param>
/// <param name="Text">What is chosen.</param>
public sealed record GoldChoice(string Key, string Text);

/// <summary>Who says what is right, and how far they agreed.</summary>
/// <param name="Source"><c>rule</c> when a reward function decided, <c>clinicians</c> when a panel did.</param>
/// <param name="Clinicians">Size of the panel; 0 for a rule.</param>
/// <param name="Spread">Standard deviation of the panel's answers; 0 for a rule, which is no evidence that clinicians would agree.</param>
public sealed record GoldConsensus(string Source, int Clinicians, double Spread);

/// <summary>Where an item comes from, so that it can be made again.</summary>
/// <param name="Environment">Environment with version, such as <c>triage-queue@1.1.0</c>.</param>
/// <param name="RewardFunction">Reward function with version whose verdicts decided.</param>
/// <param name="Seed">Seed of the scenario, in the validation split.</param>
/// <param name="Step">Steps taken before the moment shown.</param>
public sealed record GoldOrigin(string Environment, string RewardFunction, ulong Seed, int Step);

/// <summary>An item whose right answer is known.</summary>
public sealed record GoldItem
{
    /// <summary>Id, unique in all banks.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked of the evaluator.</summary>
    public required TaskType Type { get; init; }

    /// <summary>Id of the environment: the task family.</summary>
    public required string Environment { get; init; }

    /// <summary>Safety category that it is about, CS01 to CS10.</summary>
    public required string Category { get; init; }

    /// <summary>Severity of getting it wrong, 1 to 5.</summary>
    public required int Severity { get; init; }

    /// <summary>Whether missing it is a never-event.</summary>
    public required bool NeverEvent { get; init; }

    /// <summary>What is shown, a paragraph an entry.</summary>
    public required ImmutableArray<string> Shown { get; init; }

    /// <summary>What is asked.</summary>
    public required string Question { get; init; }

    /// <summary>What can be chosen; empty for a score.</summary>
    public required ImmutableArray<GoldChoice> Choices { get; init; }

    /// <summary>The right answer and its scoring rule.</summary>
    public required GoldKey Key { get; init; }

    /// <summary>Who says so.</summary>
    public required GoldConsensus Consensus { get; init; }

    /// <summary>Where it comes from.</summary>
    public required GoldOrigin Origin { get; init; }

    /// <summary>Probability that a guess counts as correct.</summary>
    public double Chance() => Key switch
    {
        ScoreKey score => Math.Min(1, score.Reference + score.Tolerance) - Math.Max(0, score.Reference - score.Tolerance),
        OrderKey order => ShareOfOrders(order.BestFirst.Length),
        MarkKey => 1.0 / (Math.Max(1, Choices.Length) * SafetyCategories.All.Count),
        _ => 1.0 / Math.Max(1, Choices.Length),
    };

    /// <summary>The right answer in a form that can repeat between items, such as <c>A</c> or <c>met</c>.</summary>
    public string KeyWord() => Key switch
    {
        ChoiceKey choice => choice.Choice,
        ScoreKey score => score.Reference >= 0.5 ? "high" : "low",
        OrderKey order => string.Concat(order.BestFirst),
        MarkKey mark => mark.Category,
        _ => "",
    };

    /// <summary>How right an answer is, from 0 to 1. Null when it is no answer to this item; <paramref name="problem"/> says why.</summary>
    public double? Mark(GoldResponse response, out string problem)
    {
        problem = Refusal(response);
        if (problem.Length > 0)
            return null;
        return (Key, response) switch
        {
            (ScoreKey key, ScoreResponse given) => GoldOutcome.Rating(given.Score, key.Reference, key.Tolerance),
            (ChoiceKey key, ChoiceResponse given) => key.Choice == given.Choice ? 1 : 0,
            (OrderKey key, OrderResponse given) => GoldOutcome.Ranking(RanksOf(given.BestFirst), RanksOf(key.BestFirst)).Value,
            (MarkKey key, MarkResponse given) => (key.Step == given.Step ? 0.5 : 0) + (key.Category == given.Category ? 0.5 : 0),
            _ => throw new InvalidOperationException("Every key has its response."),
        };
    }

    private string Refusal(GoldResponse response) => (Key, response) switch
    {
        (ScoreKey, ScoreResponse { Score: >= 0 and <= 1 }) => "",
        (ScoreKey, _) => "response: a score from 0 to 1.",
        (ChoiceKey, ChoiceResponse given) when IsChoice(given.Choice) => "",
        (ChoiceKey, _) => $"response: a choice, one of {string.Join(", ", Choices.Select(choice => choice.Key))}.",
        (OrderKey, OrderResponse { BestFirst: { IsDefault: false } given }) when given.Length == Choices.Length && given.Distinct(StringComparer.Ordinal).Count() == given.Length && given.All(IsChoice) => "",
        (OrderKey, _) => $"response: an order of {string.Join(", ", Choices.Select(choice => choice.Key))}, best first.",
        (MarkKey, MarkResponse given) when given.Step >= 1 && given.Step <= Choices.Length && Records.StepScored.Failures.Skip(1).Contains(given.Category, StringComparer.Ordinal) => "",
        _ => FormattableString.Invariant($"response: a step from 1 to {Choices.Length} and a category from CS01 to CS10."),
    };

    private bool IsChoice(string key) => Choices.Any(choice => choice.Key == key);

    /// <summary>Ranks of the choices in the order in which they are shown; 0 is best.</summary>
    private double[] RanksOf(ImmutableArray<string> bestFirst) => [.. Choices.Select(choice => (double)bestFirst.IndexOf(choice.Key))];

    /// <summary>Share of all orders that reach what counts as correct, counted.</summary>
    private static double ShareOfOrders(int count)
    {
        double[] reference = [.. Enumerable.Range(0, count)];
        var (right, all) = (0, 0);
        foreach (var order in Orders(reference))
        {
            all++;
            right += GoldOutcome.Ranking(order, reference) is { IsDefined: true } outcome && outcome.Value >= GoldOutcome.CorrectFrom ? 1 : 0;
        }

        return (double)right / all;
    }

    private static IEnumerable<double[]> Orders(double[] values) => values.Length <= 1
        ? [values]
        : values.Index().SelectMany(first => Orders([.. values.Where((_, place) => place != first.Index)]).Select(rest => (double[])[first.Item, .. rest]));
}
