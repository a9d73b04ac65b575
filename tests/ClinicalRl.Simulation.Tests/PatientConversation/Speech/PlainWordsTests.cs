using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Flow;
using ClinicalRl.Simulation.PatientConversation.Speech;

namespace ClinicalRl.Simulation.Tests.PatientConversation.Speech;

/// <summary>The sentence for each word of the tools is understood as that word.</summary>
public sealed class PlainWordsTests
{
    private static readonly ConversationVocabulary Words = Talks.Content.Vocabulary;
    private static readonly SpeechReader Reader = new(Meanings.Load(Words), new KeyWords(Words));
    private static readonly PlainWords Plain = PlainWords.Load();

    [Fact]
    public void Topics_AreAskedAbout() => Check(Words.Topics, "topics", (turn, bit) => turn.Questions.Exists(question => (question.Topics & bit) != 0));

    [Fact]
    public void Advice_IsGiven() => Check(Words.Advice, "advice", (turn, bit) => (turn.Advice & bit) != 0);

    [Fact]
    public void Points_AreExplained() => Check(Words.Points, "points", (turn, bit) => (turn.Points & bit) != 0);

    [Fact]
    public void Responses_AreHeard() => Check(Words.Responses, "responses", (turn, bit) => (turn.Responses & bit) != 0 || turn.FalseCertainty);

    [Fact]
    public void Arrangements_AreMade() => Check(Words.Arrangements, "arrangements", (turn, bit) => (turn.Arrangements & bit) != 0);

    [Fact]
    public void Places_AreThePlan() => Check(Words.Places, "destinations", (turn, bit) => turn.Places == bit);

    [Fact]
    public void Teams_AreTold() => Check(Words.Teams, "teams", (turn, bit) => (turn.Teams & bit) != 0);

    [Fact]
    public void Signs_AreNamed() => Check(Words.Signs, "signs", (turn, bit) => turn.SpokenSigns.Exists(sign => (sign & bit) != 0), "If there is {0}, call 999.");

    [Fact]
    public void Routes_AreNamed() => Check(Words.Routes, "routes", (turn, bit) => turn.SpokenRoutes.Exists(route => (route & bit) != 0), "If there is chest pain, {0}.");

    private static void Check(WordList words, string kind, Func<Turn, ulong, bool> isUnderstood, string frame = "{0}")
    {
        Assert.Equal([], words.Ids.Where(word =>
        {
            var turn = new Turn();
            Reader.Read(frame.Replace("{0}", Plain.Of(kind, word), StringComparison.Ordinal), turn);
            return !isUnderstood(turn, words.Bit(word));
        }));
    }
}
