using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Prescribing.Flow;

namespace ClinicalRl.Simulation.Tests.Prescribing;

/// <summary>Worked values with their published or expected answers: kidney function, DOAC table, opioid table, and the four sample requests.</summary>
public sealed class WorkedSampleTests
{
    [Theory]
    [InlineData(true, 82, 58, 140, 25.0)]
    [InlineData(false, 65, 80, 90, 82.0)]
    [InlineData(true, 74, 62, 110, 38.7)]
    public void CockcroftGault_GivesTheWorkedValue(bool female, double age, double weight, double creatinine, double expected) =>
        Assert.Equal(expected, Math.Round(CockcroftGault.Clearance(age, weight, creatinine, female), 1));

    [Theory]
    [InlineData(0, 80)]
    [InlineData(-1, 80)]
    [InlineData(70, 0)]
    public void CockcroftGault_Refuses_WhatIsNoWeightOrCreatinine(double weight, double creatinine) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CockcroftGault.Clearance(60, weight, creatinine, true));

    /// <summary>The AF toolkit's table, row by row and on both sides of each limit.</summary>
    [Theory]
    [InlineData("apixaban 5 mg oral twice_daily", 50, 70, 80, 90, true)]
    [InlineData("apixaban 5 mg oral twice_daily", 30, 70, 80, 90, true)]
    [InlineData("apixaban 5 mg oral twice_daily", 29.9, 70, 80, 90, false)]
    [InlineData("apixaban 2.5 mg oral twice_daily", 29.9, 70, 80, 90, true)]
    [InlineData("apixaban 2.5 mg oral twice_daily", 15, 70, 80, 90, true)]
    [InlineData("apixaban 2.5 mg oral twice_daily", 14.9, 70, 80, 90, false)]
    [InlineData("apixaban 2.5 mg oral twice_daily", 60, 80, 60, 90, true)]
    [InlineData("apixaban 5 mg oral twice_daily", 60, 80, 60, 90, false)]
    [InlineData("apixaban 5 mg oral twice_daily", 60, 80, 61, 132, true)]
    [InlineData("apixaban 2.5 mg oral twice_daily", 60, 80, 61, 133, true)]
    [InlineData("apixaban 5 mg oral twice_daily", 60, 79, 60, 132, true)]
    [InlineData("apixaban 2.5 mg oral twice_daily", 60, 79, 60, 133, true)]
    [InlineData("rivaroxaban 20 mg oral once_daily", 50, 70, 80, 90, true)]
    [InlineData("rivaroxaban 20 mg oral once_daily", 49.9, 70, 80, 90, false)]
    [InlineData("rivaroxaban 15 mg oral once_daily", 49.9, 70, 80, 90, true)]
    [InlineData("rivaroxaban 15 mg oral once_daily", 15, 70, 80, 90, true)]
    [InlineData("rivaroxaban 15 mg oral once_daily", 14.9, 70, 80, 90, false)]
    [InlineData("edoxaban 60 mg oral once_daily", 50, 70, 61, 90, true)]
    [InlineData("edoxaban 60 mg oral once_daily", 50, 70, 60, 90, false)]
    [InlineData("edoxaban 30 mg oral once_daily", 50, 70, 60, 90, true)]
    [InlineData("edoxaban 30 mg oral once_daily", 49.9, 70, 80, 90, true)]
    [InlineData("edoxaban 60 mg oral once_daily", 49.9, 70, 80, 90, false)]
    [InlineData("edoxaban 30 mg oral once_daily", 14.9, 70, 80, 90, false)]
    [InlineData("dabigatran 150 mg oral twice_daily", 50, 74, 80, 90, true)]
    [InlineData("dabigatran 150 mg oral twice_daily", 50, 80, 80, 90, false)]
    [InlineData("dabigatran 110 mg oral twice_daily", 50, 80, 80, 90, true)]
    [InlineData("dabigatran 110 mg oral twice_daily", 50, 75, 80, 90, true)]
    [InlineData("dabigatran 150 mg oral twice_daily", 30, 70, 80, 90, true)]
    [InlineData("dabigatran 110 mg oral twice_daily", 30, 70, 80, 90, true)]
    [InlineData("dabigatran 110 mg oral twice_daily", 29.9, 70, 80, 90, false)]
    public void Doac_FollowsTheTable(string order, double clearance, double age, double weight, double creatinine, bool right)
    {
        var person = new Person(("crcl", clearance), ("age", age), ("weight", weight), ("creatinine", creatinine)).With("atrial_fibrillation");
        Assert.Equal(right, Prescriber.Assess(person, order + " stroke-prevention-af").Count == 0);
    }

    [Theory]
    [InlineData("dabigatran 150 mg oral twice_daily", "verapamil 80 mg oral three_times_daily angina", false)]
    [InlineData("dabigatran 110 mg oral twice_daily", "verapamil 80 mg oral three_times_daily angina", true)]
    [InlineData("edoxaban 60 mg oral once_daily", "ciclosporin 100 mg oral twice_daily transplant", false)]
    [InlineData("edoxaban 30 mg oral once_daily", "ciclosporin 100 mg oral twice_daily transplant", true)]
    public void Doac_IsReduced_BesideSomeMedicines(string order, string other, bool right) =>
        Assert.Equal(right, Prescriber.Faults(new Person().With("atrial_fibrillation"), order + " stroke-prevention-af", other) == RegimenFaults.None);

    /// <summary>Oral morphine 10 mg = codeine 100, dihydrocodeine 100, tramadol 100, tapentadol 25, oxycodone 6.6, hydromorphone 2; injection is a half.</summary>
    [Theory]
    [InlineData("morphine_oral_solution", 10, 10)]
    [InlineData("codeine", 100, 10)]
    [InlineData("dihydrocodeine", 100, 10)]
    [InlineData("tramadol", 100, 10)]
    [InlineData("tapentadol", 25, 10)]
    [InlineData("oxycodone_modified_release", 6.6, 10)]
    [InlineData("hydromorphone", 2, 10)]
    [InlineData("morphine_injection", 5, 10)]
    [InlineData("fentanyl_patch", 12, 30)]
    [InlineData("fentanyl_patch", 25, 60)]
    [InlineData("fentanyl_patch", 50, 120)]
    [InlineData("fentanyl_patch", 75, 180)]
    [InlineData("fentanyl_patch", 100, 240)]
    [InlineData("buprenorphine_7_day_patch", 5, 12)]
    [InlineData("buprenorphine_7_day_patch", 10, 24)]
    [InlineData("buprenorphine_7_day_patch", 20, 48)]
    [InlineData("buprenorphine_4_day_patch", 35, 84)]
    [InlineData("buprenorphine_4_day_patch", 52, 126)]
    [InlineData("buprenorphine_4_day_patch", 70, 168)]
    public void Opioid_FollowsTheTable(string medicine, double dose, double morphine) =>
        Assert.Equal(morphine, Prescriber.Content.Opioids.DailyMorphine(Prescriber.Content.Formulary.IndexOf(medicine), dose, 1), 9);

    /// <summary>A switch at half to the whole of the equivalent is right; more is not, and far more is a grave fault.</summary>
    [Theory]
    [InlineData(19.8, true)]
    [InlineData(30, true)]
    [InlineData(39.6, true)]
    [InlineData(19, false)]
    [InlineData(41, false)]
    [InlineData(60, false)]
    public void OpioidSwitch_IsReduced(double oxycodone, bool right) =>
        Assert.Equal(right, Prescriber.Faults(new Person(("morphine_equivalent", 120)), FormattableString.Invariant($"oxycodone_modified_release {oxycodone} mg oral twice_daily cancer-pain 14")) == RegimenFaults.None);

    [Theory]
    [InlineData(12, true)]
    [InlineData(20, true)]
    [InlineData(11, false)]
    [InlineData(21, false)]
    public void BreakthroughDose_IsATenthToASixth(double morphine, bool right) =>
        Assert.Equal(right, Prescriber.Faults(new Person(("morphine_equivalent", 120)), FormattableString.Invariant($"morphine_oral_solution {morphine} mg oral as_required breakthrough-pain 14 most 6")) == RegimenFaults.None);

    /// <summary>P1: AF, woman 82, 58 kg, creatinine 140: clearance 25.0, apixaban 2.5 mg twice daily, dabigatran contraindicated.</summary>
    [Fact]
    public void P1_GetsApixabanReduced_AndNoDabigatran()
    {
        var clearance = Math.Round(CockcroftGault.Clearance(82, 58, 140, female: true), 1);
        var person = new Person(("age", 82), ("weight", 58), ("creatinine", 140), ("crcl", clearance), ("egfr", 31)) { Female = true }.With("atrial_fibrillation");
        Assert.Equal(25.0, clearance);
        Assert.Empty(Prescriber.Assess(person, "apixaban 2.5 mg oral twice_daily stroke-prevention-af"));
        Assert.Equal(RegimenFaults.DoseHigh, Prescriber.Faults(person, "apixaban 5 mg oral twice_daily stroke-prevention-af"));
        Assert.Contains("RX19c", Prescriber.Broken(person, "dabigatran 110 mg oral twice_daily stroke-prevention-af"));
    }

    /// <summary>P2: UTI, eGFR 34, on warfarin: no nitrofurantoin unless resistant, and an INR with whatever is given.</summary>
    [Fact]
    public void P2_GetsNoNitrofurantoin_AndAnInr()
    {
        const string Warfarin = "warfarin 4 mg oral once_daily stroke-prevention-af", Nitrofurantoin = "nitrofurantoin 100 mg oral twice_daily lower-uti 3", Other = "pivmecillinam 200 mg oral three_times_daily lower-uti 3";
        Assert.Contains("RX27b", Prescriber.Broken(Someone(), Nitrofurantoin, Warfarin));
        Assert.DoesNotContain("RX27b", Prescriber.Broken(Someone().With("resistant_infection"), Nitrofurantoin, Warfarin));
        Assert.Contains("RX17g", Prescriber.Broken(Someone(), Other, Warfarin));
        Assert.Empty(Prescriber.Broken(Someone().Test("inr", 5), Other, Warfarin));

        static Person Someone() => new(("egfr", 34), ("crcl", 36), ("inr", 2.5));
    }

    /// <summary>P3: methotrexate 15 mg daily: stop; weekly on a named day.</summary>
    [Fact]
    public void P3_IsWeeklyOnANamedDay()
    {
        var person = new Person(("weeks:fbc", 6), ("weeks:lft", 6));
        Assert.True(Prescriber.Faults(person, "methotrexate_2_5mg_tablets 15 mg oral once_daily rheumatoid-arthritis 28").HasFlag(RegimenFaults.Frequency | RegimenFaults.NoNamedDay));
        Assert.Equal(RegimenFaults.NoNamedDay, Prescriber.Faults(person, "methotrexate_2_5mg_tablets 15 mg oral once_weekly rheumatoid-arthritis 28"));
        Assert.Equal(RegimenFaults.None, Prescriber.Faults(person, "methotrexate_2_5mg_tablets 15 mg oral once_weekly rheumatoid-arthritis 28 on monday"));
        Assert.Contains("RX01b", Prescriber.Broken(person, "methotrexate_10mg_tablets 20 mg oral once_weekly rheumatoid-arthritis 28 on monday"));
    }

    /// <summary>P4: lithium 0.7, asks for naproxen: avoid, paracetamol.</summary>
    [Fact]
    public void P4_GetsParacetamol_NotNaproxen()
    {
        const string Lithium = "lithium_carbonate 800 mg oral once_daily bipolar-disorder";
        var person = new Person(("lithium_level", 0.7));
        Assert.Contains("RX21a", Prescriber.Broken(person, "naproxen 500 mg oral twice_daily musculoskeletal-pain 7", Lithium));
        Assert.Empty(Prescriber.Assess(person, "paracetamol 1000 mg oral four_times_daily musculoskeletal-pain 7", Lithium));
    }
}
