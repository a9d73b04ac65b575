using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Evaluation.Calibration;

/// <summary>Where an evaluator stands in an environment's calibration.</summary>
public enum CalibrationPhase
{
    /// <summary>Nothing was begun.</summary>
    NotBegun,

    /// <summary>Phase 1 runs.</summary>
    Screening,

    /// <summary>Phase 1 was failed, and may be tried again.</summary>
    ScreenFailed,

    /// <summary>Phase 1 was failed as often as it may be tried.</summary>
    Refused,

    /// <summary>Phase 2 runs.</summary>
    Calibrating,

    /// <summary>The lower bound was reached.</summary>
    Qualified,

    /// <summary>It was not.</summary>
    NotQualified,

    /// <summary>It was, too long ago: Phase 2 is done again.</summary>
    Expired,

    /// <summary>Phase 2 was asked for again, and until it is passed nothing qualifies.</summary>
    RetestDue,
}

/// <summary>What is needed to draw items.</summary>
/// <param name="Items">The bank.</param>
/// <param name="Gate">What must hold in Phase 2.</param>
/// <param name="Seed">Decides the draw; nobody who answers may know it.</param>
/// <param name="Exposures">How often each item was shown to anybody.</param>
public sealed record CalibrationDraw(ImmutableDictionary<string, GoldItem> Items, CalibrationGate Gate, ulong Seed, IReadOnlyDictionary<string, int> Exposures);

/// <summary>Both phases of one evaluator in one environment. Immutable; what happens gives the next file, and repeating it changes nothing.</summary>
public sealed record CalibrationFile
{
    /// <summary>Nothing begun.</summary>
    public static CalibrationFile Empty { get; } = new();

    /// <summary>Attempts at Phase 1, oldest first.</summary>
    public ImmutableArray<ScreenRun> Screens { get; init; } = [];

    /// <summary>Phase 2, the latest time; null before Phase 1 was passed.</summary>
    public CalibrationRun? Run { get; init; }

    /// <summary>Phase 2 at earlier times, oldest first.</summary>
    public ImmutableArray<CalibrationRun> Earlier { get; init; } = [];

    /// <summary>When Phase 2 was last asked for again, whatever it had found; null when it never was.</summary>
    public DateTimeOffset? Demanded { get; init; }

    /// <summary>Why it was; null when it never was.</summary>
    public string? DemandedBecause { get; init; }

    /// <summary>Where it stands, whenever it is.</summary>
    [JsonIgnore]
    public CalibrationPhase Phase => Run is not null
        ? Run.Decision switch { CalibrationDecision.Undecided => CalibrationPhase.Calibrating, CalibrationDecision.Qualified => CalibrationPhase.Qualified, _ => CalibrationPhase.NotQualified }
        : Screens switch
        {
            [] => CalibrationPhase.NotBegun,
            [.., { Decision: ScreenDecision.Undecided }] => CalibrationPhase.Screening,
            { Length: < ScreenGuards.MaxAttempts } => CalibrationPhase.ScreenFailed,
            _ => CalibrationPhase.Refused,
        };

    /// <summary>The item to show; null when none is.</summary>
    [JsonIgnore]
    public string? Next => Run is not null ? Run.Next : Screens is [.., var screen] ? screen.Next : null;

    /// <summary>Answers so far, of all attempts and phases.</summary>
    [JsonIgnore]
    public int Answered => Screens.Sum(screen => screen.Answers.Length) + Runs.Sum(run => run.Answers.Length);

    /// <summary>Items drawn so far that were or may be shown in Phase 1.</summary>
    [JsonIgnore]
    public ImmutableHashSet<string> Seen => [.. Screens.SelectMany(screen => screen.Items)];

    /// <summary>Every time of Phase 2, oldest first.</summary>
    [JsonIgnore]
    public IEnumerable<CalibrationRun> Runs => Run is null ? Earlier : Earlier.Append(Run);

