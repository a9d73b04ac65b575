using ClinicalRl.Simulation.EdHandover;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Flow;
using ClinicalRl.Simulation.EdHandover.FreeText;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.Tests.EdHandover.Flow;

/// <summary>Every statement is checked against the stay: right, incomplete, wrong, unsupported, irrelevant; the same for structure and for words.</summary>
public sealed class StatementJudgeTests
{
    private const int Many = 400;
    private static readonly StatementJudge Judge = Handovers.Environment.Judge;
    private static readonly FreeTextReader Reader = new(Handovers.Content);
    private static readonly HandoverProgress Late = new() { Minute = 60 };

    [Fact]
    public void Truth_IsRight_AndAnyPartChangedIsWrong()
    {
        var changed = 0;
        foreach (var (stay, slot) in Slots())
        {
            var truth = stay.Slots[slot].Truth;
            if (stay.Slots[slot].Until <= Late.Minute)
                continue;
            Assert.Equal(Verdict.Right, Judged(stay, slot, truth).Verdict);
            foreach (var field in new[] { ClaimFields.Value, ClaimFields.At, ClaimFields.Due, ClaimFields.Owner, ClaimFields.Side })
            {
                if ((truth.Said & field) == ClaimFields.None)
                    continue;
                var wrong = Judged(stay, slot, StayDraft.Misstated(Handovers.Content, truth, field, changed++));
                Assert.Equal((Verdict.Wrong, slot, field), (wrong.Verdict, wrong.Slot, wrong.Wrong));
            }
        }

        Assert.True(changed > 4_000, $"only {changed} parts were changed");
    }

    [Fact]
    public void Truth_IsIncomplete_WithoutAPartThatMustBeSaid()
    {
        foreach (var (stay, slot) in Slots())
        {
            var required = stay.Slots[slot].Required;
            if (required == ClaimFields.None || stay.Slots[slot].Until <= Late.Minute)
                continue;
            Assert.Equal(Verdict.Incomplete, Judged(stay, slot, stay.Slots[slot].Truth.Without(required)).Verdict);
        }
    }

    [Fact]
    public void Denial_OfWhatIsTrue_IsWrong()
    {
        foreach (var (stay, slot) in Slots())
            Assert.Equal((Verdict.Wrong, true), (Judged(stay, slot, stay.Slots[slot].Truth with { IsNegated = true }).Verdict, Judged(stay, slot, stay.Slots[slot].Truth with { IsNegated = true }).Contradicts));
    }

