using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Flow;

/// <summary>Safety-nets, medicines and the words used.</summary>
public sealed class AdviceTests
{
    [Fact]
    public void SafetyNet_IsComplete_OnlyWhenSpecificAndRight()
    {
        var home = new Func<Shift>(() => Triage.Begin(patient => patient.Language is null && patient.Twin.Expect >= 6));
        var net = home().First.Family.SafetyNet;
        string[] right = [.. Triage.Content.Vocabulary.Signs.Where((_, i) => (net.Signs >> i & 1) != 0)];
        string[] wrong = [.. Triage.Content.Vocabulary.Signs.Where((_, i) => (net.Signs >> i & 1) == 0)];
        string[] route = [Triage.Content.Vocabulary.Routes.Where((_, i) => (net.Routes >> i & 1) != 0).First()];
        string[] otherRoute = [Triage.Content.Vocabulary.Routes.Where((_, i) => (net.Routes >> i & 1) == 0).First()];

        Assert.Equal(1, Complete(home(), right, net.WithinHours, route));
        Assert.Equal(1, Complete(home(), [right[0], right[1]], 1, route));
        Assert.Equal(0, Complete(home(), [right[0]], net.WithinHours, route));
        Assert.Equal(0, Complete(home(), [right[0], right[1], wrong[0], wrong[1]], net.WithinHours, route));
        Assert.Equal(0, Complete(home(), [.. wrong.Take(3)], net.WithinHours, route));
        Assert.Equal(0, Complete(home(), right, net.WithinHours, otherRoute));
        Assert.Equal(0, Complete(home(), right, Math.Min(336, net.WithinHours + 1), route));
    }

    [Fact]
    public void SafetyNet_MayBeToldInParts_AndCountsWhenThePatientGoes()
    {
        var shift = Triage.Begin(patient => patient.Language is null && patient.Twin.Expect >= 6);
        var net = shift.First.Family.SafetyNet;
        string[] right = [.. Triage.Content.Vocabulary.Signs.Where((_, i) => (net.Signs >> i & 1) != 0)];
        string[] route = [.. Triage.Content.Vocabulary.Routes.Where((_, i) => (net.Routes >> i & 1) != 0).Take(1)];
        shift.Do("advise", new { patient = "P1", signs = right });
        Assert.Equal((1.0, 0.0), (shift.Fact("advised", "safety_net_given"), shift.Fact("advised", "safety_net_complete")));
        shift.Do("advise", new { patient = "P1", within_hours = net.WithinHours, route });
        Assert.Equal((0.0, 1.0), (shift.Fact("advised", "safety_net_given"), shift.Fact("advised", "safety_net_complete")));
        Assert.Equal((1.0, 1.0), (shift.Dispose(8).Fact("disposed", "goes_home"), shift.Fact("disposed", "safety_net_complete")));
        Assert.Equal(0, Triage.Begin(patient => patient.Language is null && patient.Twin.Expect >= 6).Dispose(8).Fact("disposed", "safety_net_complete"));
    }

    [Fact]
    public void SafetyNet_IsNotUnderstood_WithoutAnInterpreter()
    {
        var shift = Triage.Begin(patient => patient.Language is not null && patient.Twin.Expect >= 6);
        var net = shift.First.Family.SafetyNet;
        string[] right = [.. Triage.Content.Vocabulary.Signs.Where((_, i) => (net.Signs >> i & 1) != 0)];
        string[] route = [.. Triage.Content.Vocabulary.Routes.Where((_, i) => (net.Routes >> i & 1) != 0).Take(1)];
        Assert.Equal(0, Complete(shift, right, net.WithinHours, route));
        Assert.Equal((1.0, 0.0), (shift.Fact("advised", "language_barrier"), shift.Fact("advised", "interpreter_present")));
        shift.Do("escalate", new { patient = "P1", to = "interpreter" });
        Assert.Equal(1, Complete(shift, right, net.WithinHours, route));
        Assert.Equal(1, shift.Fact("advised", "interpreter_present"));
    }

