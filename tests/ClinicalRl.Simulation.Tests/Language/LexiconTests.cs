using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Language;

namespace ClinicalRl.Simulation.Tests.Language;

public sealed class LexiconTests
{
    [Fact]
    public void BuiltIn_HoldsEveryKind()
    {
        var lexicon = Lexicon.BuiltIn;
        var kinds = Enumerable.Range(0, lexicon.Count).Select(concept => lexicon[concept].Kind).ToHashSet();
        Assert.Equal(Enum.GetValues<ConceptKind>().Length, kinds.Count);
        Assert.True(lexicon.Count > 500);
        Assert.All(Enumerable.Range(0, lexicon.Count), concept => Assert.Equal(concept, lexicon.Find(lexicon[concept].Id)));
    }

    [Theory]
    [InlineData("chest-pain")]
    [InlineData("saddle-numbness")]
    [InlineData("non-blanching-rash")]
    [InlineData("thunderclap-headache")]
    [InlineData("green-vomit")]
    [InlineData("suicidal-thoughts")]
    [InlineData("news2")]
    [InlineData("oxygen-target")]
    [InlineData("apixaban")]
    [InlineData("co-careldopa")]
    [InlineData("valproate")]
    [InlineData("dnacpr")]
    [InlineData("mental-health-act")]
    [InlineData("crisis-line")]
    [InlineData("false-reassurance")]
    [InlineData("says-is-ai")]
    [InlineData("teach-back")]
    public void BuiltIn_HoldsWhatEnvironmentsNeed(string id) => Assert.True(Lexicon.BuiltIn.Find(id) >= 0);

    [Fact]
    public void Compile_AddsConceptsOfSeveralFiles()
    {
        var lexicon = Lexicon.Compile(
        [
            ("cues.yaml", "cues: {negates: [no]}"),
            ("one.yaml", "{kind: finding, concepts: [{id: ache, words: [ache]}]}"),
            ("two.yaml", "concepts: [{id: toothache, kind: finding, is: [ache], words: [(tooth|molar) ache, toothache]}, {id: dental, kind: matter, words: [toothache]}]"),
        ]);
        var reading = lexicon.Read("No molar ache. Toothache!");
        Assert.Equal(["toothache", "toothache", "dental"], reading.Mentions.Select(mention => lexicon[mention.Concept].Id));
        Assert.Equal([Polarity.Negated, Polarity.Affirmed, Polarity.Affirmed], reading.Mentions.Select(mention => mention.Polarity));
        Assert.True(reading.Denies(lexicon.Require("ache")));
        Assert.Throws<KeyNotFoundException>(() => lexicon.Require("fever"));
    }

    [Theory]
    [InlineData("concepts: [{id: a, words: [ache]}]", "'kind' is missing")]
    [InlineData("{kind: illness, concepts: [{id: a, words: [ache]}]}", "'illness' is no ConceptKind")]
    [InlineData("{kind: finding, concepts: [{id: a, words: [ache]}, {id: a, words: [pain]}]}", "concept 'a' is there already")]
    [InlineData("{kind: finding, concepts: [{id: a, is: [b], words: [ache]}]}", "which is no concept")]
    [InlineData("{kind: finding, concepts: [{id: a, is: [b]}, {id: b, is: [a]}]}", "would be an example of itself")]
    [InlineData("{kind: finding, concepts: [{id: a, words: ['(ache']}]}", "is not a phrase")]
    [InlineData("{kind: finding, concepts: [{id: a, words: ['ache ... in ... head']}]}", "at most one gap")]
    [InlineData("{kind: finding, concepts: [{id: a, words: ['... ache']}]}", "words at both ends")]
    [InlineData("{kind: finding, concepts: [{id: a, words: ['ache, pain']}]}", "holds a mark")]
    [InlineData("{kind: finding, concepts: [{id: a, units: [furlong], words: [ache]}]}", "'furlong' is no Unit")]
    [InlineData("{kind: finding, concepts: [{id: a, words: [ache], colour: red}]}", "unknown member 'colour'")]
    [InlineData("cues: {shouts: [no]}", "'shouts' is no CueRoles")]
    [InlineData("words: {verb: [is not]}", "must be one word")]
    [InlineData("times: {minutes: {many: [hour]}}", "must be a whole number")]
    public void Compile_NamesFileAndFault_WhenItIsWrong(string text, string fault)
    {
        var exception = Assert.Throws<ContentInvalidException>(() => Lexicon.Compile([("mine.yaml", text)]));
        Assert.StartsWith("mine.yaml:", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b", new[] { "a b" })]
    [InlineData("(a|b c) d", new[] { "a d", "b c d" })]
    [InlineData("a b? c", new[] { "a b c", "a c" })]
    [InlineData("a (b|c)? ... d?", new[] { "a b ... d", "a b", "a c ... d", "a c", "a ... d", "a" })]
    [InlineData("((a|b) c|d)", new[] { "a c", "b c", "d" })]
    public void Expand_WritesOutPatterns(string pattern, string[] phrases) => Assert.Equal(phrases, PhrasePattern.Expand(pattern));

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a|b)")]
    [InlineData("")]
    public void Expand_IsNull_WhenPatternIsBroken(string pattern) => Assert.Null(PhrasePattern.Expand(pattern));

    [Theory]
    [InlineData("fever", "fever", 0)]
    [InlineData("fever", "fevre", 1)]
    [InlineData("rigors", "rigor", 1)]
    [InlineData("cough", "coff", 3)]
    [InlineData("abc", "", 3)]
    public void Distance_CountsEdits(string a, string b, int distance)
    {
        Assert.Equal(distance, SpellingIndex.Distance(a, b));
        Assert.Equal(distance, SpellingIndex.Distance(b, a));
    }
}
