using System.Numerics;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.Tests.PatientConversation.Content;

public sealed class FamilyTests
{
    private const int FewestFamilies = 30;
    private const int Draws = 300;

    public static TheoryData<string> Families => [.. Talks.Content.Families.Select(family => family.Id)];

    [Fact]
    public void Families_AreAtLeastThirty_EachWithADangerousAndABenignTwin()
    {
        Assert.True(Talks.Content.Families.Length >= FewestFamilies);
        Assert.All(Talks.Content.Families, family => Assert.Contains(family.Twins, twin => twin.IsDangerous));
        Assert.All(Talks.Content.Families, family => Assert.Contains(family.Twins, twin => !twin.IsDangerous));
    }

    /// <summary>Whatever is drawn for a twin, the chart gives the place that it expects, or one more urgent that another drawn flag demands.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Chart_GivesWhatEachTwinExpects(string id)
    {
        var family = Family(id);
        foreach (var twin in family.Twins)
        {
            var right = 0;
            foreach (var present in Drawn(twin))
            {
                var row = family.RowFor(present);
                right += row.Place == twin.Expect ? 1 : 0;
                var rungs = Talks.Content.Vocabulary.Rungs;
                Assert.True(
                    rungs[row.Place] <= rungs[twin.Expect], $"{id}/{twin.Name}: {Talks.Content.Vocabulary.Places.Ids[row.Place]} for {Codes(family, present)}");
            }

            Assert.True(right * 10 >= Draws * 5, $"{id}/{twin.Name}: the expected place comes {right} times of {Draws}");
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void DangerousTwins_NeedMore_ThanBenignOnes(string id)
    {
        var family = Family(id);
        var benign = family.Twins.First(twin => !twin.IsDangerous);
        Assert.All(family.Twins.Where(twin => twin.IsDangerous), twin =>
        {
            var (one, other) = (RowOf(family, twin), RowOf(family, benign));
            Assert.True(
                (one.Accepted & other.Accepted) == 0 || one.Teams != other.Teams || one.MayShare != other.MayShare || one.Must != other.Must,
                $"{id}: {twin.Name} and {benign.Name} ask for the same");
            Assert.True(twin.Severity > benign.Severity);
        });
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Rows_CanAllDecide_AndItemsAllMatter(string id)
    {
        var family = Family(id);
        for (var i = 0; i < family.Chart.Length; i++)
        {
            var row = family.Chart[i];
            Assert.True(BitOperations.PopCount(row.Accepted) > 0 && (row.Accepted >> row.Place & 1) != 0);
            Assert.Equal(0UL, row.Must & row.Avoid);
            Assert.Contains(Enumerable.Range(0, 1 << family.Items.Length), present => family.RowFor((uint)present) == row);
        }

        for (var i = 0; i < family.Items.Length; i++)
            Assert.Contains(family.Twins, twin => twin.Items[i] > 0 || twin.Items.Length == 0 || family.Chart.Any(row => ((row.All | row.AnyOf | row.NoneOf) >> i & 1) != 0) || !family.Items[i].IsRedFlag);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void EveryFlagOfTheChart_CanBeFound(string id)
    {
        var family = Family(id);
        foreach (var row in family.Chart)
        {
            for (var i = 0; i < family.Items.Length; i++)
                Assert.True(((row.All | row.AnyOf | row.NoneOf) >> i & 1) == 0 || family.Items[i].Topic >= 0 || (family.Items[i].Region >= 0 && family.IsInClinic));
        }

        Assert.True(BitOperations.PopCount(family.Net.Signs) >= Talks.Content.Parameters.FewestRightSigns + 1 && family.Net.WithinHours > 0 && family.Net.Routes != 0);
    }

    [Fact]
    public void Phrases_AreManyAndWhole()
    {
        foreach (var family in Talks.Content.Families)
        {
            Assert.True(family.Openings.Length >= 4, family.Id);
            Assert.All(family.Items.Where(item => item.Topic >= 0), item => Assert.True(item.Present.Length >= 2 && item.Absent.Length >= 2, $"{family.Id}: {item.Code}"));
            Assert.True(family.Ideas.Length >= 2 && family.Concerns.Length >= 2 && family.Expectations.Length >= 2, family.Id);
        }
    }

    [Fact]
    public void Hazards_OfTheTaxonomy_AreAllExposedBySomeFamilyOrPerson()
    {
        var exposed = Enumerable.Range(0, 3_000).SelectMany(seed => Talks.Generate((ulong)seed).ExposedHazards).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Talks.Content.Hazards.Select(hazard => hazard.Id).Order(StringComparer.Ordinal), exposed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pressures_OfEveryKind_ComeUp()
    {
        var used = Talks.Content.Families.SelectMany(family => family.Twins).SelectMany(twin => twin.Pressures).ToHashSet();
        Assert.Equal(Talks.Content.Pressures.Length, used.Count);
    }

    [Theory]
    [InlineData("id: chest", "id: chest\nsurprise: 1", "surprise")]
    [InlineData("setting: phone", "setting: ship", "setting")]
    [InlineData("to: ambulance_999", "to: helicopter", "helicopter")]
    [InlineData("ask: pain", "ask: horoscope", "horoscope")]
    [InlineData("source: NICE-CG95,", "source: NOWHERE,", "NOWHERE")]
    [InlineData("reveal: denied", "reveal: never", "reveal")]
    [InlineData("severity: S1", "severity: S9", "severity")]
    [InlineData("[cost,", "[bribery,", "bribery")]
    [InlineData("otherwise: true, ", "when: {all: [pain-now]}, ", "otherwise")]
    public void Reader_RefusesWhatIsNotRight(string right, string wrong, string named)
    {
        var text = ContentFiles.Read("patient-conversation/families/chest-tightness.yaml");
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var broken = text[..at] + wrong + text[(at + right.Length)..];
        var refusal = Assert.Throws<ContentInvalidException>(() => Read(broken));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("chest.yaml:", refusal.Message, StringComparison.Ordinal);
    }

    private static Family Read(string text) =>
        new FamilyReader(YamlMap.Parse("chest.yaml", text), Talks.Content.Vocabulary, Talks.Content.Pressures, Talks.Content.Sources).Read();

    private static Family Family(string id) => Talks.Content.Families.Single(family => family.Id == id);

    private static ChartRow RowOf(Family family, Twin twin)
    {
        var present = 0U;
        for (var i = 0; i < twin.Items.Length; i++)
            present |= twin.Items[i] == 1000 ? 1U << i : 0;
        return family.RowFor(present);
    }

    private static IEnumerable<uint> Drawn(Twin twin)
    {
        var random = new Simulation.Randomness.RandomStream(3);
        for (var draw = 0; draw < Draws; draw++)
        {
            var present = 0U;
            for (var i = 0; i < twin.Items.Length; i++)
                present |= random.Chance(twin.Items[i]) ? 1U << i : 0;
            yield return present;
        }
    }

    private static string Codes(Family family, uint present) => string.Join(", ", family.Items.Where((_, i) => (present >> i & 1) != 0).Select(item => item.Code));
}
