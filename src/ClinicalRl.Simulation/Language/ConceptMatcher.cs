using System.Collections.Immutable;

namespace ClinicalRl.Simulation.Language;

/// <summary>
/// Understands a text without a model: words to concepts by a lexicon, and what is said of them by cues. The same text gives the same reading
/// everywhere; time grows with the length of the text; no text makes it fail.
/// </summary>
public static class ConceptMatcher
{
    /// <summary>Only so many UTF-16 units of a text are read.</summary>
    public const int MaximumLength = 20_000;

    /// <summary>Reads a text: any text, hostile or broken.</summary>
    public static Reading Read(Lexicon lexicon, string text)
    {
        var workspace = Workspace.Mine;
        workspace.Clear();
        var words = lexicon.Words;
        new Tokenizer(text.AsSpan(0, Math.Min(text.Length, MaximumLength)), workspace, words.Vocabulary).Run();
        workspace.PrepareTokens();
        new PhraseFinder(words, workspace).Run();
        new ClauseSplitter(words, workspace).Run();
        new SpeechActs(words, workspace).Run();
        DropUnasked(words, workspace);
        new ContextResolver(words, workspace).Run();
        new SideFinder(words, workspace).Run();
        new NumberReader(words, workspace).Run();
        new Attachment(words, workspace).Run();
        var measures = new TextMeter(words, workspace).Measure(text.Length > MaximumLength);
        return new Reading(lexicon, Clauses(workspace), Mentions(workspace), [.. workspace.Quantities], [.. workspace.Times], measures);
    }

    /// <summary>Takes out what counts only where something is asked, and what lies within a cue that is none ("no improvement in").</summary>
    private static void DropUnasked(LexiconWords words, Workspace workspace)
    {
        var kept = 0;
        for (var i = 0; i < workspace.FoundCount; i++)
        {
            ref readonly var found = ref workspace.Founds[i];
            var act = workspace.Clauses[workspace.ClauseOf[found.First]].Act;
            if ((words.IsAsked[found.Concept] && act is SpeechAct.Statement or SpeechAct.Fragment) || (!words.IsAct[found.Concept] && IsWithinMereWords(workspace, found)))
                continue;
            workspace.Founds[kept++] = found;
        }

        workspace.KeepFounds(kept);
    }

    private static bool IsWithinMereWords(Workspace workspace, in Found found)
    {
        const int LongestCue = 6;
        for (var at = found.First; at >= 0 && at > found.First - LongestCue; at--)
        {
            if (workspace.CueLengths[at] > 0 && at + workspace.CueLengths[at] > found.Last)
                return workspace.Cues[at] == CueRoles.None && workspace.CueLengths[at] > found.Last - found.First + 1;
        }

        return false;
    }

    private static ImmutableArray<Mention> Mentions(Workspace workspace)
    {
        var mentions = ImmutableArray.CreateBuilder<Mention>(workspace.FoundCount);
        foreach (ref readonly var found in workspace.Founds)
        {
            var start = workspace.Tokens[found.First].Start;
            var isCorrected = false;
            for (var at = found.First; at <= found.Last; at++)
                isCorrected |= workspace.Tokens[at].IsCorrected && !(at >= found.GapFrom && at < found.GapTo);
            mentions.Add(new Mention(
                found.Concept, new TextSpan(start, workspace.Tokens[found.Last].End - start), found.Clause, found.Polarity, found.Certainty,
                found.Temporality, found.Subject, found.Side, isCorrected));
        }

        return mentions.MoveToImmutable();
    }

    private static ImmutableArray<Clause> Clauses(Workspace workspace)
    {
        var clauses = ImmutableArray.CreateBuilder<Clause>(workspace.ClauseCount);
        var found = 0;
        for (var i = 0; i < workspace.ClauseCount; i++)
        {
            ref readonly var draft = ref workspace.Clauses[i];
            var first = found;
            while (found < workspace.FoundCount && workspace.Founds[found].Clause == i)
                found++;
            var start = workspace.Tokens[draft.First].Start;
            clauses.Add(new Clause(
                new TextSpan(start, workspace.Tokens[draft.Last].End - start), draft.Sentence, draft.Act, draft.IsConditional,
                TextMeter.Words(workspace, draft), first, found - first));
        }

        return clauses.MoveToImmutable();
    }
}
