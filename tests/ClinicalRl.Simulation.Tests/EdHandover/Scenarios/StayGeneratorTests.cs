using System.Globalization;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.Tests.EdHandover.Scenarios;

public sealed class StayGeneratorTests
{
    private const int Many = 20_000;
    private const int FewestDistinct = 19_900;

    [Fact]
    public void Splits_NeverShareAStay_AndSeedsHardlyEverRepeatOne()
    {
        var train = Fingerprints(Split.Train, Many).ToHashSet();
        var others = Fingerprints(Split.Validation, Many / 4).Concat(Fingerprints(Split.Heldout, Many / 4)).ToArray();
        Assert.True(train.Count >= FewestDistinct, $"{train.Count} distinct stays");
        Assert.DoesNotContain(others, train.Contains);
    }

    [Fact]
    public void NhsNumbers_AreOfTheRangeForTests_AndEndInTheirCheckDigit()
    {
        foreach (var stay in Handovers.Stays(500))
        {
            var digits = stay.Person.NhsNumber.ToString("0", CultureInfo.InvariantCulture);
            Assert.StartsWith("999", digits, StringComparison.Ordinal);
            var sum = digits.Take(9).Select((digit, i) => (digit - '0') * (10 - i)).Sum();
            Assert.Equal((11 - (sum % 11)) % 11, digits[9] - '0');
        }
    }

    [Fact]
    public void EveryTwinAndTrap_IsDrawn_AndHazardsAreOfTheStaysTheyName()
    {
        var drawn = new HashSet<(string, string)>();
        var traps = new HashSet<TrapKind>();
        var exposed = new HashSet<(string Hazard, string Family)>();
        var content = Handovers.Content;
        foreach (var stay in Handovers.Stays(6_000, Difficulty.Hard))
        {
            drawn.Add((stay.Family.Id, stay.Twin.Name));
            traps.UnionWith(stay.Slots.Select(slot => slot.Trap));
            exposed.UnionWith(stay.ExposedHazards.Select(hazard => (hazard, stay.Family.Id)));
            Assert.All(stay.ExposedHazards, hazard => Assert.True(HazardFamilies.Exposes(hazard, stay.Family, content.Concepts, content.Rules, content.Parameters.LimitMinutes), hazard + " " + stay.Family.Id));
        }

        Assert.Equal(content.Families.Sum(family => family.Twins.Length), drawn.Count);
        Assert.Equal(Enum.GetValues<TrapKind>().Length, traps.Count);
        Assert.Equal(content.Hazards.Select(hazard => hazard.Id).Order(StringComparer.Ordinal), exposed.Select(pair => pair.Hazard).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        foreach (var hazard in content.Hazards.Where(hazard => HazardFamilies.IsOfSome(hazard.Id)))
        {
            foreach (var family in content.Families.Where(family => HazardFamilies.Exposes(hazard.Id, family, content.Concepts, content.Rules, content.Parameters.LimitMinutes)))
                Assert.True(exposed.Contains((hazard.Id, family.Id)), $"{hazard.Id} was never exposed by {family.Id}");
        }
    }

    [Fact]
    public void Stays_AreWhole()
    {
        foreach (var stay in Handovers.Stays(1_000).Concat(Handovers.Stays(1_000, Difficulty.Hard)))
        {
            Assert.InRange(stay.Slots.Length, 8, Stay.MostSlots);
            Assert.Equal(Items.Identity, stay.Slots[0].Item);
            Assert.Equal(Items.Severity, stay.Slots[1].Item);
            foreach (var item in new[] { Items.Diagnosis, Items.Allergies, Items.Actions, Items.Contingency, Items.Ceiling, Items.Lines, Items.Family })
                Assert.True(stay.FirstSlotOf(item) >= 0, $"{stay.Family.Id} {stay.Twin.Name} has nothing for {item}");
            for (var i = 0; i < stay.Slots.Length; i++)
                CheckSlot(stay, i);
            Assert.True(stay.Questions.All(question => question.Slot < stay.Slots.Length) && stay.Questions.Length <= 4);
            Assert.Equal(stay.Push is null or { When: PushCondition.Always }, stay.PushSlot < 0);
        }
    }

    [Fact]
    public void Observations_AddUp_AndTellTheTrend()
    {
        foreach (var stay in Handovers.Stays(1_000).Where(stay => stay.UsesNews2))
        {
            foreach (var set in stay.Observations)
            {
                var score = Handovers.Content.News2.Score(new News2Observations(
                    set.Values[(int)Vital.RespiratoryRate], set.Values[(int)Vital.Spo2], set.OnOxygen, set.Values[(int)Vital.Systolic], set.Values[(int)Vital.Pulse],
                    set.Values[(int)Vital.Consciousness], set.Values[(int)Vital.Temperature], stay.Family.Scale2));
                Assert.Equal(score.Total, set.Total);
                Assert.True(set.Values[(int)Vital.Diastolic] < set.Values[(int)Vital.Systolic]);
            }

            var latest = stay.IsStale ? stay.Repeated : stay.LastCharted;
            Assert.Equal(latest.Total, stay.Slots[1].Truth.Value);
            Assert.Equal(stay.Slots[1].Trap == TrapKind.Miscount, stay.LastCharted.Charted != stay.LastCharted.Total);
            Assert.Equal(latest.Total - stay.Observations[0].Total >= 2, stay.Trend == Handovers.Content.Known.Worsening);
        }
    }

    [Fact]
    public void Contradictions_StandInTheRecord_OnceTrueAndOnceFalse()
    {
        var seen = 0;
        foreach (var stay in Handovers.Stays(500))
        {
            for (var i = 0; i < stay.Slots.Length; i++)
            {
                if (stay.Slots[i].Trap != TrapKind.Contradiction)
                    continue;
                var entries = stay.Entries.Where(entry => entry.Slot == i).ToArray();
                Assert.Single(entries, entry => !entry.IsTrue);
                Assert.NotEqual(stay.Slots[i].Truth, stay.Slots[i].False);
                Assert.True(stay.Slots[i].Item == Items.Severity || entries.Count(entry => entry.IsTrue) == 1);
                seen++;
            }
        }

        Assert.True(seen > 500);
    }

    private static void CheckSlot(Stay stay, int index)
    {
        var slot = stay.Slots[index];
        Assert.True((slot.Required & ~slot.Truth.Said & ~ClaimFields.Name) == ClaimFields.None, $"{stay.Family.Id}: something must be said that is not known");
        Assert.True(slot.Since == 0 || slot.Since == stay.ArrivalMinute);
        Assert.True(slot.Trap != TrapKind.Gap || (slot.Required & slot.Gap) == slot.Gap);
        if (slot.Trap is TrapKind.Contradiction or TrapKind.Gap && slot.Item != Items.Severity)
            Assert.Contains(slot.SettledBy, Handovers.Content.Vocabulary.AskedRoles.Select(role => (short)role));
    }

    private static IEnumerable<ulong> Fingerprints(Split split, int count) =>
        Enumerable.Range(0, count).Select(seed => Handovers.Environment.Generator.Generate(new ScenarioKey(split, (ulong)seed, Difficulty.Standard)).Fingerprint);
}
