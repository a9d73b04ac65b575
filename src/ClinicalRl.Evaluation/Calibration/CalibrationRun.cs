using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Proportions;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Evaluation.Calibration;

/// <summary>How a calibration stands.</summary>
public enum CalibrationDecision
{
    /// <summary>More items are needed.</summary>
    Undecided,

    /// <summary>The lower bound and every gate were reached at a declared look.</summary>
    Qualified,

    /// <summary>A never-event was missed: no number of right answers outweighs it.</summary>
    NeverEventMissed,

    /// <summary>Not even right answers to all that is left would reach the bound at any look.</summary>
    OutOfReach,

    /// <summary>The rate is known closely enough, and it does not qualify.</summary>
    Precise,

    /// <summary>The bank is used up without a decision.</summary>
    BankUsed,
}

/// <summary>What is known of an evaluator at one task type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Rate">Rate of right answers with its equal-tailed interval under Jeffreys' prior; undefined before the first answer.</param>
/// <param name="LowerBound">Exact one-sided 95% lower bound, which gates decide by.</param>
public sealed record TypeEstimate(TaskType Type, Statistic Rate, Estimate<double> LowerBound);

/// <summary>
/// Phase 2: items of all task types by turns until the exact lower bound qualifies the evaluator at a declared look, cannot be reached any more, is known
/// closely enough, or the bank is used. Immutable; an answer gives the next run.
/// </summary>
public sealed record CalibrationRun
{
    [JsonConstructor]
    private CalibrationRun()
    {
    }

    /// <summary>The gate.</summary>
    public required CalibrationGate Gate { get; init; }

    /// <summary>Ids of the items, in the order in which they are shown: all of the bank that the evaluator has not seen.</summary>
    public required ImmutableArray<string> Items { get; init; }

    /// <summary>Answers so far.</summary>
    public required ImmutableArray<CalibrationAnswer> Answers { get; init; }

    /// <summary>What the answers sum up to.</summary>
    public required OutcomeSums Sums { get; init; }

    /// <summary>How it stands.</summary>
    public required CalibrationDecision Decision { get; init; }

    /// <summary>The item to show next; null once decided.</summary>
    public string? Next => Decision == CalibrationDecision.Undecided ? Items[Answers.Length] : null;

    /// <summary>Rate over all types with its interval; the sample size was decided by the answers, and the flag says so.</summary>
    public Statistic Rate => RateOf(Sums.Correct, Sums.Items) with { Flags = [Flag.FixedWidthSequential] };

    /// <summary>An interval of the same rate that holds at whatever item one looks.</summary>
    public Interval AnyTime => ConfidenceSequence.Of(Sums.Correct, Sums.Items);

    /// <summary>Begins. The draw is fixed by the seed.</summary>
    /// <param name="bank">Items to draw from.</param>
    /// <param name="gate">What must hold.</param>
    /// <param name="seed">Decides the draw.</param>
    /// <param name="seen">Items that this evaluator has seen, such as those of Phase 1.</param>
    /// <param name="exposures">How often each item was shown to anybody; those shown least come first.</param>
    public static CalibrationRun Begin(IReadOnlyCollection<GoldItem> bank, CalibrationGate gate, ulong seed, IReadOnlySet<string> seen, IReadOnlyDictionary<string, int> exposures)
    {
        var items = ItemDraw.Draw(bank, gate.Types, bank.Count, seed, seen, exposures);
        return new CalibrationRun { Gate = gate, Items = items, Answers = [], Sums = default, Decision = items.IsEmpty ? CalibrationDecision.BankUsed : CalibrationDecision.Undecided };
    }