    /// <summary>The last time of Phase 2 that came to a decision; null when none did.</summary>
    [JsonIgnore]
    public CalibrationRun? Decided => Runs.LastOrDefault(run => run.Decision != CalibrationDecision.Undecided);

    /// <summary>Until when the qualification holds; null when there is none that does.</summary>
    [JsonIgnore]
    public DateTimeOffset? QualifiedUntil => Decided is { Decision: CalibrationDecision.Qualified } run && !(Demanded > run.Answers[^1].At) ? run.Answers[^1].At.AddDays(run.Gate.ValidDays) : null;

    /// <summary>Whether the evaluator is qualified at a time. While Phase 2 is done again, what was found before holds as long as it would have.</summary>
    public bool IsQualifiedAt(DateTimeOffset now) => now < QualifiedUntil;

    /// <summary>Where it stands at a time.</summary>
    public CalibrationPhase PhaseAt(DateTimeOffset now) =>
        Phase is CalibrationPhase.Qualified or CalibrationPhase.NotQualified && Demanded > Run!.Answers.LastOrDefault()?.At ? CalibrationPhase.RetestDue
        : Phase == CalibrationPhase.Qualified && !IsQualifiedAt(now) ? CalibrationPhase.Expired
        : Phase;

    /// <summary>
    /// Begins Phase 1, or tries it again where that is allowed; or Phase 2 again, when the qualification has ended, ends soon, or it was asked for. Otherwise
    /// nothing changes.
    /// </summary>
    public CalibrationFile Begin(CalibrationDraw draw, DateTimeOffset now)
    {
        if (Phase is CalibrationPhase.NotBegun or CalibrationPhase.ScreenFailed)
            return this with { Screens = Screens.Add(ScreenRun.Begin([.. draw.Items.Values], draw.Seed, Screens.Length + 1, Seen, draw.Exposures)) };
        var isDue = PhaseAt(now) is CalibrationPhase.Expired or CalibrationPhase.RetestDue || (Phase == CalibrationPhase.Qualified && now >= QualifiedUntil?.AddDays(-draw.Gate.RenewDays));
        return isDue ? this with { Earlier = Earlier.Add(Run!), Run = CalibrationRun.BeginAgain(draw, AnsweredLast) } : this;
    }

    /// <summary>Asks for Phase 2 again: until it is passed, nothing qualifies. Before Phase 2 was done nothing changes.</summary>
    public CalibrationFile Demand(DateTimeOffset now, string reason) =>
        Phase is CalibrationPhase.Qualified or CalibrationPhase.NotQualified ? this with { Demanded = now, DemandedBecause = reason } : this;

    /// <summary>
    /// Takes an answer in. One to an item that was answered before changes nothing: the first holds. Null when the item is not the one shown. When
    /// Phase 1 is passed, Phase 2 begins.
    /// </summary>
    public CalibrationFile? Answer(CalibrationAnswer answer, CalibrationDraw draw)
    {
        if (HasAnswered(answer.Item))
            return this;
        if (Next != answer.Item)
            return null;
        if (Run is not null)
            return this with { Run = Run.Answer(answer, draw.Items) };
        var screen = Screens[^1].Answer(answer, draw.Items);
        var next = this with { Screens = Screens.SetItem(Screens.Length - 1, screen) };
        return screen.Decision == ScreenDecision.Pass
            ? next with { Run = CalibrationRun.Begin([.. draw.Items.Values], draw.Gate, draw.Seed, next.Seen, draw.Exposures) }
            : next;
    }

    /// <summary>Whether the item was answered, and is not shown again now.</summary>
    public bool HasAnswered(string item) => item != Next && Given.Any(answer => answer.Item == item);

    private IEnumerable<CalibrationAnswer> Given => Screens.SelectMany(screen => screen.Answers).Concat(Runs.SelectMany(run => run.Answers));

    /// <summary>When this evaluator last answered each item.</summary>
    private Dictionary<string, DateTimeOffset> AnsweredLast
    {
        get
        {
            var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            foreach (var answer in Given)
                last[answer.Item] = answer.At;
            return last;
        }
    }
}
