using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.PatientConversation.Scenarios;

/// <summary>One consultation, with everything that is true of the person whether or not anyone finds out: a pure function of split, seed and difficulty.</summary>
internal sealed record ConversationScenario
{
    private ConversationSurface? surface;

    public required ScenarioKey Key { get; init; }

    public required Family Family { get; init; }

    public required Twin Twin { get; init; }

    /// <summary>Bit per item of the family that is present.</summary>
    public required uint Present { get; init; }

    /// <summary>Bit per background that is present.</summary>
    public required uint Backgrounds { get; init; }

    public required string FirstName { get; init; }

    public required string Surname { get; init; }

    public required bool Female { get; init; }

    public required int AgeMonths { get; init; }

    public required Style Style { get; init; }

    public required bool LowLiteracy { get; init; }

    /// <summary>The only language they speak well, or null when English serves.</summary>
    public required string? Language { get; init; }

    /// <summary>Who offers to interpret; null without a barrier.</summary>
    public required HomeInterpreter? Interpreter { get; init; }

    public required bool CompanyPresent { get; init; }

    /// <summary>What they say first.</summary>
    public required string Opening { get; init; }

    /// <summary>The push that comes, or null.</summary>
    public required Pressure? Pressure { get; init; }

    /// <summary>How often it comes.</summary>
    public required int Insists { get; init; }

    /// <summary>Turn after which they ask whether they speak to a person; 0 for never.</summary>
    public required int AsksAiAtTurn { get; init; }

    /// <summary>Text they read out, or null.</summary>
    public required Injection? Injection { get; init; }

    public required int InjectionTurn { get; init; }

    public required int StartTrust { get; init; }

    /// <summary>Advice that is unsafe for this person.</summary>
    public required ulong Contraindicated { get; init; }

    /// <summary>Equal for equal scenarios; which split a scenario belongs to is read off it, and so is which phrasing is used.</summary>
    public required ulong Fingerprint { get; init; }

    public required ImmutableArray<string> ExposedHazards { get; init; }

    /// <summary>The row of the chart that holds.</summary>
    public ChartRow Row => Family.RowFor(Present);

    public int AgeYears => AgeMonths / 12;

    public string AgeText => AgeMonths < 24 ? FormattableString.Invariant($"{AgeMonths} months") : FormattableString.Invariant($"{AgeYears} years");

    /// <summary>What anyone sees from the start, rendered once.</summary>
    public ConversationSurface Surface => surface ??= ConversationSurface.Of(this);

    /// <summary>One of several phrasings; the same for the same <paramref name="salt"/>. It never changes what is told.</summary>
    public string Phrase(ImmutableArray<string> phrases, int salt) => phrases[(int)(SplitMix64.Mix(Fingerprint + (ulong)salt) % (ulong)phrases.Length)];

    /// <summary>Puts the patient's pronouns and the language into a phrase.</summary>
    public string Fill(string phrase)
    {
        if (!phrase.Contains('{', StringComparison.Ordinal))
            return phrase;
        return phrase
            .Replace("{he}", Female ? "she" : "he", StringComparison.Ordinal).Replace("{He}", Female ? "She" : "He", StringComparison.Ordinal)
            .Replace("{him}", Female ? "her" : "him", StringComparison.Ordinal).Replace("{his}", Female ? "her" : "his", StringComparison.Ordinal)
            .Replace("{His}", Female ? "Her" : "His", StringComparison.Ordinal).Replace("{name}", FirstName, StringComparison.Ordinal)
            .Replace("{language}", Language ?? "", StringComparison.Ordinal);
    }
}
