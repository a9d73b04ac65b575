namespace ClinicalRl.Simulation.Language;

/// <summary>A phrase of the lexicon found among the tokens.</summary>
internal struct Found
{
    public int Concept;

    /// <summary>First and last token.</summary>
    public int First;
    public int Last;

    /// <summary>First token of the gap, and the first after it; both 0 when there is none.</summary>
    public int GapFrom;
    public int GapTo;

    public int Clause;
    public Polarity Polarity;
    public Certainty Certainty;
    public Temporality Temporality;
    public Subject Subject;
    public Side Side;
}

/// <summary>A clause while it is being made out.</summary>
internal struct ClauseDraft
{
    /// <summary>First and last token.</summary>
    public int First;
    public int Last;

    public int Sentence;
    public SpeechAct Act;
    public bool IsConditional;

    /// <summary>Begins a sentence, or after "but" and the like: nothing said before reaches into it.</summary>
    public bool IsFresh;

    /// <summary>Begins after a comma.</summary>
    public bool AfterComma;

    public readonly bool IsQuestion => Act is SpeechAct.OpenQuestion or SpeechAct.ClosedQuestion;

    /// <summary>Its sentence ends in a question mark.</summary>
    public bool Asked;
}

/// <summary>Growing buffers for reading one text; each thread keeps one.</summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? mine;

    private Token[] tokens = new Token[128];
    private CueRoles[] cues = new CueRoles[128];
    private byte[] cueLengths = new byte[128];
    private byte[] taken = new byte[128];
    private int[] clauseOf = new int[128];
    private Found[] founds = new Found[32];
    private ClauseDraft[] clauses = new ClauseDraft[16];
    private Quantity[] quantities = new Quantity[16];
    private TimeExpression[] times = new TimeExpression[16];
    private byte[] conceptMarks = [];

    public static Workspace Mine => mine ??= new Workspace();

    /// <summary>Acts found at one place.</summary>
    public List<(int Concept, PhraseFinder.Match Match)> Acts { get; } = [];

    public int TokenCount { get; private set; }

    public int FoundCount { get; private set; }

    public int ClauseCount { get; private set; }

    public int QuantityCount { get; private set; }

    public int TimeCount { get; private set; }

    public Span<Token> Tokens => tokens.AsSpan(0, TokenCount);

    /// <summary>By token: roles of the cue that begins there.</summary>
    public Span<CueRoles> Cues => cues.AsSpan(0, TokenCount);

    /// <summary>By token: how many tokens the cue that begins there takes; 0 for none.</summary>
    public Span<byte> CueLengths => cueLengths.AsSpan(0, TokenCount);

    /// <summary>By token: a bit per layer of phrases that has taken it.</summary>
    public Span<byte> Taken => taken.AsSpan(0, TokenCount);

    /// <summary>By token: its clause.</summary>
    public Span<int> ClauseOf => clauseOf.AsSpan(0, TokenCount);

    public Span<Found> Founds => founds.AsSpan(0, FoundCount);

    public Span<ClauseDraft> Clauses => clauses.AsSpan(0, ClauseCount);

    public Span<Quantity> Quantities => quantities.AsSpan(0, QuantityCount);

    public Span<TimeExpression> Times => times.AsSpan(0, TimeCount);

    public void Clear() => (TokenCount, FoundCount, ClauseCount, QuantityCount, TimeCount) = (0, 0, 0, 0, 0);

    /// <summary>A byte per concept, all 0; whoever marks one puts it back to 0.</summary>
    public Span<byte> ConceptMarks(int concepts)
    {
        if (conceptMarks.Length < concepts)
            conceptMarks = new byte[concepts];
        return conceptMarks;
    }

    public ref Token AddToken()
    {
        if (TokenCount == tokens.Length)
            Array.Resize(ref tokens, tokens.Length * 2);
        return ref tokens[TokenCount++];
    }

    /// <summary>Call when the tokens are known: makes room for what is known of each.</summary>
    public void PrepareTokens()
    {
        if (cues.Length < TokenCount)
        {
            var size = tokens.Length;
            (cues, cueLengths, taken, clauseOf) = (new CueRoles[size], new byte[size], new byte[size], new int[size]);
        }

        CueLengths.Clear();
        Taken.Clear();
        Cues.Clear();
    }

    public void AddFound(in Found found)
    {
        if (FoundCount == founds.Length)
            Array.Resize(ref founds, founds.Length * 2);
        founds[FoundCount++] = found;
    }

    /// <summary>Forgets all but the first so many.</summary>
    public void KeepFounds(int count) => FoundCount = count;

    public void AddClause(in ClauseDraft clause)
    {
        if (ClauseCount == clauses.Length)
            Array.Resize(ref clauses, clauses.Length * 2);
        clauses[ClauseCount++] = clause;
    }

    public void AddQuantity(in Quantity quantity)
    {
        if (QuantityCount == quantities.Length)
            Array.Resize(ref quantities, quantities.Length * 2);
        quantities[QuantityCount++] = quantity;
    }

    public void AddTime(in TimeExpression time)
    {
        if (TimeCount == times.Length)
            Array.Resize(ref times, times.Length * 2);
        times[TimeCount++] = time;
    }
}
