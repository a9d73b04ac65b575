using System.Text;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.Language;

namespace ClinicalRl.Simulation.EdHandover.FreeText;

/// <summary>
/// The concepts of handovers as a lexicon of the concept matcher: the same words a clinician reads in <c>concepts.yaml</c>. A concept has the same
/// number in both.
/// </summary>
internal static class HandoverLexicon
{
    /// <summary>What the matcher needs beside the concepts: cues such as negation, units and numbers.</summary>
    public const string Cues = "language/cues.yaml";

    /// <inheritdoc cref="Cues"/>
    public const string Units = "language/units.yaml";

    public static Lexicon Compile(Concepts concepts)
    {
        var text = new StringBuilder("concepts:\n");
        foreach (var concept in concepts.All)
        {
            text.Append("  - {id: ").Append(concept.Code).Append(", kind: ").Append(KindOf(concept)).Append(", words: [");
            text.AppendJoin(", ", concept.Words.Where(IsPattern).Select(word => "\"" + word + "\"")).Append("]}\n");
        }

        return Lexicon.Compile([(Cues, ContentFiles.Read(Cues)), (Units, ContentFiles.Read(Units)), ("ed-handover/concepts.yaml", text.ToString())]);
    }

    /// <summary>Titles may hold marks, such as 88-92%, that no text is matched by.</summary>
    private static bool IsPattern(string word) => word.All(c => char.IsLetterOrDigit(c) || " -'()|?.".Contains(c, StringComparison.Ordinal));

    /// <summary>The matcher's kind decides which numbers a concept takes.</summary>
    private static string KindOf(Content.Concept concept) => concept.Kind switch
    {
        "score" or "test" => "measure",
        "medicine" => "medicine",
        "diagnosis" or "finding" or "reaction" or "side_finding" => "finding",
        "stance" => "act",
        "line" or "ceiling" or "ceiling_part" or "oxygen_target" or "infection" or "legal" or "mental_health_status" => "care",
        _ => "matter",
    };
}
