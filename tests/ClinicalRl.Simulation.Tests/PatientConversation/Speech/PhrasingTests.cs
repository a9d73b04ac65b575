using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Flow;
using ClinicalRl.Simulation.PatientConversation.Speech;

namespace ClinicalRl.Simulation.Tests.PatientConversation.Speech;

/// <summary>
/// Ordinary sentences of clinicians are understood. Those of development.txt were tuned on; those of held-back.txt were set aside (one in four)
/// before the first run, and of their mistakes only the count was looked at.
/// </summary>
public sealed class PhrasingTests(ITestOutputHelper output)
{
    private const double LeastUnderstood = 0.97;

    /// <summary>What was measured on the held-back part, less a margin: a change that loses more is a step back.</summary>
    private const double LeastHeldBackUnderstood = 0.70;

    private static readonly ConversationVocabulary Words = Talks.Content.Vocabulary;
    private static readonly SpeechReader Reader = new(Meanings.Load(Words), new KeyWords(Words));

    [Fact]
    public void Sentences_OfDevelopment_AreUnderstood()
    {
        var sentences = Phrasing.Load("development.txt");
        var missed = sentences.Where(sentence => !IsUnderstood(sentence)).ToArray();
        foreach (var sentence in missed)
            output.WriteLine($"{sentence.Kind} {string.Join(' ', sentence.Words)} | {sentence.Text}");
        Assert.True(sentences.Count >= 300);
        Assert.True(missed.Length <= sentences.Count * (1 - LeastUnderstood), $"{missed.Length} of {sentences.Count} are not understood");
    }

    [Fact]
    public void Sentences_HeldBack_AreMostlyUnderstood()
    {
        var sentences = Phrasing.Load("held-back.txt");
        var understood = sentences.Count(IsUnderstood);
        output.WriteLine($"{understood} of {sentences.Count} held-back sentences are understood");
        Assert.True(sentences.Count >= 100);
        Assert.True(understood >= sentences.Count * LeastHeldBackUnderstood, $"only {understood} of {sentences.Count} are understood");
    }

    private static bool IsUnderstood(Phrasing sentence)
    {
        var turn = new Turn();
        Reader.Read(sentence.Text, turn);
        return sentence.IsUnderstood(turn, Words);
    }
}
