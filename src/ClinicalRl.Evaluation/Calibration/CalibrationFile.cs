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

    /// <summary>Phase 2; null before Phase 1 was passed.</summary>
    public CalibrationRun? Run { get; init; }

    /// <summary>Where it stands.</summary>
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
    public int Answered => Screens.Sum(screen => screen.Answers.Length) + (Run?.Answers.Length ?? 0);

    /// <summary>Items drawn so far that were or may be shown.</summary>
    [JsonIgnore]
    public ImmutableHashSet<string> Seen => [.. Screens.SelectMany(screen => screen.Items)];

    /// <summary>Begins Phase 1, or tries it again where that is allowed; otherwise nothing changes.</summary>
    public CalibrationFile Begin(CalibrationDraw draw) => Phase is CalibrationPhase.NotBegun or CalibrationPhase.ScreenFailed
        ? this with { Screens = Screens.Add(ScreenRun.Begin([.. draw.Items.Values], draw.Seed, Screens.Length + 1, Seen, draw.Exposures)) }
        : this;

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

    /// <summary>Whether the item was answered.</summary>
    public bool HasAnswered(string item) => Screens.Any(screen => screen.Answers.Any(answer => answer.Item == item)) || (Run?.Answers.Any(answer => answer.Item == item) ?? false);
}
