namespace ClinicalRl.Simulation.Language;

/// <summary>What a clause does.</summary>
public enum SpeechAct : byte
{
    /// <summary>Says that something is so.</summary>
    Statement,

    /// <summary>Asks so that any answer is possible: "what", "how", "tell me about".</summary>
    OpenQuestion,

    /// <summary>Asks for yes, no, a number, a time or one of a few: "do you", "any", "how many", "when".</summary>
    ClosedQuestion,

    /// <summary>Tells or asks somebody to do something: "call 999", "please repeat", "you should rest".</summary>
    Request,

    /// <summary>Words without a verb: a heading, a note, or a list of keywords.</summary>
    Fragment,
}

/// <summary>One clause: a sentence, or the part of it up to a word such as "but", "because" or a new subject.</summary>
/// <param name="Span">Where it is.</param>
/// <param name="Sentence">Which sentence, from 0.</param>
/// <param name="Act">What it does.</param>
/// <param name="IsConditional">It begins with "if" or the like.</param>
/// <param name="Words">Count of words and numbers.</param>
/// <param name="FirstMention">Index of its first mention in <see cref="Reading.Mentions"/>.</param>
/// <param name="MentionCount">Count of its mentions.</param>
public readonly record struct Clause(TextSpan Span, int Sentence, SpeechAct Act, bool IsConditional, int Words, int FirstMention, int MentionCount)
{
    /// <summary>Whether it asks.</summary>
    public bool IsQuestion => Act is SpeechAct.OpenQuestion or SpeechAct.ClosedQuestion;
}
