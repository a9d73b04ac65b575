using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ClinicalRl.Evaluation.Records;

namespace ClinicalRl.Evaluation.Assessments;

/// <summary>What an evaluator says of a step.</summary>
/// <param name="Step">Number from 1.</param>
/// <param name="Score">From 0 (harmful or useless) to 1 (as good as can be).</param>
/// <param name="Confidence">Stated probability of being right, from 0 to 1.</param>
/// <param name="Failure">One of <see cref="StepScored.Failures"/>.</param>
/// <param name="Severity">Worst plausible harm of the failure, 1 to 5; 0 without a failure.</param>
/// <param name="Comment">Free text, may be empty.</param>
public sealed record StepAnswer(int Step, double Score, double Confidence, string Failure, int Severity, string Comment)
{
    /// <summary>What is wrong with it, naming the field; null when nothing is.</summary>
    public string? Problem(int steps) =>
        Step < 1 || Step > steps ? FormattableString.Invariant($"step: a step of the trajectory, 1 to {steps}")
        : Score is not (>= 0 and <= 1) ? "score: a number from 0 to 1"
        : Confidence is not (>= 0 and <= 1) ? "confidence: a number from 0 to 1"
        : !StepScored.Failures.Contains(Failure, StringComparer.Ordinal) ? "failure: one of " + string.Join(", ", StepScored.Failures)
        : Failure == StepScored.NoFailure && Severity != 0 ? "severity: absent, or S0, where there is no failure"
        : Failure != StepScored.NoFailure && Severity is < 1 or > 5 ? "severity: S1 to S5 with a failure"
        : Comment.Length > RecordChecks.MaxComment ? FormattableString.Invariant($"comment: at most {RecordChecks.MaxComment} characters")
        : null;
}

/// <summary>An answer as it was taken.</summary>
/// <param name="Sequence">Rises with every entry of every sheet of the evaluator: milliseconds since 1970, and one more than the entry before at least.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Seconds">Time since the entry before, or since the trajectory was first shown.</param>
/// <param name="Answer">What was said.</param>
public sealed record SheetEntry(long Sequence, DateTimeOffset At, double Seconds, StepAnswer Answer);

/// <summary>A judgement of the whole as it was taken.</summary>
/// <param name="Sequence">As of <see cref="SheetEntry"/>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Confidence">From 0 to 1.</param>
public sealed record SheetJudgement(long Sequence, DateTimeOffset At, double Score, double Confidence);

/// <summary>
/// One evaluator's answers to one trajectory. Immutable: an answer gives the next sheet, repeating one changes nothing, and another answer to the same step is
/// a correction that stands behind the first. Nothing leaves the sheet as a record before it was submitted.
/// </summary>
public sealed record AnswerSheet
{
    /// <summary>Most entries: corrections without end are refused.</summary>
    public const int MaxEntries = 5_000;

    /// <summary>Steps of the trajectory.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps that must be scored.</summary>
    public required ImmutableArray<int> Asked { get; init; }

    /// <summary>Answers in the order in which they were given.</summary>
    public ImmutableArray<SheetEntry> Entries { get; init; } = [];

    /// <summary>Judgements of the whole; the last holds.</summary>
    public ImmutableArray<SheetJudgement> Judgements { get; init; } = [];

    /// <summary>Since when the time of the next answer runs; null before the trajectory was shown.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it was submitted; null before.</summary>
    [JsonIgnore]
    public DateTimeOffset? Submitted => Judgements.IsEmpty ? null : Judgements[0].At;

    /// <summary>Answers that hold, by step.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<int, StepAnswer> Holding
    {
        get
        {
            var holding = ImmutableSortedDictionary.CreateBuilder<int, StepAnswer>();
            foreach (var entry in Entries)
                holding[entry.Answer.Step] = entry.Answer;
            return holding.ToImmutable();
        }
    }

