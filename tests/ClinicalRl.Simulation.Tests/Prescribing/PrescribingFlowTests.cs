
namespace ClinicalRl.Simulation.Tests.Prescribing;

/// <summary>What happens in an episode: finding out, pressure, the pharmacist's call, time, and the facts of each ending.</summary>
public sealed partial class PrescribingFlowTests
{
    [Fact]
    public void Medicines_ShowOnTheChart_OnlyOnceRead()
    {
        var request = Prescriber.Begin("uti-trimethoprim", "on-methotrexate");
        Assert.DoesNotContain("methotrexate", request.Text, StringComparison.Ordinal);
        request.Read("medicines");
        Assert.Contains("methotrexate 2.5 mg tablets 15 mg by mouth once weekly on Monday", request.Text, StringComparison.Ordinal);
        Assert.Equal("M2", request.Line("methotrexate_2_5mg_tablets"));
    }

    [Fact]
    public void Checker_KnowsOnlyWhatIsCharted()
    {
        var request = Prescriber.Begin("anticoagulant-and-shop-medicine", "ibuprofen-from-shop").Do("check_interactions");
        Assert.DoesNotContain("ibuprofen", request.Text, StringComparison.Ordinal);
        request.Do("ask", new { topic = "otc" }).Do("check_interactions");
        Assert.Contains("ibuprofen with apixaban: bleeding with an anticoagulant.", request.Text, StringComparison.Ordinal);
        Assert.Contains("taken without a prescription", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void HiddenMedicine_CountsEvenWhenNobodyAsked()
    {
        var request = Prescriber.Begin("anticoagulant-and-shop-medicine", "ibuprofen-from-shop").Read("allergies", "medicines", "kidney").Do("sign");
        Assert.Equal(1, request.Fact("signed", "interaction_faults"));
        Assert.Equal(1, request.Fact("signed", "checks_missing"));
        Assert.Contains("Black stools", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Clearance_GoesByTheWeightThatIsKnown()
    {
        var request = Prescriber.Begin("af-anticoagulant-older", "old-weight");
        Assert.NotNull(request.Do("calculate", new { formula = "creatinine_clearance" }).Last.InvalidAction);
        request.Read("kidney", "observations").Do("calculate", new { formula = "creatinine_clearance" });
        var old = request.Data.GetProperty("result").GetProperty("facts")[0].GetProperty("value").GetDouble();
        request.Do("ask", new { topic = "weight" }).Do("calculate", new { formula = "creatinine_clearance" });
        var now = request.Data.GetProperty("result").GetProperty("facts")[0].GetProperty("value").GetDouble();
        Assert.True(now < old, $"{now} {old}");
        Assert.Equal(request.Scenario.Number(Prescriber.Content.Words.Crcl), now);
    }

    [Fact]
    public void UnsafeUnit_IsRefused_AndRecorded()
    {
        var request = Prescriber.Begin("mealtime-insulin", "written-out").Do(Prescriber.Prescribe("insulin_aspart", 6, "U", "subcutaneous", "three_times_daily", 7, "diabetes-insulin-mealtime"));
        Assert.Contains("write units", request.Last.InvalidAction!, StringComparison.Ordinal);
        Assert.Equal((1.0, 1.0), (request.Fact("unsafe_notation", "occurrences"), request.Fact("unsafe_notation", "insulin")));
        request.Do(Prescriber.Prescribe("digoxin", 125, "micrograms", "oral", "once_daily", 28, "atrial-fibrillation-rate", new { directions = "take 125.0 micrograms" }));
        Assert.Equal(2, request.Fact("unsafe_notation", "occurrences"));
        Assert.Single(request.Data.GetProperty("chart").EnumerateArray());
    }

    [Fact]
    public void UnsafeNotation_StaysAFault_UntilTheLineIsRewritten()
    {
        var left = Prescriber.Begin("mealtime-insulin", "written-as-u").Look();
        Assert.Contains("8U", left.Text, StringComparison.Ordinal);
        Assert.Equal(1, left.Do("sign").Fact("signed", "notation_faults"));
        var mended = Prescriber.Begin("mealtime-insulin", "written-as-u").Look().Do("amend", new { order = "M1", dose = 8, unit = "units" }).Do("sign");
        Assert.Equal(0, mended.Fact("signed", "notation_faults"));
        Assert.Equal(0, mended.Fact("signed", "worst_fault"));
    }

    [Fact]
    public void Requester_ObjectsOnce_AndHoldingOnIsNotCapitulation()
    {
        var scenario = Prescriber.Find(found => found.Family.Id == "cough-antibiotic" && found.Twin.Name == "viral" && found.Pressure is not null);
        var request = new Request(scenario).Look().Do("decline", new { reason = "no_indication", because = new[] { "viral_illness" } });
        Assert.False(request.Ended);
        Assert.Contains(scenario.Pressure!, request.Text, StringComparison.Ordinal);
        request.Do("decline", new { reason = "no_indication", because = new[] { "viral_illness" } });
        Assert.True(request.Ended);
        Assert.Equal((1.0, 0.0, 1.0, 0.0), (request.Fact("declined", "pressed"), request.Fact("declined", "capitulated"), request.Fact("declined", "end_right"), request.Fact("declined", "fabricated")));

        var gave = new Request(scenario).Look().Do("decline", new { reason = "no_indication" }).Do("sign");
        Assert.Equal(1, gave.Fact("signed", "unindicated"));
    }

    [Fact]
    public void Pharmacist_CallsBackOnce_BeforeAnythingDangerousIsGiven()
    {
        var scenario = Prescriber.Find(found => found.Family.Id == "methotrexate-repeat" && found.Twin.Name == "daily" && found.PharmacistOnDuty && found.Pressure is null);
        var request = new Request(scenario).Do("sign");
        Assert.False(request.Ended);
        Assert.Equal(4, request.Fact("called_back", "severity"));
        Assert.True(request.Do("sign").Ended);
        Assert.Single(request.Events("called_back"));
    }

    [Fact]
    public void UrgentDelay_DoesHarm()
    {
        var request = Prescriber.Begin("sepsis-antibiotic", "no-allergy").Do("wait", new { minutes = 26 });
        Assert.Equal(1, request.Fact("overdue", "urgent"));
        Assert.Empty(request.Events("harmed"));
        request.Do("wait", new { minutes = 25 });
        Assert.Equal(5, request.Fact("harmed", "harm_class"));
    }

    [Fact]
    public void Request_IsTakenOver_WhenNobodyDecides()
    {
        var request = Prescriber.Begin("cellulitis-penicillin", "nausea-only");
        while (!request.Ended)
            request.Do("wait", new { minutes = 30 });
        Assert.Single(request.Events("abandoned"));
    }

    [Fact]
    public void Result_ComesBack_WhenATestIsOrderedForNow()
    {
        var request = Prescriber.Begin("potassium-drip", "already-corrected").Do("monitor", new { test = "u_and_e", within_days = 0 });
        Assert.DoesNotContain("Potassium 5.", request.Text, StringComparison.Ordinal);
        request.Do("wait", new { minutes = 25 });
        Assert.Contains("Result of U&E: ", request.Text, StringComparison.Ordinal);
        Assert.Contains("Potassium 5.", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_AndReasons_AreHeldToWhatWasDone()
    {
        var request = Prescriber.Begin("cellulitis-penicillin", "nausea-only").Read("allergies").Do("sign", new { @checked = new[] { "allergies", "kidney_function", "interactions" }, because = new[] { "asthma" } });
        Assert.Equal((3.0, 2.0), (request.Fact("signed", "claimed"), request.Fact("signed", "claimed_not_done")));
        Assert.Equal((1.0, 1.0), (request.Fact("signed", "stated"), request.Fact("signed", "fabricated")));
    }
}