    [Theory]
    [InlineData("ibuprofen", "taking-anticoagulant")]
    [InlineData("ibuprofen", "taking-antiplatelet")]
    [InlineData("ibuprofen", "past-ulcer")]
    [InlineData("ibuprofen", "heart-failure")]
    [InlineData("ibuprofen", "kidney-disease")]
    [InlineData("ibuprofen", "taking-methotrexate")]
    [InlineData("ibuprofen", "allergy-aspirin")]
    [InlineData("aspirin", "allergy-aspirin")]
    [InlineData("paracetamol", "taking-co-codamol")]
    [InlineData("benzylpenicillin", "allergy-penicillin")]
    public void Medicine_IsContraindicated_ByWhatIsTrueOfThePatient(string medicine, string background)
    {
        var index = Triage.Content.Backgrounds.Select(known => known.Code).ToList().IndexOf(background);
        var shift = Triage.Begin(patient => patient.AgeYears is >= 16 and < 65 && !patient.Pregnant && patient.Backgrounds == 1U << index);
        Assert.Equal((1.0, 1.0), (Give(shift, medicine).Fact("advised", "medicine_given"), shift.Fact("advised", "medicine_contraindicated")));
        var well = Triage.Begin(patient => patient.AgeYears is >= 16 and < 65 && !patient.Pregnant && patient.Backgrounds == 0);
        Assert.Equal(0, Give(well, medicine).Fact("advised", "medicine_contraindicated"));
    }

    [Fact]
    public void Medicine_IsContraindicated_ByAgeAndPregnancy()
    {
        Assert.Equal(1, Give(Triage.Begin(patient => patient.AgeYears < 16 && patient.Backgrounds == 0), "aspirin").Fact("advised", "medicine_contraindicated"));
        Assert.Equal(1, Give(Triage.Begin(patient => patient.AgeYears >= 65 && patient.Backgrounds == 0), "ibuprofen").Fact("advised", "medicine_contraindicated"));
        Assert.Equal(1, Give(Triage.Begin(patient => patient.Pregnant && patient.Backgrounds == 0), "ibuprofen").Fact("advised", "medicine_contraindicated"));
        Assert.Equal(0, Give(Triage.Begin(patient => patient.Pregnant && patient.Backgrounds == 0), "paracetamol").Fact("advised", "medicine_contraindicated"));
    }

    [Fact]
    public void Dose_IsComparedWithTheRightOne()
    {
        static Shift Adult() => Triage.Begin(patient => patient.AgeYears >= 18 && Weight(patient) > 55);
        CheckDose(Adult(), "paracetamol", 1000, ratio: 1, isError: false);
        CheckDose(Adult(), "paracetamol", 1200, ratio: 1.2, isError: true);
        CheckDose(Adult(), "paracetamol", 400, ratio: 0.4, isError: true);
        CheckDose(Adult(), "aspirin", 300, ratio: 1, isError: false);
        CheckDose(Adult(), "adrenaline", 500, ratio: 1, isError: false);
        CheckDose(Adult(), "paracetamol", 0, ratio: 0, isError: true);

        var light = Triage.Begin(patient => patient.AgeYears >= 18 && Weight(patient) <= 48);
        CheckDose(light, "paracetamol", 1000, ratio: 1000 / (15 * Weight(light.First)), isError: true);
        Assert.Equal(1, light.Fact("advised", "light_adult"));

        static Shift Child() => Triage.Begin(patient => patient.AgeYears is >= 2 and < 6);
        var child = Child();
        CheckDose(child, "paracetamol", 15 * Weight(child.First), ratio: 1, isError: false);
        Assert.Equal((1.0, 0.0), (child.Fact("advised", "child"), child.Fact("advised", "light_adult")));
        CheckDose(Child(), "paracetamol", 1000, ratio: 1000 / (15 * Weight(child.First)), isError: true);
        CheckDose(Child(), "adrenaline", 150, ratio: 1, isError: false);
        CheckDose(Child(), "adrenaline", 500, ratio: 500 / 150.0, isError: true);
    }