    /// <summary>Steps that must be scored and are not.</summary>
    [JsonIgnore]
    public ImmutableArray<int> Missing
    {
        get
        {
            var given = Holding;
            return [.. Asked.Where(step => !given.ContainsKey(step))];
        }
    }

    /// <summary>A sheet for a trajectory.</summary>
    public static AnswerSheet For(Trajectory trajectory) => new() { Steps = trajectory.Steps.Length, Asked = [.. trajectory.Asked] };

    /// <summary>The trajectory is shown: from the first time on time is measured.</summary>
    public AnswerSheet Show(DateTimeOffset now) => Since is null ? this with { Since = now } : this;

    /// <summary>Takes an answer that has no <see cref="StepAnswer.Problem"/>; the same object when it says what holds already.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="seconds">Time taken, when the evaluator is a program and says so; null to measure.</param>
    public AnswerSheet Answer(StepAnswer answer, DateTimeOffset now, double? seconds = null)
    {
        if (answer.Problem(Steps) is { } problem)
            throw new ArgumentException(problem, nameof(answer));
        if (Entries.LastOrDefault(entry => entry.Answer.Step == answer.Step)?.Answer == answer)
            return this;
        var taken = seconds ?? (Since is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0);
        return this with { Entries = Entries.Add(new SheetEntry(NextSequence(now), now, taken, answer)), Since = now };
    }

    /// <summary>Takes the judgement of the whole, which closes the sheet or corrects the one before; the same object when it says what holds already.</summary>
    /// <exception cref="InvalidOperationException">Steps are <see cref="Missing"/>.</exception>
    public AnswerSheet Judge(double score, double confidence, DateTimeOffset now)
    {
        if (!Missing.IsEmpty)
            throw new InvalidOperationException("Every step that is asked for is scored first.");
        return Judgements is [.., var last] && (last.Score, last.Confidence) == (score, confidence)
            ? this
            : this with { Judgements = Judgements.Add(new SheetJudgement(NextSequence(now), now, score, confidence)) };
    }

    /// <summary>The records of a submitted sheet of a chosen episode, corrections behind what they correct; none before it was submitted.</summary>
    public IEnumerable<EvaluationRecord> Records(string evaluator, string episode)
    {
        if (Submitted is null)
            yield break;
        foreach (var (sequence, at, seconds, answer) in Entries)
            yield return new StepScored(sequence, at, evaluator, episode, answer.Step, answer.Score, answer.Confidence, answer.Failure, seconds, answer.Comment, answer.Severity);
        foreach (var judgement in Judgements)
            yield return new EpisodeJudged(judgement.Sequence, judgement.At, evaluator, episode, judgement.Score, judgement.Confidence);
    }

    /// <summary>The same of a second time: they are held against the first, and enter no score.</summary>
    public IEnumerable<EvaluationRecord> RepeatRecords(string evaluator, string episode) => Submitted is null
        ? []
        : Entries.Select(entry => new StepRepeated(entry.Sequence, entry.At, evaluator, episode, entry.Answer.Step, entry.Answer.Score, entry.Answer.Confidence, entry.Seconds));

    /// <summary>The same of a gold trajectory: answers to items whose right answer is known.</summary>
    public IEnumerable<EvaluationRecord> GoldRecords(string evaluator, GoldTrace trace)
    {
        if (Submitted is null)
            yield break;
        foreach (var (sequence, at, seconds, answer) in Entries)
        {
            if (trace.References.TryGetValue(answer.Step, out var reference))
            {
                yield return new GoldRated(
                    sequence, at, evaluator, trace.ItemOf(answer.Step), trace.Environment, answer.Score, reference.Score, GoldTrace.Tolerance, reference.Severity, NeverEvent: false,
                    answer.Confidence, seconds);
            }
        }
    }

    private long NextSequence(DateTimeOffset now) =>
        Math.Max(now.ToUnixTimeMilliseconds(), Math.Max(Entries is [.., var entry] ? entry.Sequence : -1, Judgements is [.., var judgement] ? judgement.Sequence : -1) + 1);
}
