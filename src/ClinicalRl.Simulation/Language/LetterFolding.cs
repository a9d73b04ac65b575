namespace ClinicalRl.Simulation.Language;

/// <summary>
/// Folds letters to what they look like in plain lower-case Latin: case, accents, full-width and mathematical forms, and the Greek and
/// Cyrillic letters that pass for Latin ones. Own tables, because the platform's depend on the installed Unicode version.
/// </summary>
internal static class LetterFolding
{
    /// <summary>Marks a character that is no part of any word and is passed over: zero-width characters, accents on their own, soft hyphens.</summary>
    public const char Nothing = '\0';

    private const string Latin1 = "aaaaaaaceeeeiiiidnooooo×ouuuuyþsaaaaaaaceeeeiiiidnooooo÷ouuuuyþy";
    private const string LatinExtendedA =
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    private const string CyrillicFrom = "асеіјорхуѕԁһвкмнтАСЕІЈОРХУЅВКМНТ";
    private const string CyrillicTo = "aceijopxysdhbkmhtaceijopxysbkmht";
    private const string GreekFrom = "αεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    private const string GreekTo = "aeiknoptuxabezhikmnoptyx";

    private static readonly char[] Table = BuildTable();

    /// <summary>The folded form of one UTF-16 unit; the same unit when it has none.</summary>
    public static char Fold(char c) => Table[c];

    /// <summary>The folded form of a pair of surrogates (mathematical letters and digits), or a space.</summary>
    public static char FoldPair(char high, char low)
    {
        const int MathLetters = 0x1D400;
        const int MathLettersEnd = 0x1D6A3;
        const int MathDigits = 0x1D7CE;
        const int MathDigitsEnd = 0x1D7FF;
        var point = char.ConvertToUtf32(high, low);
        return point switch
        {
            >= MathLetters and <= MathLettersEnd => (char)('a' + ((point - MathLetters) % 52 % 26)),
            >= MathDigits and <= MathDigitsEnd => (char)('0' + ((point - MathDigits) % 10)),
            _ => ' ',
        };
    }

    private static char[] BuildTable()
    {
        var table = new char[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
            table[i] = (char)i;
        for (var c = 'A'; c <= 'Z'; c++)
            table[c] = (char)(c - 'A' + 'a');
        for (var i = 0; i < Latin1.Length; i++)
            table[0xC0 + i] = Latin1[i];
        for (var i = 0; i < LatinExtendedA.Length; i++)
            table[0x100 + i] = LatinExtendedA[i];
        for (var i = 0; i < CyrillicFrom.Length; i++)
            table[CyrillicFrom[i]] = CyrillicTo[i];
        for (var i = 0; i < GreekFrom.Length; i++)
            table[GreekFrom[i]] = GreekTo[i];
        for (var c = '！'; c <= '～'; c++)
            table[c] = table[c - '！' + '!'];
        foreach (var (from, to) in new[] { ("‘’ʼ`´′", '\''), ("“”«»", '"'), ("‐‑‒–—−", '-'), ("×", 'x'), ("÷", '/'), ("⁄∕", '/'), ("：", ':'), ("₀⁰", '0'), ("₂²", '2'), ("₁¹", '1'), ("₃³", '3'), ("₄⁴", '4'), ("₉⁹", '9'), ("º˚", '°'), ("µμ", 'u'), ("•◦▪●‣", '*'), ("…", '.'), ("；", ';') })
        {
            foreach (var c in from)
                table[c] = to;
        }

        for (var c = '\u0300'; c <= '\u036F'; c++)
            table[c] = Nothing;
        foreach (var c in "\u00AD\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\uFEFF\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFE0E\uFE0F")
            table[c] = Nothing;
        foreach (var c in "\u00A0\u2007\u2008\u2009\u200A\u202F\u2002\u2003\u2004\u2005\u2006\u3000\t")
            table[c] = ' ';
        foreach (var c in "\r\v\f\u0085\u2028\u2029")
            table[c] = '\n';
        return table;
    }
}
