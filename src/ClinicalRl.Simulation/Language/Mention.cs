namespace ClinicalRl.Simulation.Language;

/// <summary>Whether what is mentioned is said to be so or said not to be so.</summary>
public enum Polarity : byte
{
    /// <summary>Said to be so.</summary>
    Affirmed,

    /// <summary>Said not to be so: "no fever", "PE was ruled out", "avoid ibuprofen".</summary>
    Negated,
}

/// <summary>How surely it is said.</summary>
public enum Certainty : byte
{
    /// <summary>Said outright.</summary>
    Certain,

    /// <summary>Said with doubt: "possible", "might be", "?PE", "cannot be excluded".</summary>
    Hedged,
}

/// <summary>When it holds.</summary>
public enum Temporality : byte
{
    /// <summary>Now.</summary>
    Current,

    /// <summary>Before, or done already: "previous stroke", "aspirin given", "the pain has gone".</summary>
    Past,

    /// <summary>To be done or awaited: "next dose due", "will have a scan", "troponin pending", and what is asked of somebody.</summary>
    Planned,

    /// <summary>Only in case: "if you get chest pain".</summary>
    Conditional,
}

/// <summary>Who it is about.</summary>
public enum Subject : byte
{
    /// <summary>The patient, unless the words say otherwise.</summary>
    Patient,

    /// <summary>A relative or partner of the patient.</summary>
    Family,

    /// <summary>Somebody else: a neighbour, another patient.</summary>
    Other,
}

/// <summary>Which side of the body.</summary>
public enum Side : byte
{
    /// <summary>No side is said.</summary>
    None,

    /// <summary>The left.</summary>
    Left,

    /// <summary>The right.</summary>
    Right,

    /// <summary>Both sides.</summary>
    Both,
}

/// <summary>Part of a text, in UTF-16 units of the text as it was given.</summary>
/// <param name="Start">First unit.</param>
/// <param name="Length">Count of units.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>One past the last unit.</summary>
    public int End => Start + Length;
}

/// <summary>One concept found in a text.</summary>
/// <param name="Concept">Index in the <see cref="Lexicon"/>.</param>
/// <param name="Span">From its first word to its last; a phrase with a gap ("chest … hurts") covers the gap too.</param>
/// <param name="Clause">Index in <see cref="Reading.Clauses"/>.</param>
/// <param name="Polarity">Said to be so or not.</param>
/// <param name="Certainty">Said outright or with doubt.</param>
/// <param name="Temporality">Now, before, planned or in case.</param>
/// <param name="Subject">Who it is about.</param>
/// <param name="Side">Which side of the body.</param>
/// <param name="IsCorrected">A word of it was misspelt and understood all the same.</param>
public readonly record struct Mention(
    int Concept, TextSpan Span, int Clause, Polarity Polarity, Certainty Certainty, Temporality Temporality, Subject Subject, Side Side, bool IsCorrected)
{
    /// <summary>Affirmed, certain, current and about the patient: what a plain statement of fact says.</summary>
    public bool IsPlainFact =>
        Polarity == Polarity.Affirmed && Certainty == Certainty.Certain && Temporality == Temporality.Current && Subject == Subject.Patient;
}
