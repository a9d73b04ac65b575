using System.Diagnostics;
using ClinicalRl.Simulation.Language;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.Language;

public sealed class ConceptMatcherTests
{
    private static readonly Lexicon Words = Lexicon.BuiltIn;

    private static readonly string[] ClinicalParts =
    [
        "no", "not", "denies", "without", "chest", "pain", "chest pain", "fever", "if", "you", "get", ",", ".", "and", "or", "but", "?", "aspirin", "300", "mg", "/", "-", "to",
        "at", "18", ":", "00", "every", "hours", "his", "mother", "had", "was", "left", "right", "999", "call", "(", ")", "\n", "haven't", "I'll", "ruled out", "6pm", "twice", "daily", "'", "%", "°", "BP", "1,000", "0.5",
        "what", "do", "think", "don't worry", "943 476 5919", "12/03/1955", "3/7", "half", "an", "hour", "ago", "out of", "10", "between", "both", "who", "is", "*", ";",
    ];

    /// <summary>Texts made of what the lexicon, the cues and the number reader react to.</summary>
    private static readonly Gen<string> Clinical =
        Gen.Int[0, ClinicalParts.Length - 1].Select(index => ClinicalParts[index]).Array[0, 60].Select(parts => string.Join(' ', parts));

    private static readonly Gen<string> Anything = Gen.OneOf(Gen.String[Gen.Char['\u0000', '\uffff'], 0, 200], Gen.String[Gen.Char[' ', '~'], 0, 200], Clinical);

    public static TheoryData<string> HostileTexts =>
    [
        .. new[]
        {
            "no ", "not not ", "chest ", "pain in ", "if ", "1/", "1,000", "18:", "5mg", "left ", "a", "?", "-", ",", "and ", "\ud800", "pain and chest or ", "between 1 and ", "(", "'", "'s", "e.g.", ".", "\n", "aaaaaaaaab ",
            "who is ", "mother ", "don't think ", "what do you think ", "no evidence of ", "come back if ", "haemorrhagx ",
        }.Select(unit => string.Concat(Enumerable.Repeat(unit, 10_000 / unit.Length))),
    ];

    [Fact]
    public void Read_NeverThrows_WhateverTheText() => Anything.Sample(text => Check(text, Words.Read(text)));

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Read_NeverThrows_WhenTextIsLongAndHostile(string text) => Check(text, Words.Read(text));

    [Fact]
    public void Read_GivesTheSameTwiceAndOnAnyThread() => Clinical.Sample(text =>
    {
        var here = Show(Words.Read(text));
        var there = "";
        var thread = new Thread(() => there = Show(Words.Read(text)));
        thread.Start();
        thread.Join();
        return here == Show(Words.Read(text)) && here == there;
    }, iter: 200);

    [Fact]
    public void Read_DoesNotDependOnWhatWasReadBefore() => Gen.Select(Clinical, Anything).Sample((text, other) =>
    {
        var before = Show(Words.Read(text));
        Words.Read(other);
        return before == Show(Words.Read(text));
    });

    [Fact]
    public void Read_SaysSo_WhenTextIsCutOff()
    {
        var reading = Words.Read(new string(' ', ConceptMatcher.MaximumLength) + "fever");
        Assert.True(reading.Measures.IsTruncated);
        Assert.Empty(reading.Mentions);
        Assert.False(Words.Read(new string(' ', ConceptMatcher.MaximumLength - 5) + "fever").Measures.IsTruncated);
    }

    /// <summary>Four times the text may take four times as long, and twice that for a noisy machine; a square would take sixteen times.</summary>
    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Read_TakesTimeInProportion(string text)
    {
        const int Quarter = 2_500;
        const double Most = 8;
        Fastest(text);
        var (quarter, whole) = (Fastest(text[..Quarter]), Fastest(text));
        Assert.True(whole < Most * quarter || whole < TimeSpan.FromMilliseconds(2), $"{Quarter} units took {quarter}, {text.Length} took {whole}.");
    }

    [Fact]
    public void Is_FollowsClasses()
    {
        Assert.True(Words.Is(Words.Require("ibuprofen"), Words.Require("nsaid")));
        Assert.True(Words.Is(Words.Require("apixaban"), Words.Require("anticoagulant")));
        Assert.False(Words.Is(Words.Require("paracetamol"), Words.Require("nsaid")));
        Assert.True(Words.Read("She takes naproxen.").States(Words.Require("nsaid")));
        Assert.True(Words.Read("Do not take ibuprofen.").Denies(Words.Require("nsaid")));
    }

