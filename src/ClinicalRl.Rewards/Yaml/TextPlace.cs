namespace ClinicalRl.Rewards.Yaml;

/// <summary>Where a scalar's text stands in its document, so that a character of the one can be shown in the other.</summary>
internal sealed class TextPlace(string document, int index, SourcePosition start)
{
    /// <summary>Where the scalar begins.</summary>
    public SourcePosition Start { get; } = start;

    /// <summary>
    /// The position of the character at <paramref name="offset"/> of <paramref name="text"/>. Folding and indentation change only
    /// blanks, so the two texts are walked side by side over everything else; should they differ, the scalar's start is given.
    /// </summary>
    public SourcePosition PositionOf(string text, int offset)
    {
        var (at, line, column) = (index, Start.Line, Start.Column);
        if (at < document.Length && document[at] is '|' or '>')
            SkipHeader(ref at, ref line, ref column);
        else if (at < document.Length && document[at] is '\'' or '"')
            Advance(ref at, ref line, ref column);
        for (var i = 0; i <= offset && i < text.Length; i++)
        {
            if (IsBlank(text[i]))
                continue;
            while (at < document.Length && IsBlank(document[at]))
                Advance(ref at, ref line, ref column);
            if (at >= document.Length || document[at] != text[i])
                return Start;
            if (i == offset)
                break;
            Advance(ref at, ref line, ref column);
        }

        return new SourcePosition(line, column);
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    private void SkipHeader(ref int at, ref int line, ref int column)
    {
        while (at < document.Length && document[at] != '\n')
            Advance(ref at, ref line, ref column);
    }

    private void Advance(ref int at, ref int line, ref int column)
    {
        column++;
        if (document[at++] != '\n')
            return;
        line++;
        column = 1;
    }
}
