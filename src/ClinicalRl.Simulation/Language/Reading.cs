using System.Collections.Immutable;

namespace ClinicalRl.Simulation.Language;

/// <summary>What was understood of one text. Never changes.</summary>
public sealed class Reading
{
    internal Reading(
        Lexicon lexicon, ImmutableArray<Clause> clauses, ImmutableArray<Mention> mentions, ImmutableArray<Quantity> quantities,
        ImmutableArray<TimeExpression> times, TextMeasures measures)
    {
        Lexicon = lexicon;
        Clauses = clauses;
        Mentions = mentions;
        Quantities = quantities;
        Times = times;
        Measures = measures;
    }

    /// <summary>The lexicon it was read with; concepts are indices in it.</summary>
    public Lexicon Lexicon { get; }

    /// <summary>Clauses in order; together they cover every word.</summary>
    public ImmutableArray<Clause> Clauses { get; }

    /// <summary>Concepts in order of clause and first word.</summary>
    public ImmutableArray<Mention> Mentions { get; }

    /// <summary>Numbers in order.</summary>
    public ImmutableArray<Quantity> Quantities { get; }

    /// <summary>Times in order.</summary>
    public ImmutableArray<TimeExpression> Times { get; }

    /// <summary>How it is written: sentences or a heap of keywords.</summary>
    public TextMeasures Measures { get; }

    /// <summary>Whether the concept, or anything that is one, is mentioned at all.</summary>
    public bool Mentioned(int concept) => IndexOf(concept) >= 0;

    /// <summary>Index of the first mention of the concept, or of anything that is one, from <paramref name="from"/>; -1 when there is none.</summary>
    public int IndexOf(int concept, int from = 0)
    {
        for (var i = from; i < Mentions.Length; i++)
        {
            if (Lexicon.Is(Mentions[i].Concept, concept))
                return i;
        }

        return -1;
    }

    /// <summary>Whether the concept, or anything that is one, is stated of the patient as a plain fact, outside a question.</summary>
    public bool States(int concept)
    {
        for (var i = IndexOf(concept); i >= 0; i = IndexOf(concept, i + 1))
        {
            if (Mentions[i].IsPlainFact && !Clauses[Mentions[i].Clause].IsQuestion)
                return true;
        }

        return false;
    }

    /// <summary>Whether the concept, or anything that is one, is said of the patient not to be so, outside a question.</summary>
    public bool Denies(int concept)
    {
        for (var i = IndexOf(concept); i >= 0; i = IndexOf(concept, i + 1))
        {
            var mention = Mentions[i];
            if (mention.Polarity == Polarity.Negated && mention.Subject == Subject.Patient && !Clauses[mention.Clause].IsQuestion)
                return true;
        }

        return false;
    }

    /// <summary>Whether a question asks about the concept, or anything that is one.</summary>
    public bool Asks(int concept)
    {
        for (var i = IndexOf(concept); i >= 0; i = IndexOf(concept, i + 1))
        {
            if (Clauses[Mentions[i].Clause].IsQuestion)
                return true;
        }

        return false;
    }

    /// <summary>Index of the first quantity that belongs to the concept, or to anything that is one; -1 when there is none.</summary>
    public int QuantityOf(int concept, int from = 0)
    {
        for (var i = from; i < Quantities.Length; i++)
        {
            if (Quantities[i].Mention >= 0 && Lexicon.Is(Mentions[Quantities[i].Mention].Concept, concept))
                return i;
        }

        return -1;
    }
}
