using System.Diagnostics.CodeAnalysis;
using ClinicalRl.Evaluation.Records;

namespace ClinicalRl.Grains.Records;

/// <summary>
/// What a record belongs to: an assessment, or the tenant's register of evaluators. Of the register is what holds in every assessment: who is enrolled and
/// qualified, and how gold items were answered, those hidden in an assessment too. All else is of one assessment. As text <c>register</c> or the assessment's id.
/// </summary>
public readonly record struct RecordSubject
{
    /// <summary>Longest id of an assessment, characters.</summary>
    public const int MaxLength = 64;

    private const string RegisterWord = "register";

    private readonly string? text;

    private RecordSubject(string text) => this.text = text;

    /// <summary>The tenant's register.</summary>
    public static RecordSubject Register { get; } = new(RegisterWord);

    /// <summary>Whether it is an assessment's.</summary>
    public bool IsAssessment => text is not null && text != RegisterWord;

    /// <summary>An assessment's.</summary>
    /// <exception cref="FormatException">It is no id: 1 to 64 characters of a-z, 0-9, '-' and '_', and not the word register.</exception>
    public static RecordSubject Assessment(string id) =>
        TryAssessment(id, out var subject) ? subject : throw new FormatException("An assessment's id is 1 to 64 characters of a-z, 0-9, '-' and '_', and not 'register'.");

    /// <summary>An assessment's; false when it is no id of one.</summary>
    public static bool TryAssessment([NotNullWhen(true)] string? id, out RecordSubject subject)
    {
        var holds = id is { Length: > 0 and <= MaxLength } and not RegisterWord && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
        subject = holds ? new RecordSubject(id!) : default;
        return holds;
    }

    /// <inheritdoc/>
    public override string ToString() => text ?? "";

    internal static RecordSubject Stored(string text) => new(text);
}

/// <summary>Whom and what a record names, for finding it again.</summary>
internal static class RecordNames
{
    public static string? Evaluator(EvaluationRecord record) => record switch
    {
        EvaluatorEnrolled of => of.Evaluator,
        EvaluatorQualified of => of.Evaluator,
        IGoldOutcome of => of.Evaluator,
        StepScored of => of.Evaluator,
        StepRepeated of => of.Evaluator,
        CriterionJudged of => of.Evaluator,
        EpisodeJudged of => of.Evaluator,
        _ => null,
    };

    public static string? Episode(EvaluationRecord record) => record switch
    {
        EpisodeSelected of => of.Episode,
        StepScored of => of.Episode,
        StepRepeated of => of.Episode,
        CriterionJudged of => of.Episode,
        EpisodeJudged of => of.Episode,
        _ => null,
    };
}
