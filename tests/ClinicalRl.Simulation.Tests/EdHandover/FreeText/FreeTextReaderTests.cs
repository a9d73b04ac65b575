using System.Globalization;
using ClinicalRl.Simulation.EdHandover.FreeText;
using ClinicalRl.Simulation.EdHandover.Flow;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.Tests.EdHandover.FreeText;

/// <summary>What is understood of the words in which people hand over.</summary>
public sealed class FreeTextReaderTests
{
    private static readonly FreeTextReader Reader = new(Handovers.Content);

    [Theory]
    [InlineData("NEWS2 7 at 17:05, worsening.", "news2 7 at 17:05 trend-worsening")]
    [InlineData("NEWS2 of 7 at 17:05 and getting worse, it was 3 at 14:00.", "news2 7 at 17:05 trend-worsening")]
    [InlineData("The early warning score is 2, taken at 09:30, and the trend is steady.", "news2 2 at 09:30 trend-steady")]
    [InlineData("Allergic to penicillin: anaphylaxis.", "penicillin anaphylaxis")]
    [InlineData("Penicillin allergy, reaction rash.", "penicillin rash")]
    [InlineData("No known allergies.", "no-known-allergies")]
    [InlineData("NKDA", "no-known-allergies")]
    [InlineData("Allergy status not recorded.", "allergy-status-unknown")]
    [InlineData("She is not allergic to penicillin.", "not penicillin")]
    [InlineData("IV antibiotic given 16:00, next dose due 18:00.", "intravenous-antibiotic at 16:00 due 18:00")]
    [InlineData("IV antibiotics last at 16:00; next due at 18:00.", "intravenous-antibiotic at 16:00 due 18:00")]
    [InlineData("Aspirin 300 mg given at 10:15, next due 09:00.", "aspirin 300 mg at 10:15 due 09:00")]
    [InlineData("Adrenaline 500 micrograms given at 12:20.", "adrenaline 500 micrograms at 12:20")]
    [InlineData("Benzylpenicillin 1.2 g at 12:20.", "benzylpenicillin 1.2 g at 12:20")]
    [InlineData("Fixed-rate insulin at 0.1 units/kg/h since 11:00, review due 12:00.", "fixed-rate-insulin 0.1 units/kg/h at 11:00 due 12:00")]
    [InlineData("Troponin pending, ward doctor to chase by 19:30.", "troponin due 19:30 owner ward-doctor")]
    [InlineData("Awaiting blood cultures; the ward doctor will chase them, expected 08:00.", "blood-cultures due 08:00 owner ward-doctor")]
    [InlineData("Bladder scan by the ward nurse at 15:45.", "bladder-scan due 15:45 owner ward-nurse")]
    [InlineData("If systolic pressure falls: fluid bolus, call critical care outreach.", "if-pressure-falls fluid-bolus owner critical-care-outreach")]
    [InlineData("If GCS falls, urgent CT head and call the surgical registrar.", "if-gcs-falls urgent-ct-head owner surgical-registrar")]
    [InlineData("DNACPR with ward-based care.", "dnacpr-ward-care")]
    [InlineData("For full escalation.", "full-escalation")]
    [InlineData("Oxygen target 88-92%.", "oxygen-target-88-92")]
    [InlineData("Cannula in the left arm.", "cannula left")]
    [InlineData("Right cannula.", "cannula right")]
    [InlineData("Under section 136 since 14:10.", "section-136 at 14:10")]
    [InlineData("Interpreter needed. Family told.", "interpreter-needed | family-told")]
    [InlineData("Family not told yet.", "family-not-told")]
    [InlineData("Apixaban stopped because of bleeding.", "apixaban stopped-bleeding")]
    [InlineData("Ramipril held for AKI.", "ramipril stopped-kidney-injury")]
    [InlineData("Potassium 6.8 mmol/L at 17:20, medical registrar told.", "potassium 6.8 mmol/L at 17:20 owner medical-registrar")]
    [InlineData("CT head: acute bleed seen, at 13:00.", "ct-head acute-bleed-seen at 13:00")]
    [InlineData("Troponin 4 times the upper limit.", "troponin 4 times the upper limit")]
    [InlineData("INR 8.4.", "inr 8.4 ratio")]
    [InlineData("Working diagnosis is pulmonary embolism.", "pulmonary-embolism")]
    [InlineData("Stable. Nothing outstanding.", "trend-steady")]
    public void Read_UnderstandsWhatIsSaid(string text, string expected) => Assert.Equal(expected, Words(Reader.Read(text, 4)));

    [Theory]
    [InlineData("I don't know, I will find out.", Stances.WillFindOut)]
    [InlineData("Agreed, we will leave it out.", Stances.Agrees)]
    [InlineData("I cannot leave that out.", Stances.Declines)]
    [InlineData("I can't share that on the phone.", Stances.Declines)]
    public void Read_UnderstandsStances(string text, object expected) => Assert.Equal((Stances)expected, Reader.Read(text, 4).Stances);

    [Fact]
    public void Read_UnderstandsAnIdentity()
    {
        var claim = Assert.Single(Reader.Read("Alex Khan, born 02/03/1957, NHS number 999 123 4560.", 0).Claims);
        Assert.Equal((9991234560, 19570302), (claim.Value, claim.BirthDate));
    }

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("\u0000\ud800 ½ 😀 99:99 -1 mg")]
    public void Read_NeverThrows(string text) => Assert.NotNull(Reader.Read(text, 3).Claims);

    private static string Words(in Statement statement) => string.Join(" | ", statement.Claims.Select(Words));

    private static string Words(Claim claim)
    {
        var content = Handovers.Content;
        List<string> words = [(claim.IsNegated ? "not " : "") + content.Concepts[claim.Concept].Code];
        if (claim.HasValue)
            words.Add(claim.Value.ToString(CultureInfo.InvariantCulture));
        if (claim.Unit >= 0)
            words.Add(content.Vocabulary.Units[claim.Unit]);
        if (claim.Detail >= 0 && claim.At < 0)
            words.Add(content.Concepts[claim.Detail].Code);
        if (claim.At >= 0)
            words.Add((content.Concepts[claim.Concept].Kind == "test" && claim.Detail >= 0 ? content.Concepts[claim.Detail].Code + " " : "") + "at " + ClockTimes.Clock(claim.At));
        if (claim.Detail >= 0 && claim.At >= 0 && content.Concepts[claim.Concept].Kind != "test")
            words.Add(content.Concepts[claim.Detail].Code);
        if (claim.Due >= 0)
            words.Add("due " + ClockTimes.Clock(claim.Due));
        if (claim.Owner >= 0)
            words.Add("owner " + content.Concepts[claim.Owner].Code);
        if (claim.Side != Side.None)
            words.Add(claim.Side == Side.Left ? "left" : "right");
        return string.Join(' ', words);
    }
}
