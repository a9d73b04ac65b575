namespace ClinicalRl.Grains.Evaluators;

/// <summary>One evaluator's calibration in one environment; keyed by <see cref="EvaluatorKeys.Calibration"/>.</summary>
[Alias("clinicalrl.calibration")]
public interface ICalibrationGrain : IGrainWithStringKey
{
    /// <summary>Where it stands.</summary>
    [Alias("read")]
    ValueTask<CalibrationStanding> ReadAsync();

    /// <summary>Begins Phase 1, or tries it again where that is allowed; otherwise nothing changes.</summary>
    [Alias("begin")]
    ValueTask<CalibrationStanding> BeginAsync();

    /// <summary>
    /// Answers the item that is shown. Repeating an answer is harmless: the first holds. The time taken is measured here, from when the item was first shown.
    /// </summary>
    /// <param name="item">Id of the item.</param>
    /// <param name="response">The response as JSON with its form.</param>
    /// <param name="confidence">Stated probability of being right, from 0 to 1.</param>
    /// <param name="seconds">What a program says it took; null, and for people always, to measure.</param>
    [Alias("answer")]
    ValueTask<CalibrationStanding> AnswerAsync(string item, string response, double confidence, double? seconds = null);

    /// <summary>Asks for Phase 2 again, and says why: until it is passed, nothing qualifies. Before Phase 2 was done nothing changes.</summary>
    [Alias("demand")]
    ValueTask<CalibrationStanding> DemandAsync(string reason);
}

/// <summary>Where a calibration stands.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.calibration.standing")]
public sealed record CalibrationStanding
{
    /// <summary>The file of both phases as JSON.</summary>
    [Id(0)]
    public required string File { get; init; }

    /// <summary>Why the answer was not taken, or null.</summary>
    [Id(1)]
    public string? Refusal { get; init; }

    /// <summary>Whether the refusal is that the item is not the one shown.</summary>
    [Id(2)]
    public bool IsOtherItem { get; init; }
}
