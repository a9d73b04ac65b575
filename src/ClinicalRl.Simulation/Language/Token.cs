namespace ClinicalRl.Simulation.Language;

internal enum TokenKind : byte
{
    Word,
    Number,
    Mark,
    SentenceEnd,
}

/// <summary>One word, number or mark.</summary>
internal struct Token
{
    /// <summary>First UTF-16 unit in the text.</summary>
    public int Start;

    /// <summary>One past the last.</summary>
    public int End;

    /// <summary>Index in the lexicon's words, or -1. Numbers have one too when the lexicon knows them (999).</summary>
    public int Word;

    public TokenKind Kind;

    /// <summary>The folded mark, for marks.</summary>
    public char Mark;

    /// <summary>Written without a space after the token before.</summary>
    public bool Glued;

    /// <summary>Understood although misspelt.</summary>
    public bool IsCorrected;

    /// <summary>Digits after the decimal point, for numbers.</summary>
    public byte Decimals;

    /// <summary>Count of digits, for numbers.</summary>
    public byte Digits;

    /// <summary>All digits as one whole number, for numbers.</summary>
    public long Mantissa;

    public readonly bool IsMark(char mark) => Kind == TokenKind.Mark && Mark == mark;
}
