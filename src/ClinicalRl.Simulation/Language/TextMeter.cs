namespace ClinicalRl.Simulation.Language;

/// <summary>Counts what tells sentences from heaps of keywords.</summary>
internal readonly ref struct TextMeter(LexiconWords words, Workspace workspace)
{
    public TextMeasures Measure(bool isTruncated)
    {
        var (count, fragmentWords, sentences) = (0, 0, 0);
        foreach (ref readonly var clause in workspace.Clauses)
        {
            var inClause = Words(workspace, clause);
            count += inClause;
            fragmentWords += clause.Act == SpeechAct.Fragment ? inClause : 0;
            sentences = clause.Sentence + 1;
        }

        var (mentions, fragments, most, inSentence, sentence) = (0, 0, 0, 0, -1);
        foreach (ref readonly var found in workspace.Founds)
        {
            if (words.IsAct[found.Concept])
                continue;
            ref readonly var clause = ref workspace.Clauses[found.Clause];
            inSentence = clause.Sentence == sentence ? inSentence + 1 : 1;
            sentence = clause.Sentence;
            most = Math.Max(most, inSentence);
            mentions++;
            fragments += clause.Act == SpeechAct.Fragment ? 1 : 0;
        }

        var (distinct, contradictions) = Concepts();
        return new TextMeasures(count, sentences, workspace.ClauseCount, fragmentWords, fragments, mentions, distinct, most, contradictions, isTruncated);
    }

    /// <summary>Words and numbers in a clause.</summary>
    public static int Words(Workspace workspace, in ClauseDraft clause)
    {
        var count = 0;
        for (var at = clause.First; at <= clause.Last; at++)
            count += workspace.Tokens[at].Kind is TokenKind.Word or TokenKind.Number ? 1 : 0;
        return count;
    }

    /// <summary>Different concepts, and those stated of the patient both to be so and not to be so.</summary>
    private (int Distinct, int Contradictions) Concepts()
    {
        const byte Seen = 1;
        const byte Affirmed = 2;
        const byte Negated = 4;
        var marks = workspace.ConceptMarks(words.Kinds.Length);
        var (distinct, contradictions) = (0, 0);
        foreach (ref readonly var found in workspace.Founds)
        {
            if (words.IsAct[found.Concept])
                continue;
            var before = marks[found.Concept];
            distinct += before == 0 ? 1 : 0;
            var isFact = found is { Subject: Subject.Patient, Temporality: Temporality.Current, Certainty: Certainty.Certain, Side: Side.None }
                && workspace.Clauses[found.Clause].Act is SpeechAct.Statement or SpeechAct.Fragment;
            var after = (byte)(before | Seen | (!isFact ? 0 : found.Polarity == Polarity.Negated ? Negated : Affirmed));
            contradictions += (after & (Affirmed | Negated)) == (Affirmed | Negated) && (before & (Affirmed | Negated)) != (Affirmed | Negated) ? 1 : 0;
            marks[found.Concept] = after;
        }

        foreach (ref readonly var found in workspace.Founds)
            marks[found.Concept] = 0;
        return (distinct, contradictions);
    }
}
