using System.Collections.Immutable;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.Tests.EdHandover;

/// <summary>
/// The clinical reference's worked handover H1: sepsis, NEWS2 7, allergic to penicillin, antibiotic due 18:00, troponin pending. HO02, HO04, HO05, HO06 and
/// HO08 must all be right.
/// </summary>
public sealed class WorkedCaseTests
{
    private const short Due = 18 * 60;
    private static readonly string[] Asked = ["severity", "allergies", "medicines", "pending_results", "contingency"];

    /// <summary>A septic stay without traps, set to the numbers of the case.</summary>
    private static Stay H1 { get; } = Build();

    [Fact]
    public void H1_IsRight_WhenStatedInStructure()
    {
        var play = new Playing(H1)
            .Do("compose", new { item = "HO02", code = "news2", value = 7, time = "17:05", detail = "trend-worsening" })
            .Do("compose", new { item = "HO04", code = "penicillin", detail = "anaphylaxis" })
            .Do("compose", new { item = "HO05", code = "intravenous-antibiotic", time = "16:00", due = "18:00" })
            .Do("compose", new { item = "HO06", code = "troponin", owner = "ward-doctor", due = "19:30" })
            .Do("compose", new { item = "HO08", code = "if-pressure-falls", detail = "fluid-bolus", owner = "critical-care-outreach" })
            .Do("deliver");
        Assert.All(Asked, item => Assert.Equal("right", Status(play, item)));
    }

    [Fact]
    public void H1_IsRight_WhenStatedInWords()
    {
        var play = new Playing(H1)
            .Do("compose", new { item = "HO02", text = "NEWS2 7 at 17:05, getting worse." })
            .Do("compose", new { item = "HO04", text = "Allergic to penicillin: anaphylaxis." })
            .Do("compose", new { item = "HO05", text = "IV antibiotic given at 16:00, next dose due at 18:00." })
            .Do("compose", new { item = "HO06", text = "Troponin pending, the ward doctor will chase it, expected 19:30." })
            .Do("compose", new { item = "HO08", text = "If systolic pressure falls, give a fluid bolus and call critical care outreach." })
            .Do("deliver");
        Assert.All(Asked, item => Assert.Equal("right", Status(play, item)));
    }

    [Theory]
    [InlineData("HO02", "NEWS2 7 at 17:05, stable.", "severity", "wrong")]
    [InlineData("HO02", "NEWS2 4 at 17:05, getting worse.", "severity", "wrong")]
    [InlineData("HO02", "NEWS2 7, getting worse.", "severity", "incomplete")]
    [InlineData("HO04", "No known allergies.", "allergies", "wrong")]
    [InlineData("HO04", "Not allergic to penicillin.", "allergies", "wrong")]
    [InlineData("HO04", "Allergic to penicillin: rash.", "allergies", "wrong")]
    [InlineData("HO04", "Allergic to penicillin.", "allergies", "incomplete")]
    [InlineData("HO05", "IV antibiotic given at 16:00, next dose due at 20:00.", "medicines", "wrong")]
    [InlineData("HO05", "IV antibiotic given at 16:00.", "medicines", "incomplete")]
    [InlineData("HO06", "Troponin pending.", "pending_results", "incomplete")]
    [InlineData("HO06", "Troponin pending, the ward nurse will chase it, expected 19:30.", "pending_results", "wrong")]
    [InlineData("HO08", "Keep an eye.", "contingency", "missing")]
    public void H1_IsNot_WhenStatedOtherwise(string item, string text, string about, string status) =>
        Assert.Equal(status, Status(new Playing(H1).Do("compose", new { item, text }).Do("deliver"), about));

    /// <summary>Section 1's test vectors, by the score that the stays are charted with.</summary>
    [Theory]
    [InlineData(16, 98, false, 128, 72, true, 36.8, false, 0)]
    [InlineData(22, 93, false, 105, 112, true, 38.4, false, 8)]
    [InlineData(26, 90, true, 88, 132, false, 39.2, false, 19)]
    [InlineData(20, 96, false, 200, 84, true, 36.7, false, 0)]
    [InlineData(18, 95, true, 130, 80, true, 37.0, true, 4)]
    [InlineData(18, 94, false, 130, 80, true, 37.0, true, 0)]
    [InlineData(8, 88, false, 220, 40, true, 35.0, true, 12)]
    [InlineData(20, 96, false, 118, 88, false, 37.2, false, 3)]
    public void Score_IsThatOfTheVectors(double rr, double spo2, bool oxygen, double systolic, double pulse, bool alert, double temperature, bool scale2, int score) =>
        Assert.Equal(score, Handovers.Content.News2.Score(new News2Observations(rr, spo2, oxygen, systolic, pulse, alert ? 0 : 1, temperature, scale2)).Total);

    private static string Status(Playing play, string item)
    {
        var kind = Handovers.Environment.Spec.Facts.Find("handed_over")!;
        var index = kind.Facts[kind.IndexOf("item")].Symbols.IndexOf(item);
        var happened = play.All.Single(candidate => candidate.Kind == kind && Playing.Value(candidate, "item") == index);
        return kind.Facts[kind.IndexOf("status")].Symbols[(int)Playing.Value(happened, "status")];
    }

    private static Stay Build()
    {
        var stay = Handovers.Find(known => known.Family.Id == "sepsis-pneumonia" && known.Trend == Handovers.Code("trend-worsening") && !known.IsStale && known.ArrivalMinute == int.MaxValue);
        Slot Truth(int item, Claim truth) => stay.Slots.First(slot => slot.Item == item) with { Truth = truth, Required = truth.Said, Trap = TrapKind.None };
        Claim About(string code, string? detail = null) => new() { Concept = (short)Handovers.Code(code), Detail = (short)(detail is null ? Claim.Unsaid : Handovers.Code(detail)) };
        ImmutableArray<Slot> slots =
        [
            stay.Slots[0] with { Trap = TrapKind.None },
            Truth(Items.Severity, About("news2", "trend-worsening") with { Value = 7, At = (17 * 60) + 5 }),
            Truth(Items.Allergies, About("penicillin", "anaphylaxis")),
            Truth(Items.Medicines, About("intravenous-antibiotic") with { At = 16 * 60, Due = Due }),
            Truth(Items.Pending, About("troponin") with { Owner = (short)Handovers.Code("ward-doctor"), Due = (19 * 60) + 30 }),
            Truth(Items.Contingency, About("if-pressure-falls", "fluid-bolus") with { Owner = (short)Handovers.Code("critical-care-outreach") }),
        ];
        return stay with { Start = (17 * 60) + 20, Slots = slots, Entries = [], Questions = [], Push = null, PushSlot = -1, PushTimes = 0, Calls = [], Instruction = null, Caller = null, Pages = new() };
    }
}
