using System.Collections.Immutable;

namespace ClinicalRl.Rewards.Predicates;

/// <summary>
/// Reads a predicate: <c>or</c> binds loosest, then <c>and</c>, then <c>not</c>. A statement is a true-or-false fact by name,
/// <c>fact &lt; literal</c> (also =, ==, !=, &lt;=, &gt;, &gt;=), <c>fact in [a, b]</c> or <c>fact not in [a, b]</c>.
/// </summary>
internal sealed class PredicateParser
{
    /// <summary>Deepest nesting of parentheses and <c>not</c>.</summary>
    public const int MaxDepth = 32;

    private readonly List<Token> tokens;

    private int position;

    private int depth;

    private PredicateParser(List<Token> tokens) => this.tokens = tokens;

    private Token Current => tokens[position];

    /// <exception cref="PredicateSyntaxException">The text is no predicate; says where and why.</exception>
    public static Expression Parse(string text)
    {
        var parser = new PredicateParser(Lexer.Read(text));
        var expression = parser.ReadAny();
        if (parser.Current.Kind != TokenKind.End)
            throw parser.Unexpected("'and', 'or' or the end");
        return expression;
    }

    private Expression ReadAny() => ReadList("or", ReadAll, (offset, parts) => new AnyOf(offset, parts));

    private Expression ReadAll() => ReadList("and", ReadNegation, (offset, parts) => new AllOf(offset, parts));

    private Expression ReadList(string word, Func<Expression> readPart, Func<int, ImmutableArray<Expression>, Expression> join)
    {
        var first = readPart();
        if (!IsWord(word))
            return first;
        var parts = ImmutableArray.CreateBuilder<Expression>();
        parts.Add(first);
        while (TakeWord(word))
            parts.Add(readPart());
        return join(first.Offset, parts.ToImmutable());
    }

    private Expression ReadNegation()
    {
        var start = Current.Offset;
        if (depth >= MaxDepth)
            throw new PredicateSyntaxException(start, FormattableString.Invariant($"parentheses and 'not' nest at most {MaxDepth} deep"));
        depth++;
        var expression = TakeWord("not") ? new Negation(start, ReadNegation()) : ReadStatement();
        depth--;
        return expression;
    }

    private Expression ReadStatement()
    {
        if (TakeSign("("))
        {
            var inner = ReadAny();
            Require(")");
            return inner;
        }

        var fact = Current;
        if (fact.Kind != TokenKind.Word || IsReserved(fact.Text))
            throw Unexpected("the name of a fact");
        position++;
        if (TakeWord("in"))
            return ReadMembership(fact, negated: false);
        if (IsWord("not") && tokens[position + 1] is { Kind: TokenKind.Word, Text: "in" })
        {
            position += 2;
            return ReadMembership(fact, negated: true);
        }

        if (Current.Kind != TokenKind.Sign || ComparatorOf(Current.Text) is not { } comparator)
            return new Named(fact.Offset, fact.Text);
        position++;
        return new Comparison(fact.Offset, fact.Text, comparator, ReadLiteral());
    }

    private Membership ReadMembership(Token fact, bool negated)
    {
        Require("[");
        var literals = ImmutableArray.CreateBuilder<Literal>();
        do
            literals.Add(ReadLiteral());
        while (TakeSign(","));
        Require("]");
        return new Membership(fact.Offset, fact.Text, negated, literals.ToImmutable());
    }

    private Literal ReadLiteral()
    {
        var token = Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.Quoted or TokenKind.Number) || (token.Kind == TokenKind.Word && IsReserved(token.Text)))
            throw Unexpected("a word, or a number with its unit");
        position++;
        if (token.Kind != TokenKind.Number)
            return new Literal(token.Offset, token.Text, null, null);
        string? unit = null;
        if (Current.Kind == TokenKind.Quoted || (Current.Kind == TokenKind.Word && !IsReserved(Current.Text)))
        {
            unit = Current.Text;
            position++;
        }

        return new Literal(token.Offset, token.Text, token.Number, unit);
    }

    private static bool IsReserved(string word) => word is "and" or "or" or "not" or "in";

    private static Comparator? ComparatorOf(string sign) => sign switch
    {
        "=" or "==" => Comparator.Equal,
        "!=" => Comparator.NotEqual,
        "<" => Comparator.Less,
        "<=" => Comparator.AtMost,
        ">" => Comparator.Greater,
        ">=" => Comparator.AtLeast,
        _ => null,
    };

    private bool IsWord(string word) => Current.Kind == TokenKind.Word && Current.Text == word;

    private bool TakeWord(string word)
    {
        if (!IsWord(word))
            return false;
        position++;
        return true;
    }

    private bool TakeSign(string sign)
    {
        if (Current.Kind != TokenKind.Sign || Current.Text != sign)
            return false;
        position++;
        return true;
    }

    private void Require(string sign)
    {
        if (!TakeSign(sign))
            throw Unexpected($"'{sign}'");
    }

    private PredicateSyntaxException Unexpected(string expected)
    {
        var found = Current.Kind == TokenKind.End ? "the predicate ends" : $"'{Shorten(Current.Text)}' stands";
        return new PredicateSyntaxException(Current.Offset, $"{found} where {expected} was expected");
    }

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