    [Fact]
    public void ColleaguesErrors_AreWrong_DistractorsIrrelevant_AndAnothersEntriesUnsupported()
    {
        var seen = new HashSet<Verdict>();
        foreach (var stay in Handovers.Stays(Many))
        {
            for (var i = 1; i < stay.Slots.Length; i++)
            {
                if (stay.Slots[i].Trap is TrapKind.Contradiction or TrapKind.Miscount && stay.Slots[i].False.Said != ClaimFields.None)
                    Assert.Equal(Verdict.Wrong, Judge.Judge(stay, Late, stay.Slots[i].Item, stay.Slots[i].False).Verdict);
            }

            foreach (var entry in stay.Entries.Where(entry => entry.Slot < 0 && entry.Claim.Concept >= 0))
            {
                var verdict = Judge.Judge(stay, Late, Items.Critical, entry.Claim).Verdict;
                Assert.Equal(entry.IsDistractor ? Verdict.Irrelevant : Verdict.Unsupported, verdict);
                seen.Add(verdict);
            }
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void WhatNobodyWrote_IsUnsupported_OrExcludedByTheTruth()
    {
        foreach (var stay in Handovers.Stays(50))
        {
            foreach (var concept in Handovers.Content.Concepts.All.Where(concept => concept.Kind is "medicine" or "diagnosis" or "infection" or "ceiling" or "action"))
            {
                if (stay.Slots.Any(slot => slot.Truth.Concept == concept.Index || slot.Truth.Detail == concept.Index || slot.False.Concept == concept.Index) || stay.Entries.Any(entry => entry.Claim.Concept == concept.Index))
                    continue;
                var verdict = Judge.Judge(stay, Late, Items.Medicines, new Claim { Concept = (short)concept.Index }).Verdict;
                Assert.Equal(concept.IsExclusive ? Verdict.Wrong : Verdict.Unsupported, verdict);
            }
        }
    }

    [Fact]
    public void PartOfAPlan_IsNeitherCreditedNorHeldAgainstAnyone_AndDnacprAloneOnlyWhereItIsNotTrue()
    {
        var plan = Handovers.Find(stay => stay.Slots.Any(slot => slot.Item == Items.Contingency && slot.Truth.Detail == Handovers.Code("fluid-bolus")));
        Assert.Equal(Verdict.Neutral, Of(plan, Items.Contingency, "fluid-bolus"));
        Assert.Equal(Verdict.Neutral, Of(Handovers.Find(stay => Ceiling(stay) == Handovers.Code("dnacpr-ward-care")), Items.Ceiling, "dnacpr"));
        Assert.Equal(Verdict.Wrong, Of(Handovers.Find(stay => Ceiling(stay) == Handovers.Code("full-escalation")), Items.Ceiling, "dnacpr"));

        static int Ceiling(Stay stay) => stay.Slots[stay.FirstSlotOf(Items.Ceiling)].Truth.Concept;
        static Verdict Of(Stay stay, int item, string code) => Judge.Judge(stay, Late, item, new Claim { Concept = (short)Handovers.Code(code) }).Verdict;
    }

    /// <summary>The words in which the receiver would read a truth back are understood as that truth.</summary>
    [Fact]
    public void Words_AreJudgedAsStructureIs()
    {
        var (understood, all) = (0, 0);
        var misread = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (stay, slot) in Slots())
        {
            var truth = stay.Slots[slot].Truth;
            if (stay.Slots[slot].Item == Items.Identity || stay.Slots[slot].Until <= Late.Minute)
                continue;
            var words = Handovers.Content.Items[stay.Slots[slot].Item].Read.Text(truth, stay.Person.FullName, Handovers.Content) + ".";
            var verdicts = Reader.Read(words, stay.Slots[slot].Item).Claims.Select(claim => Judge.Judge(stay, Late, stay.Slots[slot].Item, claim).Verdict).ToArray();
            Assert.False(verdicts.Contains(Verdict.Wrong), words + " => " + string.Join("; ", Reader.Read(words, stay.Slots[slot].Item).Claims));
            all++;
            understood += verdicts is [Verdict.Right] ? 1 : 0;
            if (verdicts is not [Verdict.Right])
                misread[Handovers.Content.Concepts[truth.Concept].Code + ": " + words] = verdicts.Length;
        }

        Assert.True(understood >= all * 0.97, $"{understood} of {all} were understood in full; not: {string.Join(" | ", misread.Keys.Take(200))}");
    }

    [Theory]
    [InlineData(1.2, "g", 1200, "mg", true)]
    [InlineData(0.5, "mg", 500, "micrograms", true)]
    [InlineData(500, "mg", 500, "micrograms", false)]
    [InlineData(300, "mg", 300, "mg", true)]
    [InlineData(300, "mg", 30, "mg", false)]
    [InlineData(5, "mmol/L", 5, "mg", false)]
    public void Quantities_AreTheSame_OnlyInTheSameMeasure(double value, string unit, double other, string otherUnit, bool same)
    {
        var units = Handovers.Content.Vocabulary.Units;
        Assert.Equal(same, Handovers.Content.Same(value, units.IndexOf(unit), other, units.IndexOf(otherUnit)));
    }

    private static Judged Judged(Stay stay, int slot, in Claim claim) => Judge.Judge(stay, Late, stay.Slots[slot].Item, claim);

    /// <summary>All slots but the identity, whose parts are compared in a way of their own.</summary>
    private static IEnumerable<(Stay Stay, int Slot)> Slots() => from stay in Handovers.Stays(Many) from slot in Enumerable.Range(1, stay.Slots.Length - 1) select (stay, slot);
}
