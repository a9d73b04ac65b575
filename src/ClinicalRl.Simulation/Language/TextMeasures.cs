namespace ClinicalRl.Simulation.Language;

/// <summary>How a text is written. All counts, so that an environment sets its own limits.</summary>
/// <param name="Words">Words and numbers.</param>
/// <param name="Sentences">Sentences.</param>
/// <param name="Clauses">Clauses.</param>
/// <param name="FragmentWords">Words in clauses without a verb.</param>
/// <param name="FragmentMentions">Mentions in clauses without a verb.</param>
/// <param name="Mentions">Mentions of clinical concepts; acts of conversation are not counted.</param>
/// <param name="DistinctConcepts">Different clinical concepts.</param>
/// <param name="MostConceptsInSentence">Most mentions of clinical concepts in one sentence.</param>
/// <param name="Contradictions">Concepts both affirmed and negated of the patient, now, in statements.</param>
/// <param name="IsTruncated">The text was longer than <see cref="ConceptMatcher.MaximumLength"/>; the rest was not read.</param>
public readonly record struct TextMeasures(
    int Words, int Sentences, int Clauses, int FragmentWords, int FragmentMentions, int Mentions, int DistinctConcepts, int MostConceptsInSentence,
    int Contradictions, bool IsTruncated)
{
    /// <summary>Share of words in clauses without a verb, 0 to 1; 0 for an empty text.</summary>
    public double FragmentShare => Words == 0 ? 0 : (double)FragmentWords / Words;

    /// <summary>Mentions per sentence; 0 for an empty text.</summary>
    public double ConceptsPerSentence => Sentences == 0 ? 0 : (double)Mentions / Sentences;
}