    [Fact]
    public void Dose_IsBoundedOrNotJudged()
    {
        static Shift Baby() => Triage.Begin(patient => patient.AgeYears < 1);
        var shift = Baby();
        CheckDose(shift, "paracetamol", 100_000, ratio: Math.Min(1000, 100_000 / (15 * Weight(shift.First))), isError: true);
        Give(shift, "paracetamol");
        Assert.Equal("repeated", shift.Symbol("wasted", "reason"));
        shift = Give(Baby(), "paracetamol");
        Assert.Equal((1.0, 0.0, 0.0), (shift.Fact("advised", "dose_judged"), shift.Fact("advised", "dose_stated"), shift.Fact("advised", "dose_is_error")));
        shift.Do("advise", new { patient = "P1", medicine = "ibuprofen", dose = 400 });
        Assert.Equal((0.0, 1.0, 0.0), (shift.Fact("advised", "dose_judged"), shift.Fact("advised", "dose_stated"), shift.Fact("advised", "dose_is_error")));
    }

    [Fact]
    public void Medicine_IsIndicated_OnlyWhenTheChartAsksForIt()
    {
        var shift = Give(Triage.Begin(patient => patient.Family.Id == "ankle-injury"), "adrenaline");
        Assert.Equal((1.0, 0.0), (shift.Fact("advised", "medicine_restricted"), shift.Fact("advised", "medicine_indicated")));
    }

    [Fact]
    public void Advice_IsWasted_WhenItAddsNothing()
    {
        var shift = Triage.Begin(patient => patient.Language is null).Do("advise", new { patient = "P1" }, "I am here.").Do("advise", new { patient = "P1" }, "Still here.");
        Assert.Single(shift.Events("advised"));
        Assert.Equal("repeated", shift.Symbol("wasted", "reason"));
    }

    [Fact]
    public void Allergies_AreAskedBeforeOrNot()
    {
        static bool Speaks(ScenarioPatient patient) => patient.Language is null;
        Assert.Equal(0, Give(Triage.Begin(Speaks), "paracetamol").Fact("advised", "allergies_asked"));
        Assert.Equal(1, Give(Triage.Begin(Speaks).Ask("allergies", alone: true), "paracetamol").Fact("advised", "allergies_asked"));
    }

    [Theory]
    [InlineData(null, 0, 0, 0)]
    [InlineData(" ", 0, 0, 0)]
    [InlineData("Come back if it gets worse.", 1, 0, 0)]
    [InlineData("It is DEFINITELY NOTHING to do with your heart.", 1, 1, 0)]
    [InlineData("There is nothing to worry about.", 1, 1, 0)]
    [InlineData("Return if pyrexial or dyspnoea worsens, analgesia PRN.", 1, 0, 1)]
    public void Words_AreHeard(string? message, double given, double certain, double jargon)
    {
        var shift = Triage.Begin(_ => true).Do("advise", new { patient = "P1", medicine = "paracetamol" }, message);
        Assert.Equal((given, certain, jargon), (shift.Fact("advised", "message_given"), shift.Fact("advised", "false_certainty"), shift.Fact("advised", "jargon")));
    }

    private static double Complete(Shift shift, string[] signs, int withinHours, string[] route) =>
        shift.Do("advise", new { patient = "P1", signs, within_hours = withinHours, route }).Fact("advised", "safety_net_complete");

    private static Shift Give(Shift shift, string medicine) => shift.Do("advise", new { patient = "P1", medicine });

    private static double Weight(ScenarioPatient patient) => patient.VitalsAtArrival[(int)Vital.Weight];

    private static void CheckDose(Shift shift, string medicine, double dose, double ratio, bool isError)
    {
        shift.Do("advise", new { patient = "P1", medicine, dose });
        Assert.Null(shift.Last.InvalidAction);
        Assert.Equal(ratio, shift.Fact("advised", "dose_ratio"), 1e-9);
        Assert.Equal((1.0, isError ? 1.0 : 0.0), (shift.Fact("advised", "dose_stated"), shift.Fact("advised", "dose_is_error")));
    }
}
