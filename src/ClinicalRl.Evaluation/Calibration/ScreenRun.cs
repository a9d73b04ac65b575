using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Statistics.Integrity;
using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Evaluation.Calibration;

/// <summary>
/// Phase 1: eleven items that can reject guessing and certify nothing. Immutable; an answer gives the next run. It fails as soon as guessing is clearly the
/// better explanation, and passes only at the end, with at least nine right and every guard against luck, patterns, haste and never-events holding.
/// </summary>
public sealed record ScreenRun
{
    /// <summary>The formats shown; each must be answered right at least once.</summary>
    public static ImmutableArray<TaskType> Formats { get; } = [TaskType.Comparison, TaskType.Rubric, TaskType.Correction];

    private static readonly ItemScreen Rule = new();

    [JsonConstructor]
    private ScreenRun()
    {
    }

    /// <summary>Ids of the items, in the order in which they are shown.</summary>
    public required ImmutableArray<string> Items { get; init; }

    /// <summary>Answers so far.</summary>
    public required ImmutableArray<CalibrationAnswer> Answers { get; init; }

    /// <summary>1 or 2.</summary>
    public required int Attempt { get; init; }

    /// <summary>Guards that do not hold, once the screen is decided.</summary>
    public required ImmutableArray<ScreenGuard> Broken { get; init; }

    /// <summary>How it stands.</summary>
    public required ScreenDecision Decision { get; init; }

    /// <summary>The item to show next; null once decided.</summary>
    public string? Next => Decision == ScreenDecision.Undecided ? Items[Answers.Length] : null;

    /// <summary>Begins. The draw is fixed by the seed; items of an earlier attempt are not shown again.</summary>
    /// <param name="bank">Items to draw from.</param>
    /// <param name="seed">Decides the draw.</param>
    /// <param name="attempt">1 or 2.</param>
    /// <param name="seen">Items that this evaluator has seen.</param>
    /// <param name="exposures">How often each item was shown to anybody; those shown least come first.</param>
    /// <exception cref="ArgumentException">More attempts than allowed, or too few items are left.</exception>
    public static ScreenRun Begin(IReadOnlyCollection<GoldItem> bank, ulong seed, int attempt, IReadOnlySet<string> seen, IReadOnlyDictionary<string, int> exposures)
    {
        if (attempt is < 1 or > ScreenGuards.MaxAttempts)
            throw new ArgumentOutOfRangeException(nameof(attempt), attempt, FormattableString.Invariant($"An attempt from 1 to {ScreenGuards.MaxAttempts}."));
        var items = ItemDraw.Draw(bank, Formats, Rule.Items, seed, seen, exposures, mostOfAKey: Rule.Items / 2);
        if (items.Length < Rule.Items)
            throw new ArgumentException(FormattableString.Invariant($"The bank has {items.Length} items left that this evaluator has not seen; a screen needs {Rule.Items}."), nameof(bank));
        return new ScreenRun { Items = items, Answers = [], Attempt = attempt, Broken = [], Decision = ScreenDecision.Undecided };
    }

    /// <summary>The run after the answer to <see cref="Next"/>.</summary>
    /// <exception cref="InvalidOperationException">The screen is decided, or the answer is to another item.</exception>
    public ScreenRun Answer(CalibrationAnswer answer, IReadOnlyDictionary<string, GoldItem> bank)
    {
        if (Next != answer.Item)
            throw new InvalidOperationException($"The answer is to {answer.Item}; {(Next is null ? "the screen is decided" : "the item shown is " + Next)}.");
        var answers = Answers.Add(answer);
        var decision = Rule.Evaluate([.. answers.Select(IsCorrect)]).Decision;
        var broken = decision == ScreenDecision.Undecided ? [] : ScreenGuards.Broken([.. answers.Select(given => ItemOf(given, bank[given.Item]))], Attempt);
        return this with { Answers = answers, Broken = broken, Decision = decision == ScreenDecision.Pass && !broken.IsEmpty ? ScreenDecision.Fail : decision };
    }

    private static bool IsCorrect(CalibrationAnswer answer) => answer.Outcome >= GoldOutcome.CorrectFrom;

    /// <summary>How long others took is not known here, so an answer is too quick below the shortest threshold.</summary>
    private static ScreenItem ItemOf(CalibrationAnswer answer, GoldItem item) => new(
        IsCorrect(answer), item.Chance(), item.Type.Word(), item.KeyWord(), item.NeverEvent, answer.Confidence, answer.Seconds, ResponseEffort.Threshold([0]).Value);
}