    /// <summary>
    /// Begins again, after an earlier run: items that this evaluator never answered first, then those answered longest ago, so that what is remembered counts
    /// least.
    /// </summary>
    /// <param name="draw">Items, gate, seed and exposures.</param>
    /// <param name="answered">When the evaluator last answered each item.</param>
    internal static CalibrationRun BeginAgain(CalibrationDraw draw, IReadOnlyDictionary<string, DateTimeOffset> answered)
    {
        GoldItem[] bank = [.. draw.Items.Values];
        var fresh = ItemDraw.Draw(bank, draw.Gate.Types, bank.Length, draw.Seed, answered.Keys.ToHashSet(StringComparer.Ordinal), draw.Exposures);
        var known = answered.Where(item => draw.Items.TryGetValue(item.Key, out var found) && draw.Gate.Types.Contains(found.Type))
            .OrderBy(item => item.Value).ThenBy(item => item.Key, StringComparer.Ordinal).Select(item => item.Key);
        ImmutableArray<string> items = [.. fresh, .. known];
        return new CalibrationRun { Gate = draw.Gate, Items = items, Answers = [], Sums = default, Decision = items.IsEmpty ? CalibrationDecision.BankUsed : CalibrationDecision.Undecided };
    }

    /// <summary>The run after the answer to <see cref="Next"/>.</summary>
    /// <exception cref="InvalidOperationException">The calibration is decided, or the answer is to another item.</exception>
    public CalibrationRun Answer(CalibrationAnswer answer, IReadOnlyDictionary<string, GoldItem> bank)
    {
        if (Next != answer.Item)
            throw new InvalidOperationException($"The answer is to {answer.Item}; {(Next is null ? "the calibration is decided" : "the item shown is " + Next)}.");
        var item = bank[answer.Item];
        var next = this with { Answers = Answers.Add(answer), Sums = Sums + OutcomeSums.Of(answer.Outcome, WeightedPosterior.WeightOf(item.Severity), item.NeverEvent) };
        return next with { Decision = next.Decide() };
    }

    /// <summary>Estimate, interval and lower bound of each type, in order.</summary>
    public ImmutableArray<TypeEstimate> ByType() =>
    [
        .. Gate.Types.Order().Select(type =>
        {
            var own = Answers.Where(answer => answer.Type == type).ToArray();
            var correct = own.Count(answer => answer.Outcome >= GoldOutcome.CorrectFrom);
            return new TypeEstimate(type, RateOf(correct, own.Length), own.Length == 0 ? Reason.NoData : new Proportion(correct, own.Length).LowerBound());
        }),
    ];

    private static Statistic RateOf(int correct, int items)
    {
        const string name = "rate of right answers";
        return items == 0 ? Statistic.NotEstimable(name, Reason.NoData, 0) : BetaPosterior.After(correct, items).ToStatistic(name, items);
    }

    private CalibrationDecision Decide()
    {
        if (Sums.NeverEventsMissed > 0)
            return CalibrationDecision.NeverEventMissed;
        if (Sums.Qualifies(Gate.Looks) && TypeGatesHold())
            return CalibrationDecision.Qualified;
        if (!IsWithinReach())
            return CalibrationDecision.OutOfReach;
        if (Gate.Precision.IsReached(Sums.Correct, Sums.Items))
            return CalibrationDecision.Precise;
        return Answers.Length == Items.Length ? CalibrationDecision.BankUsed : CalibrationDecision.Undecided;
    }

    private bool TypeGatesHold()
    {
        var known = ByType().ToDictionary(estimate => estimate.Type);
        return Gate.TypeGates.All(gate => known.TryGetValue(gate.Key, out var own) && own.Rate.Count >= gate.Value.MinItems && own.LowerBound is { IsDefined: true } bound && bound.Value >= gate.Value.LowerBound);
    }

    /// <summary>Whether right answers throughout would still reach the bound at a look to come that the items suffice for.</summary>
    private bool IsWithinReach() => Gate.Looks.Looks.Any(look =>
        look > Sums.Items && look <= Items.Length && Gate.Looks.LowerBound(Sums.Correct + look - Sums.Items, look) >= Gate.Looks.Threshold);
}
