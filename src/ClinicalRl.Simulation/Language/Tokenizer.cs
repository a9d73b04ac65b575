namespace ClinicalRl.Simulation.Language;

/// <summary>Cuts a text into words, numbers and marks, folding letters on the way. One pass.</summary>
/// <param name="text">What to cut.</param>
/// <param name="workspace">Where the tokens go.</param>
/// <param name="vocabulary">What words are known.</param>
/// <param name="learns">New words are added to the vocabulary, as when a lexicon is compiled.</param>
internal ref struct Tokenizer(ReadOnlySpan<char> text, Workspace workspace, Vocabulary vocabulary, bool learns = false)
{
    private const int LongestWord = 40;
    private const int MostDigits = 15;

    private readonly ReadOnlySpan<char> text = text;
    private int at;
    private int lastEnd = -1;

    /// <summary>Fills the workspace's tokens.</summary>
    public void Run()
    {
        while (at < text.Length)
        {
            var c = Current(out var width);
            if (c is >= 'a' and <= 'z')
                ReadWord();
            else if (c is >= '0' and <= '9')
                ReadNumber();
            else
                ReadMark(c, width);
        }
    }

    /// <summary>The folded character at the position, and how many units it takes.</summary>
    private readonly char Current(out int width) => At(at, out width);

    private readonly char At(int position, out int width)
    {
        width = 1;
        if (position >= text.Length)
            return ' ';
        var c = text[position];
        if (char.IsHighSurrogate(c) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]))
        {
            width = 2;
            return LetterFolding.FoldPair(c, text[position + 1]);
        }

        return LetterFolding.Fold(c);
    }

    private readonly bool IsLetterAt(int position) => At(position, out _) is >= 'a' and <= 'z';

    private void ReadWord()
    {
        Span<char> letters = stackalloc char[LongestWord];
        var (start, length) = (at, 0);
        while (at < text.Length)
        {
            var c = Current(out var width);
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                if (length < LongestWord)
                    letters[length] = c;
                length++;
            }
            else if (!BelongsToWord(c, start, width))
            {
                break;
            }

            at += width;
        }

        AddWord(start, letters[..Math.Min(length, LongestWord)], length > LongestWord);
    }

    private readonly bool BelongsToWord(char c, int start, int width) => c switch
    {
        '.' => IsAbbreviationDot(start),
        '\'' => IsLetterAt(at + width) && !IsClitic(at + width),
        _ => c == LetterFolding.Nothing,
    };

    /// <summary>A dot between single letters ("e.g.", "p.r.n.") belongs to the word.</summary>
    private readonly bool IsAbbreviationDot(int start) =>
        (at - start == 1 || (at >= 2 && At(at - 2, out _) == '.')) && (IsLetterAt(at + 1) ? !IsLetterAt(at + 2) : at - start > 1 && !StartsSentence(at + 1));

    private readonly bool StartsSentence(int position) => position + 1 >= text.Length || (text[position] == '\n' || (text[position] == ' ' && char.IsAsciiLetterUpper(text[position + 1])));

    /// <summary>'s, 'm, 'd, 'll, 're, 've are words of their own: "I'll" is not "ill".</summary>
    private readonly bool IsClitic(int position)
    {
        var end = position;
        while (IsLetterAt(end))
            end++;
        var (first, second) = (At(position, out _), At(position + 1, out _));
        return (end - position) switch
        {
            1 => first is 's' or 'm' or 'd',
            2 => (first, second) is ('l', 'l') or ('r', 'e') or ('v', 'e'),
            _ => false,
        };
    }

    private void AddWord(int start, scoped ReadOnlySpan<char> letters, bool isTooLong)
    {
        ref var token = ref Add(start, TokenKind.Word);
        token.Word = -1;
        if (isTooLong)
            return;
        if (start > 0 && LetterFolding.Fold(text[start - 1]) == '\'' && (learns || (start > 1 && IsLetterAt(start - 2))))
            token.Word = vocabulary.FindClitic(letters);
        else
            token.Word = learns ? vocabulary.Add(letters) : vocabulary.Find(letters, out token.IsCorrected);
    }

    private void ReadNumber()
    {
        Span<char> digits = stackalloc char[MostDigits];
        var (start, length, decimals, point) = (at, 0, 0, false);
        while (at < text.Length)
        {
            var c = Current(out var width);
            if (c is >= '0' and <= '9')
            {
                if (length < MostDigits)
                    digits[length] = c;
                length++;
                decimals += point ? 1 : 0;
            }
            else if (c == '.' && !point && At(at + width, out _) is >= '0' and <= '9')
            {
                point = true;
            }
            else if (!(c == ',' && !point && IsThousands(start, length)))
            {
                break;
            }

            at += width;
        }

        if (length > MostDigits)
        {
            AddWord(start, default, isTooLong: true);
            return;
        }

        var letters = digits[..length];
        ref var token = ref Add(start, TokenKind.Number);
        token.Word = point ? -1 : learns ? vocabulary.Add(letters) : vocabulary.FindExactly(letters);
        token.Digits = (byte)length;
        token.Decimals = (byte)decimals;
        foreach (var digit in letters)
            token.Mantissa = (token.Mantissa * 10) + (digit - '0');
    }

    /// <summary>A comma followed by exactly three digits, after one to three digits or another such group.</summary>
    private readonly bool IsThousands(int start, int length) =>
        length > 0 && (at - start <= 3 || (at >= 4 && At(at - 4, out _) == ',')) && IsDigitAt(at + 1) && IsDigitAt(at + 2) && IsDigitAt(at + 3) && !IsDigitAt(at + 4);

    private readonly bool IsDigitAt(int position) => At(position, out _) is >= '0' and <= '9';

    private void ReadMark(char c, int width)
    {
        var start = at;
        at += width;
        switch (c)
        {
            case '.' or '!':
                Add(start, TokenKind.SentenceEnd).Mark = c;
                break;
            case '\n':
                if (EndsLine())
                    Add(start, TokenKind.SentenceEnd).Mark = c;
                break;
            case '?':
                // "?PE" queries the word after it; any other ends a sentence
                var queries = at < text.Length && IsLetterAt(at) && (start == 0 || !(IsLetterAt(start - 1) || IsDigitAt(start - 1)));
                Add(start, queries ? TokenKind.Mark : TokenKind.SentenceEnd).Mark = '?';
                break;
            case '/' or '&' or '%':
                // these occur in words: "h/o", "A&E", "100% sure"
                ref var joint = ref Add(start, TokenKind.Mark);
                (joint.Mark, joint.Word) = (c, vocabulary.FindExactly([c]));
                break;
            case '-' when IsLetterAt(at) && start > 0 && text[start - 1] is not ' ' || (IsDigitAt(at) && start > 0 && IsLetterAt(start - 1)):
                lastEnd = start == lastEnd ? at : lastEnd;   // "non-blanching", "65-year-old", "covid-19": a hyphen only joins
                break;
            case ',' or ';' or ':' or '(' or ')' or '[' or ']' or '-' or '+' or '>' or '<' or '=' or '≥' or '≤' or '°' or '~' or '*' or '@' or '^' or '→' or '↑' or '↓':
                Add(start, TokenKind.Mark).Mark = c;
                break;
        }
    }

    /// <summary>A new line ends a sentence unless the line before ended in a comma or the next goes on in lower case.</summary>
    private readonly bool EndsLine()
    {
        if (workspace.TokenCount == 0)
            return false;
        ref readonly var last = ref workspace.Tokens[workspace.TokenCount - 1];
        if (last.IsMark(','))
            return false;
        var next = at;
        while (next < text.Length && text[next] is ' ' or '\t')
            next++;
        return next >= text.Length || text[next] is not (>= 'a' and <= 'z');
    }

    private ref Token Add(int start, TokenKind kind)
    {
        ref var token = ref workspace.AddToken();
        token = new Token { Start = start, End = at, Kind = kind, Word = -1, Glued = start == lastEnd };
        lastEnd = at;
        return ref token;
    }
}