    [Fact]
    public void Quantity_IsConverted()
    {
        var reading = Words.Read("Give 1 g of paracetamol and 500 micrograms of adrenaline.");
        var paracetamol = reading.Quantities[reading.QuantityOf(Words.Require("paracetamol"))];
        Assert.Equal((1000, 1000), paracetamol.In(Unit.Milligram));
        Assert.Null(paracetamol.In(Unit.Millilitre));
        Assert.Equal((0.5, 0.5), reading.Quantities[reading.QuantityOf(Words.Require("adrenaline"))].In(Unit.Milligram));
    }

    [Fact]
    public void Measures_TellSentencesFromKeywords()
    {
        var heap = Words.Read("chest pain, sepsis, stroke, PE, DVT, 999, GP, ECG, troponin, aspirin").Measures;
        Assert.Equal(1, heap.FragmentShare);
        Assert.Equal(10, heap.MostConceptsInSentence);
        var prose = Words.Read("I think you may have angina. Please call 999 now, because it could be a heart attack.").Measures;
        Assert.Equal(0, prose.FragmentShare);
        Assert.True(prose.MostConceptsInSentence <= 2);
    }

    [Theory]
    [InlineData("He has chest pain. He has no chest pain.", 1)]
    [InlineData("He has no fever. Mother has a fever.", 0)]
    [InlineData("If you get a fever, call. You have no fever.", 0)]
    [InlineData("He had a fever. He has no fever now.", 0)]
    [InlineData("fever, no fever. A rash, no rash", 2)]
    public void Measures_CountContradictions(string text, int contradictions) => Assert.Equal(contradictions, Words.Read(text).Measures.Contradictions);

    [Theory]
    [InlineData("apixban", "apixaban")]
    [InlineData("paracetamoll", "paracetamol")]
    [InlineData("vommiting", "vomiting")]
    public void Read_UnderstandsMisspellings(string text, string concept)
    {
        var mention = Assert.Single(Words.Read(text).Mentions);
        Assert.Equal(concept, Words[mention.Concept].Id);
        Assert.True(mention.IsCorrected);
    }

    /// <summary>Medicines whose names are close must never turn into each other, nor an ordinary word into a concept.</summary>
    [Fact]
    public void Read_NeverTurnsAWordIntoAnother()
    {
        var medicines = Enumerable.Range(0, Words.Count).Where(concept => Words[concept].Kind == ConceptKind.Medicine).ToArray();
        Assert.True(medicines.Length > 150);
        Assert.All(medicines, concept =>
        {
            var name = Words[concept].Id;
            Assert.All(Words.Read(name.Replace('-', ' ')).Mentions, mention => Assert.False(mention.IsCorrected, name));
        });
        foreach (var word in new[] { "cheat", "weaning", "cheating", "relieved", "breath", "fighting", "national", "potential", "rushed", "patent" })
            Assert.All(Words.Read(word).Mentions, mention => Assert.False(mention.IsCorrected, word));
    }

    private static void Check(string text, Reading reading)
    {
        Assert.All(reading.Mentions, mention => Assert.True(IsInside(mention.Span, text) && mention.Clause < reading.Clauses.Length));
        Assert.All(reading.Quantities, quantity => Assert.True(IsInside(quantity.Span, text) && quantity.Mention < reading.Mentions.Length && double.IsFinite(quantity.Low) && double.IsFinite(quantity.High)));
        Assert.All(reading.Times, time => Assert.True(IsInside(time.Span, text) && time.Mention < reading.Mentions.Length && time.LowMinutes <= time.HighMinutes));
        Assert.Equal(reading.Mentions.Length, reading.Clauses.Sum(clause => clause.MentionCount));
        Assert.All(reading.Clauses, clause => Assert.True(IsInside(clause.Span, text)));
        Assert.InRange(reading.Measures.FragmentShare, 0, 1);
    }

    private static bool IsInside(TextSpan span, string text) => span.Start >= 0 && span.Length > 0 && span.End <= text.Length;

    private static string Show(Reading reading) =>
        $"{string.Join('\n', reading.Clauses)}\n{string.Join('\n', reading.Mentions)}\n{string.Join('\n', reading.Quantities)}\n{string.Join('\n', reading.Times)}\n{reading.Measures}";

    private static TimeSpan Fastest(string text)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 7; i++)
        {
            var watch = Stopwatch.StartNew();
            Words.Read(text);
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }

        return fastest;
    }
}
