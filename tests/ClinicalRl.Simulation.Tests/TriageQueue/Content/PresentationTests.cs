using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Content;

/// <summary>What every presentation file must keep, whichever files there are.</summary>
public sealed class PresentationTests
{
    private const int DrawsPerTwin = 300;
    private const int MostDraws = 60_000;
    private const double ExpectedShare = 0.95;
    private const int FewestComplaints = 3;
    private const int FewestRulesInUse = 2;
    private const double ShareOfRulesInUse = 0.75;

    public static TheoryData<string> Families => [.. Triage.Content.Families.Select(family => family.Id)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Twins_NeedWhatTheyExpect_AtArrival(string id)
    {
        foreach (var (twin, patients) in Draws(id))
        {
            var right = patients.Count(patient => Triage.Environment.Judgement.Required(patient, -1, patient.ArrivalMinute).Disposition == twin.Expect);
            Assert.True(right >= ExpectedShare * patients.Length, $"{id} {twin.Name}: {right} of {patients.Length} need D{twin.Expect}");
        }
    }

    /// <summary>For somebody, whether or not a twin is like that: no rule hides behind earlier ones.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Rules_CanAllDecide(string id)
    {
        var family = Find(id);
        var reached = new HashSet<int>();
        var random = RandomStream.Named(2, id);
        var model = Draws(id)[0].Patients[0];
        for (var i = 0; i < MostDraws && reached.Count < family.Rules.Length; i++)
            reached.Add(FirstRule(Anyone(model, ref random), model.ArrivalMinute));
        Assert.All(family.Rules.Select((rule, number) => (rule, number)), rule => Assert.True(reached.Contains(rule.number), $"{id}: rule {rule.number} ({rule.rule.Reference}) never decides"));
    }

    /// <summary>A chart names more than its twins show, since its rules must be excluded; but most of it matters to somebody.</summary>
    [Fact]
    public void Rules_MostlyDecideForSomeTwin()
    {
        var (reached, all) = (0, 0);
        foreach (var family in Triage.Content.Families)
        {
            var patients = Draws(family.Id).SelectMany(draw => draw.Patients);
            var rules = patients.SelectMany(patient => new[] { FirstRule(patient, patient.ArrivalMinute), FirstRule(patient, Math.Min(patient.HarmMinute, 240)) }).ToHashSet();
            Assert.True(rules.Count >= FewestRulesInUse, $"{family.Id}: {rules.Count} rules decide for some twin");
            reached += rules.Count;
            all += family.Rules.Length;
        }

        Assert.True(reached >= all * ShareOfRulesInUse, $"{reached} of {all} rules decide for some twin");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Findings_AreReachable_AndTellTwinsApart(string id)
    {
        var family = Find(id);
        for (var i = 0; i < family.Findings.Length; i++)
            Assert.True(family.Twins.Any(twin => twin.Findings[i] > 0), $"{id}: no twin ever has {family.Findings[i].Code}");
        Assert.Equal(family.Findings.Length, family.Findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(family.Findings, finding => Assert.NotEqual(finding.Present, finding.Absent));
        foreach (var twin in family.Twins)
            Assert.True(twin.AtLeastOne == 0 || Bits(twin.AtLeastOne).Any(bit => twin.Findings[bit] > 0), $"{id} {twin.Name}");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Surface_IsSharedAndVaried(string id)
    {
        var family = Find(id);
        Assert.True(family.Complaints.Length >= FewestComplaints, $"{family.Complaints.Length} complaints");
        Assert.Contains(family.Twins, twin => twin.IsDangerous);
        Assert.Contains(family.Twins, twin => !twin.IsDangerous);
        Assert.True(family.Twins.Min(twin => twin.Expect) < family.Twins.Max(twin => twin.Expect), "every twin needs the same");
        Assert.All(family.Twins, twin => Assert.True(twin.Weight > 0));
        var names = family.Slots.Select(slot => slot.Name).Append("n").ToHashSet(StringComparer.Ordinal);
        var texts = family.Complaints.Concat(family.Slots.SelectMany(slot => slot.Alternatives));
        var used = texts.SelectMany(text => Regex.Matches(text, @"\{(?<slot>\w+)\}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Select(match => match.Groups["slot"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(used.Except(names));
        Assert.Empty(family.Slots.Select(slot => slot.Name).Except(used));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void DangerousTwins_GetWorse_AndBenignOnesNeverComeToHarm(string id)
    {
        foreach (var twin in Find(id).Twins)
        {
            Assert.Equal(twin.IsDangerous, twin.HarmAfterMinutes > 0);
            Assert.InRange(twin.HarmAfterMinutes, twin.IsDangerous ? 15 : 0, 240);
            Assert.True(!twin.IsDangerous || twin.Expect <= 5, $"{twin.Name} is dangerous and may go home");
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void SafetyNet_CanBeToldCompletely(string id)
    {
        var net = Find(id).SafetyNet;
        Assert.InRange(System.Numerics.BitOperations.PopCount(net.Signs), 2, 20);
        Assert.InRange(net.WithinHours, 1, 336);
        Assert.NotEqual(0, net.Routes);
    }

    private static Family Find(string id) => Triage.Content.Families.Single(family => family.Id == id);

    private static IEnumerable<int> Bits(uint mask) => Enumerable.Range(0, 32).Where(bit => (mask >> bit & 1) != 0);

    private static uint Findings(ImmutableArray<Term> terms) => terms.Where(term => term.Kind == TermKind.Finding).Aggregate(0U, (mask, term) => mask | 1U << term.Index);

    private static int FirstRule(ScenarioPatient patient, int minute)
    {
        var truth = Triage.Environment.Judgement.Truth(patient, -1, minute);
        for (var i = 0; ; i++)
        {
            if (patient.Family.Rules[i].When.Evaluate(truth) == Truth.True)
                return i;
        }
    }

    /// <summary>Someone whom the presentation allows, with findings that suit one of its rules and some vital signs anywhere an instrument can show.</summary>
    private static ScenarioPatient Anyone(ScenarioPatient model, ref RandomStream random)
    {
        var rules = model.Family.Rules;
        var aim = rules[random.Next(rules.Length)].When;
        var findings = Findings(aim.All) | (aim.Any.IsEmpty ? 0 : Findings([random.Pick(aim.Any)]));
        foreach (var other in rules)
            findings |= random.Chance(300) ? Findings(other.When.None) : 0;
        findings &= ~Findings(aim.None);
        var vitals = new double[Vitals.Count];
        for (var i = 0; i < vitals.Length; i++)
        {
            var (low, high) = Triage.Content.Parameters.AtRest(model.AgeMonths, (Vital)i);
            vitals[i] = ((Vital)i).AsShown(random.Chance(850) ? low + ((high - low) * random.NextUnit()) : random.NextUnit() * ((Vital)i == Vital.Temperature ? 43 : 2 * Math.Max(high, 4)));
        }

        return model with
        {
            AgeMonths = random.Between(model.Family.LowestAgeMonths, model.Family.HighestAgeMonths),
            Female = model.Family.Sex == "female" || (model.Family.Sex == "any" && random.Chance(500)),
            Pregnant = model.Family.PregnantPerMille == 1000 || random.Chance(300),
            Findings = findings,
            Backgrounds = random.Chance(500) ? 1U << random.Next(Triage.Content.Backgrounds.Length) : 0,
            VitalsAtArrival = [.. vitals],
        };
    }

    /// <summary>The same number of draws of every twin.</summary>
    private static ImmutableArray<(Twin Twin, ScenarioPatient[] Patients)> Draws(string id)
    {
        var index = Triage.Content.Families.IndexOf(Find(id));
        var crowding = Triage.Content.Parameters.For(Difficulty.Standard) with { DangerousPerMille = 500 };
        var random = RandomStream.Named(1, id);
        var byTwin = Triage.Content.Families[index].Twins.ToDictionary(twin => twin, _ => new List<ScenarioPatient>());
        for (var i = 0; i < MostDraws && byTwin.Values.Any(patients => patients.Count < DrawsPerTwin); i++)
        {
            var patient = new PatientDraft(Triage.Content, index, 0, crowding, ref random).Build(Triage.Content, "P1");
            if (byTwin[patient.Twin].Count < DrawsPerTwin)
                byTwin[patient.Twin].Add(patient);
        }

        Assert.All(byTwin, twin => Assert.Equal(DrawsPerTwin, twin.Value.Count));
        return [.. byTwin.Select(twin => (twin.Key, twin.Value.ToArray()))];
    }
}
