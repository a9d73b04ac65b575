using System.Globalization;
using ClinicalRl.Simulation.EdHandover.Content;
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

    /// <summary>As people say it when they do not copy the record.</summary>
    [Theory]
    [InlineData("HO02", "NEWS 0 at 03:45, has been 0 throughout, stable", "news2 0 at 03:45 trend-steady")]
    [InlineData("HO02", "Getting worse. NEWS2 7 at 17:05.", "trend-worsening | news2 7 at 17:05")]
    [InlineData("HO03", "Likely UTI", "urinary-infection")]
    [InlineData("HO03", "We think this is a PE.", "pulmonary-embolism")]
    [InlineData("HO04", "Allergic to aspirin - face swells", "aspirin-allergy facial-swelling")]
    [InlineData("HO04", "Aspirin: wheeze", "aspirin-allergy wheeze")]
    [InlineData("HO04", "Trimethoprim brings her out in a rash.", "trimethoprim-allergy rash")]
    [InlineData("HO04", "Had anaphylaxis with penicillin before.", "penicillin anaphylaxis")]
    [InlineData("HO04", "No allergy status documented.", "allergy-status-unknown")]
    [InlineData("HO04", "Possibly allergic to penicillin.", "doubted penicillin")]
    [InlineData("HO05", "He had 300 mg of aspirin at 10:15, next dose is due tomorrow at 09:00", "aspirin 300 mg at 10:15 due 09:00")]
    [InlineData("HO05", "Next levodopa at 18:00, had the last at 14:00.", "levodopa at 14:00 due 18:00")]
    [InlineData("HO06", "Urine culture sent, result expected 19:50; ward doctor to follow up please", "urine-culture due 19:50 owner ward-doctor")]
    [InlineData("HO06", "The med reg is chasing the CTPA, should be back by 15:10", "ct-angiogram due 15:10 owner medical-registrar")]
    [InlineData("HO06", "MRI of the spine is pending, due 19:15, ortho reg is chasing", "mri-spine due 19:15 owner orthopaedic-registrar")]
    [InlineData("HO07", "Ward nurse to do a bladder scan by 04:35", "bladder-scan due 04:35 owner ward-nurse")]
    [InlineData("HO07", "The ward doctor needs to repeat the gas by 20:00", "repeat-gas due 20:00 owner ward-doctor")]
    [InlineData("HO08", "If he stays febrile he needs a senior review, call the med reg", "if-fever-persists senior-review owner medical-registrar")]
    [InlineData("HO08", "Should her BP drop, give a fluid bolus and call outreach", "if-pressure-falls fluid-bolus owner critical-care-outreach")]
    [InlineData("HO08", "Call the surgical registrar for an urgent CT head if he becomes drowsy", "if-gcs-falls urgent-ct-head owner surgical-registrar")]
    [InlineData("HO08", "If the NEWS goes up get a senior review from the medical registrar", "if-news2-rises senior-review owner medical-registrar")]
    [InlineData("HO09", "He is DNACPR but for all other active treatment", "dnacpr-full-treatment")]
    [InlineData("HO09", "DNACPR, ward based care only", "dnacpr | dnacpr-ward-care")]
    [InlineData("HO09", "Not for resus.", "dnacpr")]
    [InlineData("HO09", "For full active treatment including CPR.", "full-escalation")]
    [InlineData("HO10", "Cannula in right arm", "cannula right")]
    [InlineData("HO12", "Detained under section 136 from 14:10", "section-136 at 14:10")]
    [InlineData("HO12", "She does not have capacity to decide about this", "lacks-capacity-best-interests")]
    [InlineData("HO13", "Daughter has been told and is aware", "family-told")]
    [InlineData("HO13", "His wife has not been told yet", "family-not-told")]
    [InlineData("HO13", "Needs a Polish interpreter", "interpreter-needed")]
    [InlineData("HO14", "Metformin has been stopped because of the infection", "metformin stopped-infection")]
    [InlineData("HO14", "We have stopped her apixaban due to the bleed", "apixaban stopped-bleeding")]
    [InlineData("HO15", "Potassium came back at 6.8 mmol/L at 17:20", "potassium 6.8 mmol/L at 17:20")]
    public void Read_UnderstandsCliniciansAtWork(string item, string text, string expected) =>
        Assert.Equal(expected, Words(Reader.Read(text, Handovers.Content.Items.First(known => known.Id == item).Index)));

    /// <summary>What colleagues tell around the facts holds nothing that could be taken for a statement: whoever repeats it has not made anything up.</summary>
    [Fact]
    public void Narrative_HoldsNothingElseThatCouldBeStated()
    {
        var content = Handovers.Content;
        Assert.All(content.Families.SelectMany(family => family.Notes), note => Assert.Empty(Reader.Read(note.Says.Replace("{n}", "3", StringComparison.Ordinal), Items.Diagnosis).Claims));
        Assert.All(content.People.Distractors, aside => Assert.All(Reader.Read(aside.Says, Items.Diagnosis).Claims, claim => Assert.Equal(aside.Concept, claim.Concept)));
    }

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
        List<string> words = [(claim.IsNegated ? "not " : "") + (claim.IsDoubted ? "doubted " : "") + content.Concepts[claim.Concept].Code];
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
