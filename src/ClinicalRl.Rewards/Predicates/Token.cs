using System.Globalization;

namespace ClinicalRl.Rewards.Predicates;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Word,
    Quoted,
    Number,
    Sign,
    End,
}

/// <summary>A word, quoted word, number or sign of a predicate.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins, in characters of the predicate's text.</param>
/// <param name="Text">Its text, without quotes.</param>
/// <param name="Number">Its value, of a number.</param>
internal readonly record struct Token(TokenKind Kind, int Offset, string Text, double Number = 0);

/// <summary>Cuts a predicate's text into tokens.</summary>
internal static class Lexer
{
    /// <summary>Most tokens in one predicate.</summary>
    public const int MaxTokens = 500;

    /// <summary>Longest number, characters: enough for every range a fact can have, and always finite.</summary>
    public const int MaxNumberLength = 18;

    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ","];

    /// <summary>The tokens, ending with one of kind <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="PredicateSyntaxException">A character, quote or number is wrong, or there are too many tokens.</exception>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (true)
        {
            while (position < text.Length && text[position] is ' ' or '\n' or '\t' or '\r')
                position++;
            if (tokens.Count >= MaxTokens)
                throw new PredicateSyntaxException(position, FormattableString.Invariant($"a predicate has at most {MaxTokens} words, numbers and signs; split the criterion"));
            if (position == text.Length)
                break;
            var token = ReadOne(text, position, out position);
            tokens.Add(token);
        }

        tokens.Add(new Token(TokenKind.End, text.Length, "the end"));
        return tokens;
    }

    private static Token ReadOne(string text, int start, out int end)
    {
        var first = text[start];
        if (first is '\'' or '"')
            return ReadQuoted(text, start, out end);
        if (char.IsAsciiDigit(first) || (first is '-' or '+' or '.' && start + 1 < text.Length && (char.IsAsciiDigit(text[start + 1]) || text[start + 1] == '.')))
            return ReadNumber(text, start, out end);
        if (StartsWord(first))
        {
            end = start + 1;
            while (end < text.Length && ContinuesWord(text[end]))
                end++;
            return new Token(TokenKind.Word, start, text[start..end]);
        }

        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, start, sign, 0, sign.Length) == 0)
            {
                end = start + sign.Length;
                return new Token(TokenKind.Sign, start, sign);
            }
        }

        throw new PredicateSyntaxException(start, $"'{Shown(first)}' means nothing here; a predicate is made of facts, and, or, not, in, comparisons, numbers with units and words");
    }

    private static Token ReadQuoted(string text, int start, out int end)
    {
        var close = text.IndexOf(text[start], start + 1);
        if (close < 0)
            throw new PredicateSyntaxException(start, "this quotation mark is never closed");
        end = close + 1;
        return new Token(TokenKind.Quoted, start, text[(start + 1)..close]);
    }

    private static Token ReadNumber(string text, int start, out int end)
    {
        end = start + 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        var digits = text[start..end];
        var style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var wellFormed = digits.Length <= MaxNumberLength && digits[0] != '+' && digits[^1] != '.' && digits.TrimStart('-')[0] != '.';
        if (!wellFormed || !double.TryParse(digits, style, CultureInfo.InvariantCulture, out var number))
            throw new PredicateSyntaxException(start, FormattableString.Invariant($"a number is written like 12, -3 or 0.5, in at most {MaxNumberLength} characters"));
        return new Token(TokenKind.Number, start, digits, number);
    }

    private static bool StartsWord(char c) => char.IsLetter(c) || c is '_' or '%' or '°' or '/';

    private static bool ContinuesWord(char c) => StartsWord(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '^' or '·' or '²';

    private static string Shown(char c) => char.IsControl(c) || char.IsSurrogate(c) ? FormattableString.Invariant($"U+{(int)c:X4}") : c.ToString();
}

/// <summary>A predicate is not written as one.</summary>
internal sealed class PredicateSyntaxException(int offset, string message) : Exception(message)
{
    /// <summary>Where, in characters of the predicate's text.</summary>
    public int Offset { get; } = offset;
}
